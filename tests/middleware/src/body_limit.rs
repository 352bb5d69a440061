//! The part behind `/body-limit`: 40 bytes, and more or less in some places.

use whippet::{BodyStream, Request, middleware::BodyLimit, prelude::*};

#[derive(Deserialize)]
struct Note {
    text: String,
}

pub(crate) fn app() -> App {
    App::new()
        .get("/unread", || "unread")
        .post("/unread", || "unread")
        .post("/bytes", bytes)
        .post("/text", |text: String| text)
        .post("/json", |Json(note): Json<Note>| note.text)
        .post("/form", |Form(note): Form<Note>| note.text)
        .post("/multipart", parts)
        .post("/stream", length)
        .post("/own-stream", |body: BodyStream| length(body.limit(100)))
        .post("/request", |request: Request| request.text())
        .post("/said", |cx: Context| cx.max_body_bytes().to_string())
        .nest("/larger", App::new().post("/", bytes).with(BodyLimit::new(100)))
        .nest("/smaller", App::new().post("/", bytes).with(BodyLimit::new(4)))
        .nest("/none", App::new().post("/", bytes).with(BodyLimit::new(0)))
        .nest("/usual", App::new().post("/", |cx: Context| cx.max_body_bytes().to_string()).with(BodyLimit::default()))
        .with(BodyLimit::new(40))
}

fn bytes(body: Bytes) -> String {
    body.len().to_string()
}

async fn length(mut body: BodyStream) -> Result<String> {
    let mut bytes = 0;
    while let Some(chunk) = body.next().await {
        bytes += chunk?.len();
    }
    Ok(bytes.to_string())
}

async fn parts(mut form: Multipart) -> Result<String> {
    let mut names = String::new();
    while let Some(part) = form.next().await? {
        names += part.name();
    }
    Ok(names)
}
