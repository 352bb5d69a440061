use whippet::prelude::*;

struct User;

#[whippet::handler]
fn show(Path(_id): Path<u32>) -> User {
    User
}

fn main() {}
