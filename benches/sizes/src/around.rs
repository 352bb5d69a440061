//! The middleware: one for each feature, around the route that is always there.

use whippet::prelude::*;

use crate::state::Shared;

/// The application with the middleware of the features that are on.
pub(crate) fn with_middleware(app: App<Shared>) -> App<Shared> {
    #[cfg(feature = "from-fn")]
    let app = around(
        app,
        "/from-fn",
        whippet::middleware::from_fn(async |_, next: whippet::middleware::Next| next.run().await),
    );
    #[cfg(feature = "own-middleware")]
    let app = around(app, "/own-middleware", Powered);
    #[cfg(feature = "bearer-auth")]
    let app = around(app, "/bearer-auth", whippet::middleware::BearerAuth::tokens([("t7", lola())]));
    #[cfg(feature = "basic-auth")]
    let app = around(app, "/basic-auth", whippet::middleware::BasicAuth::users([(lola(), "bones")]));
    #[cfg(feature = "api-key")]
    let app = around(app, "/api-key", whippet::middleware::ApiKey::keys([("k7", lola())]));
    #[cfg(feature = "require-role")]
    let app = around(app, "/require-role", whippet::middleware::RequireRole::new("admin"));
    #[cfg(feature = "csrf")]
    let app = around(app, "/csrf", whippet::middleware::Csrf::new());
    #[cfg(feature = "ip-allow")]
    let app = around(app, "/ip-allow", whippet::middleware::IpAllow::new().allow("10.0.0.0/8"));
    #[cfg(feature = "rate-limit")]
    let app = around(app, "/rate-limit", limit());
    #[cfg(feature = "rate-limit-redis")]
    let app = around(
        app,
        "/rate-limit-redis",
        whippet::middleware::rate_limit::RedisStore::new("https://dogs.example", "t7")
            .ok()
            .map(|store| limit().store(store)),
    );
    #[cfg(feature = "session")]
    let app = app.get("/session", visit).with(key().map(whippet::session::Sessions::encrypted));
    #[cfg(feature = "session-signed")]
    let app = app.get("/session-signed", visit).with(key().map(whippet::session::Sessions::signed));
    #[cfg(feature = "session-stored")]
    let app = app
        .get("/session-stored", visit)
        .with(whippet::session::Sessions::stored(whippet::session::MemoryStore::new()));
    app
}

/// A middleware around the application as it is, which is what is measured. With all features some would refuse what is for others: each
/// has a route of its own then.
#[cfg(any(
    feature = "from-fn",
    feature = "own-middleware",
    feature = "bearer-auth",
    feature = "basic-auth",
    feature = "api-key",
    feature = "require-role",
    feature = "csrf",
    feature = "ip-allow",
    feature = "rate-limit",
    feature = "rate-limit-redis"
))]
fn around(app: App<Shared>, path: &str, middleware: impl whippet::middleware::Middleware) -> App<Shared> {
    if cfg!(feature = "apart") {
        app.merge(App::new().get(path, || "hello").with(middleware))
    } else {
        app.with(middleware)
    }
}

#[cfg(any(feature = "bearer-auth", feature = "basic-auth", feature = "api-key"))]
fn lola() -> whippet::auth::Identity {
    whippet::auth::Identity::new("lola")
}

#[cfg(any(feature = "rate-limit", feature = "rate-limit-redis"))]
fn limit() -> whippet::middleware::RateLimit {
    whippet::middleware::RateLimit::new(100, std::time::Duration::from_secs(60))
}

#[cfg(any(feature = "session", feature = "session-signed"))]
fn key() -> Option<whippet::cookies::Key> {
    whippet::cookies::Key::derive_from([7; 32]).ok()
}

#[cfg(any(feature = "session", feature = "session-signed", feature = "session-stored"))]
fn visit(session: whippet::session::Session) -> Result<String> {
    let visits = session.get::<u32>("visits").unwrap_or(0) + 1;
    session.insert("visits", &visits)?;
    Ok(visits.to_string())
}

#[cfg(feature = "own-middleware")]
struct Powered;

#[cfg(feature = "own-middleware")]
impl whippet::middleware::Middleware for Powered {
    fn after(&self, _: &Context, response: &mut whippet::response::Response) {
        response.headers_mut().append(header::SERVER, HeaderValue::from_static("whippet"));
    }
}
