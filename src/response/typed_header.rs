//! [`TypedHeader`]: a header field from a type that knows its name and how its value is written.

use headers::Header;
use http::HeaderValue;

use super::IntoHeaders;
use crate::{error::Error, headers::Headers};

/// A header field of a type of the crate [`headers`](super::headers): its name and its value cannot be misspelt. Feature `typed-headers`.
///
/// It stands wherever headers stand in an answer; several stand in a tuple. As an argument of a handler it is read from the request.
///
/// # Errors
/// As an argument: 422 where the header is missing (an `Option` of it is `None`), 400 where its value is not what its syntax allows.
///
/// # Example: one, and two at once
/// ```
/// use std::time::Duration;
/// use whippet::{prelude::*, response::headers::{CacheControl, Vary}};
///
/// fn cached() -> TypedHeader<CacheControl> {
///     TypedHeader(CacheControl::new().with_public().with_max_age(Duration::from_secs(60)))
/// }
///
/// let app = App::new()
///     .get("/one", || (cached(), "Lola"))
///     .get("/two", || (StatusCode::OK, (cached(), TypedHeader(Vary::any())), "Lola"));
/// # let client = whippet::testing::TestClient::new(app);
/// client.get("/one").send().assert_header("cache-control", "public, max-age=60");
/// client.get("/two").send().assert_header("cache-control", "public, max-age=60").assert_header("vary", "*");
/// ```
///
/// # Example: as an argument
/// ```
/// use whippet::{prelude::*, response::headers::{Authorization, authorization::Bearer}};
///
/// let app = App::new().get("/", |TypedHeader(user): TypedHeader<Authorization<Bearer>>| user.token().to_owned());
/// # let client = whippet::testing::TestClient::new(app);
/// client.get("/").header("authorization", "Bearer t7").send().assert_text("t7");
/// client.get("/").header("authorization", "Basic t7").send().assert_status(400);
/// client.get("/").send().assert_status(422);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TypedHeader<H>(
    /// The header.
    pub H,
);

impl<H: Header> IntoHeaders for TypedHeader<H> {
    fn into_headers(self) -> Result<Headers, Error> {
        let mut values: Vec<HeaderValue> = Vec::new();
        self.0.encode(&mut values);
        Ok(values.into_iter().map(|value| (H::name().clone(), value)).collect())
    }
}

/// Several of one type.
impl<H: Header, const N: usize> IntoHeaders for [TypedHeader<H>; N] {
    fn into_headers(self) -> Result<Headers, Error> {
        let mut all = Headers::new();
        for header in self {
            all.extend(header.into_headers()?);
        }
        Ok(all)
    }
}
