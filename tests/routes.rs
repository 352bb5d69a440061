//! Which handler answers: methods, nesting, merging, fallbacks, and what is refused when the application is built.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by a panic")]

use whippet::{Service, prelude::*, testing::TestClient};

fn client(app: App) -> TestClient {
    TestClient::new(app)
}

fn refusal(app: App) -> String {
    Service::freeze(app).err().expect("the application is refused").to_string()
}

#[test]
fn each_method_has_its_own_handler() {
    let client = client(
        App::new()
            .get("/", || "get")
            .post("/", || "post")
            .put("/", || "put")
            .patch("/", || "patch")
            .delete("/", || "delete")
            .options("/", || "options")
            .on("PURGE", "/", || "purge"),
    );
    for method in ["get", "post", "put", "patch", "delete", "options", "purge"] {
        assert_eq!(client.request(&method.to_uppercase(), "/").send().assert_status(200).text(), method);
    }
    client
        .request("BREW", "/")
        .send()
        .assert_status(405)
        .assert_header("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, PURGE");
}

#[test]
fn head_uses_get_and_can_be_a_route_of_its_own() {
    let of_get = client(App::new().get("/", || "hello"));
    of_get.head("/").send().assert_status(200).assert_header("content-length", "5");
    let own = client(App::new().get("/", || "hello").head("/", || ([("x-own", "1")], "hi")));
    own.head("/").send().assert_header("x-own", "1").assert_header("content-length", "2");
}

#[test]
fn options_is_answered_with_allow() {
    let client = client(App::new().get("/", || "").post("/", || "").any("/any", || "any"));
    let response = client.options("/").send().assert_status(204).assert_header("allow", "GET, HEAD, POST, OPTIONS");
    assert!(response.bytes().is_empty());
    assert_eq!(client.options("/any").send().assert_status(200).text(), "any");
    client.options("/none").send().assert_status(404);
}

#[test]
fn any_answers_what_no_method_of_its_own_does() {
    let client = client(App::new().any("/", |method: Method| method.to_string()).get("/", || "get"));
    assert_eq!(client.get("/").send().text(), "get");
    assert_eq!(client.request("BREW", "/").send().text(), "BREW");
}

#[test]
fn what_is_fixed_wins_whatever_the_order() {
    let open_first = App::new().get("/f/{*rest}", || "rest").get("/f/{name}", || "name").get("/f/x", || "x");
    let fixed_first = App::new().get("/f/x", || "x").get("/f/{name}", || "name").get("/f/{*rest}", || "rest");
    for client in [client(open_first), client(fixed_first)] {
        assert_eq!(client.get("/f/x").send().text(), "x");
        assert_eq!(client.get("/f/y").send().text(), "name");
        assert_eq!(client.get("/f/y/z").send().text(), "rest");
        client.get("/f").send().assert_status(404);
    }
}

#[test]
fn one_position_may_have_two_names() {
    let client = client(
        App::new()
            .get("/users/{id}", |Path(id): Path<u32>| format!("id {id}"))
            .post("/users/{name}", |cx: Context| format!("name {:?} {:?}", cx.param("name"), cx.param("id"))),
    );
    assert_eq!(client.get("/users/7").send().text(), "id 7");
    assert_eq!(client.post("/users/x").send().text(), "name Some(\"x\") None");
}

#[test]
fn a_slash_at_the_end_and_the_case_count() {
    let client = client(App::new().get("/a", || "").get("/b/", || ""));
    for (path, status) in [("/a", 200), ("/a/", 404), ("/A", 404), ("//a", 404), ("/b/", 200), ("/b", 404), ("/", 404)]
    {
        client.get(path).send().assert_status(status);
    }
}

#[test]
fn a_pattern_is_written_decoded() {
    let client = client(App::new().get("/café/{name}", |Path(name): Path<String>| name));
    assert_eq!(client.get("/caf%c3%a9/x").send().text(), "x");
    assert_eq!(client.get("/caf%C3%A9/cr%C3%A8me%2Fb%20r%C3%BBl%C3%A9e").send().text(), "crème/b rûlée");
    client.get("/caf%C3%A9/%ff").send().assert_status(400);
}

#[test]
fn nested_routes_stand_under_a_prefix_with_parameters() {
    let pets = App::new()
        .get("/", |Path(user): Path<u32>| format!("pets of {user}"))
        .get("/{pet}", |Path((user, pet)): Path<(u32, String)>| format!("{pet} of {user}"));
    let client = client(App::new().nest("/users/{user}/pets", pets));
    assert_eq!(client.get("/users/7/pets").send().text(), "pets of 7");
    assert_eq!(client.get("/users/7/pets/lola").send().text(), "lola of 7");
    client.get("/users/7/pets/").send().assert_status(404);
}

#[test]
fn a_fallback_answers_under_its_own_prefix() {
    let inner = App::new().get("/x", || "x").fallback(|| (StatusCode::NOT_FOUND, "inner"));
    let client = client(App::new().nest("/in", inner).fallback(|cx: Context| format!("outer {}", cx.path())));
    assert_eq!(client.get("/in/y").send().assert_status(404).text(), "inner");
    assert_eq!(client.get("/in").send().text(), "inner");
    assert_eq!(client.get("/into").send().assert_status(200).text(), "outer /into");
    client.post("/in/x").send().assert_status(405);
}

#[test]
fn the_most_specific_prefix_has_the_fallback_and_its_parameters() {
    let organization = App::new().fallback(|Path(name): Path<String>| format!("organization {name}"));
    let admin = App::new().fallback(|| "admin");
    let client = client(App::new().nest("/{organization}", organization).nest("/admin", admin));
    assert_eq!(client.get("/admin/zzz").send().text(), "admin");
    assert_eq!(client.get("/acme/zzz").send().text(), "organization acme");
}

#[test]
fn options_of_the_server_is_answered() {
    client(App::new().get("/", || "")).options("*").send().assert_status(204);
}

#[test]
fn merged_applications_share_one_table() {
    let client = client(App::new().get("/a", || "a").merge(App::new().post("/a", || "post a").get("/b", || "b")));
    assert_eq!(client.post("/a").send().text(), "post a");
    assert_eq!(client.get("/b").send().text(), "b");
}

#[test]
fn an_unknown_path_is_404_with_a_problem() {
    let response = client(App::new()).get("/x").send().assert_status(404);
    assert_eq!(response.header("content-type"), Some("application/problem+json"));
    assert_eq!(response.json::<Value>()["status"], 404);
}

#[test]
fn two_routes_that_cannot_be_told_apart_are_named_with_their_places() {
    let message = refusal(App::new().get("/users/{id}", || "").get("/users/{name}", || ""));
    assert!(message.contains("GET /users/{name} (tests/routes.rs:"), "{message}");
    assert!(message.contains("GET /users/{id} (tests/routes.rs:"), "{message}");
    assert!(message.contains("remove one"), "{message}");
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let message = refusal(
        App::new()
            .get("/:id", || "")
            .get("/a/*", || "")
            .on("BAD METHOD", "/b", || "")
            .on("get", "/c", || "")
            .nest("/x/", App::new().get("no-slash", || ""))
            .merge(App::new().fallback(|| ""))
            .fallback(|| ""),
    );
    for part in [
        "{id}",
        "{*rest}",
        "\"BAD METHOD\" is not a method",
        "write \"GET\"",
        "write \"/no-slash\"",
        "does not end with a slash",
        "there is one already",
    ] {
        assert!(message.contains(part), "{part} in {message}");
    }
}
