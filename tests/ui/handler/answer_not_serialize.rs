use whippet::prelude::*;

struct User;

#[whippet::handler]
fn show() -> Json<User> {
    Json(User)
}

fn main() {}
