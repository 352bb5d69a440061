use whippet::prelude::*;

struct Motto;

struct Everything;

#[whippet::handler(state = Everything)]
fn motto(_: State<Motto>) -> &'static str {
    "small"
}

fn main() {}
