//! Parts of the head that are given as they are: the context, the method, the URI, all headers, the bindings, the client.

use std::net::IpAddr;

use http::{Method, Uri};

use super::{Extracted, FromRequestParts, Rejection};
use crate::{
    bindings::Bindings,
    client::{Client, Geo},
    context::Context,
    error::Error,
    headers::Headers,
    reference::{path_reference, query_reference},
};

impl<S> FromRequestParts<S> for Context {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        Ok(cx.clone()).into()
    }
}

impl<S> FromRequestParts<S> for Method {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        Ok(cx.method().clone()).into()
    }
}

/// All headers. This converts each of them: where one is enough, [`Context::header`] costs less.
impl<S> FromRequestParts<S> for Headers {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        Ok(cx.headers()).into()
    }
}

impl<S> FromRequestParts<S> for Bindings {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        Ok(cx.bindings()).into()
    }
}

impl<S> FromRequestParts<S> for Client {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        Ok(cx.client()).into()
    }
}

/// The path and the query, percent-encoded: the path in its one spelling, the query as sent.
impl<S> FromRequestParts<S> for Uri {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        let mark = if cx.query().is_empty() { "" } else { "?" };
        let uri = format!("{}{mark}{}", path_reference(cx.path()), query_reference(cx.query())).parse::<Self>();
        uri.map_err(|error| Error::bad_request(format!("the target is no URI: {error}"))).into()
    }
}

/// The client's place, as far as the platform knows it; unknown parts are `None`.
impl<S> FromRequestParts<S> for Geo {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        Ok(cx.client().place.unwrap_or_default()).into()
    }
}

/// The client's address; on when to trust it see [`Client`].
///
/// # Errors
/// 500 where the platform does not say it; the log says so. `Option<ClientIp>` is `None` there.
///
/// # Example: known on one platform, unknown on another
/// ```
/// use whippet::{extract::ClientIp, prelude::*, testing::TestClient};
///
/// let app = App::new().get("/", |ip: Option<ClientIp>| ip.map_or("somebody".to_owned(), |ClientIp(ip)| ip.to_string()));
/// let client = TestClient::new(app);
/// let mut known = Client::default();
/// known.address = "192.0.2.1".parse().ok();
/// client.get("/").client(&known).send().assert_text("192.0.2.1");
/// client.get("/").send().assert_text("somebody");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientIp(
    /// The address.
    pub IpAddr,
);

impl<S> FromRequestParts<S> for ClientIp {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        let missing = || {
            let cause = "the platform does not say the client's address: ask for Option<ClientIp>, or say whom the server trusts";
            Error::rejected(Rejection::MissingClientIp, "").with_source(cause).as_missing()
        };
        cx.client().address.map(Self).ok_or_else(missing).into()
    }
}

/// The pattern of the route that answers, such as `/users/{id}`: for logs and measurements, which should not count each user apart.
///
/// # Errors
/// None in a handler of a route. In a fallback it is the prefix's pattern with a catch-all.
///
/// # Example: one name for all users
/// ```
/// use whippet::{extract::MatchedPath, prelude::*, testing::TestClient};
///
/// let users = App::new().get("/{id}", |MatchedPath(pattern): MatchedPath| pattern);
/// TestClient::new(App::new().nest("/users", users)).get("/users/7").send().assert_text("/users/{id}");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchedPath(
    /// The pattern, prefixes included.
    pub String,
);

impl<S> FromRequestParts<S> for MatchedPath {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        let pattern = cx.route().map(|route| Self(route.pattern().to_owned()));
        pattern.ok_or_else(|| Error::internal("no route answers").as_missing()).into()
    }
}
