//! [`Error`]: why a request failed, as its client may know it and as the log must know it.
//!
//! Made by extractors, handlers and the router; turned into a response by [`Service`](crate::Service), in one place.
//!
//! 1. The client sees the status, its title, the `detail` and the faults; never the source.
//! 2. The log sees the source with its chain, for every status of 500 and above.
//! 3. `?` on any `std::error::Error` gives a 500 with that error as the source. For this reason `Error` itself does not
//!    implement `std::error::Error`.

mod fault;
mod problem;

use std::{borrow::Cow, fmt};

use http::{HeaderName, HeaderValue, StatusCode};

pub(crate) use fault::pointer_to;
pub use fault::{Fault, Place};

use crate::headers::Headers;

/// A result whose error becomes a response.
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

struct Inner {
    status: StatusCode,
    detail: Cow<'static, str>,
    faults: Vec<Fault>,
    headers: Headers,
    source: Option<Box<dyn std::error::Error>>,
}

/// The sort of failure, for code that must tell them apart without reading text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client asked for something wrong: a status from 400 to 499.
    Client,
    /// The application failed: a status of 500 and above.
    Server,
}

impl Error {
    /// An error of any status, with a sentence for the client.
    ///
    /// A status below 400 or above 599 is none of an error: it is taken as 500, and the log says so.
    pub fn new(status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        let inner = Inner { status, detail: detail.into(), faults: Vec::new(), headers: Headers::new(), source: None };
        let error = Self(Box::new(inner));
        if !(400..600).contains(&status.as_u16()) {
            Self::internal(format!("{status} is not the status of an error: {error}"))
        } else {
            error
        }
    }

    /// 400: what was sent cannot be parsed as what it claims to be.
    pub fn bad_request(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// 404: there is nothing here.
    pub fn not_found(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// 422: it parses, but does not fit its type or its constraints. Add the places with [`Error::with_fault`].
    pub fn unprocessable(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
    }

    /// 500 with a cause that only the log sees.
    pub fn internal(source: impl Into<Box<dyn std::error::Error>>) -> Self {
        let mut error = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "");
        error.0.source = Some(source.into());
        error
    }

    /// Adds one place in the input that is at fault.
    #[must_use]
    pub fn with_fault(mut self, fault: Fault) -> Self {
        self.0.faults.push(fault);
        self
    }

    /// Adds a header to the answer, such as `Retry-After`.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.append(name, value);
        self
    }

    /// Adds the cause, for the log only.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Whose mistake it is.
    pub fn kind(&self) -> ErrorKind {
        if self.0.status.is_server_error() { ErrorKind::Server } else { ErrorKind::Client }
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The sentence for the client; empty where the status says it all.
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// The places in the input that are at fault.
    pub fn faults(&self) -> &[Fault] {
        &self.0.faults
    }

    /// The cause, for the log.
    pub fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref()
    }

    pub(crate) fn headers(&self) -> &Headers {
        &self.0.headers
    }
}

impl<E: std::error::Error + 'static> From<E> for Error {
    fn from(source: E) -> Self {
        Self::internal(source)
    }
}

/// The whole story, for logs: status, detail, faults and the chain of sources.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.status.as_str())?;
        if !self.0.detail.is_empty() {
            write!(f, ": {}", self.0.detail)?;
        }
        for fault in &self.0.faults {
            write!(f, "; {fault}")?;
        }
        let mut source = self.source();
        while let Some(error) = source {
            write!(f, ": {error}")?;
            source = error.source();
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
