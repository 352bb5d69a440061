//! What a router says about all its routes: how errors are answered, how large an answer may be, what a slash at the end means.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by a panic")]

use whippet::{Service, prelude::*, testing::TestClient};

fn refusal(app: App) -> String {
    Service::freeze(app).expect_err("the application is refused").to_string()
}

fn shout(error: Error, cx: Context) -> (StatusCode, String) {
    (error.status(), format!("{} {}!", cx.path(), error.detail()))
}

#[test]
fn an_error_is_answered_by_the_innermost_router_that_says_how() {
    let inner = App::new().get("/fail", || -> Result<()> { Err(Error::not_found("gone")) }).on_error(shout);
    let silent = App::new().get("/fail", || -> Result<()> { Err(Error::not_found("gone")) });
    let app = App::new()
        .nest("/in", inner)
        .nest("/silent", silent)
        .get("/fail", || -> Result<()> { Err(Error::bad_request("no")) })
        .on_error(|error, _| Html(format!("<p>{}</p>", error.detail())));
    let client = TestClient::new(app);
    assert_eq!(client.get("/in/fail").send().assert_status(404).text(), "/in/fail gone!");
    assert_eq!(client.get("/silent/fail").send().assert_status(404).text(), "<p>gone</p>");
    assert_eq!(client.get("/fail").send().assert_status(400).text(), "<p>no</p>");
    // What no route answers belongs to the prefix.
    assert!(client.get("/in/nothing").send().assert_status(404).text().starts_with("/in/nothing "));
    assert!(client.get("/silent/nothing").send().assert_status(404).text().starts_with("<p>"));
}

#[test]
fn an_error_that_is_passed_on_goes_to_the_next_router() {
    let inner = App::new()
        .get("/{id}", |Path(id): Path<u8>| id.to_string())
        .on_error(|error, _| if error.status() == 422 { Err(error) } else { Ok("inner") });
    let middle = App::new().nest("/inner", inner).on_error(|error, _| -> Result<()> { Err(error.with_title("Odd")) });
    let client = TestClient::new(App::new().nest("/middle", middle));
    let problem: Value = client.get("/middle/inner/x").send().assert_status(422).json();
    assert_eq!((&problem["title"], &problem["instance"]), (&json!("Odd"), &json!("/middle/inner/x")));
    assert_eq!(client.get("/middle/inner/1/2").send().assert_status(404).text(), "inner");
}

#[test]
fn what_came_with_the_error_stays_where_the_answer_says_nothing() {
    let unauthorized = || {
        let challenge = HeaderValue::from_static("Bearer");
        Err::<(), _>(Error::new(StatusCode::UNAUTHORIZED, "who?").with_header(header::WWW_AUTHENTICATE, challenge))
    };
    let app = App::new().get("/", unauthorized).on_error(|error, _| {
        if error.status() == 405 { Ok(Html("page")) } else { Err((StatusCode::OK, Html("all is well"))) }
    });
    let client = TestClient::new(app);
    let named = client.get("/").send().assert_status(200).assert_header("www-authenticate", "Bearer");
    assert_eq!(named.header("content-type"), Some("text/html; charset=utf-8"));
    client.post("/").send().assert_status(405).assert_header("allow", "GET, HEAD, OPTIONS");
    let head = client.head("/nothing").send().assert_status(200);
    assert_eq!(head.header("content-length"), Some("11"));
}

#[test]
fn a_404_belongs_to_the_closest_prefix_that_says_something() {
    let spoken = App::new().get("/x", || "").on_error(|error, _| format!("api: {}", error.status()));
    let silent = App::new().get("/x", || "");
    let own = App::new().get("/x", || "").on_error(|_, _| "not asked").fallback(|| "own");
    let app = App::new().nest("/spoken", spoken).nest("/silent", silent).nest("/own", own).fallback(|| "the page");
    let client = TestClient::new(app.on_error(|_, _| "outer"));
    assert_eq!(client.get("/spoken/y").send().assert_status(404).text(), "api: 404 Not Found");
    assert_eq!(client.get("/silent/y").send().assert_status(200).text(), "the page");
    assert_eq!(client.get("/own/y").send().assert_status(200).text(), "own");
    assert_eq!(client.post("/silent/x").send().assert_status(405).text(), "outer");
    // A silent application lays no claim to its prefix, whoever is nested there first.
    let app = App::new()
        .nest("/a", App::new().get("/1", || ""))
        .nest("/a", App::new().get("/2", || "").on_error(|_, _| "second"))
        .on_error(|_, _| "outer");
    assert_eq!(TestClient::new(app).get("/a/3").send().text(), "second");
}

#[test]
fn problems_do_not_count_as_answers_that_are_too_large() {
    let client = TestClient::new(App::new().get("/", || "x").max_answer_bytes(50));
    client.get("/nothing").send().assert_status(404);
    let response = client.get(&format!("/{}", "x".repeat(5_000_000))).send().assert_status(404);
    assert!(response.bytes().len() < 300, "a long path is not repeated");
}

#[test]
fn a_line_of_the_log_is_one() {
    let fail = |cx: Context| Err::<(), _>(Error::internal(format!("a\r\nGET / forged {}", cx.query())));
    let response = TestClient::new(App::new().get("/{*x}", fail)).get("/b?c").send().assert_status(500);
    assert!(response.log()[0].contains("a  GET / forged c"), "{:?}", response.log());
}

#[test]
fn a_request_about_the_server_is_no_path() {
    let client = TestClient::new(App::new().any("/{*all}", || "all").fallback(|| "fallback"));
    client.options("*").send().assert_status(204);
    client.get("*").send().assert_status(404);
}

#[test]
fn a_failure_is_logged_once_and_never_shown() {
    let app = App::new()
        .nest(
            "/api",
            App::new()
                .get("/", || -> Result<()> { Err("x".parse::<u8>().unwrap_err().into()) })
                .on_error(|error, _| Err::<(), _>(error)),
        )
        .on_error(|error, _| format!("sorry: {:?}", error.detail()));
    let response = TestClient::new(app).get("/api").send().assert_status(500);
    assert_eq!(response.text(), "sorry: \"\"");
    let [line] = response.log() else { unreachable!("one line: {:?}", response.log()) };
    assert!(line.starts_with("GET /api failed in GET /api (tests/scopes.rs:"), "{line}");
    assert!(line.ends_with("): 500: invalid digit found in string"), "{line}");
}

#[test]
fn what_goes_wrong_in_an_error_answer_is_a_500_problem() {
    let app = App::new().max_answer_bytes(200).on_error(|_, _| "x".repeat(201));
    let response = TestClient::new(app).get("/").send().assert_status(500);
    assert_eq!(response.json::<Value>()["status"], 500);
    assert!(response.log()[0].contains("201 bytes"), "{:?}", response.log());
}

#[test]
fn an_answer_over_the_limit_is_reported_at_its_source() {
    let large = |bytes: usize| move || vec![0; bytes];
    let app = App::new()
        .get("/fits", large(4_500_000))
        .get("/large", large(4_500_001))
        .nest("/small", App::new().get("/", large(11)).max_answer_bytes(10))
        .nest("/huge", App::new().get("/", large(5_000_000)).max_answer_bytes(6_000_000));
    let client = TestClient::new(app);
    client.get("/fits").send().assert_status(200);
    client.get("/huge").send().assert_status(200);
    let response = client.get("/large").send().assert_status(500);
    assert!(response.text().len() < 200, "nothing of it leaves");
    let line = &response.log()[0];
    for part in ["4500001 bytes", "4500000 at most", "GET /large (tests/scopes.rs:", "max_answer_bytes", "redirect"] {
        assert!(line.contains(part), "{part} in {line}");
    }
    assert!(client.get("/small").send().assert_status(500).log()[0].contains("10 at most"));
}

#[test]
fn a_merged_application_speaks_for_its_own_routes_only() {
    let merged = App::new()
        .get("/merged", || -> Result<()> { Err(Error::bad_request("")) })
        .on_error(|_, _| "merged")
        .trailing_slash(TrailingSlash::Ignore);
    let client = TestClient::new(App::new().get("/own", || "").merge(merged));
    assert_eq!(client.get("/merged/").send().assert_status(400).text(), "merged");
    client.get("/own/").send().assert_status(404).assert_header("content-type", "application/problem+json");
    assert_eq!(client.post("/merged").send().assert_status(405).text(), "merged");
}

#[test]
fn a_redirect_to_the_other_spelling_stays_on_the_server() {
    let app = App::new().get("/a", || "").get("//b.example/{c}", || "");
    let client = TestClient::new(app.trailing_slash(TrailingSlash::Redirect));
    for (target, location) in [
        ("/a/?b=/c//&d", "/a?b=/c//&d"),
        ("/a/?", "/a"),
        ("//b.example/c/", "/.//b.example/c"),
        ("/\\b.example/c/", "/.//b.example/c"),
        ("/a/?é \"", "/a?%C3%A9%20%22"),
    ] {
        client.get(target).send().assert_status(308).assert_header("location", location);
    }
    client.post("/a/").send().assert_status(405);
}

#[test]
fn a_base_path_is_a_prefix_of_its_own() {
    let api = App::new().get("/x", || "").base_path("/api").on_error(|_, _| "api");
    let client = TestClient::new(App::new().merge(api));
    assert_eq!(client.get("/api/y").send().assert_status(404).text(), "api");
    client.get("/y").send().assert_status(404).assert_header("content-type", "application/problem+json");
}

#[test]
fn no_base_path_is_none() {
    for base in ["", "/"] {
        let app = App::new().get("/x", || "").name("x").base_path(base);
        assert_eq!(app.url_for("x", &[]).unwrap(), "/x");
        TestClient::new(app).get("/x").send().assert_status(200);
    }
    let message = refusal(App::new().base_path("/api/").nest("", App::new()).nest("/", App::new()));
    for part in ["base_path \"/api/\" (", "does not end with a slash", "nest \"\" (", "nest \"/\" (", "use merge"] {
        assert!(message.contains(part), "{part} in {message}");
    }
}

#[test]
fn what_is_said_twice_is_refused() {
    let message = refusal(App::new().on_error(|_, _| "").on_error(|_, _| "").base_path("/a").base_path("/b"));
    let twice = App::new().nest("/a", App::new().on_error(|_, _| "")).nest("/a", App::new().on_error(|_, _| ""));
    let fallbacks = App::new().nest("/{a}", App::new().fallback(|| "")).nest("/{b}", App::new().fallback(|| ""));
    let message = format!("{message}\n{}\n{}", refusal(twice), refusal(fallbacks));
    for part in [
        "on_error (tests/scopes.rs:",
        "base_path \"/b\" (tests/scopes.rs:",
        "there is one already, at tests/scopes.rs:",
        "nest \"/a\" (tests/scopes.rs:",
        "its on_error at tests/scopes.rs:",
        "nest \"/{b}\" (tests/scopes.rs:",
        "its fallback at tests/scopes.rs:",
        "is for the same paths as the fallback at tests/scopes.rs:",
    ] {
        assert!(message.contains(part), "{part} in {message}");
    }
}
