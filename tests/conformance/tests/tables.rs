//! The routing tables, without JavaScript: the same rows go through the module in `tests/build/conformance.test.mjs`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::{collections::HashSet, fmt::Display};

use conformance::{
    build,
    table::{Group, routing},
};
use serde_json::Value;
use whippet::{Service, testing::TestClient};

#[test]
fn every_row_is_answered_as_its_table_says() {
    let mut faults = Vec::new();
    for group in routing().iter().filter(|group| group.refused.is_none()) {
        for (order, app) in group.apps() {
            let found = faults_of(group, &app);
            faults.extend(found.into_iter().map(|fault| format!("{order}: {fault}")));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

fn faults_of(group: &Group, app: &Value) -> Vec<String> {
    // A client would panic, and the other tables would not be read.
    if let Err(error) = build(app).and_then(Service::freeze) {
        return vec![format!("{}: cannot start: {error}", group.name)];
    }
    let client = TestClient::new(build(app).unwrap());
    group.cases.iter().flat_map(|case| case.run(&client)).collect()
}

#[test]
fn what_is_refused_says_why() {
    let mut faults = Vec::new();
    for group in routing() {
        for (order, app) in group.apps() {
            let Some(parts) = &group.refused else { continue };
            let message = match build(&app).and_then(Service::freeze) {
                Ok(_) => "it starts".to_owned(),
                Err(error) => error.to_string(),
            };
            let missing = parts.iter().filter(|part| !message.contains(part.as_str()));
            faults.extend(missing.map(|part| format!("{order}: {}: {part:?} is not in: {message}", group.name)));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn an_application_makes_the_same_urls_before_it_is_served() {
    let mut checked = 0;
    for group in routing() {
        let [(_, app), _] = group.apps();
        for link in &group.links {
            let name = link["url_for"].as_str().unwrap();
            let empty = serde_json::Map::new();
            let params = link.get("with").and_then(Value::as_object).unwrap_or(&empty);
            let shown: Vec<(&str, String)> = params.iter().map(|(name, value)| (name.as_str(), show(value))).collect();
            let params: Vec<(&str, &dyn Display)> =
                shown.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
            let made = build(&app).unwrap().url_for(name, &params);
            match (made, link.get("refused").and_then(Value::as_str)) {
                (Ok(path), None) => assert_eq!(link["path"], path, "{}: {link}", group.name),
                (Err(error), Some(part)) => {
                    assert!(error.to_string().contains(part), "{}: {link}: {error}", group.name);
                }
                (made, _) => unreachable!("{}: {link} gives {made:?}", group.name),
            }
            checked += 1;
        }
    }
    assert!(checked > 10, "only {checked} were checked");
}

fn show(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[test]
fn there_are_rows_enough_and_each_has_a_name_of_its_own() {
    let groups = routing();
    let rows: Vec<&str> = groups.iter().flat_map(|group| &group.cases).map(|case| case.name.as_str()).collect();
    assert!(rows.len() >= 300, "only {} rows were read", rows.len());
    let refused = groups.iter().filter(|group| group.refused.is_some()).count();
    assert!(refused >= 40, "only {refused} refusals were read");
    let mut seen = HashSet::new();
    let names = groups.iter().map(|group| group.name.as_str()).chain(rows);
    let twice: Vec<&str> = names.filter(|name| !seen.insert(*name)).collect();
    assert!(twice.is_empty(), "these names stand for two: {twice:?}");
}
