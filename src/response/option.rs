//! `Option`: what may not be there.

use super::{IntoResponse, Response};
use crate::{description::Description, error::Error};

/// `None` is a 404.
impl<R: IntoResponse> IntoResponse for Option<R> {
    fn into_response(self) -> Response {
        match self {
            Some(value) => value.into_response(),
            None => {
                let mut response = Error::not_found("what was asked for is not there").into_response();
                response.is_other_side = true;
                response
            }
        }
    }

    fn describe(description: &mut Description) {
        R::describe(description);
    }
}
