use whippet::prelude::*;

use whippet::extract::{Extracted, FromRequestParts};

struct Everything;

struct User;

impl FromRequestParts<Everything> for User {
    fn from_request_parts(_: &Context, _: &Everything) -> Extracted<Self> {
        Ok(Self).into()
    }
}

#[whippet::handler]
fn show(_: User, _: Context) -> &'static str {
    "lola"
}

fn main() {}
