//! Bodies: JSON, text and bytes, in and out.

use sha2::{Digest, Sha256};
use whippet::prelude::*;

/// The routes that read a body.
pub(crate) fn routes<S: 'static>() -> App<S> {
    App::new().post("/api/echo", echo).post("/api/shout", shout).put("/api/blob", blob)
}

/// `POST /api/echo`
fn echo(Json(body): Json<Value>) -> Json<Value> {
    Json(body)
}

/// `POST /api/shout`
fn shout(text: String) -> String {
    text.to_uppercase()
}

/// `PUT /api/blob`
fn blob(bytes: Bytes) -> Json<Value> {
    let digest = Sha256::digest(&bytes);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Json(json!({ "sha256": hex, "length": bytes.len() }))
}
