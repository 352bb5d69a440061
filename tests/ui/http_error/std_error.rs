use whippet::prelude::*;

use std::fmt;

#[derive(Debug, HttpError)]
enum Known {
    #[http(status = 404)]
    Missing,
}

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("missing")
    }
}

impl std::error::Error for Known {}

fn main() {}
