//! [`Error`]: why a request failed, as its client may know it and as the log must know it.
//!
//! Made by extractors, handlers and the router; turned into a response by [`Service`](crate::Service), in one place.
//!
//! 1. The client sees the status, the type, the title, the `detail` and the faults; never the source.
//! 2. The log sees the source with its chain, for every status of 500 and above.
//! 3. `?` on any `std::error::Error` gives a 500 with that error as the source. For this reason `Error` itself does not
//!    implement `std::error::Error`.
//! 4. An application's own error types say which `Error` each of their values is: [`HttpError`](macro@crate::HttpError).

mod details;
mod fault;
mod kind;
mod problem;
mod rejected;
mod rejection;

use std::{borrow::Cow, fmt, rc::Rc};

use http::StatusCode;

pub use fault::{Fault, Place};
pub(crate) use fault::{MOST_LETTERS, pointer_to, shortened};
pub use kind::ErrorKind;
pub use rejection::Rejection;

use crate::headers::Headers;

/// A result whose error becomes a response.
///
/// # Example: anything may fail
/// ```
/// use whippet::prelude::*;
///
/// fn double(Path(text): Path<String>) -> Result<String> {
///     let number: u32 = text.parse().map_err(|_| Error::bad_request(format!("{text} is no number")))?;
///     Ok((number * 2).to_string())
/// }
/// # let client = whippet::testing::TestClient::new(App::new().get("/{text}", double));
/// # assert_eq!(client.get("/4").send().text(), "8");
/// # client.get("/x").send().assert_status(400);
/// ```
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a request failed: a status, a sentence for the client, and a source for the log.
///
/// # Example: a handler that does not find something
/// ```
/// use whippet::prelude::*;
///
/// fn dog(Path(name): Path<String>) -> Result<String> {
///     match name.as_str() {
///         "lola" => Ok("a whippet".to_owned()),
///         other => Err(Error::not_found(format!("no dog is called {other:?}"))),
///     }
/// }
/// # let client = whippet::testing::TestClient::new(App::new().get("/dogs/{name}", dog));
/// # client.get("/dogs/rex").send().assert_status(404);
/// ```
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    status: StatusCode,
    type_uri: Option<Cow<'static, str>>,
    title: Option<Cow<'static, str>>,
    detail: Cow<'static, str>,
    faults: Vec<Fault>,
    headers: Headers,
    /// Further members of the problem document, as JSON.
    members: Vec<(Cow<'static, str>, String)>,
    source: Option<Rc<dyn std::error::Error>>,
    rejection: Option<Rejection>,
    is_missing: bool,
}

impl Error {
    /// An error of any status, with a sentence for the client.
    ///
    /// A status below 400 or above 599 is none of an error: it is taken as 500, and the log says so.
    ///
    /// # Example: somebody was faster
    /// ```
    /// use whippet::prelude::*;
    ///
    /// let error = Error::new(StatusCode::CONFLICT, "a dog of that name is here already");
    /// assert_eq!((error.status(), error.title()), (StatusCode::CONFLICT, "Conflict"));
    /// assert_eq!(Error::new(StatusCode::OK, "fine").status(), 500);
    /// ```
    pub fn new(status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        let error = Self(Box::new(Inner {
            status,
            type_uri: None,
            title: None,
            detail: detail.into(),
            faults: Vec::new(),
            headers: Headers::new(),
            members: Vec::new(),
            source: None,
            rejection: None,
            is_missing: false,
        }));
        if !(400..600).contains(&status.as_u16()) {
            Self::internal(format!("{} is not the status of an error: {error}", status.as_u16()))
        } else {
            error
        }
    }

    /// 400: what was sent cannot be parsed as what it claims to be.
    ///
    /// # Example: a header that is no number
    /// ```
    /// use whippet::prelude::*;
    ///
    /// let error = Error::bad_request("x-api-version is a number from 0 to 255");
    /// assert_eq!(error.status(), 400);
    /// ```
    pub fn bad_request(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// 404: there is nothing here.
    ///
    /// # Example: no such dog
    /// ```
    /// use whippet::prelude::*;
    ///
    /// let error = Error::not_found("no dog is called \"rex\"");
    /// assert_eq!(error.to_string(), "404: no dog is called \"rex\"");
    /// ```
    pub fn not_found(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// 422: it parses, but does not fit its type or its constraints. Add the places with [`Error::with_fault`].
    ///
    /// # Example: a rule of the house
    /// ```
    /// use whippet::prelude::*;
    ///
    /// let error = Error::unprocessable("the walk does not fit")
    ///     .with_fault(Fault::new(Place::Body, "/minutes", "must be at least 20"));
    /// assert_eq!((error.status().as_u16(), error.faults().len()), (422, 1));
    /// ```
    pub fn unprocessable(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
    }

    /// 500 with a cause that only the log sees.
    ///
    /// For a cause that is no `std::error::Error` itself, such as an `anyhow::Error` or a `Box<dyn Error + Send + Sync>`, `?` does not do;
    /// `.map_err(Error::internal)?` does.
    ///
    /// # Example: the client learns nothing, the log everything
    /// ```
    /// use whippet::prelude::*;
    ///
    /// let app = App::new().get("/", || Err::<(), _>(Error::internal("the kennel is closed")));
    /// # let client = whippet::testing::TestClient::new(app);
    /// let answer = client.get("/").send().assert_status(500);
    /// assert!(!answer.text().contains("kennel"));
    /// assert!(answer.log()[0].ends_with(": 500: the kennel is closed"));
    /// ```
    pub fn internal(source: impl Into<Box<dyn std::error::Error>>) -> Self {
        let mut error = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "");
        error.0.source = Some(source.into().into());
        error
    }

    /// Whose mistake it is.
    ///
    /// # Example: a mistake of the client
    /// ```
    /// use whippet::{Error, ErrorKind};
    ///
    /// assert_eq!(Error::bad_request("").kind(), ErrorKind::Client);
    /// ```
    pub fn kind(&self) -> ErrorKind {
        if self.0.status.is_server_error() { ErrorKind::Server } else { ErrorKind::Client }
    }

    /// The status of the answer.
    ///
    /// # Example: of any other error
    /// ```
    /// use whippet::{Error, StatusCode};
    ///
    /// let error = Error::from("x".parse::<u8>().unwrap_err());
    /// assert_eq!(error.status(), StatusCode::INTERNAL_SERVER_ERROR);
    /// ```
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The name of this sort of problem: what [`Error::with_title`] gave, or the phrase of the status.
    ///
    /// # Example: with and without
    /// ```
    /// use whippet::Error;
    ///
    /// assert_eq!(Error::not_found("").title(), "Not Found");
    /// assert_eq!(Error::not_found("").with_title("No such dog").title(), "No such dog");
    /// ```
    pub fn title(&self) -> &str {
        self.title_at(self.0.status)
    }

    /// The URI of this sort of problem: what [`Error::with_type`] gave, or `about:blank`.
    ///
    /// # Example: with and without
    /// ```
    /// use whippet::Error;
    ///
    /// assert_eq!(Error::not_found("").type_uri(), "about:blank");
    /// assert_eq!(Error::not_found("").with_type("tag:dogs.example,2026:lost").type_uri(), "tag:dogs.example,2026:lost");
    /// ```
    pub fn type_uri(&self) -> &str {
        self.0.type_uri.as_deref().unwrap_or("about:blank")
    }

    /// The sentence for the client; empty where the status says it all.
    ///
    /// # Example: what the client reads
    /// ```
    /// use whippet::Error;
    ///
    /// assert_eq!(Error::not_found("no order 7").detail(), "no order 7");
    /// assert_eq!(Error::internal("the kennel is closed").detail(), "");
    /// ```
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// The places in the input that are at fault.
    ///
    /// # Example: the first of them
    /// ```
    /// use whippet::prelude::*;
    ///
    /// let error = Error::unprocessable("").with_fault(Fault::new(Place::Header, "/x-walk", "is missing"));
    /// assert_eq!(error.faults()[0].place(), Place::Header);
    /// ```
    pub fn faults(&self) -> &[Fault] {
        &self.0.faults
    }

    /// The cause, for the log.
    ///
    /// # Example: asking what it was
    /// ```
    /// use whippet::Error;
    ///
    /// let error = Error::from("x".parse::<u8>().unwrap_err());
    /// assert!(error.source().is_some_and(|source| source.is::<std::num::ParseIntError>()));
    /// ```
    pub fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref()
    }

    /// The cause, its cause, and so on.
    pub(crate) fn causes(&self) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
        std::iter::successors(self.source(), |cause| cause.source())
    }

    /// The title beside a status that may have been changed since.
    pub(crate) fn title_at(&self, status: StatusCode) -> &str {
        self.0.title.as_deref().unwrap_or_else(|| status.canonical_reason().unwrap_or("Error"))
    }

    /// The headers of the answer.
    ///
    /// # Example: what `on_error` may pass on
    /// ```
    /// use whippet::{Error, HeaderValue, header};
    ///
    /// let error = Error::not_found("").with_header(header::RETRY_AFTER, HeaderValue::from_static("60"));
    /// assert_eq!(error.headers().get("retry-after").unwrap(), "60");
    /// ```
    pub fn headers(&self) -> &Headers {
        &self.0.headers
    }
}

impl<E: std::error::Error + 'static> From<E> for Error {
    fn from(source: E) -> Self {
        Self::internal(source)
    }
}

/// The whole story, for logs: the status, the detail, the faults and the causes, in one line; with `{:#}` without the status, which is the client's business, and with
/// a line for each fault.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut mark, line) = if f.alternate() { ("", "\n") } else { (": ", "; ") };
        if !f.alternate() {
            write!(f, "{}", self.0.status.as_u16())?;
        }
        if !self.0.detail.is_empty() {
            write!(f, "{mark}{}", self.0.detail)?;
            mark = ": ";
        }
        for fault in &self.0.faults {
            write!(f, "{line}{fault}")?;
            mark = ": ";
        }
        for cause in self.causes() {
            write!(f, "{mark}{cause}")?;
            mark = ": ";
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_error_becomes_a_500_that_keeps_its_source() {
        let error = Error::from("x".parse::<u8>().unwrap_err());
        assert_eq!((error.status().as_u16(), error.kind()), (500, ErrorKind::Server));
        assert_eq!(error.detail(), "");
        assert_eq!(error.to_string(), "500: invalid digit found in string");
    }

    #[test]
    fn a_status_that_is_no_error_is_a_500() {
        assert_eq!(Error::new(StatusCode::OK, "fine").status(), 500);
    }
}
