//! The boundary in a browser: `wasm-pack test --headless --chrome`.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by a panic")]

mod boundary;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
