//! The places other than a JSON document: path, query, form, headers.

use std::collections::BTreeMap;

use whippet::{prelude::*, testing::TestClient};

use super::places_of;

#[derive(Deserialize, Validate)]
#[garde(transparent)]
pub(super) struct Id(#[garde(range(max = 100))] u32);

#[derive(Deserialize, Validate)]
struct Plain(#[garde(range(max = 100))] u32);

#[derive(Deserialize, Validate)]
struct Ids {
    #[garde(range(max = 100))]
    id: u32,
    #[garde(length(max = 3))]
    dog: String,
}

#[test]
fn parameters_of_the_path_are_named() {
    let app = App::new()
        .get("/struct/{id}/{dog}", |Valid(Path(ids)): Valid<Path<Ids>>| format!("{} {}", ids.id, ids.dog))
        .get("/tuple/{id}/{other}", |_: Valid<Path<(Id, Plain)>>| "two")
        .get("/one/{id}", |_: Valid<Path<Id>>| "one")
        .get("/plain/{id}", |_: Valid<Path<Plain>>| "plain");
    let client = TestClient::new(app);
    assert_eq!(client.get("/struct/7/bo").send().text(), "7 bo");
    for (path, expected) in [
        ("/struct/700/lola", &["path /dog", "path /id"][..]),
        ("/tuple/700/700", &["path /id", "path /other"]),
        ("/one/700", &["path /id"]),
        ("/plain/700", &["path /id"]),
    ] {
        let problem: Value = client.get(path).send().assert_status(422).json();
        assert_eq!(places_of(&problem), expected, "{path}");
    }
}

#[derive(Deserialize, Validate)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Search {
    #[garde(length(min = 2))]
    search_for: String,
    #[serde(default)]
    #[garde(inner(length(min = 2)))]
    tags: Vec<String>,
    #[garde(required)]
    page_size: Option<u32>,
    #[serde(default)]
    #[garde(dive)]
    r#in: BTreeMap<String, Named>,
    #[serde(default)]
    #[garde(dive)]
    dogs: Vec<Named>,
}

#[derive(Deserialize, Validate)]
struct Named {
    #[garde(length(min = 2))]
    name: String,
}

#[test]
fn fields_of_a_form_are_named() {
    let client = TestClient::new(App::new().post("/", |_: Valid<Form<Search>>| "found"));
    let post = |form: &'static str| {
        client.post("/").header("content-type", "application/x-www-form-urlencoded").body(form).send()
    };
    assert_eq!(post("search-for=lola&page-size=1").text(), "found");
    let problem: Value = post("search-for=x&tags=xx&tags=y&page-size=1").assert_status(422).json();
    assert_eq!(places_of(&problem), ["body /search-for", "body /tags/1"]);
}

#[derive(Deserialize, Validate)]
struct Tokens {
    #[garde(length(min = 2))]
    x_token: String,
    #[serde(default)]
    #[garde(inner(length(min = 2)))]
    x_tags: Vec<String>,
    #[garde(required)]
    x_other: Option<String>,
}

#[test]
fn headers_are_named() {
    let client = TestClient::new(App::new().get("/", |_: Valid<Header<Tokens>>| "found"));
    let problem: Value =
        client.get("/").header("x-token", "x").header("x-tags", "xx, y").send().assert_status(422).json();
    assert_eq!(places_of(&problem), ["header /x-other", "header /x-tags/1", "header /x-token"]);
}

#[test]
fn parameters_of_the_query_are_named() {
    let client = TestClient::new(App::new().get("/", |_: Valid<Query<Search>>| "found"));
    assert_eq!(client.get("/?search-for=lola&tags=xx&page-size=1").send().text(), "found");
    for (query, expected) in [
        ("search-for=x", &["query /page-size", "query /search-for"][..]),
        ("search-for=x&tags=xx&tags=y&page-size=1", &["query /search-for", "query /tags/1"]),
        ("search%2Dfor=xx&tags=y&page-size=1", &["query /tags/0"]),
        ("search-for=xx&tags[]=xx&tags[]=y&page-size=1", &["query /tags/1"]),
        ("search-for=xx&page-size=1&in[park][name]=x", &["query /in/park/name"]),
        (
            "search-for=xx&page-size=1&dogs[7][name]=x&dogs[9][name]=xx&dogs[10][name]=y",
            &["query /dogs/7/name", "query /dogs/10/name"],
        ),
    ] {
        let problem: Value = client.get(&format!("/?{query}")).send().assert_status(422).json();
        assert_eq!(places_of(&problem), expected, "{query}");
    }
}
