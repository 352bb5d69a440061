//! What is read from the head: the path, the query, the headers, and the head as it is.

use std::collections::BTreeMap;

use headers::UserAgent;
use whippet::{Uri, extract::MatchedPath, prelude::*};

use crate::Kennel;

/// The routes that look at the head only.
pub(crate) fn routes() -> App<Kennel> {
    App::new()
        .get("/dogs/{id}", |Path(id): Path<u32>| format!("dog {id}"))
        .get("/owners/{owner}/dogs/{dog}", owned)
        .get("/dogs", search)
        .get("/language", language)
        .get("/agent", |TypedHeader(agent): TypedHeader<UserAgent>| agent.as_str().to_owned())
        .get("/headers", |headers: Headers| headers.len().to_string())
        .any("/head/{*rest}", head)
        .get("/context/{name}", context)
        .get("/page", page)
        .get("/maybe/{number}", maybe)
}

#[derive(Deserialize)]
struct Owned {
    owner: String,
    dog: u32,
}

/// `GET /owners/{owner}/dogs/{dog}`: several parameters by their names. A tuple takes them in their order.
fn owned(Path(Owned { owner, dog }): Path<Owned>) -> String {
    format!("dog {dog} of {owner}")
}

#[derive(Deserialize, Serialize)]
struct Search {
    /// Must be there.
    q: String,
    /// May be missing.
    limit: Option<u32>,
    /// `on`, `yes`, `1` and `true` are true.
    #[serde(default)]
    chipped: bool,
    /// `tag=fast&tag=small`
    #[serde(default)]
    tag: Vec<String>,
    /// `age[min]=2&age[max]=9`
    #[serde(default)]
    age: Ages,
    /// `sort[0][by]=name&sort[1][by]=age`
    #[serde(default)]
    sort: Vec<Sort>,
    /// `owner[city]=Bern`: any names.
    #[serde(default)]
    owner: BTreeMap<String, String>,
}

#[derive(Default, Deserialize, Serialize)]
struct Ages {
    min: Option<u8>,
    max: Option<u8>,
}

#[derive(Deserialize, Serialize)]
struct Sort {
    by: Column,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Column {
    Name,
    Age,
}

/// `GET /dogs?q=`: the query as a struct, with lists and with what is nested.
fn search(Query(search): Query<Search>) -> Json<Search> {
    Json(search)
}

#[derive(Deserialize)]
struct Preferences {
    /// `Accept-Language`: a `_` stands for each `-`, and a `Vec` takes the elements of a list.
    #[serde(default)]
    accept_language: Vec<String>,
    /// `X-Volume`
    x_volume: Option<u8>,
}

/// `GET /language`: headers as a struct.
fn language(Header(preferences): Header<Preferences>) -> String {
    let language = preferences.accept_language.first().map_or("en", String::as_str);
    format!("{language}, volume {}", preferences.x_volume.unwrap_or(5))
}

/// `/head/{*rest}`: parts of the head as they are. `MatchedPath` is the pattern: what a log counts requests by.
fn head(method: Method, uri: Uri, MatchedPath(pattern): MatchedPath) -> String {
    format!("{method} {uri} by {pattern}")
}

/// `GET /context/{name}`: all of the head, where a handler has to look for itself. It can be cloned and kept.
fn context(cx: Context) -> Json<Value> {
    Json(json!({ "path": cx.path(), "query": cx.query(), "name": cx.param("name"), "accept": cx.header("accept") }))
}

#[derive(Deserialize)]
struct Page {
    page: u32,
}

/// `GET /page`: `None` where nothing was sent. What was sent and does not fit is refused all the same.
fn page(page: Option<Query<Page>>) -> String {
    page.map_or("the first page".to_owned(), |Query(Page { page })| format!("page {page}"))
}

/// `GET /maybe/{number}`: the refusal as a value, for an answer of one's own.
fn maybe(number: Result<Path<u8>>) -> String {
    match number {
        Ok(Path(number)) => format!("the number {number}"),
        Err(error) => format!("no number: {:?}", error.rejection()),
    }
}
