//! [`Fetched`]: the answer of another server.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};
use serde::de::DeserializeOwned;

use crate::{
    error::{Error, Result},
    headers::Headers,
};

/// The answer of another server.
///
/// # Example: its status, a header and its text
/// ```
/// use whippet::{fetch::Fetched, prelude::*};
///
/// let answer = Fetched::of(200, "name,age\n").with_header(header::CONTENT_TYPE, HeaderValue::from_static("text/csv"));
/// assert_eq!((answer.status().as_u16(), answer.text()?), (200, "name,age\n"));
/// assert_eq!(answer.headers().get("content-type").unwrap(), "text/csv");
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone)]
pub struct Fetched {
    status: StatusCode,
    headers: Headers,
    body: Bytes,
    after: Duration,
}

impl Fetched {
    /// An answer, for a test; a status that is none is 500.
    ///
    /// ```
    /// use whippet::fetch::Fetched;
    /// assert_eq!(Fetched::of(404, "").status(), 404);
    /// ```
    #[must_use]
    pub fn of(status: u16, body: impl Into<Bytes>) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, headers: Headers::new(), body: body.into(), after: Duration::ZERO }
    }

    /// The same with a header more.
    ///
    /// ```
    /// use whippet::{HeaderValue, fetch::Fetched, header};
    /// let answer = Fetched::of(200, "").with_header(header::ETAG, HeaderValue::from_static("\"7\""));
    /// assert!(answer.headers().contains("etag"));
    /// ```
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }

    /// The same, after a while: for a test of what takes its time.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{fetch::{Fetch, Fetched}, prelude::*, testing::TestClient};
    ///
    /// let ask = async || Fetch::get("https://slow.example/").send().await.map(|_| "done");
    /// let client = TestClient::new(App::new().get("/", ask)).network(|_| Fetched::of(200, "").after(Duration::from_secs(2)));
    /// assert_eq!(client.get("/").send().elapsed(), Duration::from_secs(2));
    /// ```
    #[must_use]
    pub fn after(mut self, pause: Duration) -> Self {
        self.after = pause;
        self
    }

    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "asked by the boundary only"))]
    pub(crate) fn with_body(mut self, body: Bytes) -> Self {
        self.body = body;
        self
    }

    pub(crate) fn pause(&self) -> Duration {
        self.after
    }

    /// The status.
    ///
    /// ```
    /// use whippet::fetch::Fetched;
    /// assert!(Fetched::of(204, "").status().is_success());
    /// ```
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    ///
    /// ```
    /// use whippet::fetch::Fetched;
    /// assert!(Fetched::of(200, "").headers().is_empty());
    /// ```
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The body.
    ///
    /// ```
    /// use whippet::fetch::Fetched;
    /// assert_eq!(Fetched::of(200, "woof").bytes(), &"woof");
    /// ```
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// The body as text.
    ///
    /// # Errors
    /// 502 where it is not UTF-8.
    ///
    /// ```
    /// use whippet::fetch::Fetched;
    /// assert!(Fetched::of(200, vec![0xff]).text().is_err());
    /// ```
    pub fn text(&self) -> Result<&str> {
        std::str::from_utf8(&self.body).map_err(|cause| unreadable().with_source(cause))
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// 502 where it is none, or does not fit the type.
    ///
    /// ```
    /// use whippet::fetch::Fetched;
    /// assert_eq!(Fetched::of(200, "[1,2]").json::<Vec<u8>>().unwrap(), [1, 2]);
    /// assert_eq!(Fetched::of(200, "<html>").json::<Vec<u8>>().unwrap_err().status(), 502);
    /// ```
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body).map_err(|cause| unreadable().with_source(cause))
    }
}

/// Without what may be secret: the values of its headers, and its body.
impl fmt::Debug for Fetched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Fetched")
            .field("status", &self.status)
            .field("headers", &names)
            .field("bytes", &self.body.len())
            .finish()
    }
}

fn unreadable() -> Error {
    Error::new(StatusCode::BAD_GATEWAY, "a server that this one asks does not answer as expected")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_secret_is_shown() {
        let answer =
            Fetched::of(200, "s3cret").with_header(http::header::SET_COOKIE, HeaderValue::from_static("s3cret"));
        assert_eq!(format!("{answer:?}"), r#"Fetched { status: 200, headers: ["set-cookie"], bytes: 6 }"#);
    }
}
