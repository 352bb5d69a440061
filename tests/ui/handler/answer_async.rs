use whippet::prelude::*;

struct User;

#[whippet::handler]
async fn show(Path(_id): Path<u32>) -> Result<User> {
    Ok(User)
}

fn main() {}
