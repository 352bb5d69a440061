//! Routes with what limits, shortens and observes requests: one for each feature.

#![allow(clippy::let_and_return, reason = "most features are off")]

use whippet::prelude::*;

use crate::state::Shared;

/// Adds the routes of the features that are on.
pub(crate) fn with_routes(app: App<Shared>) -> App<Shared> {
    #[cfg(feature = "body-limit")]
    let app = app.nest("/body-limit", hello().with(whippet::middleware::BodyLimit::new(1000)));
    #[cfg(feature = "compression")]
    let app = app.nest("/compression", hello().with(whippet::middleware::Compression::new()));
    #[cfg(feature = "etag")]
    let app = app.nest("/etag", hello().with(whippet::middleware::Etag::new()));
    #[cfg(feature = "logger")]
    let app = app.nest("/logger", hello().with(whippet::middleware::Logger::new()));
    #[cfg(feature = "metrics")]
    let app = app.nest("/metrics", hello().with(whippet::middleware::Metrics::new(|_| {})));
    #[cfg(feature = "request-id")]
    let app = app.nest("/request-id", hello().with(whippet::middleware::RequestId::new()));
    #[cfg(feature = "server-timing")]
    let app = app.nest("/server-timing", hello().with(whippet::middleware::ServerTiming::new()));
    #[cfg(feature = "timeout")]
    let app = {
        let timeout = whippet::middleware::Timeout::new(std::time::Duration::from_secs(5));
        app.nest("/timeout", hello().with(timeout))
    };
    app
}

#[cfg(any(
    feature = "body-limit",
    feature = "compression",
    feature = "etag",
    feature = "logger",
    feature = "metrics",
    feature = "request-id",
    feature = "server-timing",
    feature = "timeout"
))]
fn hello() -> App<Shared> {
    App::new().get("/", || "hello")
}
