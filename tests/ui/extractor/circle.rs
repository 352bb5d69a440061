//! Two that need each other: neither can be made first.
use whippet::{extract::Dep, prelude::*};

struct Hen;
struct Egg;

#[whippet::extractor]
fn hen(_: Dep<Egg>) -> Hen {
    Hen
}

#[whippet::extractor]
fn egg(_: Dep<Hen>) -> Egg {
    Egg
}

fn main() {
    let _: App = App::new().get("/", |_: Dep<Hen>| "");
}
