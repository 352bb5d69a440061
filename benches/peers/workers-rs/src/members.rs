//! `GET /api/me`: what a signed token says, as axum's example `jwt` reads it.

use std::sync::LazyLock;

use axum::{
    Json, RequestPartsExt,
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
};
use axum_extra::{
    TypedHeader,
    headers::{Authorization, authorization::Bearer},
};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::{Deserialize, Serialize};

static KEY: LazyLock<DecodingKey> = LazyLock::new(|| DecodingKey::from_secret(b"whippet-bench-secret-of-32-bytes"));
static RULES: LazyLock<Validation> = LazyLock::new(|| Validation::new(Algorithm::HS256));

#[derive(Deserialize, Serialize)]
pub struct Member {
    sub: String,
    role: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Member {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let header: TypedHeader<Authorization<Bearer>> = parts.extract().await.map_err(|_| StatusCode::UNAUTHORIZED)?;
        let token = decode(header.token(), &KEY, &RULES).map_err(|_| StatusCode::UNAUTHORIZED)?;
        Ok(token.claims)
    }
}

pub async fn me(member: Member) -> Json<Member> {
    Json(member)
}
