//! An application that waits for something before its first answer, and that says what it lacks where it cannot start.
//!
//! 1. The function is called once for each instance, with the first request. That one waits for it, and so do all that come meanwhile.
//! 2. Where it fails the log says why, in one line, and the clients get 503 with `Retry-After`. It is called anew with a request that comes after a
//!    pause: a second, twice as long after each failure, and half a minute at most. What is down for a moment needs nobody's hand.
//! 3. It returns `App`: a state that a handler asks for and nobody has given does not compile.

mod configuration;
mod store;

use std::rc::Rc;

use configuration::Configuration;
use whippet::{extract::FromRef, prelude::*};

/// What is there from the first request on.
struct Kennel {
    configuration: Configuration,
    breeds: Breeds,
}

/// What was read from the store. A clone is cheap: each request that asks for it gets one.
#[derive(Clone)]
struct Breeds(Rc<[String]>);

impl FromRef<Kennel> for Breeds {
    fn from_ref(kennel: &Kennel) -> Self {
        kennel.breeds.clone()
    }
}

impl FromRef<Kennel> for Configuration {
    fn from_ref(kennel: &Kennel) -> Self {
        kennel.configuration.clone()
    }
}

/// The application: `GREETING=woof STORE=breeds npm run example startup`.
///
/// # Errors
/// Where a binding is missing or does not fit, and where the store does not answer.
#[whippet::app]
pub async fn app(bindings: Bindings) -> Result<App> {
    let configuration = Configuration::read(&bindings)?;
    let breeds = Breeds(store::breeds(&configuration.store).await?.into());
    Ok(App::new()
        .get("/", |State(configuration): State<Configuration>| configuration.greeting.to_string())
        .get("/breeds", list)
        .with_state(Kennel { configuration, breeds }))
}

/// `GET /breeds`: nobody waits here any more.
fn list(State(Breeds(breeds)): State<Breeds>, State(configuration): State<Configuration>) -> String {
    let breeds: Vec<&str> = breeds.iter().take(configuration.most).map(String::as_str).collect();
    breeds.join(", ")
}
