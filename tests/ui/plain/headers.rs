use whippet::prelude::*;

fn main() {
    let _: App = App::new().get("/", || ("x-dog", "lola"));
}
