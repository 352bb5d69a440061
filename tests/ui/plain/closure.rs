use whippet::prelude::*;

struct User;

fn main() {
    let _: App = App::new().get("/", |_: User| "text");
}
