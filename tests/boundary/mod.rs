//! The real boundary, with real `Request`s and `Response`s: the same in Node and in a browser.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use js_sys::{Array, Promise, Uint8Array, futures::JsFuture};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{AbortController, Request, RequestInit, Response};
use whippet::{BodyStream, prelude::*, testing::fetch, time::sleep};

thread_local! {
    static SEEN_AFTER: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static DROPPED: Cell<u32> = const { Cell::new(0) };
    static AFTER: Cell<u32> = const { Cell::new(0) };
}

struct CountsItsDrop;

impl Drop for CountsItsDrop {
    fn drop(&mut self) {
        DROPPED.with(|dropped| dropped.set(dropped.get() + 1));
    }
}

#[whippet::app]
async fn app() -> App {
    sleep(Duration::from_millis(1)).await;
    App::new()
        .post("/streamed", async |mut body: BodyStream| -> Result<String> {
            let mut bytes = 0;
            while let Some(chunk) = body.next().await {
                bytes += chunk?.len();
            }
            Ok(bytes.to_string())
        })
        .get("/health", || Json(json!({ "status": "ok" })))
        .post("/echo", |Json(body): Json<Value>| Json(body))
        .put("/length", |bytes: Bytes| bytes.len().to_string())
        .get("/users/{id}", |Path(id): Path<u32>| id.to_string())
        .get("/later/{id}", |Path(id): Path<u64>| async move {
            sleep(Duration::from_millis(id % 7)).await;
            id.to_string()
        })
        .get("/never", || async {
            let _counts = CountsItsDrop;
            sleep(Duration::from_secs(3600)).await;
        })
        .get("/cookies", || ([("set-cookie", "a=1"), ("set-cookie", "b=2")], "two"))
        .get("/header", |cx: Context| cx.header("x-sent").map(|value| value.into_owned()).unwrap_or_default())
        .get("/headers", |headers: Headers| {
            headers.iter().filter(|(name, _)| name.as_str().starts_with("x-")).count().to_string()
        })
        .get("/after", |cx: Context| {
            cx.wait_until(async {
                sleep(Duration::from_millis(1)).await;
                AFTER.with(|after| after.set(after.get() + 1));
            });
            "answered"
        })
        .get("/after-header", |cx: Context| {
            let context = cx.clone();
            cx.wait_until(async move {
                sleep(Duration::from_millis(20)).await;
                let seen = context.header("X-Sent").map(|value| value.into_owned()).unwrap_or_default();
                SEEN_AFTER.with(|all| all.borrow_mut().push(format!("{seen} {}", context.headers().len())));
                // A task may leave another one behind.
                let again = context.clone();
                context.wait_until(async move {
                    let seen = again.header("x-sent").map(|value| value.into_owned()).unwrap_or_default();
                    SEEN_AFTER.with(|all| all.borrow_mut().push(seen));
                });
            });
            "answered"
        })
        .get("/no-header", |cx: Context| format!("{:?} {:?}", cx.header("a b"), cx.header("")))
        .get("/fail", || -> Result<String> { Ok("x".parse::<u32>()?.to_string()) })
}

fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &JsValue) -> Request {
    let init = RequestInit::new();
    init.set_method(method);
    if !body.is_undefined() {
        init.set_body(body);
    }
    let request = Request::new_with_str_and_init(&format!("https://example.com{path}"), &init).unwrap();
    for (name, value) in headers {
        request.headers().set(name, value).unwrap();
    }
    request
}

async fn get(path: &str) -> Response {
    fetch(request("GET", path, &[], &JsValue::UNDEFINED)).await
}

async fn text(response: &Response) -> String {
    JsFuture::from(response.text().unwrap()).await.unwrap().as_string().unwrap()
}

async fn wait(milliseconds: i32) {
    let promise = js_sys::Function::new_with_args("ms", "return new Promise((done) => setTimeout(done, ms))")
        .call1(&JsValue::NULL, &milliseconds.into())
        .unwrap();
    JsFuture::from(Promise::from(promise)).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_route_answers_with_status_type_and_body() {
    let response = get("/health").await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers().get("content-type").unwrap().unwrap(), "application/json");
    assert_eq!(text(&response).await, r#"{"status":"ok"}"#);
    assert_eq!(get("/nothing").await.status(), 404);
}

#[wasm_bindgen_test]
async fn head_uses_get_and_drops_the_body() {
    let response = fetch(request("HEAD", "/health", &[], &JsValue::UNDEFINED)).await;
    assert_eq!((response.status(), text(&response).await.as_str()), (200, ""));
    assert_eq!(response.headers().get("content-length").unwrap().unwrap(), "15");
}

#[wasm_bindgen_test]
async fn a_body_comes_in_as_a_stream() {
    for size in [0, 1, 300_000] {
        let body = Uint8Array::new_with_length(size);
        let response = fetch(request("POST", "/streamed", &[], &body)).await;
        assert_eq!((response.status(), text(&response).await), (200, size.to_string()));
    }
    let too_large = Uint8Array::new_with_length(4_500_001);
    assert_eq!(fetch(request("POST", "/streamed", &[], &too_large)).await.status(), 413);
}

#[wasm_bindgen_test]
async fn a_json_body_goes_in_and_comes_out() {
    let json = [("content-type", "application/json")];
    let sent = r#"{"dog":"wípp🐕t","list":[1,2.5,null]}"#;
    let response = fetch(request("POST", "/echo", &json, &sent.into())).await;
    assert_eq!((response.status(), text(&response).await.as_str()), (200, sent));
    let response = fetch(request("POST", "/echo", &json, &"{\n x}".into())).await;
    assert_eq!(response.status(), 400);
    assert!(text(&response).await.contains("line 2 column 2"));
    assert_eq!(fetch(request("POST", "/echo", &[], &"{}".into())).await.status(), 415);
}

#[wasm_bindgen_test]
async fn a_body_is_bytes_up_to_its_limit() {
    for (length, status) in [(0, 200), (1, 200), (100_000, 200), (4_500_000, 200), (4_500_001, 413)] {
        let response = fetch(request("PUT", "/length", &[], &Uint8Array::new_with_length(length))).await;
        assert_eq!(response.status(), status, "{length}");
        if status == 200 {
            assert_eq!(text(&response).await, length.to_string());
        }
    }
}

#[wasm_bindgen_test]
async fn two_cookies_stay_two() {
    let response = get("/cookies").await;
    let cookies: Array = js_sys::Function::new_with_args("response", "return response.headers.getSetCookie()")
        .call1(&JsValue::NULL, &response)
        .unwrap()
        .unchecked_into();
    // A browser keeps Set-Cookie to itself; a server must not lose one.
    let visible: Vec<JsValue> = cookies.iter().collect();
    assert!(visible.is_empty() || visible == ["a=1", "b=2"], "{visible:?}");
    assert_eq!(text(&response).await, "two");
}

#[wasm_bindgen_test]
async fn headers_are_read_on_demand() {
    let response = fetch(request("GET", "/header", &[("x-sent", "caf\u{e9}")], &JsValue::UNDEFINED)).await;
    assert_eq!(text(&response).await, "caf\u{e9}");
    let response = fetch(request("GET", "/headers", &[("x-a", "1"), ("x-b", "")], &JsValue::UNDEFINED)).await;
    assert_eq!(text(&response).await, "2");
}

#[wasm_bindgen_test]
async fn requests_at_once_get_their_own_answers() {
    let answers = (0..200).map(|id| {
        let path = if id % 2 == 0 { format!("/later/{id}") } else { format!("/users/{id}") };
        wasm_bindgen_futures::future_to_promise(async move { Ok(text(&get(&path).await).await.into()) })
    });
    let answers = JsFuture::from(Promise::all(&answers.collect::<Array>())).await.unwrap();
    for (id, answer) in Array::from(&answers).iter().enumerate() {
        assert_eq!(answer.as_string().unwrap(), id.to_string());
    }
}

#[wasm_bindgen_test]
async fn a_client_that_goes_away_ends_the_work() {
    let controller = AbortController::new().unwrap();
    let init = RequestInit::new();
    init.set_signal(Some(&controller.signal()));
    let request = Request::new_with_str_and_init("https://example.com/never", &init).unwrap();
    let before = DROPPED.with(Cell::get);
    let answer = wasm_bindgen_futures::future_to_promise(async move { Ok(fetch(request).await.into()) });
    wait(5).await;
    assert_eq!(DROPPED.with(Cell::get), before);
    controller.abort();
    JsFuture::from(answer).await.unwrap();
    assert_eq!(DROPPED.with(Cell::get), before + 1);
}

#[wasm_bindgen_test]
async fn work_goes_on_after_the_answer() {
    let before = AFTER.with(Cell::get);
    assert_eq!(text(&get("/after").await).await, "answered");
    assert_eq!(AFTER.with(Cell::get), before);
    wait(50).await;
    assert_eq!(AFTER.with(Cell::get), before + 1);
}

#[wasm_bindgen_test]
async fn work_after_the_answer_sees_its_own_request_and_no_other() {
    let answers = ["ada", "bob"].map(|name| request("GET", "/after-header", &[("x-sent", name)], &JsValue::UNDEFINED));
    for request in answers {
        fetch(request).await;
    }
    // These would take the places of the two, if places were given anew.
    let waiting = wasm_bindgen_futures::future_to_promise(async {
        let eve = [("x-sent", "eve"), ("x-more", "1")];
        fetch(request("GET", "/later/6", &eve, &JsValue::UNDEFINED)).await;
        Ok(JsValue::UNDEFINED)
    });
    wait(80).await;
    JsFuture::from(waiting).await.unwrap();
    let mut seen = SEEN_AFTER.with(RefCell::take);
    seen.sort();
    assert_eq!(seen, ["ada", "ada 1", "bob", "bob 1"]);
}

#[wasm_bindgen_test]
async fn a_name_that_no_header_has_is_none() {
    assert_eq!(text(&get("/no-header").await).await, "None None");
}

#[wasm_bindgen_test]
async fn a_client_that_went_away_before_ends_the_work_at_once() {
    let before = DROPPED.with(Cell::get);
    let controller = AbortController::new().unwrap();
    controller.abort();
    let init = RequestInit::new();
    init.set_signal(Some(&controller.signal()));
    fetch(Request::new_with_str_and_init("https://example.com/never", &init).unwrap()).await;
    assert_eq!(DROPPED.with(Cell::get), before + 1);
}

#[wasm_bindgen_test]
async fn an_error_nobody_handles_is_500_without_its_cause() {
    let response = get("/fail").await;
    assert_eq!(response.status(), 500);
    assert!(!text(&response).await.contains("digit"));
}
