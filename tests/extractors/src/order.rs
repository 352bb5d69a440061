//! What is refused first, and what is told together.

use std::time::Duration;

use whippet::{
    extract::{Extracted, FromRequestParts},
    prelude::*,
    time::sleep,
};

use crate::Everything;

/// Refuses at once who has no token.
struct Guarded;

impl<S> FromRequestParts<S> for Guarded {
    const HEADERS: &'static [&'static str] = &["authorization"];

    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        authenticate(cx).into()
    }
}

fn authenticate(cx: &Context) -> Result<Guarded> {
    match cx.header("authorization").as_deref() {
        Some("Dog lola") => Ok(Guarded),
        Some(_) => Err(Error::new(StatusCode::FORBIDDEN, "not with this token")),
        None => Err(Error::new(StatusCode::UNAUTHORIZED, "there is no token")
            .with_header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Dog"))),
    }
}

/// The same, after a while.
struct SlowlyGuarded;

impl<S> FromRequestParts<S> for SlowlyGuarded {
    const HEADERS: &'static [&'static str] = &["authorization"];

    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        let cx = cx.clone();
        Extracted::later(async move {
            sleep(Duration::from_millis(2)).await;
            authenticate(&cx).map(|_| Self)
        })
    }
}

/// A header that must be a number, read after a while.
struct Age;

#[whippet::extractor]
async fn age(cx: Context) -> Result<Age> {
    sleep(Duration::from_millis(2)).await;
    let is_number = cx.header("x-age").is_some_and(|text| text.parse::<u8>().is_ok());
    let fault = || {
        Error::unprocessable("the header x-age does not fit").with_fault(Fault::new(
            Place::Header,
            "/x-age",
            "is no age",
        ))
    };
    if is_number { Ok(Age) } else { Err(fault()) }
}

#[derive(Deserialize)]
struct Page {
    #[serde(rename = "page")]
    _page: u8,
    #[serde(rename = "size")]
    _size: Option<u8>,
}

#[derive(Deserialize)]
struct Dog {
    #[serde(rename = "name")]
    _name: String,
}

pub(crate) fn app() -> App<Everything> {
    App::new()
        .post("/guard/first/{n}", |_: Guarded, _: Path<u8>, _: Query<Page>, _: Json<Dog>| "in")
        .post("/guard/middle/{n}", |_: Path<u8>, _: Guarded, _: Query<Page>, _: Json<Dog>| "in")
        .post("/guard/last/{n}", |_: Path<u8>, _: Query<Page>, _: Guarded, _: Json<Dog>| "in")
        .post("/guard/slow/{n}", |_: Path<u8>, _: Query<Page>, _: SlowlyGuarded, _: Json<Dog>| "in")
        .get("/guard/only/{n}", |_: Path<u8>, _: Query<Page>, _: Guarded| "in")
        .post("/all/{n}", |_: Path<u8>, _: Query<Page>, _: Age, _: Json<Dog>| "in")
        .post("/text/{n}", |_: Path<u8>, _: Query<Page>, _: String| "in")
        .post("/tuple/{n}", |_: (Path<u8>, (Query<Page>, Age)), _: Json<Dog>| "in")
}
