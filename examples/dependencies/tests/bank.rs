//! Dependencies as they are, and replaced: `cargo test -p dependencies`.

use dependencies::{User, app};
use whippet::{prelude::*, testing::TestClient};

const LOLA: &str = "Bearer token-of-lola";
const REX: &str = "Bearer token-of-rex";

#[test]
fn nobody_gets_in_without_a_token() {
    let client = TestClient::new(app());
    client.get("/me").send().assert_status(401).assert_header("www-authenticate", "Bearer");
    client.get("/me").header("authorization", "Bearer token-of-bo").send().assert_status(403);
    let me = client.get("/me").header("authorization", LOLA).send().assert_status(200);
    me.assert_json(&json!({ "name": "lola", "balance": 100 }));
    // Not even what is wrong with the rest of the request is told, though the token is asked for first and the amount last.
    client.post("/transfers/rex/much").send().assert_status(401);
    client.post("/transfers/rex/much").header("authorization", LOLA).send().assert_status(422);
}

#[test]
fn one_dependency_rests_on_another() {
    let client = TestClient::new(app());
    client.get("/journal").send().assert_status(401);
    client.get("/journal").header("authorization", LOLA).send().assert_status(403);
    client.get("/journal").header("authorization", REX).send().assert_status(200);
}

#[test]
fn a_transaction_ends_as_its_request_does() {
    let client = TestClient::new(app());
    let transfer = |target: &str| client.post(target).header("authorization", LOLA).send();
    transfer("/transfers/rex/30").assert_status(200).assert_text("30 to rex");
    transfer("/transfers/rex/300").assert_status(409);
    transfer("/transfers/nobody/3").assert_status(404);
    let me = client.get("/me").header("authorization", LOLA).send();
    assert_eq!(me.json::<Value>()["balance"], 70);
    let journal = client.get("/journal").header("authorization", REX).send();
    // Each request has looked its user up once, though two have asked for it.
    journal.assert_text(
        "looked up lola\nlola: committed, 200\nlooked up lola\nlola: rolled back, 409\nlooked up lola\nlola: rolled back, 404\n\
         looked up lola\nlooked up rex",
    );
}

#[test]
fn requests_at_once_share_no_dependency() {
    let client = TestClient::new(app());
    let me = |token| client.get("/me").header("authorization", token);
    let answers = client.together([me(LOLA), me(REX), me(LOLA)]);
    let names: Vec<Value> = answers.iter().map(|answer| answer.json::<Value>()["name"].clone()).collect();
    assert_eq!(names, ["lola", "rex", "lola"]);
}

#[test]
fn a_test_is_logged_in_as_whoever_it_likes() {
    // In place of the user there is this one: no token is looked at, and nothing is looked up.
    let client = TestClient::new(app().override_dependency::<User>(User { name: "rex".to_owned() }));
    client.get("/me").send().assert_json(&json!({ "name": "rex", "balance": 50 }));
    client.post("/transfers/lola/50").send().assert_status(200);
    client.get("/journal").send().assert_status(200).assert_text("rex: committed, 200");
}
