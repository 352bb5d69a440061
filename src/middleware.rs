//! Middleware: what stands around all routes of an application, and the trait it is written with.
//!
//! Given to an application by [`App::with`](crate::App::with); run by `Service` once the route is found.
//!
//! 1. It is an onion: what was given first is the outermost. A request goes through all of them from the outer to the inner, its answer
//!    back from the inner to the outer. Where in the chain of calls `with` stands among the routes does not matter: it holds for all of them.
//! 2. It holds for an application: its routes, the nested and merged ones, its 405s, and the 404s below its prefix, whoever answers them; for the
//!    outermost application, all other 404s. Around it stand those of the application that it is nested in.
//! 3. An error becomes an answer where it occurs, by what [`App::on_error`](crate::App::on_error) says of the application that the handler, or the middleware that
//!    returned it, belongs to, and of those around it. A middleware further out sees that answer, and may change it.
//! 4. [`Middleware::before`] and [`Middleware::after`] are synchronous: a handler that answers at once does so behind any number of them.
//!    [`Middleware::around`] may wait. A middleware has one, or all.
//! 5. A middleware that answers itself, from `before` or from `around` without `next`, keeps all that is further in from being asked, the body from being read,
//!    and its own `after`, where it answered from `before`, too.
//! 6. The chain of each route is put together when the application is frozen: a route pays for none it does not have.
//!
//! What is no request at all (a method that is no token), a panic, and an application that cannot start are answered without any: there is
//! nothing to run them with, or nothing left.
//!
//! | | |
//! | --- | --- |
//! | [`ApiKey`] | who has logged in, by a key in a header or the query; feature `access` |
//! | [`BasicAuth`] | who has logged in, by a name and a password; feature `access` |
//! | [`BearerAuth`] | who has logged in, by a bearer token; feature `access` |
//! | [`BodyLimit`] | how many bytes a body may have |
//! | [`CacheControl`] | how long browsers and CDNs may keep answers |
//! | [`Compression`] | answers are compressed where it is worth it; feature `compression` |
//! | [`Cors`] | pages of which other origins may read the answers |
//! | [`Csrf`] | no changes by a page of another site |
//! | [`Etag`], [`Preconditions`] | a tag for each answer, and 304 for who has it already; feature `etag` |
//! | [`IpAllow`] | who may come in, by address; feature `access` |
//! | [`Jwt`] | who has logged in, by a JSON Web Token; feature `jwt` |
//! | [`Language`] | which of the application's languages a client would like; [`Locale`] is it |
//! | [`Logger`] | a line for each request, and its trace; feature `logging` |
//! | [`Metrics`] | tells a function of each request, once it is answered |
//! | [`MethodOverride`] | a POST that means PUT, PATCH or DELETE |
//! | [`RateLimit`] | how many requests one may send in a while |
//! | [`Redirects`] | one address: HTTPS, and one host |
//! | [`RequestId`] | each request has an id, which its answer has, too; feature `logging` |
//! | [`require()`], [`RequireRole`] | what all routes ask for; a role, with the feature `access` |
//! | [`SecureHeaders`], [`ContentSecurityPolicy`] | what browsers keep a page from doing: the headers of helmet |
//! | `Sessions`, in `session` | what is kept of a visitor; feature `session` |
//! | [`ServerTiming`] | the answer says how long it took, and what for |
//! | [`Timeout`] | an answer that takes too long is given up |
//! | [`from_fn`] | an async function |
//! | [`App::trailing_slash`](crate::App::trailing_slash) | `/users` and `/users/` are one: no middleware, since routes know best; the redirect comes back through all of them |
//!
//! # Example: one of one's own
//! ```
//! use whippet::{middleware::Middleware, prelude::*};
//!
//! struct Powered;
//!
//! impl Middleware for Powered {
//!     fn after(&self, _: &Context, response: &mut Response) {
//!         response.headers_mut().set(HeaderName::from_static("x-powered-by"), HeaderValue::from_static("whippets"));
//!     }
//! }
//!
//! let app = App::new().get("/", || "hello").with(Powered);
//! # let client = whippet::testing::TestClient::new(app);
//! client.get("/").send().assert_header("x-powered-by", "whippets");
//! client.get("/nowhere").send().assert_status(404).assert_header("x-powered-by", "whippets");
//! ```

#[cfg(feature = "access")]
pub mod api_key;
#[cfg(feature = "access")]
pub mod basic_auth;
#[cfg(feature = "access")]
pub mod bearer_auth;
pub mod body_limit;
pub mod cache_control;
#[cfg(feature = "compression")]
pub mod compression;
pub mod cors;
pub mod csrf;
#[cfg(feature = "etag")]
pub mod etag;
mod from_fn;
mod host;
#[cfg(feature = "access")]
pub mod ip_allow;
#[cfg(feature = "jwt")]
pub mod jwt;
pub mod language;
#[cfg(feature = "logging")]
pub mod logger;
#[cfg(feature = "access")]
mod login;
pub mod method_override;
pub mod metrics;
mod next;
#[cfg(feature = "logging")]
mod random;
pub mod rate_limit;
pub mod redirects;
#[cfg(feature = "logging")]
pub mod request_id;
pub mod require;
mod seconds;
pub mod secure_headers;
pub mod server_timing;
mod stack;
pub mod timeout;
mod watch;

use std::rc::Rc;

pub use crate::incoming::Incoming;
#[cfg(feature = "access")]
pub use api_key::ApiKey;
#[cfg(feature = "access")]
pub use basic_auth::BasicAuth;
#[cfg(feature = "access")]
pub use bearer_auth::BearerAuth;
pub use body_limit::BodyLimit;
pub use cache_control::CacheControl;
#[cfg(feature = "compression")]
pub use compression::Compression;
pub use cors::Cors;
pub use csrf::Csrf;
#[cfg(feature = "etag")]
pub use etag::{Etag, Preconditions};
pub use from_fn::{FromFn, from_fn};
#[cfg(feature = "access")]
pub use ip_allow::IpAllow;
#[cfg(feature = "jwt")]
pub use jwt::Jwt;
pub use language::{Language, Locale};
#[cfg(feature = "logging")]
pub use logger::{Logger, Trace};
pub use method_override::MethodOverride;
pub use metrics::{Measured, Metrics};
pub use next::{Begun, Next, Passage};
pub use rate_limit::RateLimit;
pub use redirects::Redirects;
#[cfg(feature = "logging")]
pub use request_id::{AssignedId, RequestId};
#[cfg(feature = "access")]
pub use require::RequireRole;
pub use require::{Require, require};
pub use secure_headers::{ContentSecurityPolicy, SecureHeaders};
pub use server_timing::{Running, ServerTiming, Timings};
pub(crate) use stack::Stack;
pub use timeout::Timeout;

use crate::{context::Context, extract::Needs, response::Response};

/// What stands around all routes of an application: [`App::with`](crate::App::with).
///
/// One value serves all requests, many at once: what is about one of them belongs into its [`Context`], with
/// [`Context::set_extension`].
///
/// # Example: the three ways at once
/// ```
/// use std::time::Duration;
/// use whippet::{extract::Needs, middleware::{Middleware, Next, Passage}, prelude::*, time::sleep};
///
/// struct Door;
///
/// impl Middleware for Door {
///     fn needs(&self, needs: &mut Needs) {
///         needs.header("x-knock"); // it comes together with what others declare
///     }
///
///     fn before(&self, cx: &Context) -> Result<(), Response> {
///         cx.header("x-knock").ok_or_else(|| Error::new(StatusCode::FORBIDDEN, "knock first"))?;
///         Ok(())
///     }
///
///     fn around(&self, cx: &Context, next: Next) -> Passage {
///         if cx.query() != "slowly" {
///             return next.into(); // nothing to wait for: no future is made
///         }
///         Passage::later(async {
///             sleep(Duration::from_secs(1)).await;
///             next.run().await
///         })
///     }
///
///     fn after(&self, _: &Context, response: &mut Response) {
///         response.headers_mut().append(header::WARNING, HeaderValue::from_static("mind the dog"));
///     }
/// }
///
/// let client = whippet::testing::TestClient::new(App::new().get("/", || "come in").with(Door));
/// client.get("/").send().assert_status(403);
/// let answer = client.get("/?slowly").header("x-knock", "twice").send().assert_text("come in");
/// assert_eq!(answer.assert_header("warning", "mind the dog").elapsed(), Duration::from_secs(1));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no middleware",
    label = "this cannot stand around routes",
    note = "a function becomes one with `whippet::middleware::from_fn(async |cx: Context, next: Next| …)`",
    note = "middleware of other frameworks speaks of their requests and answers: implement `Middleware`"
)]
pub trait Middleware: 'static {
    /// Tells which headers it reads, and what is wrong with its settings: the application does not start with a
    /// [fault](Needs::fault). Called once for each [`App::with`](crate::App::with).
    ///
    /// ```
    /// use whippet::{Service, extract::Needs, middleware::Middleware, prelude::*};
    ///
    /// struct Banner(String);
    ///
    /// impl Middleware for Banner {
    ///     fn needs(&self, needs: &mut Needs) {
    ///         if HeaderValue::from_str(&self.0).is_err() {
    ///             needs.fault(format!("the banner {:?} is no value of a header", self.0));
    ///         }
    ///     }
    /// }
    /// assert!(Service::freeze(App::new().with(Banner("a\nb".to_owned()))).is_err());
    /// ```
    fn needs(&self, needs: &mut Needs) {
        let _ = needs;
    }

    /// Changes what a request asks for, before its route is looked for. Called only where [`Needs::rerouting`] was said.
    ///
    /// ```
    /// use whippet::{extract::Needs, middleware::{Incoming, Middleware}, prelude::*, testing::TestClient};
    ///
    /// struct Lowercase;
    ///
    /// impl Middleware for Lowercase {
    ///     fn needs(&self, needs: &mut Needs) {
    ///         needs.rerouting();
    ///     }
    ///
    ///     fn reroute(&self, incoming: &mut Incoming<'_>) {
    ///         let path = incoming.path().to_lowercase();
    ///         incoming.set_path(&path);
    ///     }
    /// }
    /// let client = TestClient::new(App::new().get("/dogs", || "all").with(Lowercase));
    /// client.get("/Dogs").send().assert_text("all");
    /// ```
    fn reroute(&self, incoming: &mut Incoming<'_>) {
        let _ = incoming;
    }

    /// Called on the way in. What it returns as `Err` is the answer: nothing further in is asked. An [`Error`](crate::Error) becomes one by `?`.
    ///
    /// ```
    /// use whippet::{middleware::Middleware, prelude::*, testing::TestClient};
    ///
    /// struct Closed;
    ///
    /// impl Middleware for Closed {
    ///     fn before(&self, _: &Context) -> Result<(), Response> {
    ///         Err((StatusCode::SERVICE_UNAVAILABLE, "back soon").into_response())
    ///     }
    /// }
    /// TestClient::new(App::new().with(Closed)).get("/").send().assert_status(503).assert_text("back soon");
    /// ```
    fn before(&self, cx: &Context) -> Result<(), Response> {
        let _ = cx;
        Ok(())
    }

    /// Called after `before`: stands around all that is further in, and may wait. Dropping `next` where it does drops the handler's future. It is
    /// synchronous where it returns `next` as it is.
    ///
    /// ```
    /// use whippet::{middleware::{Middleware, Next, Passage}, prelude::*, testing::TestClient};
    ///
    /// struct Twice;
    ///
    /// impl Middleware for Twice {
    ///     fn around(&self, _: &Context, next: Next) -> Passage {
    ///         Passage::later(async {
    ///             let mut response = next.run().await;
    ///             let twice = response.body().as_bytes().repeat(2);
    ///             response.set_body(twice);
    ///             response
    ///         })
    ///     }
    /// }
    /// TestClient::new(App::new().get("/", || "woof").with(Twice)).get("/").send().assert_text("woofwoof");
    /// ```
    fn around(&self, cx: &Context, next: Next) -> Passage {
        let _ = cx;
        next.into()
    }

    /// Called on the way out, with the answer of whatever is further in, or that of its own `around`. An [`Error`](crate::Error) that is put in its place becomes an answer as
    /// any other.
    ///
    /// ```
    /// use whippet::{middleware::Middleware, prelude::*, testing::TestClient};
    ///
    /// struct Teapot;
    ///
    /// impl Middleware for Teapot {
    ///     fn after(&self, _: &Context, response: &mut Response) {
    ///         response.set_status(StatusCode::IM_A_TEAPOT);
    ///     }
    /// }
    /// TestClient::new(App::new().with(Teapot)).get("/").send().assert_status(418);
    /// ```
    fn after(&self, cx: &Context, response: &mut Response) {
        let _ = (cx, response);
    }
}

/// One that several applications share.
impl<M: Middleware + ?Sized> Middleware for Rc<M> {
    fn needs(&self, needs: &mut Needs) {
        (**self).needs(needs);
    }

    fn reroute(&self, incoming: &mut Incoming<'_>) {
        (**self).reroute(incoming);
    }

    fn before(&self, cx: &Context) -> Result<(), Response> {
        (**self).before(cx)
    }

    fn around(&self, cx: &Context, next: Next) -> Passage {
        (**self).around(cx, next)
    }

    fn after(&self, cx: &Context, response: &mut Response) {
        (**self).after(cx, response);
    }
}

/// One that is there or not, as a setting says.
impl<M: Middleware> Middleware for Option<M> {
    fn needs(&self, needs: &mut Needs) {
        if let Some(middleware) = self {
            middleware.needs(needs);
        }
    }

    fn reroute(&self, incoming: &mut Incoming<'_>) {
        if let Some(middleware) = self {
            middleware.reroute(incoming);
        }
    }

    fn before(&self, cx: &Context) -> Result<(), Response> {
        self.as_ref().map_or(Ok(()), |middleware| middleware.before(cx))
    }

    fn around(&self, cx: &Context, next: Next) -> Passage {
        match self {
            Some(middleware) => middleware.around(cx, next),
            None => next.into(),
        }
    }

    fn after(&self, cx: &Context, response: &mut Response) {
        if let Some(middleware) = self {
            middleware.after(cx, response);
        }
    }
}
