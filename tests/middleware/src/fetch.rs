//! The part behind `/fetch`: asks another server, and tells what it answers.

use std::time::Duration;

use whippet::{fetch::Fetch, prelude::*};

#[derive(Deserialize)]
struct Asked {
    url: String,
    #[serde(default)]
    method: Option<String>,
    #[serde(default = "patient")]
    milliseconds: u64,
}

fn patient() -> u64 {
    5000
}

async fn ask(Query(asked): Query<Asked>, body: Bytes) -> Result<Json<Value>> {
    let method = asked.method.as_deref().unwrap_or("POST").parse()?;
    let answer = Fetch::new(method, asked.url)
        .header(HeaderName::from_static("x-note"), HeaderValue::from_bytes(b"caf\xe9")?)
        .header(header::ACCEPT, HeaderValue::from_static("text/plain"))
        .body(body)
        .timeout(Duration::from_millis(asked.milliseconds))
        .send()
        .await?;
    let headers =
        answer.headers().get_all("x-answer").map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    Ok(Json(json!({
        "status": answer.status().as_u16(),
        "headers": headers.collect::<Vec<_>>(),
        "bytes": answer.bytes().len(),
        "text": answer.text().unwrap_or("no text"),
    })))
}

pub(crate) fn app() -> App {
    App::new().post("/", ask)
}
