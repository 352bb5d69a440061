//! The application that every peer of the benchmark serves, written with workers-rs and axum.
//!
//! As the template `axum` of workers-rs does it, but for one thing: the router is made once for each instance, not for each request.

mod members;
mod orders;
mod products;
mod readings;

use std::{cell::LazyCell, time::Duration};

use axum::{
    Json, Router,
    body::Body,
    extract::Path,
    http::Response,
    routing::{get, post},
};
use serde::Serialize;
use serde_json::{Value, json};
use tower_service::Service;
use worker::{Context, Delay, Env, HttpRequest, Result, event, send};

thread_local! {
    static ROUTER: LazyCell<Router> = LazyCell::new(router);
}

#[event(fetch)]
async fn fetch(request: HttpRequest, _env: Env, _context: Context) -> Result<Response<Body>> {
    let mut router = ROUTER.with(|router| (*router).clone());
    Ok(router.call(request).await?)
}

fn router() -> Router {
    let patterns: Vec<String> = serde_json::from_str(include_str!("../../routes.json")).expect("a list of patterns");
    let router = Router::new()
        .route("/users/{id}", get(user))
        .route("/api/products", get(products::list))
        .route("/api/readings", post(readings::summarise))
        .route("/api/wait", get(wait))
        .route("/api/me", get(members::me))
        .nest("/api/orders", orders::router())
        .with_state(products::all());
    patterns.into_iter().fold(router, |router, pattern| {
        let answer = json!({ "route": pattern });
        router.route(&pattern, get(async move || Json(answer)))
    })
}

#[derive(Serialize)]
struct User {
    id: u32,
    name: String,
    email: String,
    active: bool,
}

async fn user(Path(id): Path<u32>) -> Json<User> {
    Json(User { id, name: format!("user {id}"), email: format!("user{id}@example.com"), active: true })
}

#[send]
async fn wait() -> Json<Value> {
    Delay::from(Duration::from_millis(5)).await;
    Json(json!({ "waited": 5 }))
}
