use whippet::prelude::*;

struct Motto;

struct Everything;

fn main() {
    let _: App = App::new().get("/", |_: State<Motto>| "text").with_state(Everything);
}
