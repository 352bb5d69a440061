//! Arguments that are none of an extractor, and a body, which only a handler may read.
use whippet::prelude::*;

struct Dog;

#[whippet::extractor]
fn dog(_: u32) -> Dog {
    Dog
}

struct Bark;

#[whippet::extractor]
async fn bark(Json(_): Json<Value>) -> Result<Bark> {
    Ok(Bark)
}

fn main() {
    let _: App = App::new().get("/dog", |_: Dog| "").post("/bark", |_: Bark| "");
}
