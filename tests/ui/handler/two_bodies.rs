//! A body comes once.
use whippet::prelude::*;

#[whippet::handler]
fn both(_: Json<Value>, _: Form<Vec<(String, String)>>) {}

#[whippet::handler]
fn wrapped(_: Option<Json<Value>>, _: Method, _: Result<String>) {}

fn main() {}
