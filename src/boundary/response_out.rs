//! The outbox: where JavaScript finds what an entry gives it.
//!
//! Words, in order: for an answer the status, place and length of the header block, place and length of the body; for a wanted body
//! the most that it may have. The header block is a name, a NUL, its value, and so on, joined by NULs: neither may contain one.

use std::cell::{Cell, RefCell};

use crate::response::Response;

thread_local! {
    static OUTBOX: [Cell<u32>; 5] = const { [const { Cell::new(0) }; 5] };
    /// What the outbox points at: it must stay until JavaScript has read it, so until the next answer.
    static LEAVING: RefCell<(Vec<u8>, Response)> = RefCell::default();
}

/// Where the outbox is.
pub(super) fn place() -> u32 {
    OUTBOX.with(|outbox| address(outbox.as_ptr().cast()))
}

/// Writes an answer.
pub(super) fn write_response(response: Response) {
    LEAVING.with(|leaving| {
        let (fields, kept) = &mut *leaving.borrow_mut();
        fields.clear();
        for (name, value) in response.headers().iter() {
            for part in [name.as_str().as_bytes(), value.as_bytes()] {
                if !fields.is_empty() {
                    fields.push(0);
                }
                fields.extend_from_slice(part);
            }
        }
        *kept = response;
        let body = kept.body().as_bytes();
        write([
            u32::from(kept.status().as_u16()),
            address(fields.as_ptr()),
            length(fields),
            address(body.as_ptr()),
            length(body),
        ]);
    });
}

/// Writes one number.
pub(super) fn write_number(number: usize) {
    write([u32::try_from(number).unwrap_or(u32::MAX), 0, 0, 0, 0]);
}

/// Gives back what the outbox points at.
pub(super) fn release() {
    LEAVING.with(RefCell::take);
}

fn write(words: [u32; 5]) {
    OUTBOX.with(|outbox| {
        for (cell, word) in outbox.iter().zip(words) {
            cell.set(word);
        }
    });
}

#[allow(clippy::cast_possible_truncation, reason = "an address of wasm32 has 32 bits")]
fn address(pointer: *const u8) -> u32 {
    pointer as usize as u32
}

#[allow(clippy::cast_possible_truncation, reason = "a length of wasm32 has 32 bits")]
fn length(bytes: &[u8]) -> u32 {
    bytes.len() as u32
}
