//! The part behind `/timeout`: 40 ms, and less in one place.

use std::time::Duration;

use whippet::{
    BodyStream,
    middleware::{Next, Timeout, from_fn},
    prelude::*,
    time::sleep,
};

/// What is noted when a handler's future is dropped.
struct Guard(Context);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.log("given back");
    }
}

pub(crate) fn app() -> App {
    App::new()
        .get("/sync", || "at once")
        .post("/json", |Json(value): Json<Value>| Json(value))
        .get("/async", async || "at once, in a future")
        .get("/quick", async || {
            sleep(Duration::from_millis(1)).await;
            "in time"
        })
        .get("/slow", |cx: Context| async move {
            let _guard = Guard(cx);
            sleep(Duration::from_secs(20)).await;
            "too late"
        })
        .get("/missing", || Err::<(), _>(Error::not_found("no such dog")))
        .get("/late-error", async || {
            sleep(Duration::from_millis(1)).await;
            Err::<(), _>(Error::bad_request("what is that"))
        })
        .post("/stream", stream)
        .nest("/within", App::new().get("/", slow).with(Timeout::new(Duration::from_millis(10))))
        .nest("/longer", App::new().get("/", slow).with(Timeout::new(Duration::from_secs(60))))
        .nest(
            "/told",
            App::new()
                .get("/", slow)
                .on_error(|error, _| (error.status(), "told"))
                .with(Timeout::new(Duration::from_millis(10))),
        )
        .nest("/waiting", App::new().get("/", || "at once").with(from_fn(waits)))
        .with(Timeout::new(Duration::from_millis(40)))
}

async fn slow() -> &'static str {
    sleep(Duration::from_secs(20)).await;
    "too late"
}

async fn waits(_: Context, next: Next) -> Response {
    sleep(Duration::from_secs(20)).await;
    next.run().await
}

async fn stream(mut body: BodyStream) -> Result<String> {
    let mut bytes = 0;
    while let Some(chunk) = body.next().await {
        bytes += chunk?.len();
    }
    Ok(bytes.to_string())
}
