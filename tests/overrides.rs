//! What tests put in the place of dependencies, and where that is refused.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use whippet::{Service, prelude::*, testing::TestClient};

#[test]
fn a_dependency_of_each_type_is_a_value_of_its_own() {
    #[derive(Clone)]
    struct First(u8);
    struct Second(u8);
    #[whippet::extractor]
    fn second(first: Dep<First>) -> Second {
        Second(first.0.0 + 1)
    }
    #[whippet::extractor]
    fn first() -> First {
        First(1)
    }
    let app = || App::new().get("/", |a: Dep<First>, b: Dep<Second>| format!("{} {}", a.0.0, b.0.0));
    TestClient::new(app()).get("/").send().assert_text("1 2");
    // What is put in a dependency's place is seen by those on top of it.
    TestClient::new(app().override_dependency(First(7))).get("/").send().assert_text("7 8");
    TestClient::new(app().override_dependency(Second(9))).get("/").send().assert_text("1 9");
    TestClient::new(app().override_dependency(First(3)).override_dependency(First(4)))
        .get("/")
        .send()
        .assert_text("4 5");
    TestClient::new(App::new().nest("/a", app()).override_dependency(First(7))).get("/a").send().assert_text("7 8");
    // There it would hold for what stands around it, too.
    let nested = App::new().get("/", |_: Dep<First>| "").nest("/a", app().override_dependency(First(7)));
    let refusal = Service::freeze(nested).err().unwrap().to_string();
    assert!(refusal.contains("First> (tests/overrides.rs") && refusal.contains("write it there"), "{refusal}");
}

#[test]
fn an_override_that_nothing_asks_for_keeps_the_application_from_starting() {
    struct Unused;
    let refusal = Service::freeze(App::new().get("/", || "").override_dependency(Unused)).err().unwrap().to_string();
    assert!(refusal.contains("Unused") && refusal.contains("tests/overrides.rs"), "{refusal}");
}

#[test]
fn what_is_asked_for_as_it_is_cannot_be_overridden_in_part() {
    struct One;
    #[whippet::extractor]
    fn one() -> One {
        One
    }
    let refused = |app: App| Service::freeze(app.override_dependency(One)).err().unwrap().to_string();
    assert!(refused(App::new().get("/", |_: One| "")).contains("ask for a Dep of it everywhere"));
    assert!(refused(App::new().get("/", |_: One| "").get("/d", |_: Dep<One>| "")).contains("everywhere"));
    // What another asks for that is overridden itself is not asked for.
    struct Two;
    #[whippet::extractor]
    fn two(_: One) -> Two {
        Two
    }
    let app = App::new().get("/", |_: Dep<One>, _: Dep<Two>| "");
    TestClient::new(app.override_dependency(One).override_dependency(Two)).get("/").send().assert_status(200);
    TestClient::new(App::new().get("/d", |_: Dep<One>| "").override_dependency(One))
        .get("/d")
        .send()
        .assert_status(200);
}
