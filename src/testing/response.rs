//! [`TestResponse`]: an answer, with assertions.

use serde::de::DeserializeOwned;

use crate::{headers::Headers, response::Response};

/// An answer, with assertions.
#[derive(Debug)]
pub struct TestResponse {
    response: Response,
    is_head: bool,
    log: Vec<String>,
}

#[allow(clippy::expect_used, clippy::panic, reason = "documented at TestClient: a test fails by a panic")]
impl TestResponse {
    pub(super) fn new(response: Response, is_head: bool, log: Vec<String>) -> Self {
        assert!(!is_head || response.body().is_empty(), "an answer to HEAD has no body");
        Self { response, is_head, log }
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// The headers.
    pub fn headers(&self) -> &Headers {
        self.response.headers()
    }

    /// The first value of a header, as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().get(name).and_then(|value| value.to_str().ok())
    }

    /// The body.
    pub fn bytes(&self) -> &[u8] {
        self.response.body().as_bytes()
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(self.bytes()).expect("the body is UTF-8")
    }

    /// The body, read as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        assert!(!self.is_head, "an answer to HEAD has no body");
        match serde_json::from_slice(self.bytes()) {
            Ok(value) => value,
            Err(error) => panic!("the body is not the JSON that the test wants: {error}: {}", self.text()),
        }
    }

    /// The lines that the request wrote to the error log.
    pub fn log(&self) -> &[String] {
        &self.log
    }

    /// Asserts the status.
    #[track_caller]
    pub fn assert_status(self, status: u16) -> Self {
        assert_eq!(self.status(), status, "the status; the body is {:?}, the log {:?}", self.response.body(), self.log);
        self
    }

    /// Asserts the first value of a header.
    #[track_caller]
    pub fn assert_header(self, name: &str, value: &str) -> Self {
        assert_eq!(self.header(name), Some(value), "the header {name}");
        self
    }
}
