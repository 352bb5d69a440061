//! An application with a part for each middleware, below a path of its name, and one that asks other servers.
//!
//! The tables in `tests/cases/middleware/` ask it, natively and as a module: a table and a file here for each middleware.

mod api_key;
mod basic;
mod bearer;
mod body_limit;
mod cache_control;
mod compression;
mod cors;
mod csrf;
mod etag;
mod fetch;
mod ip_allow;
mod jwt;
mod language;
mod logger;
mod method_override;
mod metrics;
mod onion;
mod rate_limit;
mod redirects;
mod request_id;
mod roles;
mod secure_headers;
mod server_timing;
mod session;
mod timeout;
mod webhooks;

use whippet::{middleware::MethodOverride, prelude::*};

/// The application.
#[whippet::app]
pub fn app() -> App {
    App::new()
        .nest("/api-key", api_key::app())
        .nest("/basic", basic::app())
        .nest("/bearer", bearer::app())
        .nest("/body-limit", body_limit::app())
        .nest("/cache-control", cache_control::app())
        .nest("/compression", compression::app())
        .nest("/cors", cors::app())
        .nest("/csrf", csrf::app())
        .nest("/etag", etag::app())
        .nest("/fetch", fetch::app())
        .nest("/ip-allow", ip_allow::app())
        .nest("/jwt", jwt::app())
        .nest("/language", language::app())
        .nest("/logger", logger::app())
        .nest("/method-override", method_override::app())
        .nest("/metrics", metrics::app())
        .nest("/onion", onion::app())
        .nest("/bench", onion::bench())
        .nest("/rate-limit", rate_limit::app())
        .nest("/redirects", redirects::app())
        .nest("/request-id", request_id::app())
        .nest("/roles", roles::app())
        .nest("/secure-headers", secure_headers::app())
        .nest("/server-timing", server_timing::app())
        .nest("/session", session::app())
        .nest("/timeout", timeout::app())
        .nest("/webhooks", webhooks::app())
        .with(MethodOverride::new().query("_method"))
}
