//! [`Html`]: a page.

use std::borrow::Cow;

use bytes::Bytes;

use super::{IntoResponse, Response};

/// A page: `text/html; charset=utf-8`. Nothing is escaped: what comes from a client must be escaped before.
#[derive(Clone, Debug)]
pub struct Html<T>(
    /// The page's text.
    pub T,
);

impl<T: Into<Cow<'static, str>>> IntoResponse for Html<T> {
    fn into_response(self) -> Response {
        let body = match self.0.into() {
            Cow::Borrowed(text) => Bytes::from_static(text.as_bytes()),
            Cow::Owned(text) => Bytes::from(text),
        };
        Response::of("text/html; charset=utf-8", body)
    }
}
