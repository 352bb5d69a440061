//! `Option` and `Result` of extractors, and tuples of them.

use whippet::{
    extract::{Extracted, FromRequestParts},
    prelude::*,
};

use crate::Everything;

/// A header that may be missing, and must be a number.
struct Age(u8);

impl<S> FromRequestParts<S> for Age {
    const HEADERS: &'static [&'static str] = &["x-age"];

    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        let faulty = |message: &'static str| {
            Error::unprocessable("the header x-age does not fit").with_fault(Fault::new(
                Place::Header,
                "/x-age",
                message,
            ))
        };
        let age = match cx.header("x-age") {
            None => Err(faulty("is missing").as_missing()),
            Some(text) => text.parse().map(Age).map_err(|_| faulty("is no age")),
        };
        age.into()
    }
}

#[derive(Deserialize)]
struct Page {
    page: u8,
}

/// A refusal as the handler sees it: its name in the table, its status, and where it was.
fn told(error: &Error) -> Value {
    let faults: Vec<&str> = error.faults().iter().map(Fault::path).collect();
    json!({ "rejection": error.rejection().map(|rejection| format!("{rejection:?}")), "status": error.status().as_u16(), "faults": faults })
}

pub(crate) fn app() -> App<Everything> {
    App::new()
        .get("/option/header", |age: Option<Age>| Json(age.map(|Age(age)| age)))
        .get("/option/query", |page: Option<Query<Page>>| Json(page.map(|Query(page)| page.page)))
        .post("/option/json", |value: Option<Json<u8>>| Json(value.map(|Json(number)| number)))
        .get("/result/header", |age: Result<Age>| Json(age.map_or_else(|error| told(&error), |Age(age)| json!(age))))
        .get("/result/path/{n}", |n: Result<Path<u8>>| Json(n.map_or_else(|error| told(&error), |Path(n)| json!(n))))
        .get("/result/query", |page: Result<Query<Page>>| {
            Json(page.map_or_else(|error| told(&error), |Query(page)| json!(page.page)))
        })
        .post("/result/json", |value: Result<Json<u8>>| {
            Json(value.map_or_else(|error| told(&error), |Json(number)| json!(number)))
        })
        .post("/result/text", |text: Result<String>| Json(text.map_or_else(|error| told(&error), Value::from)))
        .get("/tuple/{n}", |(Path(n), Query(page), Age(age)): (Path<u8>, Query<Page>, Age)| Json((n, page.page, age)))
}
