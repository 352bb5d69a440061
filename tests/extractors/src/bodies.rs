//! What reads the body: `Json`, `Form`, `Bytes`, `String`, `BodyStream`, `Request`.

use std::collections::BTreeMap;

use whippet::{BodyStream, Request, extract::Form, prelude::*};

use crate::Everything;

#[derive(Deserialize, Serialize)]
struct Dog {
    name: String,
    age: u8,
    #[serde(default)]
    toys: Vec<Toy>,
    size: Option<Size>,
}

#[derive(Deserialize, Serialize)]
struct Toy {
    #[serde(rename = "a/b~c")]
    odd: Option<bool>,
    price: f64,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Size {
    Small,
    Large,
    Exact(u8),
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Strict {
    a: Option<u8>,
}

#[derive(Deserialize, Serialize)]
struct Walk {
    from: u8,
    to: Option<u8>,
    #[serde(default)]
    dogs: Vec<String>,
    #[serde(default)]
    place: BTreeMap<String, String>,
}

async fn stream(body: BodyStream) -> Result<Json<usize>> {
    let mut body = body.limit(1000);
    let mut bytes = 0;
    while let Some(chunk) = body.next().await {
        bytes += chunk?.len();
    }
    Ok(Json(bytes))
}

/// Answers before the end.
async fn begin(mut body: BodyStream) -> Result<String> {
    let chunk = body.next().await.transpose()?.unwrap_or_default();
    Ok(chunk.iter().take(3).map(|byte| char::from(*byte)).collect())
}

async fn request(request: Request) -> Result<Json<Value>> {
    let (method, dog) = (request.method().to_string(), request.header("x-dog").unwrap_or_default().into_owned());
    let text = if request.query() == "unread" { None } else { Some(request.text().await?) };
    Ok(Json(json!({ "method": method, "dog": dog, "text": text })))
}

pub(crate) fn app() -> App<Everything> {
    App::new()
        .post("/json", |Json(dog): Json<Dog>| Json(dog))
        .post("/json/any", |Json(value): Json<Value>| Json(value))
        .post("/json/map", |Json(map): Json<BTreeMap<String, u8>>| Json(map))
        .post("/json/strict", |Json(strict): Json<Strict>| Json(strict))
        .post("/form", |Form(walk): Form<Walk>| Json(walk))
        .post("/form/pairs", |Form(pairs): Form<Vec<(String, String)>>| Json(pairs))
        .post("/form/strict", |Form(strict): Form<Strict>| Json(strict))
        .post("/stream", stream)
        .post("/stream/begin", begin)
        .any("/request", request)
        .post("/request/json", async |request: Request| request.json::<Strict>().await.map(Json))
        .post("/bytes", |body: Bytes| Json((body.len(), body.iter().map(|byte| u64::from(*byte)).sum::<u64>())))
        .post("/text", |text: String| Json(text))
}
