//! `GET /api/products`: a list that lies in memory, and is written as JSON for each request.

use std::rc::Rc;

use whippet::prelude::*;

const COLOURS: [&str; 7] = ["black", "blue", "brown", "green", "red", "white", "yellow"];
const THINGS: [&str; 5] = ["bed", "bowl", "brush", "collar", "leash"];

/// What there is to buy. A clone is cheap: each request that asks for it gets one.
pub(crate) type Products = Rc<[Product]>;

/// Something to buy.
#[derive(Serialize)]
pub(crate) struct Product {
    id: usize,
    name: String,
    price_cents: usize,
    tags: Vec<String>,
    in_stock: bool,
    description: String,
}

/// All 523 products: those of `../../data.mjs`.
pub(crate) fn all() -> Products {
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

/// `GET /api/products`.
pub(crate) fn list(State(products): State<Products>) -> Json<Products> {
    Json(products)
}
