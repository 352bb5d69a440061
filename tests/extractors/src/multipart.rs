//! `Multipart`: parts as they come, with limits of all kinds.

use whippet::prelude::*;

use crate::Everything;

/// What every part says of itself, its text, and what is left of it where that is none.
async fn notes(mut form: Multipart) -> Result<Json<Vec<Value>>> {
    let mut notes = Vec::new();
    while let Some(part) = form.next().await? {
        let (name, file_name) = (part.name().to_owned(), part.file_name().map(str::to_owned));
        let content_type = part.content_type().map(str::to_owned);
        let bytes = part.bytes().await?;
        notes.push(json!([name, file_name, content_type, String::from_utf8_lossy(&bytes)]));
    }
    Ok(Json(notes))
}

/// The first part with the name `age`, in this order or any other; the others are passed over.
async fn age(mut form: Multipart) -> Result<Json<Option<u8>>> {
    while let Some(part) = form.next().await? {
        if part.name() == "age" {
            return part.read().await.map(Some).map(Json);
        }
    }
    Ok(Json(None))
}

async fn names(mut form: Multipart) -> Result<Json<Vec<String>>> {
    let mut names = Vec::new();
    while let Some(part) = form.next().await? {
        names.push(part.name().to_owned());
    }
    Ok(Json(names))
}

pub(crate) fn app() -> App<Everything> {
    App::new()
        .post("/notes", notes)
        .post("/age", age)
        .post("/names", names)
        .post("/small", |form: Multipart| {
            names(form.max_parts(2).max_part_bytes(10).max_header_bytes(100).max_bytes(1000))
        })
        .post("/optional", async |form: Option<Multipart>| match form {
            Some(form) => names(form).await.map(IntoResponse::into_response),
            None => Ok("nothing".into_response()),
        })
}
