//! [`Redirect`]: somewhere else.

use std::borrow::Cow;

use http::{HeaderValue, StatusCode, header};

use super::{IntoResponse, Response};
use crate::{error::Error, reference::url_reference};

/// Sends the client somewhere else (RFC 9110, section 15.4).
///
/// The place is a URL or a path. What no URL can hold is percent-encoded, such as a space or an `é`; a `%` stays what it is. An empty one, or
/// one with a line break, is a 500 whose cause is logged. For a 301 or 302, which clients may follow with another method, there is
/// `(StatusCode::FOUND, Redirect::see_other(…))`.
///
/// # Example: after a form was posted
/// ```
/// use whippet::prelude::*;
///
/// let app = App::new().post("/dogs", || Redirect::see_other("/dogs/7"));
/// # let client = whippet::testing::TestClient::new(app);
/// # client.post("/dogs").send().assert_status(303).assert_header("location", "/dogs/7");
/// ```
#[derive(Clone, Debug)]
pub struct Redirect {
    status: StatusCode,
    location: Cow<'static, str>,
}

impl Redirect {
    /// 303: fetch the other place with GET.
    ///
    /// # Example: to what was made
    /// ```
    /// use whippet::prelude::*;
    ///
    /// assert_eq!(Redirect::see_other("/dogs/7").into_response().status(), 303);
    /// ```
    pub fn see_other(location: impl Into<Cow<'static, str>>) -> Self {
        Self { status: StatusCode::SEE_OTHER, location: location.into() }
    }

    /// 307: repeat the request at the other place, this time.
    ///
    /// # Example: while the kennel moves
    /// ```
    /// use whippet::prelude::*;
    ///
    /// assert_eq!(Redirect::temporary("https://other.example/dogs").into_response().status(), 307);
    /// ```
    pub fn temporary(location: impl Into<Cow<'static, str>>) -> Self {
        Self { status: StatusCode::TEMPORARY_REDIRECT, location: location.into() }
    }

    /// 308: repeat the request at the other place, from now on.
    ///
    /// # Example: to a better name
    /// ```
    /// use whippet::prelude::*;
    ///
    /// assert_eq!(Redirect::permanent("/dogs").into_response().status(), 308);
    /// ```
    pub fn permanent(location: impl Into<Cow<'static, str>>) -> Self {
        Self { status: StatusCode::PERMANENT_REDIRECT, location: location.into() }
    }
}

impl IntoResponse for Redirect {
    fn into_response(self) -> Response {
        match location_value(&self.location) {
            Ok(location) => {
                let mut response = Response::new(self.status);
                response.headers_mut().append(header::LOCATION, location);
                response
            }
            Err(error) => error.into_response(),
        }
    }
}

/// The value of a `Location`: a URI reference (RFC 9110, section 10.2.2).
///
/// # Errors
/// 500 where it is empty or has control characters; the log names it.
pub(super) fn location_value(location: &str) -> Result<HeaderValue, Error> {
    let fault = || Error::internal(format!("{location:?} cannot be a Location"));
    if location.is_empty() || location.contains(|letter: char| letter.is_ascii_control()) {
        return Err(fault());
    }
    HeaderValue::from_str(&url_reference(location)).map_err(|_| fault())
}
