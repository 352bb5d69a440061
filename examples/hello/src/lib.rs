//! The smallest application: one route that answers text.

use whippet::prelude::*;

/// The application.
#[whippet::app]
pub fn app() -> App {
    App::new().get("/", || "hello, world")
}
