//! [`Html`]: a page.

use std::borrow::Cow;

use bytes::Bytes;

use super::{IntoResponse, Response};

/// A page: `text/html; charset=utf-8`. Nothing is escaped: what comes from a client must be escaped before.
///
/// # Example: a page
/// ```
/// use whippet::prelude::*;
///
/// let app = App::new().get("/", || Html("<!doctype html><title>Dogs</title><h1>Lola</h1>"));
/// # let client = whippet::testing::TestClient::new(app);
/// client.get("/").send().assert_status(200).assert_header("content-type", "text/html; charset=utf-8");
/// ```
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
