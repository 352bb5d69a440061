use whippet::prelude::*;

struct User;

#[whippet::handler]
fn now(_: Context) -> Result<impl Clone> {
    Ok(1)
}

#[whippet::handler]
fn later(_: Context) -> impl Future<Output = User> {
    std::future::ready(User)
}

#[whippet::handler]
fn boxed() -> whippet::LocalBoxFuture<User> {
    Box::pin(async { User })
}

fn main() {}
