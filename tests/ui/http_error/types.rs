use whippet::prelude::*;

struct Opaque;

#[derive(HttpError)]
enum NotShown {
    #[http(status = 404, detail = "no {0}")]
    Detail(Opaque),
}

#[derive(HttpError)]
enum NoCause {
    #[http(status = 500)]
    Source(#[source] Opaque),
}

#[derive(HttpError)]
enum NoAnswer {
    #[http(transparent)]
    Transparent(Opaque),
}

fn main() {}
