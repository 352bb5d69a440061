use whippet::prelude::*;

struct User;

fn rename(Path(id): Path<u32>, user: User, Json(name): Json<String>) -> String {
    let _ = user;
    format!("{id} is {name}")
}

fn main() {
    let _: App = App::new().put("/users/{id}", rename);
}
