//! Requests to other servers, in plain tests: as strict as a platform, and one at a time or many.
#![cfg(not(target_arch = "wasm32"))]

use std::time::Duration;

use whippet::{
    fetch::{Fetch, Fetched},
    prelude::*,
    testing::TestClient,
};

/// An application that asks the URL in its query.
fn client() -> TestClient {
    let ask = async |cx: Context| Fetch::get(cx.query()).send().await?.text().map(str::to_owned);
    TestClient::new(App::new().get("/", ask)).network(|fetch| match fetch.url() {
        "https://slow.example/" => Fetched::of(200, "at last").after(Duration::from_secs(9)),
        "https://never.example/" => Fetched::of(200, "never").after(Duration::from_secs(60)),
        url => Fetched::of(200, url.to_owned()),
    })
}

#[test]
fn what_a_platform_would_refuse_is_refused() {
    let client = client();
    client.get("/?dogs/7").send().assert_status(502);
    let with_body = async || Fetch::get("https://dogs.example/").body("woof").send().await.map(|_| "sent");
    let client = TestClient::new(App::new().get("/", with_body)).network(|_| Fetched::of(200, ""));
    let refused = client.get("/").send().assert_status(502);
    assert!(refused.log().iter().any(|line| line.contains("cannot have a body")), "{:?}", refused.log());
}

#[test]
fn who_takes_too_long_is_given_up() {
    let client = client();
    assert_eq!(client.get("/?https://slow.example/").send().assert_text("at last").elapsed(), Duration::from_secs(9));
    let late = client.get("/?https://never.example/").send().assert_status(504);
    assert_eq!(late.elapsed(), Duration::from_secs(10));
}

#[test]
fn many_at_once_get_each_its_own_answer() {
    let client = client();
    let urls: Vec<String> = (0..50).map(|number| format!("https://dogs.example/{number}")).collect();
    let answers = client.together(urls.iter().map(|url| client.get(&format!("/?{url}"))));
    assert!(answers.iter().zip(&urls).all(|(answer, url)| answer.text() == url));
}

#[test]
fn without_a_network_nothing_answers() {
    let ask = async || Fetch::get("https://dogs.example/").send().await.map(|_| "sent");
    let answer = TestClient::new(App::new().get("/", ask)).get("/").send().assert_status(502);
    assert!(answer.log()[0].contains("TestClient::network"), "{:?}", answer.log());
}
