//! Bytes: `application/octet-stream`. Static bytes are kept without a copy.

use std::borrow::Cow;

use bytes::Bytes;

use super::{IntoResponse, Response};

impl IntoResponse for Bytes {
    fn into_response(self) -> Response {
        Response::of("application/octet-stream", self)
    }
}

impl IntoResponse for Vec<u8> {
    fn into_response(self) -> Response {
        Bytes::from(self).into_response()
    }
}

impl IntoResponse for &'static [u8] {
    fn into_response(self) -> Response {
        Bytes::from_static(self).into_response()
    }
}

/// What `include_bytes!` gives.
impl<const N: usize> IntoResponse for &'static [u8; N] {
    fn into_response(self) -> Response {
        Bytes::from_static(self).into_response()
    }
}

impl IntoResponse for Cow<'static, [u8]> {
    fn into_response(self) -> Response {
        match self {
            Cow::Borrowed(bytes) => bytes.into_response(),
            Cow::Owned(bytes) => bytes.into_response(),
        }
    }
}
