//! The outbox: where JavaScript finds what an entry gives it.
//!
//! Words, in order: for an answer the status, place and length of the header block, the number of its headers, place and length of the
//! body, and [what is special](ASCII_FIELDS); for a wanted body the most that it may have. The last word is JavaScript's: the number
//! of the headers that it read last.
//!
//! Most answers have the headers of the one before, but for a value or two. Where JavaScript has read those, the block tells only what
//! changed: for each value its place among the fields, from 1, as one character, and the value, joined by NULs. The same headers keep
//! their number, and their block is empty. Else it has a name, a NUL, its value, and so on, joined by NULs: neither may contain one.

use std::cell::{Cell, RefCell};

use crate::{body::Body, headers::Headers, response::Response};

/// All bytes of the header block are ASCII.
const ASCII_FIELDS: u32 = 1;

/// All bytes of the body are, and it is short.
const ASCII_BODY: u32 = 2;

/// The header block tells what changed.
const CHANGES: u32 = 4;

/// The most bytes that a short body has: runtimes are quicker with text, and less so the longer it is.
const MAX_SHORT_BYTES: usize = 4096;

/// Where JavaScript says which headers it has read.
const READ: usize = 7;

/// How many places one ASCII character can tell.
const MAX_FIELDS: usize = 127;

/// What the outbox points at: it must stay until JavaScript has read it, so until the next answer.
#[derive(Default)]
struct Leaving {
    block: Vec<u8>,
    headers: Headers,
    /// The number of these headers; none has 0.
    number: u32,
    body: Body,
}

thread_local! {
    static OUTBOX: [Cell<u32>; READ + 1] = const { [const { Cell::new(0) }; READ + 1] };
    static LEAVING: RefCell<Leaving> = RefCell::default();
}

/// Where the outbox is.
pub(super) fn place() -> u32 {
    OUTBOX.with(|outbox| place_of(outbox.as_ptr().cast()))
}

/// Writes an answer.
pub(super) fn write_response(response: Response) {
    LEAVING.with_borrow_mut(|leaving| {
        let status = u32::from(response.status().as_u16());
        let (headers, body) = response.into_parts();
        let mut special = leaving.write_headers(headers);
        leaving.body = body;
        let Leaving { block, number, body, .. } = leaving;
        if block.is_ascii() {
            special |= ASCII_FIELDS;
        }
        let body = body.as_bytes();
        if body.len() <= MAX_SHORT_BYTES && body.is_ascii() {
            special |= ASCII_BODY;
        }
        write([status, address(block), length(block), *number, address(body), length(body), special]);
    });
}

impl Leaving {
    /// Writes the block of some headers, and says what is special about it.
    fn write_headers(&mut self, headers: Headers) -> u32 {
        self.block.clear();
        let before = std::mem::replace(&mut self.headers, headers);
        if OUTBOX.with(|outbox| outbox[READ].get()) == self.number && self.write_changes(&before) {
            // The same headers keep their number.
            if !self.block.is_empty() {
                self.number = self.number.wrapping_add(1).max(1);
            }
            return CHANGES;
        }
        self.block.clear();
        for (name, value) in self.headers.iter() {
            push(&mut self.block, name.as_str().as_bytes());
            push(&mut self.block, value.as_bytes());
        }
        self.number = self.number.wrapping_add(1).max(1);
        0
    }

    /// Writes in what these headers differ from those before; false where that cannot be told.
    fn write_changes(&mut self, before: &Headers) -> bool {
        if self.number == 0 || before.len() != self.headers.len() || before.len() > MAX_FIELDS {
            return false;
        }
        for (place, (old, new)) in (1..).zip(before.iter().zip(self.headers.iter())) {
            if !is_same(old.0.as_str().as_bytes(), new.0.as_str().as_bytes()) {
                return false;
            }
            if !is_same(old.1.as_bytes(), new.1.as_bytes()) {
                push(&mut self.block, &[place]);
                self.block.extend_from_slice(new.1.as_bytes());
            }
        }
        true
    }
}

/// Whether two texts are the same. Most stand at one place, in the program or in a middleware, and need not be compared.
fn is_same(old: &[u8], new: &[u8]) -> bool {
    std::ptr::eq(old, new) || old == new
}

/// Puts a text behind those that are there.
fn push(block: &mut Vec<u8>, text: &[u8]) {
    if !block.is_empty() {
        block.push(0);
    }
    block.extend_from_slice(text);
}

/// Writes one number.
pub(super) fn write_number(number: usize) {
    write([u32::try_from(number).unwrap_or(u32::MAX), 0, 0, 0, 0, 0, 0]);
}

/// Gives back what the outbox points at.
pub(super) fn release() {
    LEAVING.with_borrow_mut(|leaving| leaving.body = Body::empty());
}

fn write(words: [u32; 7]) {
    OUTBOX.with(|outbox| {
        for (cell, word) in outbox.iter().zip(words) {
            cell.set(word);
        }
    });
}

fn address(bytes: &[u8]) -> u32 {
    place_of(bytes.as_ptr())
}

#[allow(clippy::cast_possible_truncation, reason = "an address of wasm32 has 32 bits")]
fn place_of(pointer: *const u8) -> u32 {
    pointer as usize as u32
}

#[allow(clippy::cast_possible_truncation, reason = "a length of wasm32 has 32 bits")]
fn length(bytes: &[u8]) -> u32 {
    bytes.len() as u32
}
