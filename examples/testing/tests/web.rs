//! The application as the wasm that is deployed, with the platform's own `Request` and `Response`: `wasm-pack test --node examples/testing`.
//!
//! `tea.rs` is faster and says more when it fails: most tests belong there. Here is what only JavaScript can tell, such as what a platform makes of
//! a header or of a body, and that the application starts with the platform's own bindings.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by a panic")]

use js_sys::futures::JsFuture;
// Linked for its `#[whippet::app]`.
use testing as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Headers, Request, RequestInit, Response};
use whippet::testing::fetch;

async fn get(path: &str) -> Response {
    fetch(Request::new_with_str(&format!("https://example.com{path}")).unwrap()).await
}

async fn order(document: &str, language: &str) -> Response {
    let headers = Headers::new().unwrap();
    headers.set("content-type", "application/json").unwrap();
    headers.set("accept-language", language).unwrap();
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&document.into());
    fetch(Request::new_with_str_and_init("https://example.com/order", &init).unwrap()).await
}

async fn text(response: &Response) -> String {
    JsFuture::from(response.text().unwrap()).await.unwrap().as_string().unwrap()
}

#[wasm_bindgen_test]
async fn a_body_and_a_header_go_in_and_come_out() {
    let response = order(r#"{"cups":2}"#, "de").await;
    assert_eq!((response.status(), response.headers().get("vary").unwrap().as_deref()), (200, Some("accept-language")));
    assert_eq!(text(&response).await, r#"{"order":"2 Tassen Tee: green"}"#);
}

#[wasm_bindgen_test]
async fn what_does_not_fit_is_told_where() {
    let response = order(r#"{"cups":"two"}"#, "en").await;
    assert_eq!(response.status(), 422);
    assert!(text(&response).await.contains("/cups"));
}

#[wasm_bindgen_test]
async fn waiting_takes_its_time_here() {
    let (start, response) = (js_sys::Date::now(), get("/tea/lola?seconds=1").await);
    assert_eq!(text(&response).await, "lola, your tea is ready after 1 s");
    assert!(js_sys::Date::now() - start >= 990.0);
}
