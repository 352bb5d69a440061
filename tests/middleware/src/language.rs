//! The part behind `/language`.

use whippet::{
    middleware::{Language, Locale},
    prelude::*,
};

pub(crate) fn app() -> App {
    let inner = Language::new(["fr", "de"]);
    App::new()
        .nest("/header", routes().with(Language::new(["en", "de", "de-CH", "zh-Hant"])))
        .nest("/chosen", routes().with(Language::new(["en", "de", "pt-BR"]).query("lang").cookie("lang")))
        .nest("/nested", App::new().nest("/inner", routes().with(inner)).with(Language::new(["en", "de"])))
        .get("/without", |_: Locale| "never")
        .get("/maybe", |locale: Option<Locale>| locale.map_or("none".to_owned(), |locale| locale.to_string()))
}

fn routes() -> App {
    App::new()
        .get("/page", |locale: Locale| locale.to_string())
        .get("/own", || ([("content-language", "la"), ("vary", "accept-encoding")], "salve"))
        .get("/empty", || NoContent)
        .get("/moved", |locale: Locale| Redirect::see_other(format!("/{locale}/page")))
        .get("/refused", || Err::<(), _>(Error::new(StatusCode::FORBIDDEN, "not today")))
        .get("/teapot", |locale: Locale| (StatusCode::IM_A_TEAPOT, locale.to_string()))
}
