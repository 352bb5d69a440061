//! Middleware: the order of the onion, what passes through it, and what it costs.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::{cell::Cell, rc::Rc, time::Duration};

use whippet::{
    Service,
    extract::{Extracted, FromRequestParts, Needs},
    middleware::{Incoming, Middleware, Next, Passage, from_fn},
    prelude::*,
    testing::TestClient,
    time::sleep,
};

/// Notes in the log when a request passes, and with which status.
struct Noted(&'static str);

impl Middleware for Noted {
    fn before(&self, cx: &Context) -> Result<(), Response> {
        cx.log(&format!("{} in", self.0));
        Ok(())
    }

    fn after(&self, cx: &Context, response: &mut Response) {
        cx.log(&format!("{} out {}", self.0, response.status().as_u16()));
    }
}

/// The same, asynchronously.
fn waiting(name: &'static str) -> impl Middleware {
    from_fn(async move |cx: Context, next: Next| {
        cx.log(&format!("{name} in"));
        sleep(Duration::from_millis(1)).await;
        let response = next.run().await;
        sleep(Duration::from_millis(1)).await;
        cx.log(&format!("{name} out {}", response.status().as_u16()));
        response
    })
}

/// Refuses whoever asks for it.
struct Refusing(&'static str);

impl Middleware for Refusing {
    fn before(&self, cx: &Context) -> Result<(), Response> {
        if cx.query() == self.0 { Err(Error::new(StatusCode::FORBIDDEN, self.0).into()) } else { Ok(()) }
    }

    fn after(&self, cx: &Context, _: &mut Response) {
        cx.log(&format!("{} passed", self.0));
    }
}

fn words(answer: &whippet::testing::TestResponse) -> String {
    answer.output().join(", ")
}

#[test]
fn the_first_is_the_outermost_and_the_answer_comes_back_the_same_way() {
    let app = App::new().with(Noted("a")).get("/", |cx: Context| cx.log("handler")).with(Noted("b")).with(Noted("c"));
    let answer = TestClient::new(app).get("/").send();
    assert_eq!(words(&answer), "a in, b in, c in, handler, c out 200, b out 200, a out 200");
}

#[test]
fn synchronous_and_waiting_ones_keep_their_order() {
    let app = App::new().with(Noted("a")).with(waiting("b")).with(Noted("c")).with(waiting("d")).post(
        "/",
        async |cx: Context, text: String| {
            cx.log(&text);
            sleep(Duration::from_millis(1)).await;
        },
    );
    let answer = TestClient::new(app).post("/").body("body").send();
    assert_eq!(words(&answer), "a in, b in, c in, d in, body, d out 200, c out 200, b out 200, a out 200");
    assert_eq!(answer.elapsed(), Duration::from_millis(5));
}

#[test]
fn those_of_a_nested_application_stand_within_those_around_it() {
    let inner = App::new().get("/", || "inner").with(Noted("inner"));
    let merged = App::new().get("/merged", || "merged").with(Noted("merged"));
    let app = App::new().nest("/nested", inner).get("/", || "outer").merge(merged).with(Noted("outer"));
    let client = TestClient::new(app);
    assert_eq!(words(&client.get("/nested").send()), "outer in, inner in, inner out 200, outer out 200");
    assert_eq!(words(&client.get("/merged").send()), "outer in, merged in, merged out 200, outer out 200");
    assert_eq!(words(&client.get("/").send()), "outer in, outer out 200");
}

#[test]
fn what_no_route_answers_passes_through_it() {
    let inner = App::new().get("/dogs", || "dogs").get("/cats/", || "").with(Noted("inner"));
    let app = App::new().nest("/nested", inner.trailing_slash(TrailingSlash::Redirect)).with(Noted("outer"));
    let client = TestClient::new(app);
    let through = |status: u16| format!("outer in, inner in, inner out {status}, outer out {status}");
    assert_eq!(words(&client.get("/nested/nothing").send().assert_status(404)), through(404));
    assert_eq!(words(&client.get("/nested").send().assert_status(404)), through(404));
    assert_eq!(words(&client.post("/nested/dogs").send().assert_status(405)), through(405));
    assert_eq!(words(&client.options("/nested/dogs").send().assert_status(204)), through(204));
    assert_eq!(words(&client.get("/nested/cats").send().assert_status(308)), through(308));
    assert_eq!(words(&client.get("/elsewhere").send().assert_status(404)), "outer in, outer out 404");
    assert_eq!(words(&client.options("*").send().assert_status(204)), "outer in, outer out 204");
}

#[test]
fn a_parameter_that_cannot_be_decoded_is_an_answer_that_passes_through_it() {
    let client = TestClient::new(App::new().get("/{name}", |Path(name): Path<String>| name).with(Noted("a")));
    assert_eq!(words(&client.get("/%ff").send().assert_status(400)), "a in, a out 400");
}

#[test]
fn a_fallback_further_out_answers_within_the_middleware_of_the_prefix() {
    let guarded = App::new().get("/a", || "a").with(Noted("inner"));
    let app = App::new().nest("/api", guarded).fallback(|| "the page").with(Noted("outer"));
    let client = TestClient::new(app);
    let unknown = client.get("/api/unknown").send().assert_text("the page");
    assert_eq!(words(&unknown), "outer in, inner in, inner out 200, outer out 200");
    assert_eq!(words(&client.get("/x").send().assert_text("the page")), "outer in, outer out 200");
}

#[test]
fn who_says_how_errors_are_answered_below_a_prefix_answers_before_a_fallback_further_out() {
    let deepest = App::new().get("/a", || "a").with(Noted("deepest"));
    let api = App::new().nest("/deep", deepest).on_error(|_, _| "the api's");
    let client = TestClient::new(App::new().nest("/api", api).fallback(|| "the page"));
    let unknown = client.get("/api/deep/unknown").send().assert_status(404).assert_text("the api's");
    assert_eq!(words(&unknown), "deepest in, deepest out 404");
}

#[test]
fn a_prefix_of_two_applications_is_in_the_way_of_neither() {
    let part = |name: &'static str, path: &str| App::new().get(path, move || name).with(Noted(name));
    let client = TestClient::new(App::new().nest("/api", part("a", "/a")).nest("/api", part("b", "/b")));
    assert_eq!(words(&client.get("/api/a").send()), "a in, a out 200");
    assert_eq!(words(&client.get("/api/b").send()), "b in, b out 200");
    assert_eq!(words(&client.get("/api/c").send().assert_status(404)), "");
}

#[test]
fn an_error_is_an_answer_already_where_middleware_sees_it() {
    let shown = from_fn(async |cx: Context, next: Next| {
        let response = next.run().await;
        cx.log(std::str::from_utf8(response.body().as_bytes()).unwrap());
        response
    });
    let app = App::new().get("/", || Error::not_found("no dog")).on_error(|error, _| error.detail().to_owned());
    let answer = TestClient::new(app.with(shown)).get("/").send().assert_status(404).assert_text("no dog");
    assert_eq!(words(&answer), "no dog");
}

#[test]
fn a_refusal_is_answered_by_what_its_own_application_says_about_errors() {
    let inner = App::new()
        .get("/", || "inner")
        .with(Refusing("inner"))
        .on_error(|error, _| format!("inner says {}", error.detail()));
    let app = App::new()
        .nest("/nested", inner)
        .with(Refusing("outer"))
        .with(Refusing("second"))
        .on_error(|error, _| format!("outer says {}", error.detail()));
    let client = TestClient::new(app);
    let ask = |query: &str| client.get(&format!("/nested?{query}")).send();
    assert_eq!(words(&ask("inner").assert_status(403).assert_text("inner says inner")), "second passed, outer passed");
    assert_eq!(words(&ask("second").assert_status(403).assert_text("outer says second")), "outer passed");
    assert_eq!(words(&ask("outer").assert_text("outer says outer")), "");
    client.get("/nested").send().assert_text("inner");
}

#[test]
fn a_refusal_of_a_waiting_one_is_answered_by_its_own_application() {
    let members = from_fn(async |_, _: Next| Error::new(StatusCode::UNAUTHORIZED, "who are you"));
    let inner = App::new().get("/", || "inner").on_error(|_, _| "inner's");
    let app = App::new().nest("/nested", inner).with(members).on_error(|_, _| "outer's");
    TestClient::new(app).get("/nested").send().assert_status(401).assert_text("outer's");
}

#[test]
fn an_error_that_middleware_puts_in_the_place_of_an_answer_is_answered_as_any_other() {
    struct Spoiled;
    impl Middleware for Spoiled {
        fn after(&self, _: &Context, response: &mut Response) {
            *response = Error::new(StatusCode::BAD_GATEWAY, "spoiled").into();
        }
    }
    let app = App::new().with(Noted("outer")).get("/", || "good").with(Spoiled);
    let answer = TestClient::new(app).get("/").send().assert_status(502);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    assert_eq!(words(&answer), "outer in, outer out 502");
    assert!(answer.log()[0].contains("spoiled"));
}

#[test]
fn nobody_reads_a_body_that_a_refusal_needs_not() {
    let app = App::new().post("/", |text: String| text).with(Refusing("no"));
    let client = TestClient::new(app);
    // Reading it would be a 400.
    client.post("/?no").body("half").broken_off().send().assert_status(403);
    client.post("/").body("half").broken_off().send().assert_status(400);
}

#[test]
fn a_body_is_read_within_a_waiting_one_up_to_its_limit() {
    let app = App::new().post("/", |Json(value): Json<Value>| Json(value)).with(waiting("a"));
    let client = TestClient::new(app);
    client.post("/").json(&json!([1, 2])).send().assert_json(&json!([1, 2]));
    let chunks = client.post("/").header("content-type", "application/json").chunks(["[1", ",2", "]"]);
    chunks.chunk_every(Duration::from_millis(3)).send().assert_json(&json!([1, 2]));
    let large = client.post("/").header("content-type", "application/json").body(vec![b' '; 4_500_001]);
    assert_eq!(words(&large.send().assert_status(413)), "a in, a out 413");
}

#[test]
fn dropping_what_is_left_drops_the_handler() {
    struct Counted(Rc<Cell<u32>>);
    impl Drop for Counted {
        fn drop(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }
    let dropped = Rc::new(Cell::new(0));
    let counted = Rc::clone(&dropped);
    let impatient = from_fn(async |_, next: Next| {
        let mut work = Box::pin(next.run());
        let first = std::future::poll_fn(|cx| std::task::Poll::Ready(work.as_mut().poll(cx).is_ready())).await;
        assert!(!first, "it waits");
        "enough"
    });
    let handler = move || {
        let guard = Counted(Rc::clone(&counted));
        async move {
            sleep(Duration::from_secs(60)).await;
            drop(guard);
        }
    };
    let answer = TestClient::new(App::new().get("/", handler).with(impatient)).get("/").send().assert_text("enough");
    assert_eq!((dropped.get(), answer.elapsed()), (1, Duration::ZERO));
}

#[test]
fn a_setting_decides_whether_it_is_there_and_two_applications_share_one() {
    let shared: Rc<dyn Middleware> = Rc::new(Noted("shared"));
    let part = |path: &str| App::new().get(path, || "").with(Rc::clone(&shared)).with(None::<Noted>);
    let client = TestClient::new(part("/a").merge(App::new().get("/b", || "").with(Some(Noted("some")))));
    assert_eq!(words(&client.get("/a").send()), "shared in, shared out 200");
    assert_eq!(words(&client.get("/b").send()), "shared in, some in, some out 200, shared out 200");
}

struct Lowercase;

impl Middleware for Lowercase {
    fn needs(&self, needs: &mut Needs) {
        needs.rerouting();
    }

    fn reroute(&self, incoming: &mut Incoming<'_>) {
        let path = incoming.path().to_lowercase();
        incoming.set_path(&path);
        incoming.set_method(Method::GET);
    }
}

#[test]
fn the_outermost_application_may_look_for_another_route() {
    let app = App::new().get("/dogs/{name}", |cx: Context, Path(name): Path<String>| format!("{name} {}", cx.query()));
    let client = TestClient::new(app.with(Some(Rc::new(Lowercase))));
    client.delete("/DOGS/Lola%20B?Q=1").send().assert_text("lola b Q=1");
}

#[test]
fn a_path_that_is_set_is_spelled_as_any_other() {
    struct Set(&'static str);
    impl Middleware for Set {
        fn needs(&self, needs: &mut Needs) {
            needs.rerouting();
        }
        fn reroute(&self, incoming: &mut Incoming<'_>) {
            incoming.set_path(self.0);
        }
    }
    for (path, seen) in [("a?b#c", "/a%3Fb%23c?q"), ("/a/../b", "/b?q"), ("//x", "//x?q"), ("/ä\0", "/%C3%A4%00?q")] {
        let app = App::new().fallback(|cx: Context| format!("{}?{}", cx.path(), cx.query())).with(Set(path));
        TestClient::new(app).get("/old?q").send().assert_text(seen);
    }
}

#[test]
fn what_would_look_for_another_route_of_a_part_is_refused_with_its_place() {
    for app in [App::new().nest("/a", App::new().with(Lowercase)), App::new().merge(App::new().with(Lowercase))] {
        let refusal = Service::freeze(app).err().unwrap().to_string();
        assert!(refusal.contains("middleware (") && refusal.contains("onion.rs:"), "{refusal}");
        assert!(refusal.contains("outermost application"), "{refusal}");
    }
}

#[test]
fn what_an_extractor_says_is_not_what_the_next_middleware_says() {
    struct Odd;
    impl<S> FromRequestParts<S> for Odd {
        fn needs(needs: &mut Needs) {
            needs.rerouting();
        }
        fn from_request_parts(_: &Context, _: &S) -> Extracted<Self> {
            Ok(Self).into()
        }
    }
    let part = App::new().get("/", |_: Odd| "").with(Noted("inner"));
    TestClient::new(App::new().nest("/a", part)).get("/a").send().assert_status(200);
}

#[test]
fn a_fault_of_its_settings_keeps_the_application_from_starting() {
    struct Wrong;
    impl Middleware for Wrong {
        fn needs(&self, needs: &mut Needs) {
            needs.fault("Wrong: it is never right");
        }
        fn around(&self, _: &Context, next: Next) -> Passage {
            next.into()
        }
    }
    let refusal = Service::freeze(App::new().with(Wrong).get("/", || "")).err().unwrap().to_string();
    assert!(refusal.contains("onion.rs:") && refusal.contains("Wrong: it is never right"), "{refusal}");
}

#[test]
fn what_speaks_of_many_bytes_is_refused_before_middleware_sees_it() {
    let app = App::new().get("/", || "more than ten bytes").max_answer_bytes(10).with(Noted("a"));
    let answer = TestClient::new(app).get("/").send().assert_status(500);
    assert_eq!(words(&answer), "a in, a out 500");
}

#[test]
fn head_is_answered_by_the_same_way_and_middleware_sees_the_body() {
    let seen = from_fn(async |cx: Context, next: Next| {
        let response = next.run().await;
        cx.log(&response.body().len().to_string());
        response
    });
    let answer = TestClient::new(App::new().get("/", || "four").with(seen)).head("/").send().assert_status(200);
    assert_eq!((words(&answer).as_str(), answer.header("content-length")), ("4", Some("4")));
}
