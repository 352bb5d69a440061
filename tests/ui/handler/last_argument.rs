use whippet::prelude::*;

struct User;

#[whippet::handler]
async fn show(Path(id): Path<u32>, user: User) -> String {
    let _ = user;
    id.to_string()
}

fn main() {}
