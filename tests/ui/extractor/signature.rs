//! Functions that cannot be extractors.
use whippet::prelude::*;

struct Dog;

#[whippet::extractor]
fn nothing(_: Context) {}

#[whippet::extractor]
fn generic<T: Default + 'static>(_: Context) -> Dog {
    Dog
}

#[whippet::extractor]
fn no_name(_: Context) -> impl Clone {
    7
}

#[whippet::extractor]
fn any(_: impl Clone) -> Dog {
    Dog
}

#[whippet::extractor]
unsafe fn not_safe() -> Dog {
    Dog
}

impl Dog {
    #[whippet::extractor]
    fn method(&self) -> Result<Dog> {
        Ok(Dog)
    }
}

#[whippet::extractor]
fn nine(_: (), _: (), _: (), _: (), _: (), _: (), _: (), _: (), _: ()) -> Dog {
    Dog
}

#[whippet::extractor(sate = ())]
fn key() -> Dog {
    Dog
}

#[whippet::extractor]
struct Cat;

fn main() {}
