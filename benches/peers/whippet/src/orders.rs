//! `POST /api/orders`: an order is validated, and its items are added up.

use whippet::{
    middleware::{Cors, RequestId, SecureHeaders},
    prelude::*,
    validation,
};

/// The only origin whose pages may place orders.
const SHOP: &str = "https://shop.example";

/// The routes below `/api/orders`.
pub(crate) fn app<S: 'static>() -> App<S> {
    App::new().post("/", place).with(RequestId::new()).with(SecureHeaders::new()).with(Cors::new().allow_origin(SHOP))
}

#[derive(Deserialize, Validate)]
struct Order {
    #[garde(length(chars, min = 1, max = 100))]
    name: String,
    #[garde(custom(validation::email))]
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

#[derive(Serialize)]
struct Receipt {
    name: String,
    email: String,
    items: usize,
    quantity: u32,
    total_cents: u64,
}

/// `POST /api/orders`.
fn place(Valid(Json(order)): Valid<Json<Order>>) -> (StatusCode, Json<Receipt>) {
    let items = &order.items;
    let receipt = Receipt {
        items: items.len(),
        quantity: items.iter().map(|item| item.quantity).sum(),
        total_cents: items.iter().map(|item| u64::from(item.quantity) * u64::from(item.price_cents)).sum(),
        name: order.name,
        email: order.email,
    };
    (StatusCode::CREATED, Json(receipt))
}
