//! `Valid`: rules that do not hold are told together, each with its place in what the client sent.
#![cfg(all(feature = "validation", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]
#![allow(dead_code, reason = "most fields are only checked")]

mod answers;
mod names;
mod places;
mod rules;

use whippet::{prelude::*, testing::TestClient};

/// Where faults are: `in` and `path` of each.
fn places_of(problem: &Value) -> Vec<String> {
    let faults = problem["errors"].as_array().unwrap();
    faults
        .iter()
        .map(|fault| format!("{} {}", fault["in"].as_str().unwrap(), fault["path"].as_str().unwrap()))
        .collect()
}

/// The paths of the faults that a document has as a `T`.
fn faults_of<T>(document: &Value) -> Vec<String>
where
    T: Validate<Context = ()> + serde::de::DeserializeOwned + 'static,
{
    let client = TestClient::new(App::new().post("/", |_: Valid<Json<T>>| "valid"));
    let answer = client.post("/").json(document).send();
    if answer.status() == 200 {
        return Vec::new();
    }
    let problem: Value = answer.assert_status(422).json();
    places_of(&problem).into_iter().map(|place| place.strip_prefix("body ").unwrap().to_owned()).collect()
}
