//! A refusal that is no error which can be answered, and types that are nobody's own.
use whippet::prelude::*;

struct Denied;

struct Dog;

#[whippet::extractor]
fn dog(_: Context) -> Result<Dog, Denied> {
    Err(Denied)
}

#[whippet::extractor]
fn name(_: Context) -> Option<String> {
    None
}

fn main() {}
