//! `Logger`, `Metrics`, `RequestId`, `ServerTiming`, `Compression`, `BodyLimit`: what no table can say.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::{
    cell::RefCell,
    collections::HashSet,
    rc::Rc,
    time::{Duration, SystemTime},
};

use whippet::{
    Service,
    middleware::{
        AssignedId, BodyLimit, Compression, Logger, Measured, Metrics, Middleware, RequestId, ServerTiming, Timeout,
        Timings, Trace,
    },
    prelude::*,
    testing::TestClient,
    time::sleep,
};

const SECOND: Duration = Duration::from_secs(1);

fn refusal(middleware: impl Middleware) -> String {
    Service::freeze(App::new().with(middleware)).err().map(|error| error.to_string()).unwrap_or_default()
}

fn lines(output: &[String]) -> Vec<Value> {
    output.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn what_contradicts_itself_does_not_start_and_is_told_how_it_would() {
    for (told, parts) in [
        (refusal(Logger::new().field("status", |_, _| None)), ["Logger", "\"status\"", "another name"]),
        (
            refusal(Logger::new().field("a", |_, _| None).field("a", |_, _| None)),
            ["Logger", "two members \"a\"", "another name"],
        ),
        (refusal(RequestId::new().header("x id")), ["RequestId", "\"x id\"", "x-request-id"]),
        (refusal(RequestId::new().header("")), ["RequestId", "\"\"", "x-request-id"]),
        (refusal(Compression::new().level(0)), ["Compression", "level 0", "from 1 to 9"]),
        (refusal(Compression::new().level(10)), ["Compression", "level 10", "from 1 to 9"]),
    ] {
        assert!(parts.iter().all(|part| told.contains(part)), "{told}");
    }
    assert_eq!(refusal(BodyLimit::new(usize::MAX)), "");
    assert_eq!(refusal(RequestId::new().header("CF-Ray")), "");
}

#[test]
fn a_line_has_its_members_in_their_order() {
    let app = App::new().get("/dogs/{id}", async || {
        sleep(Duration::from_millis(1234)).await;
        "lola"
    });
    let client = TestClient::new(app.with(RequestId::new()).with(Logger::new().with_query().with_client()));
    let mut sender = Client::default();
    sender.address = "2001:db8::7".parse().ok();
    let at = SystemTime::UNIX_EPOCH + Duration::from_millis(1_795_365_617_000);
    let request = client.get("/dogs/7?a=b").at(at).client(&sender).header("x-request-id", "a-7");
    let answer = request.header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01").send();
    let [line] = answer.output() else { panic!("{:?}", answer.output()) };
    let span = lines(answer.output())[0]["span_id"].as_str().unwrap().to_owned();
    let expected = format!(
        "{{\"time\":\"2026-11-22T16:40:18.234Z\",\"level\":\"info\",\"method\":\"GET\",\"path\":\"/dogs/7\",\"query\":\"a=b\",\
         \"route\":\"/dogs/{{id}}\",\"status\":200,\"duration_ms\":1234,\"cpu_ms\":0,\"request_id\":\"a-7\",\"client\":\"2001:db8::7\",\
         \"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"span_id\":\"{span}\",\"parent_id\":\"00f067aa0ba902b7\"}}"
    );
    assert_eq!(*line, expected);
}

#[test]
fn a_logger_further_in_than_what_assigns_ids_has_them_and_two_loggers_have_one_trace() {
    let inner = App::new().get("/", |trace: Trace, AssignedId(id): AssignedId| format!("{} {id}", trace.span_id()));
    let app = App::new().nest("/in", inner.with(Logger::new())).with(Logger::new()).with(RequestId::new());
    let answer = TestClient::new(app).get("/in").send();
    // The outer logger stands further out than what assigns ids.
    let lines = lines(answer.output());
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["span_id"], lines[1]["span_id"]);
    assert_eq!(
        answer.text(),
        format!("{} {}", lines[0]["span_id"].as_str().unwrap(), lines[0]["request_id"].as_str().unwrap())
    );
    assert!(lines[1].get("request_id").is_none());
}

#[test]
fn one_line_for_each_request_whatever_becomes_of_it() {
    let app = App::new().get("/{seconds}", |Path(seconds): Path<u32>| async move {
        sleep(seconds * SECOND).await;
        seconds.to_string()
    });
    let app = App::new().nest("/in", app.with(Logger::new())).with(Timeout::new(3 * SECOND));
    let client = TestClient::new(app);
    let answers = client.together(["/in/1", "/in/9", "/in/x", "/in/2"].map(|path| client.get(path)));
    let told: Vec<_> = answers.iter().flat_map(|answer| lines(answer.output())).collect();
    let told: Vec<_> =
        told.iter().map(|line| (&line["path"], &line["status"], &line["cancelled"], &line["duration_ms"])).collect();
    let null = Value::Null;
    assert_eq!(
        told,
        [
            (&json!("/in/1"), &json!(200), &null, &json!(1000)),
            (&json!("/in/9"), &null, &json!(true), &json!(3000)),
            (&json!("/in/x"), &json!(422), &null, &json!(0)),
            (&json!("/in/2"), &json!(200), &null, &json!(2000)),
        ]
    );
}

#[test]
fn a_sink_gets_the_lines_and_the_log_none() {
    let kept = Rc::new(RefCell::new(Vec::new()));
    let sink = Rc::clone(&kept);
    let app = App::new().get("/", async || sleep(9 * SECOND).await);
    let app = app.with(Logger::new().to(move |line| sink.borrow_mut().push(line.to_owned())));
    let answer = TestClient::new(App::new().nest("/in", app).with(Timeout::new(SECOND))).get("/in").send();
    assert!(answer.output().is_empty());
    assert_eq!(lines(&kept.borrow())[0]["cancelled"], true);
}

#[test]
fn a_synchronous_handler_and_all_of_these_need_no_future() {
    use whippet::middleware::{Begun, Next, Passage};

    struct AtOnce;
    impl Middleware for AtOnce {
        fn around(&self, _: &Context, next: Next) -> Passage {
            match next.begin() {
                Begun::Answered(response) => response.into(),
                Begun::Waiting(_) => StatusCode::IM_A_TEAPOT.into_response().into(),
            }
        }
    }
    let app = App::new()
        .get("/", || "woof ".repeat(1000))
        .with(AtOnce)
        .with(RequestId::new())
        .with(Logger::new())
        .with(Metrics::new(|_| {}))
        .with(ServerTiming::new())
        .with(Timeout::new(SECOND))
        .with(BodyLimit::new(10))
        .with(Compression::new())
        .with(whippet::middleware::Etag::new());
    TestClient::new(app).get("/").header("accept-encoding", "gzip").send().assert_status(200);
}

#[test]
fn measured_is_what_the_request_took() {
    let seen: Rc<RefCell<Vec<Measured>>> = Rc::default();
    let counter = Rc::clone(&seen);
    let app = App::new().get("/{seconds}", |cx: Context, Path(seconds): Path<u32>| async move {
        // What is done after the answer does not count.
        cx.clean_up(async |_| sleep(5 * SECOND).await);
        sleep(seconds * SECOND).await;
        "woof"
    });
    let app = app.with(Metrics::new(move |measured: &Measured| counter.borrow_mut().push(measured.clone())));
    let client = TestClient::new(App::new().nest("/in", app).with(Timeout::new(4 * SECOND)));
    client.together(["/in/3", "/in/9", "/in/1"].map(|path| client.get(path)));
    let seen: Vec<_> = seen.take();
    let told: Vec<_> =
        seen.iter().map(|each| (each.status.map(|status| status.as_u16()), each.duration, each.bytes)).collect();
    assert_eq!(told, [(Some(200), SECOND, 4), (Some(200), 3 * SECOND, 4), (None, 4 * SECOND, 0)]);
    assert!(seen.iter().all(|each| each.route.as_deref() == Some("/in/{seconds}") && each.active == Duration::ZERO));
}

#[test]
fn no_two_requests_have_the_same_ids() {
    let app = App::new()
        .get("/", |trace: Trace, AssignedId(id): AssignedId| format!("{id} {} {}", trace.trace_id(), trace.span_id()));
    let client = TestClient::new(app.with(RequestId::new()).with(Logger::new()));
    let answers = client.together((0..300).map(|_| client.get("/")));
    let ids: HashSet<String> =
        answers.iter().flat_map(|answer| answer.text().split(' ').map(str::to_owned).collect::<Vec<_>>()).collect();
    assert_eq!(ids.len(), 900);
}

#[test]
fn requests_at_once_keep_their_timings_apart() {
    let app = App::new().get("/{seconds}", |timings: Timings, Path(seconds): Path<u32>| async move {
        let _wait = timings.start(&format!("wait{seconds}"), "");
        sleep(seconds * SECOND).await;
    });
    let client = TestClient::new(app.with(ServerTiming::new()));
    for (answer, seconds) in client.together([client.get("/2"), client.get("/1")]).iter().zip([2, 1]) {
        let expected = format!("total;dur={seconds}000, cpu;dur=0, wait{seconds};dur={seconds}000");
        assert_eq!(answer.header("server-timing"), Some(expected.as_str()));
    }
}

#[test]
fn a_multipart_body_keeps_to_the_limit_around_it_or_to_its_own() {
    async fn bytes(mut form: Multipart) -> Result<String> {
        let mut bytes = 0;
        while let Some(mut part) = form.next().await? {
            while let Some(chunk) = part.chunk().await? {
                bytes += chunk.len();
            }
        }
        Ok(bytes.to_string())
    }
    let app = App::new()
        .post("/", bytes)
        .post("/own", |form: Multipart| bytes(form.max_bytes(2000)))
        .nest("/in", App::new().post("/", bytes).with(BodyLimit::new(2000)))
        .with(BodyLimit::new(1000));
    let client = TestClient::new(app);
    for (path, length, status) in [
        ("/", 800, 200),
        ("/", 1000, 413),
        ("/own", 1000, 200),
        ("/own", 2000, 413),
        ("/in", 1000, 200),
        ("/in", 2000, 413),
    ] {
        let content = "a".repeat(length);
        let body = format!("--b\r\ncontent-disposition: form-data; name=a\r\n\r\n{content}\r\n--b--\r\n");
        let request = client.post(path).header("content-type", "multipart/form-data; boundary=b");
        let answer = request.chunks([body[..100].to_owned(), body[100..].to_owned()]).send().assert_status(status);
        assert_eq!(status == 200, answer.text() == length.to_string(), "{path} {length}");
    }
}
