//! The table of `tests/cases/demo.json`, without JavaScript: the same requests go to every runtime.
#![cfg(not(target_arch = "wasm32"))]

use conformance::table;
use whippet::testing::TestClient;

#[test]
fn every_request_is_answered_as_the_table_says() {
    let cases = table::cases("demo");
    assert!(cases.len() > 50, "only {} cases were read", cases.len());
    let client = TestClient::new(demo::app());
    let faults: Vec<String> = cases.iter().flat_map(|case| case.run(&client)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
