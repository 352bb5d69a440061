//! Requests to other servers, by the runtime's own `fetch`.

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use js_sys::{Array, ArrayBuffer, Function, Object, Promise, Reflect, Uint8Array, futures::JsFuture};
use wasm_bindgen::{JsCast, prelude::*};
use web_sys::Response;

use super::host::network;
use crate::fetch::{Fetch, Fetched};

#[wasm_bindgen]
extern "C" {
    type Blob;

    #[wasm_bindgen(constructor)]
    fn new(parts: &Array) -> Blob;

    type AbortController;

    #[wasm_bindgen(constructor)]
    fn new() -> AbortController;

    #[wasm_bindgen(method, getter)]
    fn signal(this: &AbortController) -> JsValue;

    #[wasm_bindgen(method)]
    fn abort(this: &AbortController);
}

/// Cancels a request that nobody waits for any more.
struct Pending {
    controller: AbortController,
    is_over: bool,
}

impl Drop for Pending {
    fn drop(&mut self) {
        if !self.is_over {
            self.controller.abort();
        }
    }
}

/// Sends a request, and reads the answer to its end.
pub(crate) async fn send(fetch: Fetch) -> Result<Fetched, String> {
    let mut pending = Pending { controller: AbortController::new(), is_over: false };
    let answer = exchange(&fetch, &pending.controller).await;
    pending.is_over = true;
    answer.map_err(|error| told(&error))
}

async fn exchange(fetch: &Fetch, controller: &AbortController) -> Result<Fetched, JsValue> {
    let init = Object::new();
    let set = |name: &str, value: &JsValue| Reflect::set(&init, &name.into(), value);
    set("method", &fetch.method().as_str().into())?;
    set("signal", &controller.signal())?;
    let headers = Array::new();
    for (name, value) in fetch.headers().iter() {
        // A character for each byte, as `fetch` takes them.
        let value: String = value.as_bytes().iter().map(|byte| char::from(*byte)).collect();
        headers.push(&Array::of2(&name.as_str().into(), &value.into()));
    }
    set("headers", &headers)?;
    if !fetch.bytes().is_empty() {
        // Node.js 20 cannot send bytes again after a redirect: it can send a blob.
        set("body", &Blob::new(&Array::of1(&Uint8Array::from(&**fetch.bytes()))))?;
    }
    let sent = network().unchecked_into::<Function>().call2(&JsValue::UNDEFINED, &fetch.url().into(), &init)?;
    let response: Response = JsFuture::from(Promise::resolve(&sent)).await?.unchecked_into();
    let mut answer = Fetched::of(response.status(), Bytes::new());
    for entry in js_sys::try_iter(&Reflect::get(&response, &"headers".into())?)?.into_iter().flatten() {
        let entry: Array = entry?.unchecked_into();
        let text = |at| entry.get(at).as_string().unwrap_or_default();
        let name = HeaderName::from_bytes(text(0).as_bytes());
        if let Some((name, value)) = name.ok().zip(HeaderValue::from_bytes(&latin_1(&text(1))).ok()) {
            answer = answer.with_header(name, value);
        }
    }
    let body: ArrayBuffer = JsFuture::from(response.array_buffer()?).await?.unchecked_into();
    Ok(answer.with_body(Uint8Array::new(&body).to_vec().into()))
}

/// A byte for each character, as `fetch` gives the values of headers.
fn latin_1(text: &str) -> Vec<u8> {
    text.chars().map(|character| u8::try_from(character).unwrap_or(b'?')).collect()
}

/// What an error says of itself, and its cause: `fetch failed` alone tells nothing.
fn told(error: &JsValue) -> String {
    let message = |error: &JsValue| Reflect::get(error, &"message".into()).ok().and_then(|message| message.as_string());
    let cause = Reflect::get(error, &"cause".into()).ok().and_then(|cause| message(&cause));
    let message = message(error).unwrap_or_else(|| "it failed".to_owned());
    cause.map(|cause| format!("{message}: {cause}")).unwrap_or(message)
}
