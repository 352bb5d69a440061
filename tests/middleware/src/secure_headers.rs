//! The part behind `/secure-headers`.

use std::time::Duration;

use whippet::{
    middleware::{ContentSecurityPolicy, SecureHeaders},
    prelude::*,
};

pub(crate) fn app() -> App {
    let policy = ContentSecurityPolicy::new()
        .directive("script-src", ["'self'", "https://scripts.example", "'sha256-abc='"])
        .directive("sandbox", ["allow-forms", "allow-scripts"])
        .without("upgrade-insecure-requests");
    let changed = SecureHeaders::new()
        .content_security_policy(policy)
        .cross_origin_embedder_policy("require-corp")
        .cross_origin_opener_policy("same-origin-allow-popups")
        .cross_origin_resource_policy("cross-origin")
        .permissions_policy([("camera", "()"), ("geolocation", "(self \"https://maps.example\")"), ("fullscreen", "*")])
        .referrer_policy("no-referrer, strict-origin-when-cross-origin")
        .strict_transport_security(Duration::from_secs(63_072_000))
        .strict_transport_preload()
        .x_dns_prefetch_control("on")
        .x_frame_options("DENY")
        .x_permitted_cross_domain_policies("master-only");
    let fewer = SecureHeaders::new()
        .without("Content-Security-Policy")
        .without("strict-transport-security")
        .without(header::X_XSS_PROTECTION);
    let reports = ContentSecurityPolicy::empty()
        .directive("default-src", ["'none'"])
        .directive("report-uri", ["/reports"])
        .report_only();
    let short = SecureHeaders::new()
        .content_security_policy(reports)
        .strict_transport_security(Duration::from_secs(300))
        .strict_transport_without_subdomains();
    App::new()
        .nest("/plain", routes().trailing_slash(TrailingSlash::Redirect).with(SecureHeaders::new()))
        .nest("/changed", routes().with(changed))
        .nest("/fewer", routes().with(fewer))
        .nest("/short", routes().with(short))
        .nest("/twice", routes().with(SecureHeaders::new()).with(SecureHeaders::new().x_frame_options("DENY")))
}

fn routes() -> App {
    App::new()
        .get("/page", || Html("<p>hello"))
        .get("/embedded", || {
            ([("x-frame-options", "DENY"), ("content-security-policy", "frame-ancestors https://a.example")], "own")
        })
        .get("/referrers", || ([("referrer-policy", "origin"), ("referrer-policy", "unsafe-url")], "two"))
        .get("/empty", || NoContent)
        .get("/refused", || Err::<(), _>(Error::new(StatusCode::FORBIDDEN, "not today")))
        .get("/broken", || Err::<(), _>(Error::internal("the kennel is closed")))
        .get("/moved", || Redirect::see_other("/elsewhere"))
}
