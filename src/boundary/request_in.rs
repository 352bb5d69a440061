//! What JavaScript writes before it enters: a head, or the headers that are declared; and a body.
//!
//! Room is asked for first, and its place is told; what was written is taken by its number of bytes.

use std::cell::{Cell, RefCell};

use bytes::Bytes;
use wasm_bindgen::prelude::*;

thread_local! {
    static HEAD: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static BODY: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Makes room for a head, and says where.
#[wasm_bindgen]
pub fn whippet_head(bytes: usize) -> *const u8 {
    HEAD.with_borrow_mut(|head| {
        head.resize(bytes, 0);
        head.as_ptr()
    })
}

/// Makes room for a body, and says where.
#[wasm_bindgen]
pub fn whippet_body(bytes: usize) -> *const u8 {
    let body = vec![0; bytes];
    let place = body.as_ptr();
    BODY.set(body);
    place
}

/// The head that was written. JavaScript's encoder writes nothing but UTF-8.
pub(super) fn head(bytes: usize) -> Option<Box<str>> {
    HEAD.with_borrow(|head| head.get(..bytes).and_then(|head| std::str::from_utf8(head).ok()).map(Box::from))
}

/// The body that was written.
pub(super) fn body() -> Bytes {
    BODY.take().into()
}
