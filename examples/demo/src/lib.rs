//! The application that this repository deploys: each extractor and each answer once.
//!
//! `users` has routes with parameters, a query and state; `echo` has bodies of each kind; `caller` has what the platform and the headers
//! tell; `pages` has answers that are not JSON.

mod caller;
mod echo;
mod pages;
mod users;

use whippet::prelude::*;

use users::Users;

/// The application.
#[whippet::app]
pub fn app() -> App {
    App::new()
        .get("/api/health", || Json(json!({ "status": "ok" })))
        .nest("/api/users", users::routes())
        .get("/api/search", users::search)
        .merge(echo::routes())
        .merge(caller::routes())
        .merge(pages::routes())
        .with_state(Users::new())
}
