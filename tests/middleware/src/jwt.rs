//! The part behind `/jwt`: an application for each way to be set, and one that makes tokens.
#![allow(clippy::expect_used, reason = "the keys are constant: an application that lacks one cannot start")]

use std::time::Duration;

use whippet::{
    auth::{
        Identity,
        jwt::{Claims, JwkSet, Jwks, Key, PrivateKey, Signer, Verifier},
    },
    middleware::Jwt,
    prelude::*,
};

const SECRET: &str = "8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a";
const OTHER_SECRET: &str = "5eN9cH6bR2wX7mJ3LpY0zF1qV8saduRs";
const RFC_7515: &str = include_str!("keys/rfc7515.json");
const RSA: &str = include_str!("keys/rsa.pub");
const EC: &str = include_str!("keys/ec.pub");
const ED: &str = include_str!("keys/ed.pub");

#[derive(Deserialize, Serialize)]
struct Walker {
    sub: String,
    tenant: u32,
}

fn secret() -> Key {
    Key::hs256(SECRET).expect("the secret is long enough")
}

fn key(pem: &str) -> Key {
    Key::from_pem(pem).expect("the key is one")
}

fn rfc_7515() -> Verifier {
    Verifier::new(JwkSet::from_json(RFC_7515).expect("the set has keys"))
}

fn me(who: Identity) -> Json<Value> {
    Json(json!({ "name": who.name(), "roles": who.roles().collect::<Vec<_>>() }))
}

/// The routes that each of them has.
fn routes() -> App {
    App::new()
        .get("/me", me)
        .get("/open", |who: Option<Identity>| who.map_or("nobody".to_owned(), |who| who.name().to_owned()))
        .get("/claims", |Claims(claims): Claims<Value>| Json(claims))
        .get("/claims/optional", |claims: Option<Claims<Value>>| Json(claims.map(|Claims(claims)| claims)))
        .get("/walker", |Claims(walker): Claims<Walker>| format!("{} of {}", walker.sub, walker.tenant))
        .get("/teapot", || StatusCode::IM_A_TEAPOT)
        .post("/echo", |text: String| text)
}

async fn payload(cx: Context, token: String) -> Result<Vec<u8>> {
    rfc_7515().payload(&cx, &token).wait().await
}

/// A token of each kind, verified with the key beside it.
async fn there_and_back(cx: Context, Path(kind): Path<String>) -> Result<Json<Walker>> {
    let walker = Walker { sub: "lola".to_owned(), tenant: 7 };
    let lifetime = Duration::from_mins(5);
    let (pem, public) = match kind.as_str() {
        "hs256" => {
            let signer = Signer::hs256(SECRET)?.with_id("this");
            let token = signer.sign(&walker, lifetime)?;
            return Verifier::new(signer.key()).verify(&cx, &token).wait().await.map(Json);
        }
        "rs256" => (include_str!("keys/rsa.pem"), RSA),
        "es256" => (include_str!("keys/ec.pem"), EC),
        "eddsa" => (include_str!("keys/ed.pem"), ED),
        other => return Err(Error::not_found(format!("there is no key of {other:?}"))),
    };
    let token = PrivateKey::from_pem(pem)?.with_id("this").sign(&walker, lifetime).await?;
    let verifier = Verifier::new(Key::from_pem(public)?.with_id("this"));
    verifier.verify(&cx, &token).wait().await.map(Json)
}

fn issue() -> Result<String> {
    let claims = json!({ "sub": "lola", "exp": 1, "iat": "never" });
    Signer::hs256(SECRET)?.with_id("2026").typ("at+jwt").sign(&claims, Duration::from_secs(90))
}

pub(crate) fn app() -> App {
    let strict = Verifier::new(secret())
        .issuer("https://login.example/")
        .issuer("https://old-login.example/")
        .audience("kennel")
        .audience("bowl")
        .typ("at+jwt")
        .leeway(Duration::ZERO)
        .max_bytes(600);
    let several = [
        secret().with_id("this"),
        Key::hs256(OTHER_SECRET).expect("the secret is long enough").with_id("other"),
        key(RSA).with_id("rsa"),
        key(EC).with_id("ec"),
        key(ED).with_id("ed"),
    ];
    let lasting = Verifier::new(secret()).any_audience().without_expiry();
    App::new()
        .nest("/secret", routes().with(Jwt::new(secret())))
        .nest("/optional", routes().with(Jwt::new(secret()).optional().realm("kennel")))
        .nest("/cookie", routes().with(Jwt::new(secret()).cookie("token")))
        .nest(
            "/either",
            routes().with(Jwt::new(secret()).cookie("token").optional()).with(Jwt::new(secret()).optional()),
        )
        .nest("/strict", routes().with(Jwt::new(strict)))
        .nest("/lasting", routes().with(Jwt::new(lasting).roles("/realm_access/roles").realm("a \"kennel\"")))
        .nest("/several", routes().with(Jwt::new(several)))
        .nest("/rsa", routes().with(Jwt::new(key(RSA))))
        .nest("/ec", routes().with(Jwt::new(key(EC))))
        .nest("/ed", routes().with(Jwt::new(key(ED))))
        .nest("/rfc", routes().with(Jwt::new(rfc_7515())))
        .nest("/fetched", routes().with(Jwt::new(Jwks::from_url("https://login.example/jwks.json"))))
        .nest("/bare", routes())
        .post("/payload", payload)
        .get("/there-and-back/{kind}", there_and_back)
        .post("/issue", issue)
}
