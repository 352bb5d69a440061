use whippet::prelude::*;

struct User;

async fn show(Path(id): Path<u32>, user: User) -> String {
    let _ = user;
    id.to_string()
}

fn main() {
    let _: App = App::new().get("/users/{id}", show);
}
