//! `GET /api/products`: a list that lies in memory, and is written as JSON for each request.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Serialize;

const COLOURS: [&str; 7] = ["black", "blue", "brown", "green", "red", "white", "yellow"];
const THINGS: [&str; 5] = ["bed", "bowl", "brush", "collar", "leash"];

pub type Products = Arc<[Product]>;

#[derive(Serialize)]
pub struct Product {
    id: usize,
    name: String,
    price_cents: usize,
    tags: Vec<String>,
    in_stock: bool,
    description: String,
}

/// All 523 products: those of `../../data.mjs`.
pub fn all() -> Products {
    (1..=523).map(product).collect()
}

fn product(n: usize) -> Product {
    let (colour, thing) = (COLOURS[n % COLOURS.len()], THINGS[n % THINGS.len()]);
    let (weight, days) = (5 + n % 40, 1 + n % 5);
    Product {
        id: n,
        name: format!("product {n}"),
        price_cents: 100 + n * 379 % 9900,
        tags: vec![colour.to_owned(), thing.to_owned()],
        in_stock: !n.is_multiple_of(4),
        description: format!(
            "A {colour} {thing} for dogs of {weight} kg: it is washed at 30 degrees, and sent within {days} days."
        ),
    }
}

pub async fn list(State(products): State<Products>) -> Response {
    Json(&*products).into_response()
}
