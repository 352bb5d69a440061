//! A function in the place of a middleware.
use whippet::prelude::*;

fn main() {
    let _: App = App::new().get("/", || "").with(|cx: Context| cx.log("somebody came"));
}
