//! Who gets in, for how long, and what he may do: `cargo test -p auth`.

use std::time::{Duration, SystemTime};

use auth::app;
use whippet::{
    prelude::*,
    testing::{TestClient, TestResponse},
};

const SECRET: &str = "8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a";

fn client() -> TestClient {
    TestClient::with_bindings(app, [("JWT_SECRET", json!(SECRET))])
}

fn noon() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_hours(12)
}

fn login(client: &TestClient, name: &str, password: &str) -> TestResponse {
    client.post("/login").json(&json!({ "name": name, "password": password })).at(noon()).send()
}

fn access(answer: &TestResponse) -> String {
    format!("Bearer {}", answer.json::<Value>()["access_token"].as_str().unwrap_or_default())
}

fn cookie(answer: &TestResponse) -> String {
    answer.header("set-cookie").and_then(|field| field.split(';').next()).unwrap_or_default().to_owned()
}

#[test]
fn a_login_gives_both_tokens() {
    let client = client();
    let answer = login(&client, "lola", "walkies").assert_status(200);
    let field = answer.header("set-cookie").unwrap_or_default();
    for part in ["__Secure-refresh=", "Path=/session", "HttpOnly", "Secure", "SameSite=Lax"] {
        assert!(field.contains(part), "{part} is missing in {field}");
    }
    let me = client.get("/me").header("authorization", &access(&answer)).at(noon()).send();
    me.assert_json(&json!({ "name": "lola", "roles": ["keeper"] }));
}

#[test]
fn a_wrong_password_and_a_wrong_name_are_told_alike() {
    let client = client();
    let [password, name] = [login(&client, "lola", "biscuit"), login(&client, "nobody", "biscuit")];
    assert_eq!((password.status(), password.text()), (401, name.text()));
}

#[test]
fn who_guesses_has_to_wait() {
    let client = client();
    let answers: Vec<u16> = (0..11).map(|_| client.post("/login").at(noon()).send().status()).collect();
    assert_eq!(answers[10], 429);
    assert_ne!(answers[9], 429);
}

#[test]
fn an_access_token_ends_and_a_refresh_token_gets_the_next() {
    let client = client();
    let answer = login(&client, "lola", "walkies");
    let later = noon() + Duration::from_mins(17);
    let me = |token: &str| client.get("/me").header("authorization", token).at(later).send();
    let ended = me(&access(&answer)).assert_status(401);
    assert!(ended.header("www-authenticate").is_some_and(|challenge| challenge.contains("invalid_token")));

    let next = client.post("/session/refresh").header("cookie", &cookie(&answer)).at(later).send().assert_status(200);
    me(&access(&next)).assert_status(200);
    assert_ne!(cookie(&next), cookie(&answer));
    let after_two_weeks = noon() + Duration::from_hours(24 * 15);
    client.post("/session/refresh").header("cookie", &cookie(&answer)).at(after_two_weeks).send().assert_status(401);
}

#[test]
fn neither_token_is_taken_for_the_other() {
    let client = client();
    let answer = login(&client, "lola", "walkies");
    let refresh = cookie(&answer).replace("__Secure-refresh=", "Bearer ");
    client.get("/me").header("authorization", &refresh).at(noon()).send().assert_status(401);
    let access = access(&answer).replace("Bearer ", "__Secure-refresh=");
    client.post("/session/refresh").header("cookie", &access).at(noon()).send().assert_status(401);
}

#[test]
fn a_page_of_another_site_cannot_refresh() {
    let client = client();
    let answer = login(&client, "lola", "walkies");
    let request = client.post("/session/refresh").header("cookie", &cookie(&answer)).at(noon());
    request.header("sec-fetch-site", "cross-site").send().assert_status(403);
}

#[test]
fn a_role_is_asked_for_where_it_is_needed() {
    let client = client();
    client.get("/kennel").at(noon()).send().assert_status(401);
    let rex = access(&login(&client, "rex", "biscuit"));
    client.get("/kennel").header("authorization", &rex).at(noon()).send().assert_status(403);
    let lola = access(&login(&client, "lola", "walkies"));
    client.delete("/kennel/bo").header("authorization", &lola).at(noon()).send().assert_text("bo has found a home");
}

#[test]
fn a_logout_takes_the_cookie_away() {
    let client = client();
    let answer = login(&client, "lola", "walkies");
    let gone = client.post("/session/logout").header("cookie", &cookie(&answer)).at(noon()).send().assert_status(204);
    let field = gone.header("set-cookie").unwrap_or_default();
    assert!(field.starts_with("__Secure-refresh=;") && field.contains("Path=/session"), "{field}");
}

#[test]
fn a_short_secret_keeps_it_from_starting() {
    let started = std::panic::catch_unwind(|| TestClient::with_bindings(app, [("JWT_SECRET", json!("secret"))]));
    assert!(started.is_err());
}
