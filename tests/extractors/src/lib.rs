//! An application with a route or more for each extractor, which answers with what it was given.
//!
//! The tables in `tests/cases/extractors/` ask it, natively and as a module: one table for each extractor, one module here for those
//! that belong together.

mod bodies;
mod cookies;
mod dependencies;
mod headers;
mod multipart;
mod optional;
mod order;
mod parts;
mod path;
mod query;
mod valid;

use std::{cell::Cell, rc::Rc};

use whippet::{cookies::Key, extract::FromRef, prelude::*};

/// A part of the state.
#[derive(Clone, Serialize)]
struct Motto(String);

/// How often something was done, in all requests together.
#[derive(Default)]
struct Tally {
    made: Cell<u32>,
    cleaned: Cell<u32>,
}

/// The state: nothing of it is `Clone` as a whole.
struct Everything {
    motto: Motto,
    key: Key,
    tally: Rc<Tally>,
}

impl FromRef<Everything> for Motto {
    fn from_ref(everything: &Everything) -> Self {
        everything.motto.clone()
    }
}

impl FromRef<Everything> for Key {
    fn from_ref(everything: &Everything) -> Self {
        everything.key.clone()
    }
}

impl FromRef<Everything> for Rc<Tally> {
    fn from_ref(everything: &Everything) -> Self {
        Self::clone(&everything.tally)
    }
}

/// The application.
///
/// # Errors
/// 500 where the binding `MOTTO` is no text, or `COOKIE_KEY` is too short.
#[whippet::app]
pub fn app(bindings: Bindings) -> Result<App> {
    let motto = Motto(bindings.find("MOTTO")?.unwrap_or_default());
    let key = Key::from_binding(&bindings, "COOKIE_KEY")?;
    let app = App::new()
        .nest("/path", path::app())
        .nest("/query", query::app())
        .nest("/parts", parts::app())
        .nest("/headers", headers::app())
        .nest("/cookies", cookies::app())
        .nest("/bodies", bodies::app())
        .nest("/optional", optional::app())
        .nest("/multipart", multipart::app())
        .nest("/valid", valid::app())
        .nest("/dependencies", dependencies::app())
        .nest("/order", order::app());
    Ok(app.with_state(Everything { motto, key, tally: Rc::default() }))
}
