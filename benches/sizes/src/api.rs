//! What an application of today has: JSON out by a path parameter, JSON in that is validated, and five middlewares around it.
//!
//! The same routes stand once more without middleware: beside it one sees what the five cost.

use garde::Validate;
use serde::{Deserialize, Serialize};
use whippet::{
    middleware::{BodyLimit, Cors, Etag, RequestId, SecureHeaders},
    prelude::*,
};

use crate::state::Shared;

/// Adds `/users/{id}` and `/orders`, and both below `/api`, behind the middleware.
pub(crate) fn with_routes(app: App<Shared>) -> App<Shared> {
    app.merge(routes()).nest("/api", behind_five(routes()))
}

fn routes() -> App<Shared> {
    let app = App::new().get("/users/{id}", user).post("/orders", order);
    #[cfg(feature = "async-handler")]
    let app = app.get("/wait", async || {
        whippet::time::sleep(std::time::Duration::from_millis(1)).await;
        "hello, later"
    });
    app
}

/// Five that every API has: none of them waits.
fn behind_five(app: App<Shared>) -> App<Shared> {
    app.with(RequestId::new())
        .with(SecureHeaders::new())
        .with(Cors::new().allow_origin("https://shop.example"))
        .with(BodyLimit::new(100_000))
        .with(Etag::new())
}

#[derive(Serialize)]
struct User {
    id: u32,
    name: String,
    email: String,
    active: bool,
}

fn user(Path(id): Path<u32>) -> Json<User> {
    Json(User { id, name: format!("user {id}"), email: format!("user{id}@example.com"), active: true })
}

#[derive(Deserialize, Validate)]
struct Order {
    #[garde(length(chars, min = 1, max = 100))]
    name: String,
    #[garde(custom(whippet::validation::email))]
    email: String,
    #[garde(length(min = 1, max = 50), dive)]
    items: Vec<Item>,
}

#[derive(Deserialize, Validate)]
struct Item {
    #[garde(length(chars, min = 1, max = 40))]
    sku: String,
    #[garde(range(min = 1, max = 1000))]
    quantity: u32,
    #[garde(range(max = 10_000_000))]
    price_cents: u32,
}

/// What an order comes to.
#[derive(Serialize)]
struct Total {
    name: String,
    email: String,
    items: usize,
    quantity: u32,
    total_cents: u64,
}

fn order(Valid(Json(order)): Valid<Json<Order>>) -> (StatusCode, Json<Total>) {
    let quantity = order.items.iter().map(|item| item.quantity).sum();
    let total_cents = order.items.iter().map(|item| u64::from(item.quantity) * u64::from(item.price_cents)).sum();
    let Order { name, email, items } = order;
    (StatusCode::CREATED, Json(Total { name, email, items: items.len(), quantity, total_cents }))
}
