use whippet::prelude::*;

#[whippet::handler]
unsafe extern "C" fn dangerous<T>(_: T, _: String, _: Vec<u8>, _: impl Clone, _: Context) -> ! {
    loop {}
}

#[whippet::handler]
const fn fixed(_: &'static str) {}

#[whippet::handler]
fn many(_: Method, _: Method, _: Method, _: Method, _: Method, _: Method, _: Method, _: Method, _: Method) {}

#[whippet::handler]
fn two_states(_: State<u8>, _: State<&'static str>, _: State<u8>) {}

struct Dog;

impl Dog {
    #[whippet::handler]
    fn bark(&self, _: Context) {}
}

fn main() {}
