//! What clients see of errors, and what the log sees: `cargo test -p errors`.

use whippet::{prelude::*, testing::TestClient};

fn client() -> TestClient {
    TestClient::new(errors::app())
}

#[test]
fn an_error_of_the_shop_is_a_problem_document() {
    let response = client().get("/shop/orders/7").send().assert_status(404);
    let response = response.assert_header("content-type", "application/problem+json");
    let problem = json!({
        "type": "https://shop.example/no-such-order",
        "title": "No such order",
        "status": 404,
        "detail": "there is no order 7",
        "instance": "/shop/orders/7",
    });
    assert_eq!(response.json::<Value>(), problem);
    client().get("/shop/orders/1").send().assert_status(200);
}

#[test]
fn what_is_not_there_is_404() {
    client().get("/shop/products/lead").send().assert_status(200);
    client().get("/shop/products/moon").send().assert_status(404);
}

#[test]
fn all_faults_are_told_at_once() {
    let order = json!({ "product": "moon", "count": 0 });
    let problem: Value = client().post("/shop/orders").json(&order).send().assert_status(422).json();
    let faults = json!([
        { "in": "body", "path": "/count", "message": "must be 1 to 10, not 0" },
        { "in": "body", "path": "/product", "message": "is nothing that we sell" },
    ]);
    assert_eq!(problem["errors"], faults);
    let order = json!({ "product": "lead", "count": 7 });
    let problem: Value = client().post("/shop/orders").json(&order).send().assert_status(409).json();
    assert_eq!(problem["detail"], "7 wanted, 5 left");
}

#[test]
fn a_cause_is_in_the_log_and_nowhere_else() {
    let response = client().get("/shop/stock").send().assert_status(500);
    assert!(!response.text().contains("digit"), "{}", response.text());
    assert!(response.log()[0].starts_with("GET /shop/stock failed in GET /shop/stock ("));
    assert!(response.log()[0].ends_with("500: invalid digit found in string"));

    let response = client().get("/shop/delivery").send().assert_status(502);
    assert_eq!(response.json::<Value>()["detail"], "the warehouse does not answer");
    assert!(response.log()[0].ends_with("no route to van-7.internal"), "{:?}", response.log());
}

#[test]
fn one_api_answers_like_fastapi() {
    let order = json!({ "product": "lead", "count": 0 });
    let response = client().post("/fastapi/orders").json(&order).send().assert_status(422);
    let response = response.assert_header("content-type", "application/json");
    let fault = json!({ "loc": ["body", "count"], "msg": "must be 1 to 10, not 0", "type": "value_error" });
    assert_eq!(response.json::<Value>(), json!({ "detail": [fault] }));
    // An error without faults, a path below the prefix that nobody knows, and another method, with its header.
    let response = client().get("/fastapi/orders/7").send().assert_status(404);
    assert_eq!(response.json::<Value>(), json!({ "detail": "there is no order 7" }));
    client().get("/fastapi/moon").send().assert_status(404).assert_header("content-type", "application/json");
    client().put("/fastapi/stock").send().assert_status(405).assert_header("allow", "GET, HEAD, OPTIONS");
    // What it passes on is answered as everywhere.
    let response = client().get("/fastapi/stock").send().assert_status(500);
    response.assert_header("content-type", "application/problem+json");
}

#[test]
fn people_get_a_page() {
    client().get("/pages/hello/7").send().assert_status(200);
    for (path, status, title) in
        [("/pages/hello/x", 422, "422 Unprocessable Entity"), ("/pages/moon", 404, "404 Not Found")]
    {
        let response = client().get(path).send().assert_status(status);
        assert!(response.text().contains(&format!("<h1>{title}</h1>")), "{}", response.text());
        response.assert_header("content-type", "text/html; charset=utf-8");
    }
    client().get("/moon").send().assert_status(404).assert_header("content-type", "application/problem+json");
}
