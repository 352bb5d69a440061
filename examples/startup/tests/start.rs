//! How it starts, and why it does not: `cargo test -p startup`.

use whippet::{prelude::*, testing::TestClient};

/// A client of the application, started with some bindings. What it waits for takes no time here.
fn client(bindings: &[(&str, &str)]) -> TestClient {
    TestClient::with_bindings(startup::app, bindings.iter().map(|(name, value)| (*name, json!(value))))
}

#[test]
fn it_has_waited_before_the_first_answer() {
    let client = client(&[("GREETING", "woof"), ("STORE", "breeds")]);
    client.get("/").send().assert_text("woof");
    client.get("/breeds").send().assert_text("borzoi, saluki");
}

#[test]
fn a_number_is_read_from_its_text() {
    let client = client(&[("GREETING", "woof"), ("STORE", "breeds"), ("MOST", "3")]);
    client.get("/breeds").send().assert_text("borzoi, saluki, whippet");
}

#[test]
#[should_panic(expected = "the application cannot start: the binding GREETING is not set")]
fn a_binding_that_is_missing_is_named() {
    client(&[("STORE", "breeds")]);
}

#[test]
#[should_panic(expected = "the application cannot start: the binding MOST does not fit usize")]
fn a_binding_that_does_not_fit_is_named() {
    client(&[("GREETING", "woof"), ("STORE", "breeds"), ("MOST", "many")]);
}

#[test]
#[should_panic(expected = "the application cannot start: the store nowhere does not answer")]
fn what_fails_later_is_named() {
    client(&[("GREETING", "woof"), ("STORE", "nowhere")]);
}
