use whippet::prelude::*;

#[whippet::handler]
fn add(_: Context, Path(_): Path<u32>, upload: Vec<u8>) {
    drop(upload);
}

fn main() {}
