//! Functions of extractors: how many, of which kind, in which order, and what each gets.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by a panic")]

use std::{cell::Cell, collections::HashMap, rc::Rc, time::Duration};

use whippet::{
    Service,
    extract::{BodyNeed, Extracted, FromRef, FromRequest, FromRequestParts, MAX_BODY_BYTES},
    prelude::*,
    testing::TestClient,
    time::sleep,
};

async fn named(Path(id): Path<u32>) -> String {
    id.to_string()
}

fn fallible(Path(id): Path<u32>) -> Result<String, StatusCode> {
    if id == 0 { Err(StatusCode::IM_A_TEAPOT) } else { Ok(id.to_string()) }
}

#[test]
fn functions_and_closures_sync_and_async_are_handlers() {
    let client = TestClient::new(
        App::new()
            .get("/named/{id}", named)
            .get("/fallible/{id}", fallible)
            .get("/closure", || "closure")
            .get("/block", || async { "block" })
            .get("/async", async || "async")
            .get("/async/{id}", async |Path(id): Path<u8>, cx: Context| format!("{id} {}", cx.path())),
    );
    for (path, text) in [
        ("/named/7", "7"),
        ("/fallible/7", "7"),
        ("/closure", "closure"),
        ("/block", "block"),
        ("/async", "async"),
        ("/async/3", "3 /async/3"),
    ] {
        assert_eq!(client.get(path).send().assert_status(200).text(), text);
    }
    client.get("/fallible/0").send().assert_status(418);
}

#[test]
fn a_handler_needs_nothing_that_could_be_sent_to_another_thread() {
    let count = Rc::new(Cell::new(0));
    let handler = {
        let count = Rc::clone(&count);
        move || {
            let count = Rc::clone(&count);
            async move {
                sleep(Duration::from_millis(1)).await;
                count.set(count.get() + 1);
                count.get().to_string()
            }
        }
    };
    let client = TestClient::new(App::new().get("/", handler));
    assert_eq!((client.get("/").send().text(), client.get("/").send().text()), ("1", "2"));
    assert_eq!(count.get(), 2);
}

#[test]
fn eight_arguments_are_extracted_in_order() {
    #[allow(clippy::too_many_arguments, reason = "eight is what is tested")]
    async fn eight(
        _: Method,
        _: Context,
        Path(map): Path<HashMap<String, String>>,
        Query(query): Query<HashMap<String, String>>,
        headers: Headers,
        State(state): State<&'static str>,
        _: Client,
        body: String,
    ) -> String {
        format!("{} {} {} {state} {body}", map["a"], query["q"], headers.len())
    }
    let client = TestClient::new(App::new().post("/{a}", eight).with_state("state"));
    assert_eq!(client.post("/x?q=y").header("x-a", "1").body("body").send().text(), "x y 1 state body");
}

#[test]
fn what_is_wrong_with_all_arguments_is_answered_together() {
    let handler = |_: Path<u32>, _: Query<HashMap<String, u32>>, _: Json<u8>| "";
    let client = TestClient::new(App::new().post("/{id}", handler));
    let places = |target: &str, body: &'static str, status: u16| -> Vec<String> {
        let request = client.post(target).header("content-type", "application/json").body(body);
        let problem: Value = request.send().assert_status(status).json();
        let errors = problem["errors"].as_array().unwrap();
        errors
            .iter()
            .map(|error| format!("{}{}", error["in"].as_str().unwrap(), error["path"].as_str().unwrap()))
            .collect()
    };
    assert_eq!(places("/x?a=b", "7", 422), ["path/id", "query/a"]);
    assert_eq!(places("/1?a=b", "256", 422), ["query/a", "body"]);
    // What cannot be parsed at all decides about the status.
    assert_eq!(places("/x?a=b", "x", 400), ["path/id", "query/a", "body"]);
    client.post("/1?a=1").json(&1).send().assert_status(200);
}

#[test]
fn a_refusal_that_is_no_fault_goes_before_all_faults() {
    struct User;
    impl<S> FromRequestParts<S> for User {
        fn from_request_parts(_: &Context, _: &S) -> Extracted<Self> {
            Err(Error::new(StatusCode::UNAUTHORIZED, "log in first")).into()
        }
    }
    let read = Rc::new(Cell::new(false));
    let seen = read.clone();
    let app = App::new()
        .post("/{id}", |_: Path<u32>, _: User, _: Json<Value>| "")
        .post("/type/{id}", |_: Path<u32>, _: Json<u8>| "");
    let client = TestClient::new(app.post("/last/{id}", move |_: Path<u32>, _: Bytes| seen.set(true)));
    client.post("/x").json(&1).send().assert_status(401);
    client.post("/type/x").body("1").send().assert_status(415);
    client.post("/last/x").body("1").send().assert_status(422);
    assert!(!read.get());
}

#[test]
fn a_body_has_a_limit() {
    let client = TestClient::new(App::new().post("/", |bytes: Bytes| bytes.len().to_string()));
    let most = client.post("/").body(vec![0; MAX_BODY_BYTES]).send();
    assert_eq!(most.assert_status(200).text(), MAX_BODY_BYTES.to_string());
    let response = client.post("/").body(vec![0; MAX_BODY_BYTES + 1]).send().assert_status(413);
    assert!(response.text().contains("4500000"));
}

#[test]
fn text_that_is_not_utf8_is_400() {
    let client = TestClient::new(App::new().post("/", |text: String| text));
    assert_eq!(client.post("/").body("wíppet").send().text(), "wíppet");
    assert!(client.post("/").body(vec![b'a', 0xff]).send().assert_status(400).text().contains("byte at 1"));
}

#[test]
fn json_faults_say_where() {
    #[derive(Deserialize, Serialize)]
    struct Order {
        items: Vec<Item>,
    }
    #[derive(Deserialize, Serialize)]
    struct Item {
        count: u8,
    }
    let client = TestClient::new(App::new().post("/", |Json(order): Json<Order>| Json(order)));
    let send = |text: &'static str| {
        client.post("/").header("content-type", "application/json; charset=utf-8").body(text).send()
    };
    let fault = |text| {
        let response = send(text);
        let fault = response.json::<Value>()["errors"][0].clone();
        (response.status(), fault["path"].as_str().unwrap().to_owned(), fault["message"].as_str().unwrap().to_owned())
    };
    assert_eq!(send(r#"{"items":[{"count":1}]}"#).assert_status(200).text(), r#"{"items":[{"count":1}]}"#);
    assert_eq!(fault(r#"{"items":[{"count":1},{"count":256}]}"#).1, "/items/1/count");
    assert_eq!(fault(r#"{"items":[{}]}"#), (422, "/items/0/count".into(), "is missing".into()));
    assert_eq!(fault("{\"items\":[\n  x]}"), (400, String::new(), "expected value at line 2 column 3".into()));
    let not_utf8 = client.post("/").header("content-type", "application/json").body(b"{\n \"\xff\"}".to_vec()).send();
    assert!(not_utf8.assert_status(400).text().contains("line 2 column 3"));
    assert_eq!(fault("").0, 400);
    assert_eq!(fault(r#"{"items":[]} trailing"#).0, 400);
    assert_eq!(client.post("/").header("content-type", "application/merge-patch+json").body("{").send().status(), 400);
}

#[test]
fn a_header_is_found_without_regard_to_case_and_only_by_a_name() {
    let show = |cx: Context| format!("{:?} {:?} {:?}", cx.header("X-Sent"), cx.header("a b"), cx.header("constructor"));
    let client = TestClient::new(App::new().get("/", show));
    assert_eq!(client.get("/").header("x-sent", "1").send().text(), r#"Some("1") None None"#);
}

struct Shouts;

impl<S> FromRequestParts<S> for Shouts {
    const HEADERS: &'static [&'static str] = &["X-Loud"];

    fn from_request_parts(_: &Context, _: &S) -> Extracted<Self> {
        Ok(Self).into()
    }
}

#[test]
fn a_declared_header_in_upper_case_keeps_the_application_from_starting() {
    let refused = whippet::Service::freeze(App::new().get("/", |_: Shouts| ""));
    assert!(refused.err().unwrap().to_string().contains("\"X-Loud\": write it in lower case, \"x-loud\""));
}

struct Guard;

impl<S> FromRequest<S> for Guard {
    const BODY: BodyNeed = BodyNeed::None;

    fn check(_: &Context) -> Result<()> {
        Err(Error::new(StatusCode::FORBIDDEN, "not today"))
    }

    fn from_request(_: &Context, _: Bytes, _: &S) -> Extracted<Self> {
        Ok(Self).into()
    }
}

#[test]
fn what_a_check_refuses_is_refused_whatever_it_wants_of_the_body() {
    TestClient::new(App::new().get("/", |_: Guard| "in")).get("/").send().assert_status(403);
}

struct User(String);

impl<S> FromRequestParts<S> for User {
    const HEADERS: &'static [&'static str] = &["authorization"];

    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        let token = cx.header("authorization").map(|token| token.into_owned());
        Extracted::later(async move {
            sleep(Duration::from_millis(5)).await;
            let refuse = || {
                Error::new(StatusCode::UNAUTHORIZED, "send a token")
                    .with_header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
            };
            token.map(User).ok_or_else(refuse)
        })
    }
}

#[test]
fn an_extractor_may_wait_and_refuse_before_the_body_is_read() {
    let handler = |User(name): User, Json(body): Json<Value>| format!("{name} {body}");
    let client = TestClient::new(App::new().post("/", handler));
    client.post("/").body("{").send().assert_status(401).assert_header("www-authenticate", "Bearer");
    let response = client.post("/").header("authorization", "lola").json(&json!([1])).send();
    assert_eq!(response.assert_status(200).text(), "lola [1]");
}

#[derive(Clone)]
struct Part(u8);

struct Whole {
    part: Part,
}

impl FromRef<Whole> for Part {
    fn from_ref(whole: &Whole) -> Self {
        whole.part.clone()
    }
}

#[test]
fn a_state_is_given_whole_or_in_part_also_to_nested_routes() {
    let inner = App::new().get("/part", |State(Part(part)): State<Part>| part.to_string());
    let client = TestClient::new(App::new().nest("/in", inner).with_state(Whole { part: Part(7) }));
    assert_eq!(client.get("/in/part").send().text(), "7");
}

#[test]
fn the_context_tells_what_the_platform_knows() {
    fn app() -> App {
        App::new().get("/", |cx: Context, bindings: Bindings| -> Result<String> {
            Ok(format!("{:?} {}", cx.client().address, bindings.get::<u32>("LIMIT")?))
        })
    }
    let client = TestClient::with_bindings(app, [("LIMIT", json!("5"))]);
    assert_eq!(client.get("/").send().text(), "None 5");
    let failing = TestClient::new(app()).get("/").send().assert_status(500);
    assert!(failing.log()[0].contains("the binding LIMIT is not set"), "{:?}", failing.log());
    assert!(!failing.text().contains("LIMIT"));
}

#[test]
fn work_left_for_after_the_answer_is_done() {
    let done = Rc::new(Cell::new(false));
    let seen = Rc::clone(&done);
    let client = TestClient::new(App::new().get("/", move |cx: Context| {
        let done = Rc::clone(&done);
        cx.wait_until(async move {
            sleep(Duration::from_secs(60)).await;
            done.set(true);
        });
        "answered"
    }));
    assert_eq!(client.get("/").send().text(), "answered");
    assert!(seen.get());
}

#[test]
fn a_handler_that_takes_what_its_route_lacks_keeps_the_application_from_starting() {
    let app = App::new().get("/none", |Path(page): Path<Option<u32>>| format!("{page:?}")).nest(
        "/teams/{team}",
        App::new().get("/", |Path(team): Path<String>| team).get("/{dog}", |Path(one): Path<String>| one),
    );
    let refusal = Service::freeze(app).unwrap_err().to_string();
    assert!(refusal.contains("GET /none (tests/handlers.rs:"), "{refusal}");
    assert!(refusal.contains("the handler takes 1 path parameter, but the route has 2: team, dog"), "{refusal}");
    assert_eq!(refusal.lines().count(), 2, "{refusal}");
}

#[test]
fn an_optional_segment_that_is_left_out_is_none() {
    #[derive(Deserialize)]
    struct Page {
        team: String,
        page: Option<u32>,
    }
    let client = TestClient::new(
        App::new()
            .get("/tuple/{team}/{page?}", |Path((team, page)): Path<(String, Option<u32>)>| format!("{team} {page:?}"))
            .get("/struct/{team}/{page?}", |Path(Page { team, page }): Path<Page>| format!("{team} {page:?}"))
            .get("/alone/{page?}", |Path(page): Path<Option<u32>>| format!("{page:?}"))
            .get("/list/{team}/{page?}", |Path(all): Path<Vec<String>>| all.join(" "))
            .get("/needed/{page?}", |Path(page): Path<u32>| page.to_string())
            .get("/both/{team}/{page?}", |Path((_, page)): Path<(String, u32)>| page.to_string()),
    );
    for (path, text) in [
        ("/tuple/a", "a None"),
        ("/tuple/a/7", "a Some(7)"),
        ("/struct/a", "a None"),
        ("/struct/a/7", "a Some(7)"),
        ("/alone", "None"),
        ("/alone/7", "Some(7)"),
        ("/list/a", "a"),
        ("/list/a/7", "a 7"),
        ("/needed/7", "7"),
        ("/both/a/7", "7"),
    ] {
        assert_eq!(client.get(path).send().assert_status(200).text(), text, "{path}");
    }
    for path in ["/tuple/a/x", "/struct/a/x", "/alone/x", "/needed", "/both/a"] {
        let problem: Value = client.get(path).send().assert_status(422).json();
        assert_eq!(problem["errors"][0]["path"], "/page", "{path}");
    }
}

#[test]
fn a_document_of_another_type_is_not_called_empty() {
    let app = App::new().post("/number", |_: Json<u8>| "").post("/map", |_: Json<HashMap<String, u8>>| "");
    let client = TestClient::new(app);
    let ask =
        |path: &str, body: &'static str| client.post(path).header("content-type", "application/json").body(body).send();
    ask("/number", "{}").assert_status(422);
    ask("/map", "[]").assert_status(422);
    assert!(ask("/number", "").assert_status(400).text().contains("the body is not JSON: it is empty"));
}
