//! The part behind `/onion`: the order in which middleware is asked, and what of it makes a promise.
//!
//! Each notes in the header `x-trace` what passes it, the innermost first: on the way out the answer has gone through them.

use std::time::Duration;

use whippet::{
    middleware::{BodyLimit, Cors, Etag, Middleware, Next, RequestId, SecureHeaders, from_fn},
    prelude::*,
    time::sleep,
};

const TRACE: HeaderName = HeaderName::from_static("x-trace");

/// Notes its name, and the status it sees.
struct Noted(&'static str);

impl Middleware for Noted {
    fn before(&self, cx: &Context) -> Result<(), Response> {
        // A query names whoever refuses.
        if cx.query() == self.0 { Err(Error::new(StatusCode::FORBIDDEN, self.0).into()) } else { Ok(()) }
    }

    fn after(&self, _: &Context, response: &mut Response) {
        note(self.0, response);
    }
}

fn note(name: &str, response: &mut Response) {
    let before = response.headers().get(TRACE.as_str()).and_then(|before| before.to_str().ok());
    let before = before.map(|before| format!("{before}, ")).unwrap_or_default();
    if let Ok(note) = HeaderValue::from_str(&format!("{before}{name} {}", response.status().as_u16())) {
        response.headers_mut().set(TRACE, note);
    }
}

/// The same, and waits on both ways.
fn waiting(name: &'static str) -> impl Middleware {
    from_fn(async move |_: Context, next: Next| {
        sleep(Duration::from_millis(1)).await;
        let mut response = next.run().await;
        sleep(Duration::from_millis(1)).await;
        note(name, &mut response);
        response
    })
}

fn nested() -> App {
    App::new()
        .with(Noted("inner"))
        .get("/", || "nested")
        .get("/error", || Error::new(StatusCode::CONFLICT, "as it is"))
        .get("/bare", || StatusCode::IM_A_TEAPOT)
        .get("/{id}/dog", |Path(id): Path<u8>| id.to_string())
        .get("/slash/", || "slash")
        .post("/echo", |text: String| text)
        .trailing_slash(TrailingSlash::Redirect)
        .on_error(|error, _| format!("inner says {}", error.detail()))
}

/// Five that every API has: none of them waits.
fn five(app: App) -> App {
    app.with(RequestId::new())
        .with(SecureHeaders::new())
        .with(Cors::new().allow_origin("https://dogs.example"))
        .with(BodyLimit::new(1000))
        .with(Etag::new())
}

/// One route behind none, behind five, and behind one that waits: what `npm run bench:middleware` asks.
pub(crate) fn bench() -> App {
    let plain = || App::new().get("/", || "hello");
    let waiting = plain().with(from_fn(async |_, next: Next| next.run().await));
    App::new().nest("/none", plain()).nest("/five", five(plain())).nest("/waiting", waiting)
}

pub(crate) fn app() -> App {
    let plain = || App::new().get("/", || "hello").post("/", |text: String| text);
    let waits = App::new().get("/", || "waits").post("/echo", |Json(value): Json<Value>| Json(value));
    App::new()
        .with(Noted("outer"))
        .nest("/nested", nested())
        .nest("/waits", waits.with(waiting("first")).with(Noted("second")).with(waiting("third")))
        .with(Noted("second outer"))
        .on_error(|error, _| format!("outer says {}", error.detail()))
        .nest("/five", five(plain()))
}
