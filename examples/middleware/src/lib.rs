//! Middleware: what stands around all routes, around a part of them, and two of one's own.
//!
//! 1. The first is the outermost: a request passes all of them from the first to the last, its answer comes back from the last to the first.
//! 2. What stands around an application has its 404s and 405s, too; what stands around a part, those below its prefix.
//! 3. None of those here but `Timeout` and `from_fn` ever waits: a handler that answers at once does so behind all of them.

mod maintenance;

use std::time::Duration;

use whippet::{
    middleware::{
        BodyLimit, CacheControl, Compression, Cors, Etag, Logger, Next, RateLimit, RequestId, SecureHeaders,
        ServerTiming, Timeout, Timings, from_fn,
    },
    prelude::*,
    time::sleep,
};

use self::maintenance::Maintenance;

/// The application: `npm run example middleware`.
#[whippet::app]
pub fn app() -> App {
    App::new()
        // Around everything, the outermost first.
        .with(RequestId::new())
        .with(Logger::new().skip(|cx| cx.path() == "/health"))
        .with(SecureHeaders::new())
        .with(Compression::new())
        .with(ServerTiming::new())
        .with(Maintenance)
        .get("/health", || "ok")
        .merge(pages())
        .nest("/api", api())
        .nest("/v1", old_api())
}

/// What browsers may keep.
fn pages() -> App {
    let page = format!("<!doctype html><title>Dogs</title>{}", "<p>All of them are good.</p>".repeat(100));
    App::new()
        .get("/", move || Html(page.clone()))
        .with(CacheControl::new().public().max_age(Duration::from_mins(5)))
        .with(Etag::new())
}

/// What pages of another origin may ask.
fn api() -> App {
    App::new()
        .get("/dogs", || Json(["lola", "rex"]))
        .post("/dogs", |Json(name): Json<String>| Created::at(format!("/api/dogs/{name}"), name))
        .get("/report", report)
        .with(Cors::new().allow_origin("https://dogs.example").max_age(Duration::from_hours(1)))
        .with(RateLimit::new(100, Duration::from_mins(1)))
        .with(BodyLimit::new(1_000))
        .with(Timeout::new(Duration::from_secs(2)))
}

/// `GET /api/report?seconds=1`: it is given up after two.
async fn report(cx: Context, timings: Timings) -> String {
    let seconds = cx.query().strip_prefix("seconds=").and_then(|seconds| seconds.parse().ok());
    let counting = timings.start("count", "counting the dogs");
    sleep(Duration::from_secs(seconds.unwrap_or_default())).await;
    counting.stop();
    "two dogs".to_owned()
}

/// A function is middleware, too: this one tells the clients of an old version that it goes away.
fn old_api() -> App {
    let sunset = HeaderValue::from_static("Sun, 31 Jan 2027 00:00:00 GMT");
    App::new().get("/dogs", || "lola,rex").with(from_fn(async move |_: Context, next: Next| {
        let mut response = next.run().await;
        response.headers_mut().set(HeaderName::from_static("sunset"), sunset.clone());
        response
    }))
}
