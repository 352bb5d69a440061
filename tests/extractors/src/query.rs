//! `Query`: single values, lists, defaults, what is nested, unknown ones refused.

use std::collections::BTreeMap;

use whippet::prelude::*;

use crate::Everything;

#[derive(Deserialize, Serialize)]
struct Search {
    q: String,
    #[serde(default = "ten")]
    limit: u8,
    #[serde(default)]
    tags: Vec<String>,
    sort: Option<Sort>,
    exact: Option<bool>,
}

fn ten() -> u8 {
    10
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Sort {
    Name,
    Age,
}

#[derive(Deserialize, Serialize)]
struct Nested {
    filter: Filter,
    #[serde(default)]
    items: Vec<Item>,
}

#[derive(Deserialize, Serialize)]
struct Filter {
    name: String,
    #[serde(default)]
    tags: Vec<String>,
}

#[derive(Deserialize, Serialize)]
struct Item {
    name: String,
    count: Option<u8>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Strict {
    a: Option<u8>,
}

pub(crate) fn app() -> App<Everything> {
    App::new()
        .get("/search", |Query(search): Query<Search>| Json(search))
        .get("/numbers", |Query(numbers): Query<BTreeMap<String, Vec<i32>>>| Json(numbers))
        .get("/pairs", |Query(pairs): Query<Vec<(String, String)>>| Json(pairs))
        .get("/nested", |Query(nested): Query<Nested>| Json(nested))
        .get("/strict", |Query(strict): Query<Strict>| Json(strict))
}
