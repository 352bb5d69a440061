//! What is read from the body: the last argument of a handler.

use whippet::{BodyStream, Request, prelude::*};

use crate::Kennel;

/// The most that a note may have.
const MAX_NOTE_BYTES: usize = 1000;
/// The most that a picture may have.
const MAX_PICTURE_BYTES: usize = 200_000;

/// The routes that read a body.
pub(crate) fn routes() -> App<Kennel> {
    App::new()
        .post("/dogs", create)
        .put("/dogs", |Form(dog): Form<Dog>| dog.name)
        .post("/pictures", upload)
        .post("/text", |text: String| format!("{} letters", text.chars().count()))
        .post("/bytes", |bytes: Bytes| format!("{} bytes", bytes.len()))
        .post("/lines", lines)
        .post("/note", note)
}

#[derive(Deserialize, Serialize)]
struct Dog {
    name: String,
    age: u8,
    #[serde(default)]
    toys: Vec<String>,
}

/// `POST /dogs`: a JSON document. A form, `PUT /dogs`, is read like a query.
fn create(Json(dog): Json<Dog>) -> (StatusCode, Json<Dog>) {
    (StatusCode::CREATED, Json(dog))
}

/// `POST /pictures`: a form with files. Its parts come one after the other, each in chunks: a picture is never in memory as a whole.
async fn upload(form: Multipart) -> Result<String> {
    let mut form = form.max_parts(2).max_part_bytes(MAX_PICTURE_BYTES);
    let (mut title, mut bytes) = ("a picture".to_owned(), 0);
    while let Some(mut part) = form.next().await? {
        match part.name() {
            "title" => title = part.text().await?,
            "picture" => {
                while let Some(chunk) = part.chunk().await? {
                    bytes += chunk.len(); // or send it on to where it is stored
                }
            }
            // What nobody asks for is passed over.
            _ => {}
        }
    }
    Ok(format!("{title}: {bytes} bytes"))
}

/// `POST /lines`: chunk by chunk, as they come, so that no more than one is in memory.
async fn lines(mut body: BodyStream) -> Result<String> {
    let mut lines = 0;
    while let Some(chunk) = body.next().await {
        lines += chunk?.iter().filter(|byte| **byte == b'\n').count();
    }
    Ok(format!("{lines} lines"))
}

/// `POST /note`: all of the request. The body is read only if it is asked for.
async fn note(request: Request) -> Result<String> {
    if request.header("x-dry-run").is_some() {
        return Ok(format!("{} {} would be done", request.method(), request.path()));
    }
    let mut body = request.into_body().limit(MAX_NOTE_BYTES);
    let mut bytes = 0;
    while let Some(chunk) = body.next().await {
        bytes += chunk?.len();
    }
    Ok(format!("a note of {bytes} bytes"))
}
