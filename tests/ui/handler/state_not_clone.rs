use whippet::prelude::*;

struct Motto(&'static str);

#[whippet::handler]
fn motto(State(motto): State<Motto>) -> &'static str {
    motto.0
}

fn main() {}
