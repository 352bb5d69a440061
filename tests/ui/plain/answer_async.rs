use whippet::prelude::*;

struct User;

async fn show(Path(_id): Path<u32>) -> Result<User> {
    Ok(User)
}

fn main() {
    let _: App = App::new().get("/users/{id}", show);
}
