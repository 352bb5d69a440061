//! Dogs: lengths, ranges, collections, what is nested, addresses; and a page of a list.

use whippet::{prelude::*, validation};

/// As JSON it is written in camelCase, and faults are told so: `/callName`. A field that nobody asked for is refused.
#[derive(Deserialize, Serialize, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Dog {
    /// By default a length counts bytes; `chars` counts what Unicode calls characters.
    #[garde(length(chars, min = 1, max = 40))]
    call_name: String,
    #[garde(range(max = 20))]
    age: u8,
    /// At most three; each has two letters or more.
    #[serde(default)]
    #[garde(length(max = 3), inner(length(chars, min = 2), alphanumeric))]
    nicknames: Vec<String>,
    /// Each with the rules of its own type.
    #[garde(length(min = 1), dive)]
    owners: Vec<Owner>,
    /// `None` passes any rule but `required`.
    #[garde(custom(validation::url))]
    home_page: Option<String>,
    /// Nothing to check.
    #[serde(default)]
    #[garde(skip)]
    chipped: bool,
}

#[derive(Deserialize, Serialize, Validate)]
#[serde(rename_all = "camelCase")]
struct Owner {
    #[garde(length(chars, min = 1))]
    full_name: String,
    #[garde(custom(validation::email))]
    email: String,
}

/// `POST /dogs`
pub(crate) fn create(Valid(Json(dog)): Valid<Json<Dog>>) -> (StatusCode, Json<Dog>) {
    (StatusCode::CREATED, Json(dog))
}

#[derive(Deserialize, Validate)]
pub(crate) struct Page {
    #[serde(default = "first")]
    #[garde(range(min = 1))]
    page: u32,
    #[garde(range(min = 1, max = 100))]
    size: Option<u32>,
}

fn first() -> u32 {
    1
}

/// `GET /dogs`: rules for the query.
pub(crate) fn list(Valid(Query(Page { page, size })): Valid<Query<Page>>) -> String {
    format!("page {page}, {} dogs each", size.unwrap_or(20))
}
