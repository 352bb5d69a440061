//! Answers without a body: `()`, a bare status, and [`NoContent`].

use http::StatusCode;

use super::{IntoResponse, Response};
use crate::error::Error;

/// 204: done, and there is nothing to say.
///
/// # Example: after something was deleted
/// ```
/// use whippet::prelude::*;
///
/// let app = App::new().delete("/dogs/{name}", |Path(_name): Path<String>| NoContent);
/// # let client = whippet::testing::TestClient::new(app);
/// client.delete("/dogs/rex").send().assert_status(204);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoContent;

impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        Response::new(StatusCode::NO_CONTENT)
    }
}

impl IntoResponse for () {
    fn into_response(self) -> Response {
        Response::default()
    }
}

/// A failure is an [`Error`] without a detail, so that it has the shape of all others.
impl IntoResponse for StatusCode {
    fn into_response(self) -> Response {
        if self.is_client_error() || self.is_server_error() {
            return Error::new(self, "").into_response();
        }
        Response::new(self)
    }
}
