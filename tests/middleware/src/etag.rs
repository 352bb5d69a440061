//! The part behind `/etag`.

use std::time::{Duration, SystemTime};

use whippet::{
    middleware::{Etag, Preconditions},
    prelude::*,
};

pub(crate) fn app() -> App {
    let dated = || ([(header::LAST_MODIFIED, "Sun, 06 Nov 1994 08:49:37 GMT")], "dated");
    App::new()
        .get("/", || "hello")
        .get("/empty", || "")
        .get("/own", || ([(header::ETAG, "\"v7\""), (header::CACHE_CONTROL, "no-store")], "version 7"))
        .get("/own-weak", || ([(header::ETAG, "W/\"v7\"")], "version 7"))
        .get("/dated", dated)
        .get("/wrongly-dated", || ([(header::LAST_MODIFIED, "yesterday")], "dated"))
        .get("/no-store", || ([(header::CACHE_CONTROL, "private, No-Store")], "secret"))
        .get("/cookie", || ([(header::SET_COOKIE, "a=1"), (header::CACHE_CONTROL, "private")], "hello"))
        .get("/much", much)
        .get("/accepted", || (StatusCode::ACCEPTED, "hello"))
        .get("/accepted-own", || (StatusCode::ACCEPTED, [(header::ETAG, "\"v7\"")], "hello"))
        .get("/missing", || Err::<(), _>(Error::not_found("no such dog")))
        .get("/broken", || Err::<(), _>(Error::internal("the kennel is closed")))
        .get("/moved", || Redirect::see_other("/"))
        .on("HEAD", "/head", || ([(header::CONTENT_LENGTH, "7")], ()))
        .post("/", || "posted")
        .put("/note", |conditions: Preconditions| conditions.check(Some("\"v7\"")).map(|()| NoContent))
        .put("/weak-note", |conditions: Preconditions| conditions.check(Some("W/\"v7\"")).map(|()| NoContent))
        .put("/new", |conditions: Preconditions| conditions.check(None).map(|()| StatusCode::CREATED))
        .put("/dated-note", |conditions: Preconditions| {
            let changed = SystemTime::UNIX_EPOCH + Duration::from_millis(784_111_777_500);
            conditions.check_changed(Some("\"v7\""), changed).map(|()| NoContent)
        })
        .get("/note", |conditions: Preconditions| conditions.check(Some("\"v7\"")).map(|()| "read"))
        .nest("/weak", App::new().get("/", || "hello").with(Etag::new().weak()))
        .with(Etag::new())
}

fn much() -> impl IntoResponse {
    let headers = [
        ("content-type", "text/html; charset=utf-8"),
        ("content-language", "de"),
        ("content-location", "/etag/much"),
        ("last-modified", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ("cache-control", "max-age=60"),
        ("vary", "accept-language"),
        ("expires", "Sun, 06 Nov 1994 09:49:37 GMT"),
        ("access-control-allow-origin", "*"),
        ("x-own", "stays"),
    ];
    (headers, "<p>hallo")
}
