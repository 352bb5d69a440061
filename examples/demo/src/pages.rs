//! Answers that are not JSON: text, a page, a redirect, nothing, and a failure.

use whippet::prelude::*;

/// The routes that answer something else.
pub(crate) fn routes<S: 'static>() -> App<S> {
    App::new()
        .get("/api/hello/{name}", hello)
        .get("/api/page", || Html("<!doctype html><title>Whippet</title><p>A page from Rust."))
        .get("/api/old", || Redirect::permanent("/api/health"))
        .any("/api/nothing", || StatusCode::NO_CONTENT)
        .get("/api/fail", fail)
}

/// `GET /api/hello/{name}`
fn hello(Path(name): Path<String>) -> String {
    format!("hello, {name}")
}

/// `GET /api/fail`: an error that nobody handles. The log has its cause, the client does not.
fn fail() -> Result<String> {
    let number: u32 = "not a number".parse()?;
    Ok(number.to_string())
}
