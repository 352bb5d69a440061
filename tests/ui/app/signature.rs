use whippet::prelude::*;

#[whippet::app(name = "x")]
async unsafe extern "C" fn app<T>(_: T, _: u8) {}

#[whippet::app]
const fn method(&self) -> App {
    App::new()
}

#[whippet::app]
struct NoFunction;

fn main() {}
