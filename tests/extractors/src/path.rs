//! `Path`: one parameter, several, by name, the rest, one that may be left out.

use whippet::{extract::MatchedPath, prelude::*};

use crate::Everything;

#[derive(Deserialize, Serialize)]
struct Dog {
    kennel: String,
    number: u16,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Size {
    Small,
    Large,
}

pub(crate) fn app() -> App<Everything> {
    App::new()
        .get("/number/{n}", |Path(n): Path<u8>| Json(n))
        .get("/signed/{n}", |Path(n): Path<i64>| Json(n))
        .get("/decimal/{n}", |Path(n): Path<f64>| Json(n))
        .get("/flag/{on}", |Path(on): Path<bool>| Json(on))
        .get("/letter/{letter}", |Path(letter): Path<char>| Json(letter))
        .get("/text/{text}", |Path(text): Path<String>| Json(text))
        .get("/size/{size}", |Path(size): Path<Size>| Json(size))
        .get("/pair/{kennel}/{number}", |Path(pair): Path<(String, u16)>| Json(pair))
        .get("/dogs/{number}/of/{kennel}", |Path(dog): Path<Dog>| Json(dog))
        .get("/rest/{*rest}", |Path(rest): Path<String>| Json(rest))
        .get("/page/{page?}", |Path(page): Path<Option<u8>>| Json(page))
        .get("/wanted/{page?}", |Path(page): Path<u8>| Json(page))
        .get("/matched/{id:[0-9]+}", |MatchedPath(path): MatchedPath| path)
        .get("/matched/rest/{*rest}", |MatchedPath(path): MatchedPath| path)
        .nest("/matched/nowhere/{team}", App::new().fallback(|MatchedPath(path): MatchedPath| path))
}
