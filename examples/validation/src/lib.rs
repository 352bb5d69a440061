//! Rules that a type cannot say, and how they are answered: a kennel that takes dogs.
//!
//! The derive `Validate` is garde's, so `garde` stands among the dependencies, as `serde` does. A request for which a rule does not hold
//! never comes to the handler: a 422 tells all such rules at once, each with its place in what was sent.

mod dog;
mod stay;

use whippet::prelude::*;

/// What the rules may look at: how many dogs there is room for.
#[derive(Clone)]
struct Kennel {
    places: u32,
}

/// The application.
#[whippet::app]
pub fn app() -> App {
    App::new()
        .post("/dogs", dog::create)
        .get("/dogs", dog::list)
        .get("/kennels/{number}", kennel)
        .post("/stays", stay::book)
        .with_state(Kennel { places: 4 })
}

#[derive(Deserialize, Validate)]
struct Number {
    #[garde(range(min = 1, max = 12))]
    number: u8,
}

/// `GET /kennels/{number}`: rules for a parameter of the path.
fn kennel(Valid(Path(Number { number })): Valid<Path<Number>>) -> String {
    format!("kennel {number}")
}
