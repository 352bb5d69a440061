//! A function of a middleware that takes a request and nothing to go on with.
use whippet::{middleware::from_fn, prelude::*};

async fn log(cx: Context) -> &'static str {
    cx.log("somebody came");
    "hello"
}

fn main() {
    let _: App = App::new().get("/", || "").with(from_fn(log));
}
