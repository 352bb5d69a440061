//! The extractors' tables, without JavaScript: the same cases go through the module in `tests/build/extractors.test.mjs`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::collections::HashSet;

use conformance::{
    case::Case,
    table::{cases, tables},
};
use serde_json::{Map, Value};
use whippet::testing::TestClient;

fn client() -> TestClient {
    let bindings = include_str!("../../cases/extractors-bindings.json");
    let bindings: Map<String, Value> = serde_json::from_str(bindings).unwrap();
    TestClient::with_bindings(extractors_app::app, bindings)
}

fn all() -> Vec<(String, Vec<Case>)> {
    tables("extractors").into_iter().map(|table| (table.clone(), cases(&table))).collect()
}

#[test]
fn every_case_is_answered_as_its_table_says() {
    let client = client();
    let mut faults = Vec::new();
    for (table, cases) in all() {
        let found = cases.iter().flat_map(|case| case.run(&client));
        faults.extend(found.map(|fault| format!("{table}: {fault}")));
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_refusal_of_what_was_sent_names_its_places() {
    let mut silent = Vec::new();
    // What is no request at all has no place.
    let is_about_places = |table: &str| !["extractors/method", "extractors/uri"].contains(&table);
    for (table, cases) in all().into_iter().filter(|(table, _)| is_about_places(table)) {
        for Case { name, request, response, .. } in cases {
            let errors = response["problem"]["errors"].as_array();
            let is_told = errors.is_some_and(|errors| {
                !errors.is_empty() && errors.iter().all(|error| error["in"].is_string() && error["path"].is_string())
            });
            // Who has gone away reads no answer.
            let is_gone = request["body"].get("broken").is_some();
            if matches!(response["status"].as_u64(), Some(400 | 422)) && !is_gone && !is_told {
                silent.push(format!("{table}: {name}"));
            }
        }
    }
    assert!(silent.is_empty(), "these do not say where the fault is: {silent:#?}");
}

#[test]
fn there_is_a_table_for_each_extractor_and_each_case_has_a_name_of_its_own() {
    let all = all();
    let count: usize = all.iter().map(|(_, cases)| cases.len()).sum();
    assert!(all.len() >= 25 && count >= 400, "only {count} cases in {} tables", all.len());
    for (table, cases) in all {
        let mut seen = HashSet::new();
        let twice: Vec<&str> = cases.iter().map(|case| case.name.as_str()).filter(|name| !seen.insert(*name)).collect();
        assert!(twice.is_empty(), "{table}: these names stand for two: {twice:?}");
    }
}
