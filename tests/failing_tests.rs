//! What a test that fails says, and where: at its own line, in words that a developer understands at once.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by a panic")]

use std::{
    cell::RefCell,
    collections::BTreeMap,
    future::pending,
    panic::{self, AssertUnwindSafe, Location},
    sync::Once,
};

use whippet::{
    prelude::*,
    testing::{TestClient, block_on},
    time::sleep,
};

thread_local! {
    static PANIC: RefCell<Option<(String, u32)>> = const { RefCell::new(None) };
}

/// What a test fails with that does this. It must name a place in this file, on the line of the call or up to three below.
#[track_caller]
fn failure<T>(test: impl FnOnce() -> T) -> String {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let place = info.location().map(|place| (place.file().to_owned(), place.line()));
            if PANIC.with(|panic| panic.borrow().is_none()) {
                before(info);
            } else {
                PANIC.set(place);
            }
        }));
    });
    PANIC.set(Some((String::new(), 0)));
    let payload = panic::catch_unwind(AssertUnwindSafe(test)).err();
    let (file, line) = PANIC.take().unwrap();
    let message = *payload
        .expect("it fails")
        .downcast::<String>()
        .or_else(|payload| payload.downcast::<&str>().map(|text| Box::new((*text).to_owned())))
        .unwrap();
    let here = Location::caller();
    assert_eq!(file, here.file(), "{message}");
    assert!((here.line()..=here.line() + 3).contains(&line), "line {line}, called on {}: {message}", here.line());
    message
}

fn client() -> TestClient {
    TestClient::new(
        App::new()
            .get("/", || Html("<h1>hello</h1>\n<p>\"Lola\"</p>\n"))
            .get("/dogs/{id}", |Path(id): Path<u32>| Json(json!({ "id": id, "name": "Lola" })))
            .get("/logo", || b"\x89PNG")
            .get("/none", || NoContent)
            .get("/cookies", || ([(header::SET_COOKIE, "a=1"), (header::SET_COOKIE, "b=2")], ""))
            .get("/fail", || Err::<(), _>(Error::internal("the disk is full")))
            .get("/stuck", || async { pending::<()>().await })
            .get("/left", |cx: Context| cx.wait_until(pending())),
    )
}

#[test]
fn an_application_that_cannot_start_is_told_by_its_faults() {
    let message = failure(|| TestClient::new(App::new().get("/a", || "").get("/a", || "").get("/b/:id", || "")));
    let lines: Vec<&str> = message.lines().collect();
    assert_eq!(lines[0], "the application cannot start:");
    assert!(lines.len() > 2 && !message.contains("500"), "{message}");
    assert!(message.contains("GET /a (tests/failing_tests.rs:"), "{message}");

    let app = |bindings: Bindings| bindings.get::<String>("MOTTO").map(|_| App::new());
    let missing = "the application cannot start: the binding MOTTO is not set";
    assert_eq!(failure(|| TestClient::new(app(Bindings::default()))), missing);
    assert_eq!(failure(|| TestClient::start(app)), missing);
    assert_eq!(failure(|| TestClient::with_bindings(app, [("OTTO", json!(1))])), missing);
    let refused = Error::new(StatusCode::BAD_GATEWAY, "the kennel is away").with_source("no route".to_owned());
    let refused = failure(|| TestClient::new(Err::<App, _>(refused)));
    assert_eq!(refused, "the application cannot start: the kennel is away: no route");
}

#[test]
fn a_request_that_is_none_is_told_where_it_is_made() {
    let client = client();
    assert!(failure(|| client.get("/").header("a b", "")).contains("\"a b\""));
    assert!(failure(|| client.get("/").header("a", "b\n")).contains("\"b\\n\""));
    let keys = BTreeMap::from([((1, 2), 3)]);
    assert!(failure(|| client.get("/").json(&keys)).contains("can be written as JSON"));
}

#[test]
fn what_waits_for_ever_is_told_by_name() {
    let client = client();
    let stuck = "the handler of GET /stuck waits for what never comes";
    assert_eq!(failure(|| client.get("/stuck").send()), stuck);
    assert_eq!(failure(|| client.together([client.get("/"), client.get("/stuck")])), stuck);
    let left = "what GET /left left for after the answer waits for what never comes";
    assert_eq!(failure(|| client.get("/left").send()), left);
    assert!(failure(|| block_on(pending::<()>())).starts_with("the future waits for what never comes"));
}

#[test]
fn a_sleep_without_a_clock_names_the_remedy() {
    let message = failure(|| {
        let waker = std::task::Waker::noop();
        let mut future = Box::pin(async { sleep(std::time::Duration::ZERO).await });
        future.as_mut().poll(&mut std::task::Context::from_waker(waker))
    });
    assert!(message.contains("`#[whippet::test]` or `whippet::testing::block_on`"), "{message}");
}

#[test]
fn another_status_comes_with_the_body_and_the_log() {
    let client = client();
    let message = failure(|| client.get("/dogs/lola?x=1").send().assert_status(200));
    let (first, body) = message.split_once('\n').unwrap();
    assert_eq!(first, "GET /dogs/lola?x=1: expected status 200, got 422");
    assert!(body.starts_with(r#"{"type":"about:blank""#), "{message}");
    let message = failure(|| client.get("/fail").send().assert_status(200));
    let last = message.lines().last().unwrap();
    assert!(last.starts_with("log: GET /fail failed") && last.ends_with(": the disk is full"), "{message}");
    let message = failure(|| client.get("/none").send().assert_status(200));
    assert_eq!(message, "GET /none: expected status 200, got 204\n(no body)");
    let message = failure(|| client.get("/logo").send().assert_status(201));
    assert_eq!(message, "GET /logo: expected status 201, got 200\n(4 bytes)");
}

#[test]
fn another_header_comes_with_those_that_are_there() {
    let client = client();
    let message = failure(|| client.get("/dogs/7").send().assert_header("Vary", "accept"));
    let expected = "GET /dogs/7 (status 200): header Vary: expected \"accept\", it has none\nheaders: content-type\n\
                    {\"id\":7,\"name\":\"Lola\"}";
    assert_eq!(message, expected);
    let message = failure(|| client.get("/cookies").send().assert_header("set-cookie", "b=2"));
    let first = message.lines().next().unwrap();
    assert_eq!(first, "GET /cookies (status 200): header set-cookie: expected \"b=2\", got \"a=1\" and then \"b=2\"");
}

#[test]
fn another_body_is_told_by_where_it_differs() {
    let client = client();
    let message = failure(|| client.get("/").send().assert_text("<h1>hello</h1>\n<p>\"Rex\"</p>\n"));
    let expected = "GET / (status 200): the text is another\nline 2:\nexpected \"<p>\\\"Rex\\\"</p>\"\n     got \"<p>\\\"Lola\\\"</p>\"\n\
                    <h1>hello</h1>\n<p>\"Lola\"</p>\n";
    assert_eq!(message, expected);
    let message = failure(|| client.get("/none").send().assert_text("all"));
    assert_eq!(message, "GET /none (status 204): the text is another\nexpected \"all\"\n     got \"\"");
    assert!(
        failure(|| client.get("/logo").send().assert_text(""))
            .starts_with("GET /logo (status 200): the body is not UTF-8\n")
    );

    let message = failure(|| client.get("/dogs/7").send().assert_json(&json!({ "id": 8, "name": "Lola" })));
    let expected =
        "GET /dogs/7 (status 200): the JSON is another\n/id: expected 8, got 7\n{\"id\":7,\"name\":\"Lola\"}";
    assert_eq!(message, expected);
    let message = failure(|| client.get("/").send().assert_json(&json!({})));
    assert!(
        message.starts_with("GET / (status 200): the body is not the JSON that the test wants\nexpected value at"),
        "{message}"
    );
    let message = failure(|| client.get("/dogs/7").send().json::<Vec<u8>>());
    assert!(message.contains("invalid type: map, expected a sequence"), "{message}");
    let message = failure(|| client.head("/dogs/7").send().assert_json(&json!({})));
    assert_eq!(message, "HEAD /dogs/7: an answer to HEAD has no body");
}

#[test]
fn assertions_that_hold_give_the_answer_back() {
    let client = client();
    client.get("/dogs/7").send().assert_json(&json!({ "name": "Lola", "id": 7 })).assert_status(200);
    client.get("/none").send().assert_text("").assert_status(204);
    // Numbers of 32 bits are the same on both sides.
    let app = App::new().get("/", || Json(0.1_f32));
    TestClient::new(app).get("/").send().assert_json(&0.1_f32);
}

#[test]
fn a_query_is_encoded_as_a_form() {
    let client = TestClient::new(
        App::new()
            .get("/", |Query(all): Query<BTreeMap<String, String>>, cx: Context| format!("{} {all:?}", cx.query())),
    );
    let request = client.get("/?").query(&[("a b", &"1+1 = 2"), ("é", &7)]).query(&[]).query(&[("c", &"*-._~")]);
    let expected = r#"a+b=1%2B1+%3D+2&%C3%A9=7&c=*-._%7E {"a b": "1+1 = 2", "c": "*-._~", "é": "7"}"#;
    request.send().assert_text(expected);
}
