use whippet::prelude::*;

struct User;

#[whippet::handler]
fn add(Json(user): Json<User>) {
    let _ = user;
}

fn main() {}
