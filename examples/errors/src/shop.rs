//! A shop: an error type of its own, faults in a body, and what is not there.

use std::io;

use whippet::prelude::*;

/// The most of one thing that may be ordered.
const MOST: u32 = 10;
/// What is left in stock.
const LEFT: u32 = 5;

/// The routes of the shop.
pub(crate) fn routes() -> App {
    App::new()
        .get("/products/{name}", product)
        .get("/orders/{id}", order)
        .post("/orders", place)
        .get("/stock", stock)
        .get("/delivery", delivery)
}

/// What goes wrong in this shop. The derive says which answer each is, so that handlers can use `?`.
#[derive(HttpError)]
enum ShopError {
    /// `type` and `title` tell programs and people which sort of problem it is; by default they are those of the status.
    #[http(
        status = 404,
        title = "No such order",
        detail = "there is no order {0}",
        type = "https://shop.example/no-such-order"
    )]
    NoSuchOrder(u32),
    #[http(status = 409, detail = "{wanted} wanted, {left} left")]
    SoldOut { wanted: u32, left: u32 },
    /// The cause is for the log, the client never sees it.
    #[http(status = 502, detail = "the warehouse does not answer")]
    Warehouse(#[from] io::Error),
    /// Whatever else it is, it is answered as itself.
    #[http(transparent)]
    Other(#[from] Error),
}

#[derive(Serialize)]
struct Product {
    name: String,
    price: u32,
}

/// `GET /products/{name}`: `None` is a 404.
fn product(Path(name): Path<String>) -> Option<Json<Product>> {
    (name == "lead").then_some(Json(Product { name, price: 25 }))
}

/// `GET /orders/{id}`
fn order(Path(id): Path<u32>) -> Result<Json<Value>, ShopError> {
    if id != 1 {
        return Err(ShopError::NoSuchOrder(id));
    }
    Ok(Json(json!({ "id": id, "product": "lead" })))
}

#[derive(Deserialize)]
struct NewOrder {
    product: String,
    count: u32,
}

/// `POST /orders`: what no type can check is checked here. What the type can, is a 422 with the place before this is called.
fn place(Json(NewOrder { product, count }): Json<NewOrder>) -> Result<StatusCode, ShopError> {
    let mut faults = Vec::new();
    if !(1..=MOST).contains(&count) {
        faults.push(Fault::new(Place::Body, "/count", format!("must be 1 to {MOST}, not {count}")));
    }
    if product != "lead" {
        faults.push(Fault::new(Place::Body, "/product", "is nothing that we sell"));
    }
    if !faults.is_empty() {
        // All at once: nobody likes to be told of one mistake after the other.
        let error = Error::unprocessable("the order cannot be placed");
        Err(faults.into_iter().fold(error, Error::with_fault))?;
    }
    if count > LEFT {
        return Err(ShopError::SoldOut { wanted: count, left: LEFT });
    }
    Ok(StatusCode::CREATED)
}

/// `GET /stock`: `?` works on any error there is. It is a 500, and only the log has the cause.
fn stock() -> Result<String> {
    let left: u32 = "five".parse()?;
    Ok(left.to_string())
}

/// `GET /delivery`: the same with a sentence for the client, since the error type has one.
fn delivery() -> Result<String, ShopError> {
    let van = find_van()?;
    Ok(format!("with {van}"))
}

fn find_van() -> io::Result<String> {
    Err(io::Error::other("no route to van-7.internal"))
}
