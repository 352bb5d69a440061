//! `Logger::tracing`: what is told while a request's work is done stands in that request's span, and in no other.
#![cfg(all(feature = "tracing", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::{
    fmt::Debug,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
    subscriber::with_default,
};
use whippet::{
    Service,
    middleware::{Logger, Middleware, RequestId, Timeout},
    prelude::*,
    testing::TestClient,
    time::sleep,
};

const SECOND: Duration = Duration::from_secs(1);

/// Keeps all that it is told: the fields of spans, and events with the span that they stand in.
#[derive(Clone, Default)]
struct Listener(Arc<Told>);

#[derive(Default)]
struct Told {
    next: AtomicU64,
    /// The fields of the span of each number, from 1 on.
    spans: Mutex<Vec<String>>,
    entered: Mutex<Vec<u64>>,
    /// The number of the span, 0 for none, and the fields.
    events: Mutex<Vec<(u64, String)>>,
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        *self.0 += &format!("{}={value:?} ", field.name());
    }
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("whippet") || metadata.target().starts_with("tracing")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = String::new();
        span.record(&mut Fields(&mut fields));
        self.0.spans.lock().unwrap().push(fields);
        Id::from_u64(self.0.next.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let index = usize::try_from(span.into_u64()).unwrap() - 1;
        values.record(&mut Fields(&mut self.0.spans.lock().unwrap()[index]));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = format!("{} ", event.metadata().level());
        event.record(&mut Fields(&mut fields));
        let current = self.0.entered.lock().unwrap().last().copied();
        let span = event.parent().map(Id::into_u64).or(current).unwrap_or_default();
        self.0.events.lock().unwrap().push((span, fields));
    }

    fn enter(&self, span: &Id) {
        self.0.entered.lock().unwrap().push(span.into_u64());
    }

    fn exit(&self, span: &Id) {
        assert_eq!(self.0.entered.lock().unwrap().pop(), Some(span.into_u64()), "spans are left as they were entered");
    }
}

impl Listener {
    /// What was told in the span of a path.
    fn told(&self, path: &str) -> Vec<String> {
        let spans = self.0.spans.lock().unwrap();
        let number = spans.iter().position(|span| span.contains(&format!("path=\"{path}\""))).unwrap() as u64 + 1;
        let events = self.0.events.lock().unwrap();
        events.iter().filter(|(span, _)| *span == number).map(|(_, fields)| fields.trim().to_owned()).collect()
    }

    fn fields(&self, path: &str) -> String {
        self.0.spans.lock().unwrap().iter().find(|span| span.contains(&format!("path=\"{path}\""))).unwrap().clone()
    }
}

struct Guard(&'static str);

impl Drop for Guard {
    fn drop(&mut self) {
        tracing::info!("{} is dropped", self.0);
    }
}

struct Further;

impl Middleware for Further {
    fn before(&self, _: &Context) -> Result<(), Response> {
        tracing::info!("in");
        Ok(())
    }

    fn after(&self, _: &Context, _: &mut Response) {
        tracing::info!("out");
    }
}

fn app() -> App {
    let work = App::new()
        .get("/wait/{seconds}", |Path(seconds): Path<u32>| async move {
            tracing::info!("begins {seconds}");
            sleep(seconds * SECOND).await;
            tracing::info!("goes on {seconds}");
            sleep(seconds * SECOND).await;
            tracing::info!("ends {seconds}");
            "done"
        })
        .get("/sync", || {
            tracing::info!("at once");
            "done"
        })
        .get("/broken", || Err::<(), _>(Error::internal("the kennel is closed")))
        .get("/forever", async || {
            let _guard = Guard("what it holds");
            sleep(100 * SECOND).await;
        });
    let logger = Logger::new().tracing().field("bytes", |_, response| Some(response.body().len().to_string()));
    let work = work.with(RequestId::new()).with(logger).with(Further);
    App::new().merge(work).with(Timeout::new(20 * SECOND))
}

fn listen(ask: impl FnOnce(&TestClient)) -> Listener {
    let listener = Listener::default();
    with_default(listener.clone(), || ask(&TestClient::new(app())));
    assert!(listener.0.entered.lock().unwrap().is_empty(), "each span that is entered is left");
    listener
}

#[test]
fn what_two_requests_tell_by_turns_stands_each_in_its_own_span() {
    let listener = listen(|client| {
        let answers = client.together([client.get("/wait/2"), client.get("/wait/3"), client.get("/sync")]);
        assert!(answers.iter().all(|answer| answer.text() == "done" && answer.output().is_empty()));
    });
    for seconds in [2, 3] {
        let mut told = listener.told(&format!("/wait/{seconds}"));
        let answered = told.pop().unwrap();
        let expected =
            ["in", &format!("begins {seconds}"), &format!("goes on {seconds}"), &format!("ends {seconds}"), "out"];
        assert_eq!(told, expected.map(|message| format!("INFO message={message}")));
        let expected = format!(
            "INFO message=answered status=200 duration_ms={seconds}000.0 cpu_ms=0.0 fields=\"{{\\\"bytes\\\":\\\"4\\\"}}\""
        );
        assert_eq!(answered.replace(&format!("{}000.0", 2 * seconds), &format!("{seconds}000.0")), expected);
    }
    assert_eq!(listener.told("/sync")[..3], ["INFO message=in", "INFO message=at once", "INFO message=out"]);
    assert!(listener.0.events.lock().unwrap().iter().all(|(span, _)| *span > 0), "nothing is told outside of a span");
}

#[test]
fn a_span_names_its_request_and_an_event_how_it_ended() {
    let listener = listen(|client| {
        let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        client
            .get("/broken?secret")
            .header("traceparent", parent)
            .header("x-request-id", "a-7")
            .send()
            .assert_status(500);
        client.delete("/sync").send().assert_status(405);
    });
    let fields = listener.fields("/broken");
    for part in [
        "method=\"GET\"",
        "route=\"/broken\"",
        "request_id=\"a-7\"",
        "trace_id=\"4bf92f3577b34da6a3ce929d0e0e4736\"",
        "parent_id=\"00f067aa0ba902b7\"",
    ] {
        assert!(fields.contains(part), "{fields}");
    }
    assert!(!fields.contains("secret") && !fields.contains("query") && !fields.contains("client"), "{fields}");
    assert!(listener.told("/broken").last().unwrap().starts_with("ERROR message=answered status=500"));
    assert!(listener.told("/sync").last().unwrap().starts_with("WARN message=answered status=405"));
    assert!(!listener.fields("/sync").contains("route"));
}

#[test]
fn what_is_given_up_is_dropped_in_its_span_and_told() {
    let listener = listen(|client| drop(client.get("/forever").send().assert_status(504)));
    let told = listener.told("/forever");
    assert_eq!(told[..2], ["INFO message=in", "INFO message=what it holds is dropped"]);
    assert!(told[2].starts_with("INFO message=ended without an answer cancelled=true duration_ms=20000"), "{told:?}");
}

#[test]
fn a_sink_and_spans_contradict_each_other() {
    let told = Service::freeze(App::new().with(Logger::new().to(|_| {}).tracing())).err().unwrap().to_string();
    assert!(told.contains("Logger: `to` and `tracing`") && told.contains("leave one out"), "{told}");
}
