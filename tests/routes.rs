//! Which handler answers: methods, nesting, merging, fallbacks, and what is refused when the application is built.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by a panic")]

use whippet::{Service, prelude::*, testing::TestClient};

fn client(app: App) -> TestClient {
    TestClient::new(app)
}

fn refusal(app: App) -> String {
    Service::freeze(app).expect_err("the application is refused").to_string()
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
            .nest("/", App::new())
            .nest("/{x?}", App::new())
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
        "use merge",
        "nothing could follow",
        "there is one already",
    ] {
        assert!(message.contains(part), "{part} in {message}");
    }
}

#[test]
fn routes_are_listed_with_their_whole_patterns() {
    let users = App::new().get("/", || "").get("/{id}", || "").name("user");
    let app: App = App::new().any("/echo", || "").nest("/users", users).base_path("/api");
    let listed: Vec<(String, Option<Method>, Option<String>)> = app
        .routes()
        .iter()
        .map(|route| (route.pattern().to_owned(), route.method().cloned(), route.name().map(str::to_owned)))
        .collect();
    let wanted = [
        ("/api/echo", None, None),
        ("/api/users", Some(Method::GET), None),
        ("/api/users/{id}", Some(Method::GET), Some("user")),
    ];
    assert_eq!(listed, wanted.map(|(path, method, name)| (path.to_owned(), method, name.map(str::to_owned))));
    assert!(app.routes()[0].to_string().starts_with("any /api/echo (tests/routes.rs:"));
}

#[test]
fn the_path_of_a_named_route_has_its_prefixes() {
    let dogs = App::new()
        .get("/v{age}/{name}.json", |cx: Context| cx.url_for("dog", &[("owner", &1), ("age", &2), ("name", &"a/b c")]))
        .name("dog")
        .get("/{page?:[0-9]+}", || "")
        .name("dogs");
    let app = App::new().get("/files/{*path}", || "").name("file").nest("/{owner}/dogs", dogs).base_path("/api");
    let url =
        |name: &str, values: &[(&str, &dyn std::fmt::Display)]| app.url_for(name, values).map_err(|e| e.to_string());
    assert_eq!(url("dogs", &[("owner", &"é")]).unwrap(), "/api/%C3%A9/dogs");
    assert_eq!(url("dogs", &[("owner", &1), ("page", &2)]).unwrap(), "/api/1/dogs/2");
    assert_eq!(url("file", &[("path", &"a/b c/.x")]).unwrap(), "/api/files/a/b%20c/.x");
    let refused = |name: &str, values: &[(&str, &dyn std::fmt::Display)], fault: &str| {
        let message = url(name, values).unwrap_err();
        assert!(message.contains(fault), "{fault}: {message}");
    };
    refused("cat", &[], "no route is named \"cat\"");
    refused("dogs", &[], "the parameter \"owner\" is missing");
    refused("dogs", &[("owner", &1), ("leg", &4)], "no parameter \"leg\"");
    refused("cat", &[], "named are: dog, dogs, file");
    refused("dogs", &[("owner", &"")], "\"owner\" cannot be empty");
    refused("dogs", &[("owner", &1), ("owner", &2)], "\"owner\" is given twice");
    assert_eq!(url("dogs", &[("owner", &1), ("page", &"")]).unwrap(), "/api/1/dogs");
    refused("dogs", &[("owner", &"..")], "another folder");
    refused("dogs", &[("owner", &1), ("page", &"x")], "does not fit the constraint");
    refused("file", &[("path", &"a/../b")], "another folder");
    let text = client(app).get("/api/7/dogs/v3/x.json").send().assert_status(200).text().to_owned();
    assert_eq!(text, "/api/1/dogs/v2/a%2Fb%20c.json");
}

#[test]
fn a_name_belongs_to_one_path() {
    let message = refusal(
        App::new()
            .name("early")
            .get("/a", || "")
            .name("same")
            .post("/a", || "")
            .name("same")
            .get("/b", || "")
            .name("same")
            .name("second")
            .nest("/c", App::new().get("/", || ""))
            .name("late")
            .get("/d", || "")
            .name(""),
    );
    for part in [
        "name \"early\" (tests/routes.rs:",
        "GET /b (tests/routes.rs:",
        "is named \"same\", and so is GET /a (",
        "is named \"same\" already; a route has one name",
        "name \"late\"",
        "no route stands before it",
        "a name is not empty",
    ] {
        assert!(message.contains(part), "{part} in {message}");
    }
    assert_eq!(message.lines().count(), 5, "{message}");
}

#[test]
fn what_looks_more_closely_wins_wherever_it_stands() {
    let guarded = App::new().get("/{id:[0-9]+}", || "guarded");
    let client = client(
        App::new()
            .nest("/admin", guarded)
            .get("/{tenant}/{page}", || "page")
            .get("/users/{id}.json", || "json")
            .get("/deep/a/{x:[a-z]+}/c", || "deep")
            .get("/{a}/{b}/{c}/{d}", || "any")
            .get("/files/x/{*rest}", || "rest")
            .get("/{a}/x/y", || "y"),
    );
    for (path, text) in [
        ("/admin/7", "guarded"),
        ("/admin/x", "page"),
        ("/users/7.json", "json"),
        ("/deep/a/b/c", "deep"),
        ("/deep/a/7/c", "any"),
        ("/files/x/y", "rest"),
        ("/else/x/y", "y"),
    ] {
        assert_eq!(client.get(path).send().text(), text, "{path}");
    }
}

#[test]
fn a_long_pattern_is_found_like_a_short_one() {
    let middle = "/l".repeat(19);
    let client = client(
        App::new()
            .get(&format!("/a{middle}/{{x}}"), || "fixed first")
            .get(&format!("/{{p}}{middle}/x"), || "fixed last")
            .get("/{p}", || "one")
            .get(&(0..40).map(|n| format!("/{{p{n}}}")).collect::<String>(), || "forty"),
    );
    assert_eq!(client.get(&format!("/a{middle}/x")).send().text(), "fixed first");
    assert_eq!(client.get(&format!("/b{middle}/x")).send().text(), "fixed last");
    assert_eq!(client.get(&"/v".repeat(40)).send().text(), "forty");
    assert_eq!(client.get("/v").send().text(), "one");
}

#[test]
fn constraints_that_nothing_ranks_are_refused() {
    let message = refusal(App::new().get("/{a:[a-m]+}/x", || "").head("/{b:[g-s]+}/x", || ""));
    for part in ["HEAD /{b:[g-s]+}/x (tests/routes.rs:", "GET /{a:[a-m]+}/x (tests/routes.rs:", "narrower"] {
        assert!(message.contains(part), "{part} in {message}");
    }
    // Apart from each other, or decided by another segment or by the method.
    client(App::new().get("/{a:[a-m]+}", || "").post("/{b:[g-s]+}", || ""));
    client(App::new().get("/{a:[a-m]+}", || "").get("/{b:[n-z]+}", || ""));
    client(App::new().get("/{a:[a-m]+}/x", || "").get("/{b:[g-s]+}/{c}", || ""));
}
