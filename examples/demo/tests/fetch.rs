//! The application through the real boundary, as `wasm-pack test --node` runs it: how a user tests an application of their own.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by a panic")]

// Linked for its `#[whippet::app]`.
use demo as _;
use js_sys::futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Request, Response};
use whippet::testing::fetch;

async fn get(path: &str) -> Response {
    fetch(Request::new_with_str(&format!("https://example.com{path}")).unwrap()).await
}

#[wasm_bindgen_test]
async fn health_is_ok() {
    let response = get("/api/health").await;
    assert_eq!(response.status(), 200);
    let text = JsFuture::from(response.text().unwrap()).await.unwrap();
    assert_eq!(text.as_string().unwrap(), r#"{"status":"ok"}"#);
}

#[wasm_bindgen_test]
async fn a_number_that_is_none_is_422() {
    assert_eq!(get("/api/users/x").await.status(), 422);
}

#[wasm_bindgen_test]
async fn a_wait_is_waited_for() {
    assert_eq!(get("/api/slow?ms=5").await.status(), 200);
}
