use whippet::prelude::*;

#[whippet::handler]
async fn rename(Json(name): Json<String>, Path(id): Path<u32>) -> String {
    format!("{id} is {name}")
}

fn main() {}
