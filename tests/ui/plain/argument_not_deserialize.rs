use whippet::prelude::*;

struct User;

fn add(Json(user): Json<User>) {
    let _ = user;
}

fn main() {
    let _: App = App::new().post("/users", add);
}
