//! `Jwt`: what keeps an application from starting, and keys that a server has: fetched, kept, replaced.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::{Duration, SystemTime},
};

use whippet::{
    Service,
    auth::{
        Identity,
        jwt::{JwkSet, Jwks, Key, PrivateKey, Signer, Verifier},
    },
    fetch::Fetched,
    middleware::{Jwt, Timeout},
    prelude::*,
    testing::{TestClient, TestResponse, block_on},
};

const URL: &str = "https://login.example/jwks.json";
const ED: &str = include_str!("../src/keys/ed.pem");
const EC: &str = include_str!("../src/keys/ec.pem");
const ED_JWK: &str = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"ed"}"#;
/// That of RFC 7515, appendix A.3: not the key that signs here.
const EC_JWK: &str = r#"{"kty":"EC","crv":"P-256","kid":"ec","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;

fn set(keys: &[&str]) -> String {
    format!(r#"{{"keys":[{}]}}"#, keys.join(","))
}

fn token(pem: &str, id: &'static str) -> String {
    let key = PrivateKey::from_pem(pem).unwrap().with_id(id);
    let claims = json!({ "sub": "lola" });
    block_on(async { key.sign(&claims, Duration::from_hours(24 * 365 * 200)).await }).unwrap()
}

/// A moment of the test: that many seconds after the first.
fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000 + seconds)
}

/// What answers to who fetches keys, and how often somebody did.
#[derive(Clone)]
struct Issuer {
    answer: Rc<RefCell<Result<Fetched, &'static str>>>,
    asked: Rc<Cell<u32>>,
}

impl Issuer {
    fn new(keys: &[&str]) -> Self {
        Self { answer: Rc::new(RefCell::new(Ok(Fetched::of(200, set(keys))))), asked: Rc::default() }
    }

    fn answers(&self, answer: Result<Fetched, &'static str>) {
        *self.answer.borrow_mut() = answer;
    }

    fn asked(&self) -> u32 {
        self.asked.take()
    }

    fn client(&self, jwks: Jwks) -> TestClient {
        self.client_within(jwks, Duration::from_mins(2))
    }

    fn client_within(&self, jwks: Jwks, timeout: Duration) -> TestClient {
        let this = self.clone();
        let app = App::new().get("/", |who: Identity| who.name().to_owned());
        TestClient::new(app.with(Timeout::new(timeout)).with(Jwt::new(jwks))).network(move |fetch| {
            assert_eq!(fetch.url(), URL);
            this.asked.set(this.asked.get() + 1);
            this.answer.borrow().clone().map_err(Error::internal)
        })
    }
}

fn ask(client: &TestClient, seconds: u64, token: &str) -> TestResponse {
    client.get("/").at(at(seconds)).header("authorization", &format!("Bearer {token}")).send()
}

#[test]
fn keys_are_fetched_with_the_first_token_and_kept_for_ten_minutes() {
    let (issuer, token) = (Issuer::new(&[ED_JWK]), token(ED, "ed"));
    let client = issuer.client(Jwks::from_url(URL));
    client.get("/").send().assert_status(401);
    assert_eq!(issuer.asked(), 0, "nobody has shown a token");
    ask(&client, 0, "a.b.c").assert_status(401);
    assert_eq!(issuer.asked(), 0, "that was none");
    for seconds in [0, 1, 300, 599] {
        ask(&client, seconds, &token).assert_text("lola");
    }
    assert_eq!(issuer.asked(), 1);
    ask(&client, 600, &token).assert_text("lola");
    assert_eq!(issuer.asked(), 1, "they are old");
}

#[test]
fn a_key_that_is_not_known_is_asked_for_once_in_a_while() {
    let issuer = Issuer::new(&[EC_JWK]);
    let (ed, client) = (token(ED, "ed"), issuer.client(Jwks::from_url(URL)));
    ask(&client, 0, &ed).assert_status(401);
    assert_eq!(issuer.asked(), 1);
    // The issuer has a new key now.
    issuer.answers(Ok(Fetched::of(200, set(&[EC_JWK, ED_JWK]))));
    for seconds in 1..30 {
        ask(&client, seconds, &ed).assert_status(401);
    }
    assert_eq!(issuer.asked(), 0, "whoever makes up names of keys has nobody asked");
    ask(&client, 30, &ed).assert_text("lola");
    assert_eq!(issuer.asked(), 1);
    // It is known, but has not signed this.
    ask(&client, 90, &token(EC, "ec")).assert_status(401);
    assert_eq!(issuer.asked(), 0);
    // The old key is gone.
    issuer.answers(Ok(Fetched::of(200, set(&[EC_JWK]))));
    ask(&client, 629, &ed).assert_text("lola");
    ask(&client, 630, &ed).assert_status(401);
}

#[test]
fn old_keys_do_while_new_ones_cannot_be_had_and_the_log_says_so() {
    let (issuer, ed) = (Issuer::new(&[ED_JWK]), token(ED, "ed"));
    let client = issuer.client(Jwks::from_url(URL));
    ask(&client, 0, &ed).assert_text("lola");
    for (seconds, answer, why) in [
        (600, Err("no route to host"), "no route to host"),
        (700, Ok(Fetched::of(500, "")), "answers 500"),
        (800, Ok(Fetched::of(200, "<html>")), "no JSON object"),
        (900, Ok(Fetched::of(200, set(&[]))), "no key that can be used"),
        (1000, Ok(Fetched::of(200, vec![b' '; 300_000])), "more than"),
        (1100, Ok(Fetched::of(200, "").after(Duration::from_mins(1))), "did not answer"),
    ] {
        issuer.asked();
        issuer.answers(answer);
        let answer = ask(&client, seconds, &ed).assert_text("lola");
        assert!(answer.log()[0].contains(why), "{why}: {:?}", answer.log());
        ask(&client, seconds + 15, &ed).assert_text("lola");
        assert_eq!(issuer.asked(), 1, "{why}: nobody asks again at once");
    }
    ask(&client, 86_399, &ed).assert_text("lola");
    ask(&client, 86_400, &ed).assert_status(503);
}

#[test]
fn without_any_keys_it_is_503_and_they_are_asked_for_again_soon() {
    let (issuer, ed) = (Issuer::new(&[ED_JWK]), token(ED, "ed"));
    issuer.answers(Err("no route to host"));
    let client = issuer.client(Jwks::from_url(URL));
    let answer = ask(&client, 0, &ed).assert_status(503).assert_header("retry-after", "5");
    assert!(!answer.text().contains("login.example") && !answer.text().contains("route"), "{}", answer.text());
    assert!(answer.log()[0].contains("no route to host"), "{:?}", answer.log());
    issuer.answers(Ok(Fetched::of(200, set(&[ED_JWK]))));
    ask(&client, 4, &ed).assert_status(503);
    assert_eq!(issuer.asked(), 1);
    ask(&client, 5, &ed).assert_text("lola");
    assert_eq!(issuer.asked(), 1);
}

#[test]
fn requests_that_come_together_wait_for_nobody_but_themselves() {
    let (issuer, ed) = (Issuer::new(&[ED_JWK]), token(ED, "ed"));
    let slow = Fetched::of(200, set(&[ED_JWK])).after(Duration::from_secs(2));
    issuer.answers(Ok(slow));
    let client = issuer.client(Jwks::from_url(URL));
    let field = format!("Bearer {ed}");
    let three =
        |seconds| client.together((0..3).map(|_| client.get("/").at(at(seconds)).header("authorization", &field)));
    for answer in three(0) {
        assert_eq!((answer.text(), answer.elapsed().as_secs()), ("lola", 2));
    }
    assert_eq!(issuer.asked(), 3, "there is nothing yet that they could share");
    let waited: Vec<u64> = three(700).iter().map(|answer| answer.elapsed().as_secs()).collect();
    assert_eq!((waited, issuer.asked()), (vec![2, 0, 0], 1), "one fetches, the others take what there is");
}

#[test]
fn what_a_request_gives_up_is_fetched_after_it() {
    let (issuer, ed) = (Issuer::new(&[EC_JWK]), token(ED, "ed"));
    let client = issuer.client_within(Jwks::from_url(URL), Duration::from_secs(1));
    ask(&client, 0, &ed).assert_status(401);
    issuer.answers(Ok(Fetched::of(200, set(&[EC_JWK, ED_JWK])).after(Duration::from_secs(2))));
    ask(&client, 600, &ed).assert_status(504);
    assert_eq!(issuer.asked(), 3, "the one that was given up, and the one after it");
    for seconds in [605, 640] {
        ask(&client, seconds, &ed).assert_text("lola");
    }
    issuer.answers(Err("no route to host"));
    assert!(ask(&client, 1300, &ed).assert_text("lola").log()[0].contains("no route to host"));
    assert_eq!(issuer.asked(), 1);
}

#[test]
fn a_secret_is_none_of_a_public_set() {
    let secret = r#"{"kty":"oct","k":"OFZxMUZ6MGtZcEwzdEo3bVh3MnNSYjZ1SGM5ZE5lNWE"}"#;
    let issuer = Issuer::new(&[secret, ED_JWK]);
    let client = issuer.client(Jwks::from_url(URL));
    let token = Signer::hs256("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a").unwrap();
    let token = token.sign(&json!({}), Duration::from_hours(24 * 365 * 200)).unwrap();
    ask(&client, 0, &token).assert_status(401);
}

fn refusal(jwt: Jwt) -> String {
    Service::freeze(App::new().get("/", || "").with(jwt)).err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn what_contradicts_itself_does_not_start() {
    let key = || Key::hs256([7; 32]).unwrap();
    assert_eq!(refusal(Jwt::new(key())), "");
    assert_eq!(refusal(Jwt::new(Jwks::from_url("http://localhost:8080/jwks.json"))), "");
    for (jwt, why) in [
        (Jwt::new(Vec::new()), "there is no key"),
        (Jwt::new([key().with_id("a"), key().with_id("a")]), r#"have the id "a""#),
        (
            Jwt::new(Verifier::new(key()).audience("a").any_audience()),
            "audience and any_audience contradict each other",
        ),
        (Jwt::new(Verifier::new(key()).issuer("")), "is empty"),
        (Jwt::new(Verifier::new(key()).audience("")), "is empty"),
        (Jwt::new(key()).cookie("a b"), "name of a cookie"),
        (Jwt::new(key()).cookie(""), "name of a cookie"),
        (Jwt::new(key()).realm("chenil d'été"), "WWW-Authenticate"),
        (Jwt::new(Jwks::from_url("http://login.example/jwks.json")), "give an https URL"),
        (Jwt::new(Jwks::from_url("http://localhost.evil.example/jwks.json")), "give an https URL"),
        (Jwt::new(Jwks::from_url("http://localhost:80@evil.example/jwks.json")), "give an https URL"),
        (Jwt::new(Jwks::from_url("jwks.json")), "give an https URL"),
    ] {
        let refusal = refusal(jwt);
        assert!(refusal.contains("Jwt: ") && refusal.contains(why), "{why}: {refusal:?}");
    }
}

#[test]
fn nothing_that_is_secret_is_shown() {
    let secret = "8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a";
    let (signer, key) = (Signer::hs256(secret).unwrap(), PrivateKey::from_pem(ED).unwrap());
    let set = JwkSet::from_json(&set(&[r#"{"kty":"oct","k":"OFZxMUZ6MGtZcEwzdEo3bVh3MnNSYjZ1SGM5ZE5lNWE"}"#])).unwrap();
    let jwt = Jwt::new(signer.key());
    let shown = format!("{signer:?} {key:?} {set:?} {jwt:?} {:?} {:?}", signer.key(), Verifier::new(signer.key()));
    let middle = &ED.lines().nth(1).unwrap()[20..40];
    for part in [secret, "OFZx", middle, "56, 86"] {
        assert!(!shown.contains(part), "{part}: {shown}");
    }
}

#[test]
fn a_jwk_and_a_pem_of_one_key_are_one() {
    let token = token(ED, "ed");
    for key in [Key::from_jwk(ED_JWK).unwrap(), Key::from_pem(include_str!("../src/keys/ed.pub")).unwrap()] {
        let app = App::new().get("/", |who: Identity| who.name().to_owned()).with(Jwt::new(key));
        ask(&TestClient::new(app), 0, &token).assert_text("lola");
    }
}
