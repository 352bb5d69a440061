//! `Valid`: rules over `Json`, `Form`, `Query`, `Path` and `Header`, one of them with a look at the state.

use whippet::{
    extract::{Form, Header},
    prelude::*,
    validation,
};

use crate::{Everything, Motto};

#[derive(Deserialize, Serialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(context(State<Motto> as motto))]
struct Dog {
    #[garde(length(chars, min = 1, max = 10))]
    call_name: String,
    #[garde(range(max = 20))]
    age: u8,
    #[garde(custom(validation::email))]
    owner_email: Option<String>,
    #[garde(custom(validation::url))]
    page: Option<String>,
    #[serde(default)]
    #[garde(length(max = 2), dive)]
    toys: Vec<Toy>,
    #[garde(custom(|motto_said: &Option<String>, motto: &State<Motto>| is_said(motto_said, motto)))]
    motto: Option<String>,
}

#[derive(Deserialize, Serialize, Validate)]
#[garde(context(State<Motto>))]
struct Toy {
    #[garde(range(min = 0.0, max = 9.5))]
    price: f64,
}

fn is_said(said: &Option<String>, State(motto): &State<Motto>) -> garde::Result {
    if said.as_ref().is_none_or(|said| *said == motto.0) { Ok(()) } else { Err(garde::Error::new("is not the motto")) }
}

#[derive(Deserialize, Serialize, Validate)]
struct Page {
    #[garde(range(min = 1, max = 100))]
    size: u8,
    #[serde(default)]
    #[garde(length(max = 2), inner(ascii))]
    tags: Vec<String>,
}

#[derive(Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
#[garde(custom(ends_after_it_begins))]
struct Walk {
    #[garde(range(max = 24))]
    from: u8,
    #[garde(range(max = 24))]
    to: u8,
}

fn ends_after_it_begins(walk: &Walk, _: &()) -> garde::Result {
    if walk.to > walk.from { Ok(()) } else { Err(garde::Error::new("must end after it begins")) }
}

#[derive(Deserialize, Serialize, Validate)]
struct Token {
    #[garde(length(min = 4))]
    x_token: String,
}

pub(crate) fn app() -> App<Everything> {
    App::new()
        .post("/json", |Valid(Json(dog)): Valid<Json<Dog>>| Json(dog))
        .post("/form", |Valid(Form(walk)): Valid<Form<Walk>>| Json(walk))
        .get("/query", |Valid(Query(page)): Valid<Query<Page>>| Json(page))
        .get("/path/{from}/{to}", |Valid(Path(walk)): Valid<Path<Walk>>| Json(walk))
        .get("/header", |Valid(Header(token)): Valid<Header<Token>>| Json(token))
        .post(
            "/all/{from}/{to}",
            |Valid(Path(_)): Valid<Path<Walk>>,
             Valid(Query(_)): Valid<Query<Page>>,
             Valid(Header(_)): Valid<Header<Token>>,
             Valid(Json(_)): Valid<Json<Dog>>| "valid",
        )
}
