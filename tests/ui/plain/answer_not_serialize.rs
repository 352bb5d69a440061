use whippet::prelude::*;

struct User;

fn show() -> Json<User> {
    Json(User)
}

fn main() {
    let _: App = App::new().get("/users", show);
}
