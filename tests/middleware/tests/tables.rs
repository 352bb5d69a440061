//! The middleware's tables, without JavaScript: the same cases go through the module in `tests/build/middleware.test.mjs`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::collections::HashSet;

use conformance::{
    case::Case,
    table::{cases, tables},
};
use whippet::testing::TestClient;

fn all() -> Vec<(String, Vec<Case>)> {
    tables("middleware").into_iter().map(|table| (table.clone(), cases(&table))).collect()
}

#[test]
fn every_case_is_answered_as_its_table_says() {
    let mut faults = Vec::new();
    for (table, cases) in all() {
        // Some remember what was asked before: a table has an application of its own.
        let client = TestClient::start(middleware_app::app);
        let found = cases.iter().flat_map(|case| case.run(&client));
        faults.extend(found.map(|fault| format!("{table}: {fault}")));
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn there_is_a_table_for_each_middleware_and_each_case_has_a_name_of_its_own() {
    let all = all();
    let count: usize = all.iter().map(|(_, cases)| cases.len()).sum();
    assert!(all.len() >= 24 && count >= 400, "only {count} cases in {} tables", all.len());
    for (table, cases) in all {
        let mut seen = HashSet::new();
        let twice: Vec<&str> = cases.iter().map(|case| case.name.as_str()).filter(|name| !seen.insert(*name)).collect();
        assert!(twice.is_empty(), "{table}: these names stand for two: {twice:?}");
    }
}
