//! Errors of one's own, and how they are answered.
//!
//! A handler returns a `Result`, and its error says what the answer is. By default that is a problem document (RFC 9457). Where another shape
//! is wanted, `on_error` makes it, for the routes of one application and for what is below its prefix.

mod fastapi;
mod shop;

use whippet::prelude::*;

/// The application.
#[whippet::app]
pub fn app() -> App {
    App::new()
        .nest("/pages", pages())
        .nest("/fastapi", shop::routes().on_error(fastapi::answer))
        // The same routes, with problem documents: so is everything else, a path that nobody knows for example.
        .nest("/shop", shop::routes())
}

/// For people, who want a page.
fn pages() -> App {
    App::new().get("/hello/{age}", |Path(age): Path<u8>| Html(format!("<h1>{age} is a fine age</h1>"))).on_error(
        |error, _| {
            // Not the detail: it may quote what the client sent, which must not become a part of the page.
            Html(format!("<!doctype html><title>{0}</title><h1>{0}</h1><p>Sorry.", error.status()))
        },
    )
}
