//! What stands around the routes: `cargo test -p middleware`.

use std::time::Duration;

use middleware::app;
use whippet::{prelude::*, testing::TestClient};

#[test]
fn everything_passes_what_stands_around_everything() {
    let client = TestClient::new(app());
    for (path, status) in [("/", 200), ("/api/dogs", 200), ("/nothing", 404), ("/api/nothing", 404)] {
        let answer = client.get(path).header("x-request-id", "r7").send().assert_status(status);
        let answer = answer.assert_header("x-request-id", "r7").assert_header("x-content-type-options", "nosniff");
        let line: Value = serde_json::from_str(&answer.output()[0]).unwrap_or_default();
        assert_eq!((&line["status"], &line["request_id"]), (&json!(status), &json!("r7")));
    }
    assert!(client.get("/health").send().output().is_empty(), "health checks are not logged");
}

#[test]
fn pages_are_kept_and_asked_about() {
    let client = TestClient::new(app());
    let page = client.get("/").send().assert_header("cache-control", "public, max-age=300");
    let tag = page.header("etag").unwrap_or_default().to_owned();
    let again = client.get("/").header("if-none-match", &tag).send().assert_status(304);
    assert!(again.bytes().is_empty());
    let packed = client.get("/").header("accept-encoding", "gzip").send().assert_header("content-encoding", "gzip");
    assert!(packed.bytes().len() < page.bytes().len() / 10);
}

#[test]
fn a_part_has_its_own() {
    let client = TestClient::new(app());
    let preflight = client
        .options("/api/dogs")
        .header("origin", "https://dogs.example")
        .header("access-control-request-method", "POST");
    preflight.send().assert_status(204).assert_header("access-control-allow-origin", "https://dogs.example");
    let answer = client.get("/").header("origin", "https://dogs.example").send();
    assert!(!answer.headers().contains("access-control-allow-origin"), "the pages are none of its business");
    client.post("/api/dogs").json(&"a".repeat(1_000)).send().assert_status(413);
    client.get("/v1/dogs").send().assert_header("sunset", "Sun, 31 Jan 2027 00:00:00 GMT");
}

#[test]
fn what_takes_too_long_is_given_up() {
    let client = TestClient::new(app());
    client.get("/api/report?seconds=1").send().assert_text("two dogs");
    let answer = client.get("/api/report?seconds=3").send().assert_status(504);
    assert_eq!(answer.elapsed(), Duration::from_secs(2));
}

#[test]
fn who_asks_too_often_is_told_to_wait() {
    let client = TestClient::new(app());
    let answers: Vec<u16> = (0..101).map(|_| client.get("/api/dogs").send().status()).collect();
    assert_eq!((answers[99], answers[100]), (200, 429));
    client.get("/").send().assert_status(200);
}

#[test]
fn a_switch_closes_everything_but_health() {
    let client = TestClient::with_bindings(app, [("CLOSED", json!("true"))]);
    client.get("/").send().assert_status(503).assert_header("retry-after", "600");
    client.get("/health").send().assert_text("ok");
}
