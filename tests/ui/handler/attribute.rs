use whippet::prelude::*;

#[whippet::handler(stat = u8)]
fn misspelt(_: Context) {}

#[whippet::handler(state = u8, state = u16)]
fn twice(_: Context) {}

#[whippet::handler(u8)]
fn bare(_: Context) {}

#[whippet::handler]
struct NoFunction;

fn main() {}
