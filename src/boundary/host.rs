//! [`Host`]: what JavaScript does for the module.
//!
//! Its methods stand in `npm/src/core.ts`, those of its [`Memory`] and its [`Table`] in `memory.ts` and `table.ts` beside it.

use std::cell::OnceCell;

use wasm_bindgen::prelude::*;
use web_sys::Request;

#[wasm_bindgen(module = "/src/boundary/core.js")]
extern "C" {
    /// One instance of the module, and the requests in it, as JavaScript sees them.
    #[derive(Clone)]
    pub(super) type Host;

    #[wasm_bindgen(constructor)]
    fn new(instance: &JsValue, memory: &Memory, records: &Table) -> Host;

    #[wasm_bindgen(method)]
    pub(super) fn declared(this: &Host, id: u32) -> usize;

    #[wasm_bindgen(method)]
    pub(super) fn header(this: &Host, id: u32, name: &str) -> Option<String>;

    #[wasm_bindgen(method)]
    pub(super) fn headers(this: &Host, id: u32) -> String;

    #[wasm_bindgen(method)]
    pub(super) fn client(this: &Host, id: u32) -> String;

    #[wasm_bindgen(method)]
    pub(super) fn env(this: &Host, id: u32) -> JsValue;

    #[wasm_bindgen(method)]
    pub(super) fn binding(this: &Host, env: &JsValue, name: &str) -> JsValue;

    #[wasm_bindgen(method)]
    pub(super) fn log(this: &Host, line: &str, is_error: bool);

    #[wasm_bindgen(method)]
    pub(super) fn opened(this: &Host, declared: &str);

    #[wasm_bindgen(method)]
    pub(super) fn failed(this: &Host, line: &str);

    #[wasm_bindgen(method)]
    pub(super) fn wake(this: &Host, id: u32);

    #[wasm_bindgen(method)]
    pub(super) fn timer(this: &Host, timer: u32, milliseconds: f64);

    #[wasm_bindgen(method)]
    pub(super) fn forget(this: &Host, timer: u32);

    #[wasm_bindgen(method)]
    pub(super) fn background(this: &Host, id: u32) -> u32;
}

#[wasm_bindgen(module = "/src/boundary/memory.js")]
extern "C" {
    /// Where heads, bodies and answers stand, as JavaScript sees it.
    type Memory;

    #[wasm_bindgen(constructor)]
    fn new(instance: &JsValue) -> Memory;
}

#[wasm_bindgen(module = "/src/boundary/table.js")]
extern "C" {
    /// What waits, by number.
    type Table;

    #[wasm_bindgen(constructor)]
    fn new() -> Table;
}

#[wasm_bindgen(module = "/src/boundary/web.js")]
extern "C" {
    #[wasm_bindgen(js_name = serveRaw)]
    pub(super) fn serve_raw(host: &Host, request: &Request, env: &JsValue, context: &JsValue) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    /// The runtime's own `fetch`.
    #[wasm_bindgen(thread_local_v2, js_name = fetch)]
    static NETWORK: JsValue;
}

/// The runtime's own `fetch`.
pub(super) fn network() -> JsValue {
    NETWORK.with(JsValue::clone)
}

/// Whether the runtime has a `fetch` of its own.
///
/// It is asked so that wasm-bindgen knows the name as taken: else the module's own `fetch` would, in the glue, stand before the
/// runtime's, and the loader of wasm-bindgen's `web` target, which fetches the module, would call the module.
pub(super) fn has_network() -> bool {
    NETWORK.with(JsValue::is_function)
}

thread_local! {
    static HOST: OnceCell<Host> = const { OnceCell::new() };
}

fn make_host() -> Host {
    let instance = wasm_bindgen::instance();
    Host::new(&instance, &Memory::new(&instance), &Table::new())
}

/// This instance's host.
pub(super) fn host() -> Host {
    HOST.with(|host| host.get_or_init(make_host).clone())
}
