//! Cookies: what survives in an answer, who can read what, and what keeps an application from starting.
#![cfg(all(not(target_arch = "wasm32"), feature = "secure-cookies"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by a panic")]

use whippet::{
    Service,
    cookies::{Cookie, Key, SameSite, time::Duration},
    extract::FromRef,
    prelude::*,
    testing::{TestClient, TestResponse},
};

const SECRET: &str = "8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a";

fn key() -> Key {
    Key::derive_from(SECRET).unwrap()
}

/// What an answer sets, each as it comes back with the next request.
fn pairs(answer: &TestResponse) -> Vec<String> {
    let fields = answer.headers().get_all("set-cookie");
    fields.map(|field| field.to_str().unwrap().split("; ").next().unwrap().to_owned()).collect()
}

#[test]
fn several_cookies_survive_in_one_answer() {
    let app = App::new()
        .get("/jar", |jar: Cookies| (jar.add(("a", "1")).add(("b", "2")).remove("c"), "done"))
        .get("/tuple", |jar: Cookies| (StatusCode::CREATED, ([("x-a", "1")], jar.add(("a", "1"))), "done"))
        .get("/nested", |jar: Cookies| (jar.clone().add(("a", "1")), (jar.add(("b", "2")), Html("done"))))
        .get("/beside", |jar: Cookies| ((jar.add(("a", "1")), [(header::SET_COOKIE, "b=2")]), NoContent))
        .get("/unchanged", |jar: Cookies| (jar, "done"));
    let client = TestClient::new(app);
    assert_eq!(pairs(&client.get("/jar").send()), ["a=1", "b=2", "c="]);
    assert_eq!(pairs(&client.get("/tuple").send().assert_status(201).assert_header("x-a", "1")), ["a=1"]);
    assert_eq!(pairs(&client.get("/nested").send()), ["b=2", "a=1"]);
    assert_eq!(pairs(&client.get("/beside").send().assert_status(204)), ["a=1", "b=2"]);
    assert_eq!(pairs(&client.get("/unchanged").header("cookie", "a=1").send().assert_text("done")), [""; 0]);
}

#[test]
fn an_error_sets_no_cookies_unless_it_says_so() {
    type Answer = Result<&'static str, (Cookies, StatusCode)>;
    let app = App::new()
        .get("/around", |jar: Cookies| (jar.add(("a", "1")), Err::<(), _>(Error::not_found("gone"))))
        .get("/within", |jar: Cookies| Answer::Err((jar.remove("session"), StatusCode::UNAUTHORIZED)));
    let client = TestClient::new(app);
    assert_eq!(pairs(&client.get("/around").send().assert_status(404)), [""; 0]);
    assert_eq!(pairs(&client.get("/within").send().assert_status(401)), ["session="]);
}

#[test]
fn what_a_jar_is_told_it_knows() {
    let handler = |jar: Cookies| {
        let jar = jar.add(("a", "2")).remove("b").add(("c", "3")).add(("c", "4"));
        let seen: Vec<String> = jar.iter().map(|cookie| cookie.name_value().1.to_owned()).collect();
        let text = format!("{seen:?} {:?} {:?} {:?}", jar.get("a").map(Cookie::value), jar.get("b"), jar);
        (jar, text)
    };
    let client = TestClient::new(App::new().get("/", handler));
    let answer = client.get("/").header("cookie", "a=1; b=secret; d=5").send();
    assert_eq!(answer.text(), r#"["2", "4", "5"] Some("2") None {"a", "c", "d"}"#);
    assert_eq!(pairs(&answer), ["a=2", "b=", "c=4"]);
}

#[test]
fn a_cookie_says_what_it_will() {
    let handler = |jar: Cookies| {
        let cookie = Cookie::build(("__Secure-a", "é;"))
            .max_age(Duration::days(1))
            .domain("dogs.example")
            .path("/dogs")
            .http_only(false)
            .same_site(SameSite::None)
            .partitioned(true);
        (jar.add(cookie), ())
    };
    TestClient::new(App::new().get("/", handler)).get("/").send().assert_header(
        "set-cookie",
        "__Secure-a=%C3%A9%3B; SameSite=None; Partitioned; Secure; Path=/dogs; Domain=dogs.example; Max-Age=86400",
    );
}

#[test]
fn what_cannot_be_set_is_a_500_and_told_to_the_log() {
    let large = |jar: Cookies| (jar.add(("basket", "bone".repeat(1100))), "never sent");
    let answer = TestClient::new(App::new().get("/", large)).get("/").send().assert_status(500);
    assert!(answer.log()[0].contains("\"basket\" cannot be set: its name and value have 4406 bytes"), "{answer:?}");
    assert!(!answer.log()[0].contains("bone") && !answer.text().contains("basket"));
}

/// An application with a jar of each kind.
fn sealed(key: Key) -> TestClient {
    let app = App::new()
        .get("/signed", |jar: SignedCookies| jar.get("user").map(|cookie| cookie.value().to_owned()))
        .get("/private", |jar: PrivateCookies| jar.get("user").map(|cookie| cookie.value().to_owned()))
        .get("/all", |jar: SignedCookies| jar.iter().map(|cookie| cookie.to_string()).collect::<Vec<_>>().join("; "))
        .post("/signed", |jar: SignedCookies| (jar.add(("user", "lola")), ()))
        .post("/private", |jar: PrivateCookies| (jar.add(("user", "lola")), ()))
        .delete("/private", |jar: PrivateCookies| (jar.remove("user"), ()));
    TestClient::new(app.with_state(key))
}

#[test]
fn only_who_has_the_key_writes_a_sealed_cookie() {
    let client = sealed(key());
    let stranger = sealed(Key::derive_from([7; 32]).unwrap());
    for path in ["/signed", "/private"] {
        let [cookie] = &*pairs(&client.post(path).send()) else { panic!("one cookie") };
        client.get(path).header("cookie", cookie).send().assert_text("lola");
        // The first of its name may be another program's.
        client.get(path).header("cookie", &format!("user=rex; {cookie}; user=tom")).send().assert_text("lola");
        stranger.get(path).header("cookie", cookie).send().assert_status(404);
        let other = if path == "/signed" { "/private" } else { "/signed" };
        client.get(other).header("cookie", cookie).send().assert_status(404);
        let moved = cookie.replacen("user=", "admin=", 1);
        client.get("/all").header("cookie", &moved).send().assert_text("");
        client.get(path).header("cookie", "user=lola").send().assert_status(404);
        client.get(path).header("cookie", "user=").send().assert_status(404);
    }
}

#[test]
fn a_removed_cookie_is_not_sealed() {
    let answer = sealed(key()).delete("/private").send();
    assert_eq!(pairs(&answer), ["user="]);
    assert!(answer.header("set-cookie").unwrap().contains("Max-Age=0"));
}

#[test]
fn a_new_key_reads_what_an_old_one_wrote() {
    let new = Key::derive_from([7; 32]).unwrap();
    let rotated = sealed(new.clone().with_old(&key()));
    for path in ["/signed", "/private"] {
        let [old] = &*pairs(&sealed(key()).post(path).send()) else { panic!("one cookie") };
        rotated.get(path).header("cookie", old).send().assert_text("lola");
        let [written] = &*pairs(&rotated.post(path).send()) else { panic!("one cookie") };
        sealed(new.clone()).get(path).header("cookie", written).send().assert_text("lola");
        sealed(key()).get(path).header("cookie", written).send().assert_status(404);
    }
}

#[test]
fn a_jar_of_the_state_shows_no_key() {
    let app = App::new().get("/", |jar: PrivateCookies| format!("{:?}", jar.add(("a", "secret"))));
    let answer = TestClient::new(app.with_state(key())).get("/").header("cookie", "b=2").send();
    assert_eq!(answer.text(), r#"{"a", "b"}"#);
}

struct Kennel {
    key: Key,
}

impl FromRef<Kennel> for Key {
    fn from_ref(kennel: &Kennel) -> Self {
        kennel.key.clone()
    }
}

fn app(bindings: Bindings) -> Result<App> {
    let key = Key::from_binding(&bindings, "COOKIE_SECRET")?;
    Ok(App::new().get("/", |jar: SignedCookies| jar.iter().count().to_string()).with_state(Kennel { key }))
}

#[test]
fn a_secret_that_is_too_short_keeps_the_application_from_starting() {
    let refusal = |value: Option<&str>| {
        let bindings = Bindings::from_iter(value.map(|value| ("COOKIE_SECRET", json!(value))));
        app(bindings).and_then(Service::freeze).err().map(|error| error.to_string())
    };
    assert_eq!(refusal(Some(SECRET)), None);
    assert!(refusal(None).unwrap().contains("the binding COOKIE_SECRET is not set"));
    let short = refusal(Some("short")).unwrap();
    assert!(
        short.contains("the binding COOKIE_SECRET: ")
            && short.contains("at least 32 bytes")
            && !short.contains("short\"")
    );
}
