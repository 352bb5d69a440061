//! `Header` and `TypedHeader`: headers by the fields of a struct, and by types that know their syntax.

use headers::{ContentLength, IfModifiedSince};
use whippet::{extract::Header, prelude::*};

use crate::Everything;

#[derive(Deserialize, Serialize)]
struct Trace {
    x_trace: String,
    #[serde(default)]
    x_level: u8,
    x_sampled: Option<bool>,
    #[serde(default)]
    x_tags: Vec<String>,
}

#[derive(Deserialize, Serialize)]
struct Level {
    #[serde(rename = "x-level")]
    level: u8,
}

pub(crate) fn app() -> App<Everything> {
    App::new()
        .get("/struct", |Header(trace): Header<Trace>| Json(trace))
        .get("/optional", |level: Option<Header<Level>>| Json(level.map(|Header(level)| level.level)))
        .get("/typed", |TypedHeader(length): TypedHeader<ContentLength>| Json(length.0))
        .get("/typed/optional", |since: Option<TypedHeader<IfModifiedSince>>| Json(since.is_some()))
}
