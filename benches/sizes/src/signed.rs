//! Routes for what is signed: tokens and webhooks, one for each feature.

#![allow(clippy::let_and_return, reason = "most features are off")]

use whippet::prelude::*;

use crate::state::Shared;

#[cfg(any(feature = "jwt", feature = "jwt-signer"))]
const SECRET: &str = "8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a";

#[cfg(feature = "jwt-pair")]
const PUBLIC_KEY: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----";

/// Adds the routes of the features that are on.
pub(crate) fn with_routes(app: App<Shared>) -> App<Shared> {
    #[cfg(feature = "jwt")]
    let app = match whippet::auth::jwt::Key::hs256(SECRET) {
        Ok(key) => app.nest("/jwt", guarded(key)),
        Err(_) => app,
    };
    #[cfg(feature = "jwt-jwks")]
    let app = app.nest("/jwt-jwks", guarded(whippet::auth::jwt::Jwks::from_url("https://login.example/jwks.json")));
    #[cfg(feature = "jwt-pair")]
    let app = match whippet::auth::jwt::Key::from_pem(PUBLIC_KEY) {
        Ok(key) => app.nest("/jwt-pair", guarded(key)),
        Err(_) => app,
    };
    #[cfg(feature = "jwt-signer")]
    let app = app.get("/jwt-signer", token);
    #[cfg(feature = "webhook")]
    let app = match whippet::webhook::Secret::new("It's a Secret to Everybody") {
        Ok(secret) => app.nest("/webhook", App::new().post("/", delivered).with_state(secret)),
        Err(_) => app,
    };
    app
}

/// A route for who has a token, and for who has none.
#[cfg(any(feature = "jwt", feature = "jwt-jwks", feature = "jwt-pair"))]
fn guarded(keys: impl Into<whippet::auth::jwt::Keys>) -> App<Shared> {
    use whippet::{
        auth::{Identity, jwt::Verifier},
        middleware::Jwt,
    };
    let app = App::new().get("/", |who: Option<Identity>| who.map_or("hello".to_owned(), |who| who.name().to_owned()));
    #[cfg(feature = "jwt-claims")]
    let app = app.get("/claims", |dog: Option<whippet::auth::jwt::Claims<crate::input::Dog>>| {
        dog.map_or("hello".to_owned(), |dog| dog.0.name)
    });
    app.with(Jwt::new(Verifier::new(keys)).optional())
}

#[cfg(feature = "jwt-signer")]
fn token() -> Result<&'static str> {
    let claims = std::collections::BTreeMap::from([("sub", "lola")]);
    let token = whippet::auth::jwt::Signer::hs256(SECRET)?.sign(&claims, std::time::Duration::from_mins(15))?;
    Ok(if token.contains('.') { "hello" } else { "nothing" })
}

#[cfg(feature = "webhook")]
fn delivered(hook: whippet::webhook::Webhook<whippet::webhook::GitHub, Bytes>) -> Bytes {
    hook.payload
}
