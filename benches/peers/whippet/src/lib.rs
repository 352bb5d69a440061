//! The application that every peer of the benchmark serves, written with Whippet.
//!
//! | request | what it does |
//! | --- | --- |
//! | `GET /users/{id}` | one route of 50; the others are in `../routes.json` |
//! | `POST /api/orders` | an order, validated, for the pages of one shop |
//! | `GET /api/products` | 100 kB of JSON, written anew for each request |
//! | `GET /api/me` | what a signed token says |
//! | `POST /api/readings` | a body of 64 kB, added up |
//! | `GET /api/wait` | 5 ms later |
//!
//! Requests and answers are listed in `../../works.mjs`, which all peers are held to.

mod orders;
mod products;
mod readings;

use std::time::Duration;

use whippet::{
    auth::jwt::{Claims, Key},
    middleware::Jwt,
    prelude::*,
    time::sleep,
};

/// The secret of the tokens.
const SECRET: &str = "whippet-bench-secret-of-32-bytes";

/// The application.
///
/// # Errors
/// Where the list of the other routes is no list.
#[whippet::app]
pub fn app() -> Result<App> {
    let members =
        App::new().get("/api/me", |Claims(user): Claims<Member>| Json(user)).with(Jwt::new(Key::hs256(SECRET)?));
    let app = App::new()
        .get("/users/{id}", user)
        .get("/api/products", products::list)
        .post("/api/readings", readings::summarise)
        .get("/api/wait", wait)
        .nest("/api/orders", orders::app())
        .merge(members);
    Ok(others(app)?.with_state(products::all()))
}

#[derive(Serialize)]
struct User {
    id: u32,
    name: String,
    email: String,
    active: bool,
}

/// `GET /users/42`.
fn user(Path(id): Path<u32>) -> Json<User> {
    Json(User { id, name: format!("user {id}"), email: format!("user{id}@example.com"), active: true })
}

/// What `GET /api/me` reads of a token, and answers.
#[derive(Deserialize, Serialize)]
struct Member {
    sub: String,
    role: String,
}

/// `GET /api/wait`.
async fn wait() -> Json<Value> {
    sleep(Duration::from_millis(5)).await;
    Json(json!({ "waited": 5 }))
}

/// The other routes: each answers which one it is.
fn others(mut app: App<products::Products>) -> Result<App<products::Products>> {
    let patterns: Vec<String> = serde_json::from_str(include_str!("../../routes.json"))?;
    for pattern in patterns {
        let answer = json!({ "route": pattern });
        app = app.get(&pattern, move || Json(answer.clone()));
    }
    Ok(app)
}

#[cfg(test)]
mod tests {
    use super::*;
    use whippet::testing::TestClient;

    #[test]
    fn there_are_fifty_routes() {
        assert_eq!(app().unwrap().routes().len(), 50);
    }

    #[test]
    fn other_routes_say_which_one_they_are() {
        let client = TestClient::new(app().unwrap());
        let answer: Value = client.get("/api/orders/7/items/8").send().assert_status(200).json();
        assert_eq!(answer, json!({ "route": "/api/orders/{id}/items/{item}" }));
    }
}
