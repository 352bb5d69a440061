//! The part behind `/compression`.

use whippet::{
    middleware::{Compression, Etag},
    prelude::*,
};

const LONG: &str =
    "woof woof woof woof woof woof woof woof woof woof woof woof woof woof woof woof woof woof woof woof ";

pub(crate) fn app() -> App {
    let of = |media_type: &'static str| ([(header::CONTENT_TYPE, media_type)], LONG.repeat(20));
    App::new()
        .get("/text", || LONG.repeat(20))
        .get("/short", || LONG)
        .get("/edge", || "a".repeat(1024))
        .get("/below", || "a".repeat(1023))
        .get("/json", || Json(vec![LONG; 20]))
        .get("/html", || Html(LONG.repeat(20)))
        .get("/problem-type", move || of("Application/Problem+JSON; charset=utf-8"))
        .get("/svg", move || of("image/svg+xml"))
        .get("/wasm", move || of("application/wasm"))
        .get("/png", move || of("image/png"))
        .get("/bytes", || LONG.repeat(20).into_bytes())
        .get("/untyped", || {
            let mut response = Response::new(StatusCode::OK);
            response.set_body(LONG.repeat(20));
            response
        })
        .get("/encoded", || ([(header::CONTENT_ENCODING, "br")], LONG.repeat(20)))
        .get("/fixed", || ([(header::CACHE_CONTROL, "public, No-Transform")], LONG.repeat(20)))
        .get("/range", || {
            (StatusCode::PARTIAL_CONTENT, [(header::CONTENT_RANGE, "bytes 0-1999/9000")], LONG.repeat(20))
        })
        .get("/digest", || ([("repr-digest", "sha-256=:AA==:")], LONG.repeat(20)))
        .get("/tagged", || ([(header::ETAG, "\"v7\""), (header::VARY, "accept-language")], LONG.repeat(20)))
        .get("/weakly-tagged", || ([(header::ETAG, "W/\"v7\"")], LONG.repeat(20)))
        .get("/varying", || ([(header::VARY, "Accept-Encoding")], LONG.repeat(20)))
        .get("/unchanged", || (StatusCode::NOT_MODIFIED, [(header::ETAG, "\"v7\"")], ()))
        .get("/no-content", || NoContent)
        .get("/empty", || "")
        .get("/dense", dense)
        .get("/error", || Err::<(), _>(Error::bad_request("a".repeat(2000))))
        .post("/text", |text: String| text.repeat(200))
        .nest("/always", App::new().get("/", || LONG.repeat(20)).with(Compression::new().always().level(1)))
        .nest("/tags", App::new().get("/", || LONG.repeat(20)).with(Etag::new()))
        .nest("/tiny", App::new().get("/", || LONG).with(Compression::new().min_bytes(10)))
        .with(Compression::new())
}

/// What does not become smaller: numbers that look like chance, said to be text.
fn dense() -> impl IntoResponse {
    let mut state = 7_u32;
    let bytes: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    })
    .take(2000)
    .collect();
    ([(header::CONTENT_TYPE, "text/plain")], bytes)
}
