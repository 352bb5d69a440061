//! Each kind of pattern, and which route wins: the catalogue of a library.
//!
//! The order in which routes are added never matters. A path is compared segment by segment, from left to right, and what is fixed wins
//! over what is open: a literal, then a parameter with a constraint, with a prefix or suffix, a plain one, an optional one, a catch-all.
//! The first of them that answers the method is the answer.

mod books;

use whippet::prelude::*;

/// The application.
#[whippet::app]
pub fn app() -> App {
    let app = App::new()
        // A literal is this path and no other: `/About` and `/about/` are 404.
        .get("/about", || "open from 9 to 5")
        // Fixed text may stand around a parameter. What is no number is 422, since the handler wants one.
        .get("/covers/{id}.jpg", |Path(id): Path<u32>| format!("the cover of book {id}"))
        // The last parameter may be optional: `/news` and `/news/2`.
        .get("/news/{page?}", |Path(page): Path<Option<u32>>| format!("the news, page {}", page.unwrap_or(1)))
        // A catch-all takes everything to the end, slashes too, but not nothing: `/files/` is 404.
        .get("/files/{*path}", |Path(path): Path<String>| format!("the file {path}"))
        // It is asked last, so that a file of its own wins over it.
        .get("/files/readme.txt", || "read me first")
        // Any method, and one that has no function of its own.
        .any("/echo", |method: Method| method.to_string())
        .on("PURGE", "/files/{*path}", |Path(path): Path<String>| format!("forgot the file {path}"))
        // Routes from elsewhere: below a prefix, which may have parameters, or side by side with these.
        .nest("/books", books::routes())
        .nest("/branches/{branch}", branch())
        .merge(moved())
        // In place of 404. A nested application may have one of its own.
        .fallback(|cx: Context| (StatusCode::NOT_FOUND, format!("{} is not in the catalogue", cx.path())));
    // What was added so far, with the place in the source: `GET /about (examples/routing/src/lib.rs:16)`.
    let routes: Vec<String> = app.routes().iter().map(ToString::to_string).collect();
    app.get("/routes", move || routes.join("\n"))
    // `.base_path("/library")` would put all of it below `/library`, and every `url_for` would say so.
}

/// One branch of the library. The prefix's parameter comes first.
fn branch() -> App {
    App::new()
        // `/` is the prefix itself, `/branches/north`, without a slash at the end.
        .get("/", |Path(branch): Path<String>| format!("the branch {branch}"))
        .get("/hours/{day}", |Path((branch, day)): Path<(String, String)>| format!("{branch} on {day}: 9 to 5"))
        .fallback(|Path(branch): Path<String>| (StatusCode::NOT_FOUND, format!("the branch {branch} has no such page")))
}

/// What used to be elsewhere. Where a path has a name, nobody writes it by hand.
fn moved() -> App {
    App::new().get("/book.php", |cx: Context| cx.url_for("books", &[]).map(Redirect::permanent))
}
