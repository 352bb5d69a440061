//! [`Response`] and [`IntoResponse`]: what a handler answers.
//!
//! Everything a handler would return is turned into a response here: one file for each kind. Status, headers and body
//! stay in Rust until they leave together.

mod bytes;
mod empty;
mod html;
mod parts;
mod redirect;
mod text;

use http::{HeaderValue, StatusCode, header};

pub use html::Html;
pub use parts::IntoHeaders;
pub use redirect::Redirect;

use crate::{body::Body, error::Error, headers::Headers};

/// An answer: status, headers and body.
#[derive(Debug, Default)]
pub struct Response {
    status: StatusCode,
    headers: Headers,
    body: Body,
    error: Option<Error>,
}

/// What can be answered.
///
/// | type | status | content type |
/// | --- | --- | --- |
/// | `&'static str`, `String`, `Cow<'static, str>` | 200 | `text/plain; charset=utf-8` |
/// | `&'static [u8]`, `Vec<u8>`, `Bytes` | 200 | `application/octet-stream` |
/// | [`Json<T>`](crate::Json) | 200 | `application/json` |
/// | [`Html<T>`] | 200 | `text/html; charset=utf-8` |
/// | [`Redirect`] | 303, 307 or 308 | none |
/// | `()`, `StatusCode` | 200, that status | none |
/// | `(StatusCode, R)`, `(headers, R)`, `(StatusCode, headers, R)` | that status, or R's | R's, unless the headers have one |
/// | `Result<T, E>` | that of the side it holds | the same |
/// | [`Error`] | its own | `application/problem+json` |
///
/// `headers` is [`IntoHeaders`]: [`Headers`] or an array of pairs; a name that stands twice in it is sent twice.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an answer",
    label = "a handler must return something that implements `IntoResponse`",
    note = "text, bytes, `Json<T>`, `Html<T>`, `StatusCode`, tuples of status, headers and one of them, and `Result`s do"
)]
pub trait IntoResponse {
    /// Turns the value into an answer.
    fn into_response(self) -> Response;
}

impl Response {
    /// An answer of a status, without headers and body.
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        Self { status, ..Self::default() }
    }

    /// An answer of 200 with a body of a type.
    pub(crate) fn of(content_type: &'static str, body: impl Into<Body>) -> Self {
        let mut headers = Headers::new();
        headers.append(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        Self { headers, body: body.into(), ..Self::default() }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Changes the status.
    pub fn set_status(&mut self, status: StatusCode) {
        self.status = status;
    }

    /// The headers.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The headers, to be changed.
    pub fn headers_mut(&mut self) -> &mut Headers {
        &mut self.headers
    }

    /// The body.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// Changes the body. An answer that told of an error no longer does.
    pub fn set_body(&mut self, body: impl Into<Body>) {
        self.body = body.into();
        self.error = None;
    }

    /// The error that this answer tells of; its body is written when the answer leaves the application.
    pub(crate) fn take_error(&mut self) -> Option<Error> {
        self.error.take()
    }
}

impl IntoResponse for Response {
    fn into_response(self) -> Response {
        self
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        Response { status: self.status(), headers: self.headers().clone(), error: Some(self), ..Response::default() }
    }
}
