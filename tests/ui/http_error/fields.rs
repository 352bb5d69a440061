use whippet::prelude::*;

use std::{fmt, io};

#[derive(HttpError)]
enum Faulty {
    #[http(status = 500)]
    TwoSources(#[source] io::Error, #[source] fmt::Error),
    #[http(status = 500)]
    FromAndMore(#[from] io::Error, u8),
    #[http(status = 500)]
    FromTwice(#[from] fmt::Error),
    #[http(status = 500)]
    FromThrice(#[from] fmt::Error),
    #[http(transparent, status = 500, title = "x")]
    TransparentAndMore(Error),
    #[http(transparent)]
    TransparentOfTwo(Error, u8),
    #[http(transparent)]
    TransparentOfNone,
    #[http(transparent = true)]
    TransparentWithSource(#[source] Error),
    #[http(status = 500)]
    OnField(#[http(status = 500)] u8),
    #[http(status = 500)]
    #[source]
    OnVariant(#[source(x)] io::Error),
}

fn main() {}
