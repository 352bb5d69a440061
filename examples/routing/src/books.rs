//! Books: constraints, ranking, names, and slashes at the end.

use whippet::{TrailingSlash, prelude::*, response::Created};

/// The routes below `/books`.
pub(crate) fn routes() -> App {
    App::new()
        .get("/", || "all books")
        .name("books")
        .post("/", add)
        // `/books/new` fits three of these patterns; this one is fixed, so it wins.
        .get("/new", || "the books of this week")
        // A constraint is a class of characters and how many there may be. A value that does not fit goes on to the other routes.
        .get("/{id:[0-9]+}", |Path(id): Path<u32>| format!("book {id}"))
        .name("book")
        .get("/isbn-{isbn:[0-9]{13}}", |Path(isbn): Path<String>| format!("the book of ISBN {isbn}"))
        // Of two constraints the one of fewer characters is asked first: digits before letters.
        .get("/{title:[a-z0-9-]+}", |Path(title): Path<String>| format!("the book called {title}"))
        // Methods take part: `DELETE /books/new` is this one, since `/new` answers GET only.
        .delete("/{any}", |Path(any): Path<String>| format!("{any} is sold"))
        // For all routes of this application, and for these only: `/books/7/` is redirected to `/books/7`.
        .trailing_slash(TrailingSlash::Redirect)
}

#[derive(Deserialize, Serialize)]
struct Book {
    id: u32,
    title: String,
}

/// `POST /books`: the new book's path comes from the route's name, prefix and all.
fn add(cx: Context, Json(book): Json<Book>) -> Result<Created<Json<Book>>> {
    let place = cx.url_for("book", &[("id", &book.id)])?;
    Ok(Created::at(place, Json(book)))
}
