use whippet::prelude::*;

struct User;

fn show(Path(_id): Path<u32>) -> User {
    User
}

fn main() {
    let _: App = App::new().get("/users/{id}", show);
}
