//! The smallest application, and what one route more adds: what the figures of README are measured with.
//!
//! Without a feature it is `examples/hello`. Each feature adds one route that uses one thing, as plainly as can be; `scripts/size.mjs` builds the
//! application with one at a time, and tells the difference.

#[cfg(any(
    feature = "query",
    feature = "query-nested",
    feature = "json",
    feature = "form",
    feature = "header",
    feature = "optional",
    feature = "valid-json"
))]
mod input;
mod routes;
mod state;

use self::state::Start;

/// The application.
#[cfg(not(feature = "async-start"))]
#[whippet::app]
pub fn app() -> Start {
    state::given(routes::all())
}

/// The application, which the first request waits for.
#[cfg(feature = "async-start")]
#[whippet::app]
pub async fn app() -> Start {
    state::given(routes::all())
}
