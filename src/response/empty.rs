//! Answers without a body: `()` and a bare status.

use http::StatusCode;

use super::{IntoResponse, Response};

impl IntoResponse for () {
    fn into_response(self) -> Response {
        Response::default()
    }
}

impl IntoResponse for StatusCode {
    fn into_response(self) -> Response {
        Response::new(self)
    }
}
