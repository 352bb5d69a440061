//! [`NativeBindings`]: a platform's own bindings: JavaScript's on wasm32, none elsewhere.
//!
//! A concrete type and not a trait's, so that an application that reads no binding carries nothing that could.

#[cfg(target_arch = "wasm32")]
pub(crate) use crate::boundary::JsBindings as NativeBindings;

/// There is no platform but the one that a test gives by hand.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone)]
pub(crate) enum NativeBindings {}

#[cfg(not(target_arch = "wasm32"))]
impl NativeBindings {
    pub(crate) fn read<T>(&self, _: &str) -> Option<Result<T, ()>> {
        match *self {}
    }
}
