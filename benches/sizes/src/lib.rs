//! The smallest application, and what one route more adds: what the figures of README are measured with.
//!
//! Without a feature it is `examples/hello`. Each feature adds one route that uses one thing, or one middleware, as plainly as can be; `scripts/size.mjs` builds the
//! application with one at a time, and tells the difference. The feature `api` is an application of several things, as one comes across them.

#[cfg(feature = "api")]
mod api;
mod around;
#[cfg(any(
    feature = "query",
    feature = "query-nested",
    feature = "json",
    feature = "jwt-claims",
    feature = "form",
    feature = "header",
    feature = "optional",
    feature = "valid-json"
))]
mod input;
mod observed;
mod routes;
mod signed;
mod state;

use self::state::Start;

/// The application.
#[cfg(not(feature = "async-start"))]
#[whippet::app]
pub fn app() -> Start {
    state::given(around::with_middleware(routes::all()))
}

/// The application, which the first request waits for.
#[cfg(feature = "async-start")]
#[whippet::app]
pub async fn app() -> Start {
    state::given(around::with_middleware(routes::all()))
}
