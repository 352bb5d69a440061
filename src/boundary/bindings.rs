//! [`JsBindings`]: the environment that came with a request.

use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::host::host;

/// The environment that came with a request: a JavaScript object.
#[derive(Clone)]
pub(crate) struct JsBindings(JsValue);

impl JsBindings {
    /// The environment of a request that is under way.
    pub(super) fn of(id: u32) -> Self {
        Self(host().env(id))
    }

    /// Reads a binding: `None` where it is not set, an error where it does not fit.
    pub(crate) fn read<T: DeserializeOwned>(&self, name: &str) -> Option<Result<T, ()>> {
        let value = host().binding(&self.0, name);
        if value.is_undefined() || value.is_null() {
            return None;
        }
        Some(serde_wasm_bindgen::from_value(value).map_err(drop))
    }
}
