//! The part behind `/logger`.

use std::time::Duration;

use whippet::{
    middleware::{Logger, RequestId, Timeout, Trace},
    prelude::*,
    time::sleep,
};

pub(crate) fn app() -> App {
    let plain = App::new()
        .get("/", || "hello")
        .get("/dogs/{id}", |Path(id): Path<u32>| id.to_string())
        .get("/later", async || {
            sleep(Duration::from_millis(2)).await;
            "later"
        })
        .get("/forever", async || sleep(Duration::from_secs(60)).await)
        .get("/missing", || Err::<(), _>(Error::not_found("no such dog")))
        .get("/broken", || Err::<(), _>(Error::internal("the kennel is closed")))
        .get("/moved", || Redirect::see_other("/"))
        .post("/json", |Json(value): Json<Value>| Json(value))
        .get("/trace", |trace: Trace| {
            Json(json!({
                "trace": trace.trace_id(), "span": trace.span_id(), "parent": trace.parent_id(), "sampled": trace.is_sampled(),
                "traceparent": trace.traceparent(), "tracestate": trace.tracestate(),
            }))
        })
        .with(Logger::new());
    let chatty = Logger::new()
        .with_query()
        .with_client()
        .field("agent", |cx, _| cx.header("user-agent").map(|agent| agent.into_owned()))
        .field("bytes", |_, response| Some(response.body().len().to_string()))
        .skip(|cx| cx.path().ends_with("/health"));
    let chatty = App::new().get("/", || "hello").get("/health", |trace: Trace| trace.traceparent()).with(chatty);
    let given_up = App::new().get("/", async || sleep(Duration::from_secs(20)).await).with(Logger::new());
    App::new()
        .nest("/plain", plain)
        .nest("/chatty", chatty)
        .nest("/with-id", App::new().get("/", || "hello").with(RequestId::new()).with(Logger::new()))
        .nest("/twice", App::new().merge(App::new().get("/", || "hello").with(Logger::new())).with(Logger::new()))
        .nest("/given-up", App::new().merge(given_up).with(Timeout::new(Duration::from_millis(5))))
        .get("/none", |trace: Option<Trace>| if trace.is_some() { "traced" } else { "none" })
        .get("/needed", |trace: Trace| trace.trace_id())
}
