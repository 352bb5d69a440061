//! How an application is tested: `cargo test -p testing`.
//!
//! `TestClient` sends requests to it within the same thread; time is faked and takes none. `#[whippet::test]` is for tests that await
//! something themselves; a plain `#[test]` does as well, since `send()` has the answer at once. `web.rs` has the tests that run as wasm.
#![cfg(not(target_arch = "wasm32"))]

use std::time::Duration;

use whippet::{prelude::*, testing::TestClient, time::sleep};

/// A client of the application with the bindings that it would get from the platform.
fn client() -> TestClient {
    TestClient::with_bindings(testing::app, [("TEA", json!("oolong"))])
}

#[whippet::test]
async fn a_body_and_a_header_go_in_and_come_out() {
    let client = client();
    let response = client.post("/order").json(&json!({ "cups": 2 })).send().await.assert_status(200);
    response.assert_json(&json!({ "order": "2 cups of oolong tea" }));
    let response = client.post("/order").header("accept-language", "de").json(&json!({ "cups": 2 })).send().await;
    assert_eq!(response.json::<Value>()["order"], "2 Tassen Tee: oolong");
    response.assert_header("vary", "accept-language").assert_header("content-type", "application/json");
}

#[whippet::test]
async fn what_does_not_fit_is_told_where() {
    let response = client().post("/order").json(&json!({ "cups": "two" })).send().await.assert_status(422);
    assert_eq!(response.json::<Value>()["errors"][0]["path"], "/cups");
}

#[whippet::test]
async fn three_minutes_take_no_time() {
    let client = client();
    let response = client.get("/tea/lola").query(&[("seconds", &180)]).send().await.assert_status(200);
    let response = response.assert_text("lola, your tea is ready after 180 s");
    assert_eq!(response.elapsed(), Duration::from_secs(180));
    // The cup is washed after the answer: it cost no time, and is done when the answer is here.
    assert_eq!(client.get("/washed").send().await.text(), "1");
}

#[whippet::test]
async fn requests_at_once_do_not_wait_for_each_other_and_share_nothing() {
    let client = client();
    let answers = client.together([client.get("/tea/lola?seconds=180"), client.get("/tea/rex?seconds=60")]);
    let [lola, rex] = &answers[..] else { panic!("two requests have two answers") };
    assert_eq!(lola.text(), "lola, your tea is ready after 180 s");
    assert_eq!(rex.text(), "rex, your tea is ready after 60 s");
    assert_eq!((lola.elapsed().as_secs(), rex.elapsed().as_secs()), (180, 60));
    // What is meant to be shared is.
    assert_eq!(client.get("/washed").send().await.text(), "2");
}

#[whippet::test]
async fn a_failure_tells_the_log_why_and_the_client_nothing() {
    let response = client().get("/spill").send().await.assert_status(500);
    assert!(response.log()[0].ends_with("invalid digit found in string"), "{:?}", response.log());
    assert!(!response.text().contains("digit"), "{}", response.text());
}

#[whippet::test]
async fn a_test_may_wait_itself() {
    sleep(Duration::from_secs(3600)).await;
    client().get("/washed").send().await.assert_status(200);
}

#[test]
fn without_a_binding_the_tea_is_green() {
    let response = TestClient::start(testing::app).post("/order").json(&json!({ "cups": 1 })).send();
    response.assert_json(&json!({ "order": "1 cups of green tea" }));
}
