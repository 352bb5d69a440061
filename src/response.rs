//! [`Response`] and [`IntoResponse`]: what a handler answers.
//!
//! Everything a handler would return is turned into a response here: one file for each kind. Status, headers and body
//! stay in Rust until they leave together.

mod bytes;
mod created;
mod empty;
mod html;
mod option;
mod parts;
mod redirect;
mod text;
#[cfg(feature = "typed-headers")]
mod typed_header;

use http::{HeaderValue, StatusCode, header};

/// The crate whose headers [`TypedHeader`] takes, in the version that it takes them of.
#[cfg(feature = "typed-headers")]
pub use ::headers;
pub use created::Created;
pub use empty::NoContent;
pub use html::Html;
pub use parts::IntoHeaders;
pub use redirect::Redirect;
#[cfg(feature = "typed-headers")]
pub use typed_header::TypedHeader;

use crate::{body::Body, description::Description, error::Error, headers::Headers};

/// An answer: status, headers and body.
///
/// # Example: one that no type describes
/// ```
/// use whippet::prelude::*;
///
/// fn dog(Path(name): Path<String>) -> Response {
///     let mut response = format!("{name} is a whippet").into_response();
///     if name == "lola" {
///         response.headers_mut().append(header::CACHE_CONTROL, HeaderValue::from_static("max-age=60"));
///     }
///     response
/// }
/// # let client = whippet::testing::TestClient::new(App::new().get("/dogs/{name}", dog));
/// client.get("/dogs/lola").send().assert_status(200).assert_header("cache-control", "max-age=60");
/// ```
#[derive(Debug, Default)]
pub struct Response {
    /// `None` where nobody has named one: it is 200 then, or that of an error which the answer takes the place of.
    status: Option<StatusCode>,
    headers: Headers,
    body: Body,
    error: Option<Error>,
    /// Whether it stands for an `Err` or a `None`: what was said around it is meant for the value that did not come.
    is_other_side: bool,
}

/// What can be answered.
///
/// | type | status | content type |
/// | --- | --- | --- |
/// | `&'static str`, `String`, `Cow<'static, str>` | 200 | `text/plain; charset=utf-8` |
/// | `&'static [u8]`, `&'static [u8; N]`, `Vec<u8>`, `Cow<'static, [u8]>`, `Bytes` | 200 | `application/octet-stream` |
/// | [`Json<T>`](crate::Json) | 200 | `application/json` |
/// | [`Html<T>`] | 200 | `text/html; charset=utf-8` |
/// | [`Created<R>`] | 201 | R's |
/// | [`NoContent`] | 204 | none |
/// | [`Redirect`] | 303, 307 or 308 | none |
/// | `()` | 200 | none |
/// | `StatusCode` | that status | none, or `application/problem+json` for 400 and above |
/// | `(StatusCode, R)`, `(headers, R)`, `(StatusCode, headers, R)` | that status, or R's | R's, unless the headers have one |
/// | `Result<T, E>` | that of the side it holds; an `Err` that names none is a 500 | the same |
/// | `Option<R>` | R's, or 404 | R's, or `application/problem+json` |
/// | [`Error`], and each type that derives [`HttpError`](macro@crate::HttpError) | its own | `application/problem+json` |
///
/// `headers` is [`IntoHeaders`]: [`Headers`], an array of pairs, a `TypedHeader`, or a tuple of these; a name that stands twice in it is
/// sent twice. An [`Error`] keeps its own status, whatever stands before it; to an `Err` and to a `None` nothing is added that stands around
/// them. Whatever is an [`Error`] goes through [`App::on_error`](crate::App::on_error); `(StatusCode, R)` is an answer as it is. Text and bytes that are `'static`, borrowed or handed over are
/// sent without a copy.
///
/// # Example: an answer of one's own
/// ```
/// use whippet::prelude::*;
///
/// struct Csv(Vec<[&'static str; 2]>);
///
/// impl IntoResponse for Csv {
///     fn into_response(self) -> Response {
///         let lines: String = self.0.iter().map(|row| row.join(",") + "\r\n").collect();
///         ([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], lines).into_response()
///     }
/// }
///
/// let app = App::new().get("/dogs.csv", || Csv(vec![["lola", "whippet"], ["rex", "collie"]]));
/// # let client = whippet::testing::TestClient::new(app);
/// # let answer = client.get("/dogs.csv").send().assert_header("content-type", "text/csv; charset=utf-8");
/// # assert_eq!(answer.text(), "lola,whippet\r\nrex,collie\r\n");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an answer",
    label = "this cannot be sent to a client",
    note = "answers are text, bytes, `Json<T>`, `Html<T>`, `StatusCode`, `()`, tuples of a status, headers and one of them, and `Option` and \
            `Result` of them",
    note = "to make `{Self}` one, derive `Serialize` and return it in a `Json`, derive `HttpError` if it says why something failed, or implement \
            `IntoResponse`",
    note = "an error of another crate becomes an answer in a function that returns `whippet::Result`, by `?`"
)]
pub trait IntoResponse {
    /// Turns the value into an answer.
    ///
    /// # Example: looking at it
    /// ```
    /// use whippet::prelude::*;
    ///
    /// let response = (StatusCode::CREATED, "Lola").into_response();
    /// assert_eq!((response.status().as_u16(), response.body().len()), (201, 4));
    /// ```
    fn into_response(self) -> Response;

    /// Says what it answers: for documents that are made of an application, and called for nothing else.
    #[doc(hidden)]
    fn describe(_: &mut Description) {}
}

impl Response {
    /// An answer of a status, without headers and body.
    ///
    /// # Example: gone for good
    /// ```
    /// use whippet::prelude::*;
    ///
    /// let response = Response::new(StatusCode::GONE);
    /// assert_eq!((response.status(), response.body().is_empty()), (StatusCode::GONE, true));
    /// ```
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        Self { status: Some(status), ..Self::default() }
    }

    /// An answer of 200 with a body of a type.
    pub(crate) fn of(content_type: &'static str, body: impl Into<Body>) -> Self {
        let mut headers = Headers::new();
        headers.append(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        Self { headers, body: body.into(), ..Self::default() }
    }

    /// The status; 200 where none was named.
    ///
    /// # Example: of text
    /// ```
    /// use whippet::prelude::*;
    ///
    /// assert_eq!("Lola".into_response().status(), StatusCode::OK);
    /// ```
    pub fn status(&self) -> StatusCode {
        self.status.unwrap_or(StatusCode::OK)
    }

    /// The status that somebody has named, with [`Response::new`], in a tuple, or as a type that has its own.
    pub(crate) fn named_status(&self) -> Option<StatusCode> {
        self.status
    }

    /// Changes the status.
    ///
    /// # Example: from 200 to 202
    /// ```
    /// use whippet::prelude::*;
    ///
    /// let mut response = "queued".into_response();
    /// response.set_status(StatusCode::ACCEPTED);
    /// assert_eq!(response.status(), 202);
    /// ```
    pub fn set_status(&mut self, status: StatusCode) {
        self.status = Some(status);
    }

    /// The headers.
    ///
    /// # Example: the content type
    /// ```
    /// use whippet::prelude::*;
    ///
    /// let response = Html("<p>Lola").into_response();
    /// assert_eq!(response.headers().get("content-type").unwrap(), "text/html; charset=utf-8");
    /// ```
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The headers, to be changed.
    ///
    /// # Example: another content type
    /// ```
    /// use whippet::prelude::*;
    ///
    /// let mut response = "a,b".into_response();
    /// response.headers_mut().set(header::CONTENT_TYPE, HeaderValue::from_static("text/csv"));
    /// assert_eq!(response.headers().len(), 1);
    /// ```
    pub fn headers_mut(&mut self) -> &mut Headers {
        &mut self.headers
    }

    /// The body.
    ///
    /// # Example: of text
    /// ```
    /// use whippet::prelude::*;
    ///
    /// assert_eq!("Lola".into_response().body().as_bytes(), b"Lola");
    /// ```
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// Changes the body. An answer that told of an error no longer does.
    ///
    /// # Example: a page in place of a problem document
    /// ```
    /// use whippet::prelude::*;
    ///
    /// let mut response = Error::not_found("no dog is called \"rex\"").into_response();
    /// response.set_body("<h1>No such dog</h1>");
    /// response.headers_mut().set(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
    /// # let response = std::cell::Cell::new(Some(response));
    /// # let app = App::new().get("/", move || response.take());
    /// # let client = whippet::testing::TestClient::new(app);
    /// # assert_eq!(client.get("/").send().assert_status(404).text(), "<h1>No such dog</h1>");
    /// ```
    pub fn set_body(&mut self, body: impl Into<Body>) {
        self.body = body.into();
        self.error = None;
    }

    /// Headers and body, which leave by the boundary.
    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "there is no boundary"))]
    pub(crate) fn into_parts(self) -> (Headers, Body) {
        (self.headers, self.body)
    }

    /// The error that this answer tells of; its body is written when the answer leaves the application.
    pub(crate) fn take_error(&mut self) -> Option<Error> {
        self.error.take()
    }

    /// Whether this answer is a failure: it tells of an error, or has a status that is one's.
    fn is_failure(&self) -> bool {
        let status = self.status();
        self.error.is_some() || self.is_other_side || status.is_client_error() || status.is_server_error()
    }
}

/// As [`IntoResponse`] does it: so `?` makes answers of errors, too.
impl From<Error> for Response {
    fn from(error: Error) -> Self {
        error.into_response()
    }
}

impl IntoResponse for Response {
    fn into_response(self) -> Response {
        self
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, headers) = (Some(self.status()), self.headers().clone());
        Response { status, headers, error: Some(self), ..Response::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Json;

    #[test]
    fn only_who_names_a_status_has_one() {
        let none = [().into_response(), "text".into_response(), vec![1].into_response(), Json(1).into_response()];
        assert!(none.iter().all(|response| response.named_status().is_none() && response.status() == 200));
        assert!(([("a", "b")], Some(Ok::<_, Error>(Html("")))).into_response().named_status().is_none());
        for (response, status) in [
            (Response::new(StatusCode::OK), 200),
            ((StatusCode::OK, "text").into_response(), 200),
            ((StatusCode::ACCEPTED, [("a", "b")], "text").into_response(), 202),
            (Created::at("/", ()).into_response(), 201),
            (NoContent.into_response(), 204),
            (Redirect::see_other("/").into_response(), 303),
            (None::<()>.into_response(), 404),
            (Error::bad_request("").into_response(), 400),
        ] {
            assert_eq!(response.named_status().map(|status| status.as_u16()), Some(status));
        }
    }
}
