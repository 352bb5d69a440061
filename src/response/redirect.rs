//! [`Redirect`]: somewhere else.

use std::borrow::Cow;

use http::{HeaderValue, StatusCode, header};

use super::{IntoResponse, Response};
use crate::error::Error;

/// Sends the client somewhere else (RFC 9110, section 15.4).
///
/// The place is a URL or a path, already percent-encoded. One that a header cannot hold, with a line break for example, is a 500 whose
/// cause is logged.
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
    pub fn see_other(location: impl Into<Cow<'static, str>>) -> Self {
        Self { status: StatusCode::SEE_OTHER, location: location.into() }
    }

    /// 307: repeat the request at the other place, this time.
    pub fn temporary(location: impl Into<Cow<'static, str>>) -> Self {
        Self { status: StatusCode::TEMPORARY_REDIRECT, location: location.into() }
    }

    /// 308: repeat the request at the other place, from now on.
    pub fn permanent(location: impl Into<Cow<'static, str>>) -> Self {
        Self { status: StatusCode::PERMANENT_REDIRECT, location: location.into() }
    }
}

impl IntoResponse for Redirect {
    fn into_response(self) -> Response {
        let Ok(location) = HeaderValue::from_str(&self.location) else {
            return Error::internal(format!("{:?} cannot be a Location", self.location)).into_response();
        };
        let mut response = Response::new(self.status);
        response.headers_mut().append(header::LOCATION, location);
        response
    }
}
