//! Which rules hold, and where one does not: `cargo test -p validation`.

use whippet::{prelude::*, testing::TestClient};

fn client() -> TestClient {
    TestClient::new(validation::app())
}

/// Where the request was at fault, and why.
fn faults(problem: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let faults = problem["errors"].as_array().into_iter().flatten();
    faults.map(|fault| (format!("{}{}", text(&fault["in"]), text(&fault["path"])), text(&fault["message"]))).collect()
}

fn places(problem: &Value) -> Vec<String> {
    faults(problem).into_iter().map(|(place, _)| place).collect()
}

fn lola() -> Value {
    json!({
        "callName": "Lola",
        "age": 7,
        "nicknames": ["Lo"],
        "owners": [{ "fullName": "Ann", "email": "ann@example.com" }],
        "homePage": "https://example.com/lola",
    })
}

#[test]
fn a_dog_that_keeps_all_rules_is_taken() {
    let response = client().post("/dogs").json(&lola()).send().assert_status(201);
    assert_eq!(response.json::<Value>()["callName"], "Lola");
}

#[test]
fn all_rules_are_told_at_once_by_the_names_that_were_sent() {
    let dog = json!({
        "callName": "",
        "age": 21,
        "nicknames": ["Lo", "L", "?!"],
        "owners": [{ "fullName": "Ann", "email": "ann@example.com" }, { "fullName": "", "email": "bob" }],
        "homePage": "example.com",
    });
    let problem: Value = client().post("/dogs").json(&dog).send().assert_status(422).json();
    let mut places = places(&problem);
    places.sort();
    assert_eq!(
        places,
        [
            "body/age",
            "body/callName",
            "body/homePage",
            "body/nicknames/1",
            "body/nicknames/2",
            "body/owners/1/email",
            "body/owners/1/fullName",
        ]
    );
}

#[test]
fn what_does_not_fit_its_type_is_told_before_any_rule() {
    let mut dog = lola();
    dog["age"] = json!("old");
    dog["callName"] = json!("");
    let problem: Value = client().post("/dogs").json(&dog).send().assert_status(422).json();
    assert_eq!(places(&problem), ["body/age"]);
    dog = lola();
    dog["admin"] = json!(true);
    let problem: Value = client().post("/dogs").json(&dog).send().assert_status(422).json();
    assert_eq!(places(&problem), ["body/admin"]);
}

#[test]
fn a_query_and_a_path_have_rules_too() {
    let client = client();
    client.get("/dogs").send().assert_text("page 1, 20 dogs each");
    let problem: Value = client.get("/dogs?page=0&size=500").send().assert_status(422).json();
    assert_eq!(
        faults(&problem),
        [("query/page", "lower than 1"), ("query/size", "greater than 100")].map(|(a, b)| (a.into(), b.into()))
    );
    client.get("/kennels/12").send().assert_text("kennel 12");
    let problem: Value = client.get("/kennels/13").send().assert_status(422).json();
    assert_eq!(places(&problem), ["path/number"]);
}

#[test]
fn a_form_is_checked_between_its_fields_and_against_the_state() {
    let client = client();
    let post = |body: &'static str| {
        client.post("/stays").header("content-type", "application/x-www-form-urlencoded").body(body).send()
    };
    let good = "dogs=4&place=3&from=9&to=17&email=ann@example.com&email_again=ann@example.com";
    post(good).assert_status(200).assert_text("4 dogs at place 3 until 17, ann@example.com");
    let problem: Value = post("dogs=5&place=4&from=9&to=8&email=a@b.ch&email_again=b@b.ch").assert_status(422).json();
    let mut places = places(&problem);
    places.sort();
    assert_eq!(places, ["body", "body/dogs", "body/email_again", "body/place"]);
}
