use whippet::prelude::*;

#[derive(HttpError)]
union Union {
    a: u8,
}

#[derive(HttpError)]
#[http(status = 500)]
struct Generic<T>(T);

#[derive(HttpError)]
struct NoStatus;

fn main() {}
