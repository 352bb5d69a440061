use whippet::prelude::*;

async fn rename(Json(name): Json<String>, Path(id): Path<u32>) -> String {
    format!("{id} is {name}")
}

fn main() {
    let _: App = App::new().put("/users/{id}", rename);
}
