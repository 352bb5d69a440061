//! What is wrong with several arguments: what is told together, what goes first, and who is not asked at all.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by a panic")]

use std::{cell::Cell, rc::Rc, time::Duration};

use whippet::{
    Service,
    error::Rejection,
    extract::{Extension, Extracted, FromRequestParts},
    prelude::*,
    testing::TestClient,
    time::sleep,
};

#[derive(Deserialize)]
struct Tenant {
    #[allow(dead_code, reason = "only its presence is tested")]
    x_tenant: u32,
}

#[derive(Deserialize)]
struct Trace {
    #[allow(dead_code, reason = "only its presence is tested")]
    x_trace: u32,
}

#[derive(Clone)]
struct Database;

/// Refuses everybody.
struct Guard;

impl<S> FromRequestParts<S> for Guard {
    fn from_request_parts(_: &Context, _: &S) -> Extracted<Self> {
        Err(Error::new(StatusCode::UNAUTHORIZED, "log in first")).into()
    }
}

/// Notes that somebody asked.
struct Asked;

#[whippet::extractor]
fn asked(State(asked): State<Rc<Cell<bool>>>) -> Asked {
    asked.set(true);
    Asked
}

#[test]
fn what_waits_and_what_does_not_are_gathered_in_the_order_of_the_arguments() {
    struct Faulty<const NUMBER: usize, const MILLISECONDS: u64>;
    impl<S, const NUMBER: usize, const MILLISECONDS: u64> FromRequestParts<S> for Faulty<NUMBER, MILLISECONDS> {
        fn from_request_parts(_: &Context, _: &S) -> Extracted<Self> {
            let fault = Fault::new(Place::Header, format!("/{NUMBER}"), "is wrong");
            let error = Error::unprocessable("it does not fit").with_fault(fault);
            if MILLISECONDS == 0 {
                return Err(error).into();
            }
            Extracted::later(async move {
                sleep(Duration::from_millis(MILLISECONDS)).await;
                Err(error)
            })
        }
    }
    let app = App::new()
        .get("/", |_: Faulty<1, 5>, _: Faulty<2, 0>, _: (Faulty<3, 1>, Faulty<4, 0>), _: Faulty<5, 3>| "")
        .get("/same", |_: Faulty<1, 0>, _: Faulty<1, 5>| "");
    let client = TestClient::new(app);
    let paths = |target: &str| -> Vec<String> {
        let problem: Value = client.get(target).send().assert_status(422).json();
        let errors = problem["errors"].as_array().unwrap();
        errors.iter().map(|error| error["path"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(paths("/"), ["/1", "/2", "/3", "/4", "/5"]);
    assert_eq!(paths("/same"), ["/1"]);
}

#[test]
fn an_error_of_an_extractor_of_ones_own_that_says_more_stands_alone() {
    struct Odd;
    impl<S> FromRequestParts<S> for Odd {
        fn from_request_parts(_: &Context, _: &S) -> Extracted<Self> {
            let fault = Fault::new(Place::Header, "/x-odd", "is even");
            Err(Error::unprocessable("it is even").with_fault(fault).with_title("Even")).into()
        }
    }
    let client = TestClient::new(App::new().get("/{n}", |_: Path<u8>, _: Odd| ""));
    let problem: Value = client.get("/x").send().assert_status(422).json();
    assert_eq!((&problem["title"], problem["errors"].as_array().unwrap().len()), (&json!("Even"), 1));
}

#[test]
fn nobody_is_asked_after_a_refusal() {
    struct Both;
    #[whippet::extractor]
    fn both(_: Guard, _: Asked) -> Both {
        Both
    }
    let was_asked = Rc::new(Cell::new(false));
    let app = App::new()
        .post("/arguments", |_: Guard, _: Asked, _: Json<Value>| "")
        .post("/last", |_: Guard, _: Asked| "")
        .post("/extractor", |_: Both| "");
    let client = TestClient::new(app.with_state(was_asked.clone()));
    for path in ["/arguments", "/last", "/extractor"] {
        client.post(path).json(&1).send().assert_status(401);
        assert!(!was_asked.get(), "{path}");
    }
}

#[test]
fn an_argument_is_asked_when_those_before_it_are_there() {
    struct Login;
    impl<S> FromRequestParts<S> for Login {
        fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
            let cx = cx.clone();
            Extracted::later(async move {
                sleep(Duration::from_millis(1)).await;
                cx.set_extension("lola");
                Ok(Login)
            })
        }
    }
    let app = App::new()
        .get("/middle", |_: Login, Extension(name): Extension<&'static str>, _: Method| name)
        .get("/last", |_: Login, Extension(name): Extension<&'static str>| name);
    let client = TestClient::new(app);
    client.get("/middle").send().assert_status(200).assert_text("lola");
    client.get("/last").send().assert_status(200).assert_text("lola");
}

struct User;

#[whippet::extractor]
fn user(_: Header<Tenant>, _: Header<Trace>) -> User {
    User
}

#[test]
fn an_option_is_none_only_where_nothing_was_sent_that_is_wrong() {
    let app = App::new()
        .get("/user", |user: Option<User>| if user.is_some() { "somebody" } else { "nobody" })
        .get("/rejection", |user: Result<User>| format!("{:?}", user.err().and_then(|error| error.rejection())));
    let client = TestClient::new(app);
    client.get("/user").send().assert_text("nobody");
    client.get("/user").header("x-trace", "one").send().assert_status(422);
    client.get("/user").header("x-tenant", "one").send().assert_status(422);
    client.get("/user").header("x-tenant", "1").header("x-trace", "1").send().assert_text("somebody");
    client.get("/rejection").send().assert_text(&format!("{:?}", Some(Rejection::MissingHeader)));
    client.get("/rejection").header("x-trace", "one").send().assert_text("None");
}

#[test]
fn what_the_application_forgot_is_nothing_that_a_client_did_not_send() {
    struct Account;
    #[whippet::extractor]
    fn account(_: Extension<Database>) -> Account {
        Account
    }
    struct Connection;
    #[whippet::extractor]
    fn connection(_: Extension<Database>, _: Method) -> Connection {
        Connection
    }
    let app = App::new()
        .get("/connection", |connection: Option<Connection>| connection.is_some().to_string())
        .get("/account", |account: Option<Account>| account.is_some().to_string())
        .get("/extension", |database: Option<Extension<Database>>| database.is_some().to_string());
    let client = TestClient::new(app);
    assert!(client.get("/connection").send().assert_status(500).log()[0].contains("no extension"));
    // Of one argument it is as if that one stood there.
    client.get("/account").send().assert_text("false");
    client.get("/extension").send().assert_text("false");
}

#[test]
fn what_two_arguments_say_is_said_once() {
    let app = App::new().get("/", |_: Dep<User>, _: Option<Client>, _: User, _: Dep<User>| "");
    let problem: Value = TestClient::new(app).get("/").send().assert_status(422).json();
    assert_eq!(problem["errors"].as_array().unwrap().len(), 2, "{problem}");
    assert_eq!(problem["detail"].as_str().unwrap().matches("x-tenant").count(), 1, "{problem}");
}

#[test]
fn a_path_that_may_be_missing_fits_any_route() {
    let page = |page: Option<Path<u32>>| page.map_or("all".to_owned(), |Path(page)| page.to_string());
    let why = |page: Result<Path<u32>>| page.is_err().to_string();
    let client = TestClient::new(App::new().get("/", page).get("/{page}", page).get("/why", why));
    client.get("/").send().assert_text("all");
    client.get("/7").send().assert_text("7");
    client.get("/x").send().assert_status(422);
    client.get("/why").send().assert_text("true");
    let two = App::new().get("/", |_: Option<Path<(u8, u8)>>| "").get("/{id}", |_: Option<Path<(u8, u8)>>| "");
    let refusal = Service::freeze(two).err().unwrap().to_string();
    assert!(refusal.lines().count() == 1 && refusal.contains("GET /{id} ("), "{refusal}");
}

#[test]
fn each_argument_is_held_against_the_route() {
    struct Team;
    #[whippet::extractor]
    fn team(_: Path<(u32,)>) -> Team {
        Team
    }
    let app = App::new()
        .get("/two/{id}", |_: Path<(u32, u32)>, _: Path<u32>| "")
        .get("/teams/{team}", |_: Dep<Team>| "")
        .get("/none", |_: Dep<Team>| "");
    let refusal = Service::freeze(app).err().unwrap().to_string();
    assert_eq!(refusal.lines().count(), 2, "{refusal}");
    assert!(refusal.contains("GET /two/{id} (tests/gathering.rs:") && refusal.contains("GET /none ("), "{refusal}");
}
