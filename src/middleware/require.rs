//! [`require`]: an extractor that all routes of an application ask for; [`RequireRole`]: a role that all of them take.
//!
//! 1. What the extractor refuses is refused, before the route's handler is asked, and for the 404s and 405s of the application, too.
//! 2. What it gives is dropped: a handler that wants it asks for it, too. A [`Dep`](crate::extract::Dep) is made once for both.
//! 3. Stand it inside of what logs in: `with(BearerAuth::…)` first, `with(RequireRole::…)` next.
//!
//! # Example: a part for keepers
//! ```
//! use whippet::{auth::Identity, middleware::{BearerAuth, RequireRole}, prelude::*};
//!
//! let tokens = [("t7", Identity::new("lola")), ("t8", Identity::new("rex").with_role("keeper"))];
//! let keepers = App::new().get("/keys", || "the keys").with(RequireRole::new("keeper"));
//! let app = App::new().get("/", || "hello").nest("/keepers", keepers).with(BearerAuth::tokens(tokens));
//! # let client = whippet::testing::TestClient::new(app);
//! client.get("/keepers/keys").header("authorization", "Bearer t8").send().assert_text("the keys");
//! client.get("/keepers/keys").header("authorization", "Bearer t7").send().assert_status(403);
//! client.get("/keepers/nothing").header("authorization", "Bearer t7").send().assert_status(403);
//! ```

#[cfg(feature = "access")]
use std::borrow::Cow;
use std::marker::PhantomData;

use super::{Middleware, Next, Passage};
#[cfg(feature = "access")]
use crate::auth::{forbidden, somebody};
use crate::{
    context::Context,
    error::Error,
    extract::{Extracted, FromRequestParts, Needs},
    response::Response,
};

/// Lets a request pass for which an extractor finds nothing to refuse: any that needs no state.
///
/// # Errors
/// Whatever the extractor refuses.
///
/// # Example: a header that all routes want
/// ```
/// use whippet::{middleware::require, prelude::*, testing::TestClient};
///
/// #[derive(Deserialize)]
/// struct Versioned { #[allow(dead_code)] x_api_version: u8 }
///
/// let app = App::new().get("/dogs", || "all dogs").with(require::<Header<Versioned>>());
/// let client = TestClient::new(app);
/// client.get("/dogs").send().assert_status(422);
/// client.get("/dogs").header("x-api-version", "2").send().assert_text("all dogs");
/// ```
pub fn require<E: FromRequestParts<()>>() -> Require<E> {
    Require(PhantomData)
}

/// What [`require`] makes.
///
/// ```
/// use whippet::{extract::ClientIp, middleware::{Require, require}};
/// fn address() -> Require<ClientIp> {
///     require()
/// }
/// # let app = whippet::App::new().with(address());
/// # whippet::testing::TestClient::new(app).get("/").send().assert_status(500);
/// ```
#[must_use]
pub struct Require<E>(PhantomData<fn() -> E>);

impl<E: FromRequestParts<()>> Middleware for Require<E> {
    fn needs(&self, needs: &mut Needs) {
        E::needs(needs);
    }

    fn around(&self, cx: &Context, next: Next) -> Passage {
        match E::from_request_parts(cx, &()) {
            Extracted::Ready(Ok(_)) => next.into(),
            Extracted::Ready(Err(error)) => Response::from(error).into(),
            Extracted::Later(value) => Passage::later(async move {
                value.await?;
                Ok::<_, Error>(next.run().await)
            }),
        }
    }
}

/// Lets a request pass of somebody who has a role. Feature `access`.
///
/// # Errors
/// 401 where nobody has logged in, 403 where somebody has, without the role; it is not told which one it takes.
///
/// # Example: any of two roles
/// ```
/// use whippet::{auth::Identity, middleware::{ApiKey, RequireRole}, prelude::*, testing::TestClient};
///
/// let keys = [("k7", Identity::new("lola").with_role("vet")), ("k8", Identity::new("rex"))];
/// let app = App::new().get("/pills", || "pills").with(ApiKey::keys(keys)).with(RequireRole::new("admin").or("vet"));
/// let client = TestClient::new(app);
/// client.get("/pills").header("x-api-key", "k7").send().assert_text("pills");
/// client.get("/pills").header("x-api-key", "k8").send().assert_status(403);
/// ```
#[cfg(feature = "access")]
#[derive(Clone, Debug)]
#[must_use]
pub struct RequireRole(Vec<Cow<'static, str>>);

#[cfg(feature = "access")]
impl RequireRole {
    /// A role, in the spelling of [`Identity::with_role`](crate::auth::Identity::with_role).
    ///
    /// ```
    /// use whippet::{middleware::RequireRole, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", || "").with(RequireRole::new("admin")));
    /// client.get("/").send().assert_status(401);
    /// ```
    pub fn new(role: impl Into<Cow<'static, str>>) -> Self {
        Self(vec![role.into()])
    }

    /// Another role that will do. For several that somebody has to have at once, stand one inside of the other.
    ///
    /// ```
    /// use whippet::{auth::Identity, middleware::{ApiKey, RequireRole}, prelude::*, testing::TestClient};
    /// let keys = ApiKey::keys([("k7", Identity::new("lola").with_role("vet"))]);
    /// let both = App::new().get("/", || "").with(keys).with(RequireRole::new("vet")).with(RequireRole::new("admin"));
    /// TestClient::new(both).get("/").header("x-api-key", "k7").send().assert_status(403);
    /// ```
    pub fn or(mut self, role: impl Into<Cow<'static, str>>) -> Self {
        self.0.push(role.into());
        self
    }
}

#[cfg(feature = "access")]
impl Middleware for RequireRole {
    fn needs(&self, needs: &mut Needs) {
        if self.0.iter().any(|role| role.is_empty()) {
            needs.fault("RequireRole: a role without a name is nobody's: name it as Identity::with_role does");
        }
    }

    fn before(&self, cx: &Context) -> Result<(), Response> {
        let identity = somebody(cx)?;
        if self.0.iter().any(|role| identity.has_role(role)) { Ok(()) } else { Err(forbidden().into()) }
    }
}
