//! What time it is, as the runtime says.

use std::time::Duration;

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn date_now() -> f64;

    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

/// Since 1970.
pub(crate) fn since_1970() -> Duration {
    milliseconds(date_now())
}

/// Since any moment; it never goes back.
pub(crate) fn monotonic() -> Duration {
    milliseconds(performance_now())
}

/// A clock may say anything: what is none of a time is none.
fn milliseconds(milliseconds: f64) -> Duration {
    Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or_default()
}
