//! The functions that start an application: each form, what fails, and what waits.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use std::{
    cell::Cell,
    future::pending,
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use whippet::{
    IntoApp, Service,
    prelude::*,
    testing::{TestClient, block_on},
    time::sleep,
};

const MOTTO: [(&str, Value); 1] = [("MOTTO", Value::Null)];

fn routes(text: &'static str) -> App {
    App::new().get("/", move || text)
}

fn answer<M>(app: impl IntoApp<M>) -> String {
    let client = TestClient::with_bindings(app, [("MOTTO", json!("fetch"))]);
    client.get("/").send().assert_status(200).text().to_owned()
}

fn refusal<M>(app: impl IntoApp<M>) -> String {
    let started = catch_unwind(AssertUnwindSafe(|| TestClient::with_bindings(app, MOTTO)));
    *started.err().unwrap().downcast::<String>().unwrap()
}

#[test]
fn every_form_of_function_starts() {
    fn plain() -> App {
        routes("plain")
    }
    fn fallible() -> Result<App> {
        Ok(routes("fallible"))
    }
    fn of_another_error() -> Result<App, std::num::ParseIntError> {
        Ok(routes("of another error"))
    }
    fn bound(bindings: Bindings) -> App {
        App::new().get("/", move || bindings.get::<String>("MOTTO"))
    }
    fn bound_and_fallible(bindings: Bindings) -> Result<App> {
        let motto: String = bindings.get("MOTTO")?;
        Ok(App::new().get("/", move || motto.clone()))
    }
    assert_eq!(answer(plain), "plain");
    assert_eq!(answer(fallible), "fallible");
    assert_eq!(answer(of_another_error), "of another error");
    assert_eq!(answer(bound), "fetch");
    assert_eq!(answer(bound_and_fallible), "fetch");
    assert_eq!(answer(|| routes("closure")), "closure");
    assert_eq!(answer(|_: Bindings| routes("closure")), "closure");
}

#[test]
fn every_form_of_async_function_starts() {
    async fn plain() -> App {
        routes("plain")
    }
    async fn fallible() -> Result<App> {
        sleep(Duration::from_secs(1)).await;
        Ok(routes("fallible"))
    }
    async fn of_another_error() -> Result<App, std::num::ParseIntError> {
        Ok(routes("of another error"))
    }
    async fn bound(bindings: Bindings) -> App {
        App::new().get("/", move || bindings.get::<String>("MOTTO"))
    }
    async fn bound_and_fallible(bindings: Bindings) -> Result<App> {
        sleep(Duration::from_secs(1)).await;
        let motto: String = bindings.get("MOTTO")?;
        Ok(App::new().get("/", move || motto.clone()))
    }
    assert_eq!(answer(plain), "plain");
    assert_eq!(answer(fallible), "fallible");
    assert_eq!(answer(of_another_error), "of another error");
    assert_eq!(answer(bound), "fetch");
    assert_eq!(answer(bound_and_fallible), "fetch");
    assert_eq!(answer(async || routes("closure")), "closure");
    assert_eq!(answer(async |_: Bindings| routes("closure")), "closure");
    assert_eq!(answer(|| async { routes("block") }), "block");
}

#[test]
fn what_a_start_fails_with_is_told_without_a_status() {
    let failing = || Err::<App, _>(Error::internal("no database"));
    assert_eq!(refusal(failing), "the application cannot start: no database");
    let later = async || {
        sleep(Duration::from_secs(1)).await;
        Err::<App, _>(Error::internal("no database"))
    };
    assert_eq!(refusal(later), "the application cannot start: no database");
    assert_eq!(
        refusal(async || "x".parse::<u8>().map(|_| App::new())),
        "the application cannot start: invalid digit found in string"
    );
    let refused = refusal(async || App::new().get("/dogs/:id", || "").get("/a", || "").get("/a", || ""));
    assert_eq!(refused.lines().next(), Some("the application cannot start:"));
    assert!(refused.contains("\n") && refused.contains("/dogs/:id") && refused.contains("GET /a"), "{refused}");
}

#[test]
fn a_start_that_waits_for_what_never_comes_fails_the_test_at_its_place() {
    assert_eq!(refusal(async || pending::<App>().await), "the application cannot start: it waits for what never comes");
    thread_local! {
        static PLACE: Cell<u32> = const { Cell::new(0) };
    }
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|panic| PLACE.set(panic.location().map_or(0, std::panic::Location::line))));
    let line = line!() + 1;
    let failed = catch_unwind(|| drop(TestClient::start(pending::<App>)));
    std::panic::set_hook(hook);
    assert!(failed.is_err());
    assert_eq!(PLACE.get(), line);
}

#[test]
fn a_service_is_started_anew_by_the_same_function() {
    let calls = Cell::new(0);
    let app = async || {
        calls.set(calls.get() + 1);
        if calls.get() == 1 { Err(Error::internal("not yet")) } else { Ok(App::new()) }
    };
    block_on(async {
        let started =
            async || Service::freeze(app().await?).is_ok().then_some(()).ok_or_else(|| Error::internal("refused"));
        assert!(started().await.is_err());
        assert!(started().await.is_ok());
    });
    assert!(block_on(Service::start(&async || App::new(), Bindings::default())).is_ok());
    assert!(block_on(Service::start(&App::new, Bindings::default())).is_ok());
}
