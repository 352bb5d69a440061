use whippet::prelude::*;

#[derive(HttpError)]
enum Known {
    // The attribute is known where `thiserror::Error` is derived, too.
    #[error("missing")]
    #[http(status = 404)]
    Missing,
}

fn main() {}
