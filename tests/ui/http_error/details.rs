use whippet::prelude::*;

#[derive(HttpError)]
enum Faulty {
    #[http(status = 404, detail = "no order {1}")]
    NoSuchField(u32),
    #[http(status = 404, detail = "no order {name} of {}")]
    NoSuchName { id: u32, count: u32 },
    #[http(status = 404, detail = "no {field}")]
    NoFields,
    #[http(status = 404, detail = "{0")]
    Open(u32),
    #[http(status = 404, detail = "0}")]
    Closed(u32),
    #[http(status = 404, detail = "{0:1$}")]
    Width(u32, usize),
}

fn main() {}
