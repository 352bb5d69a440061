//! Who may come in, and how often: what keeps an application from starting, and what is never shown.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use std::time::Duration;

use whippet::{
    Service,
    auth::{Basic, Bearer, Challenge, Identity},
    cookies::{Key, SameSite},
    extract::Extracted,
    middleware::{
        ApiKey, BasicAuth, BearerAuth, Csrf, IpAllow, Middleware, RateLimit, RequireRole,
        rate_limit::{MemoryStore, RedisStore},
    },
    prelude::*,
    session::{self, SessionStore, Sessions},
    testing::TestClient,
};

/// Expects that an application with it does not start, and that the message has all of these texts.
#[track_caller]
fn refused(middleware: impl Middleware, texts: &[&str]) {
    let told = Service::freeze(App::new().get("/", || "").with(middleware)).err().map(|error| error.to_string());
    let told = told.unwrap_or_else(|| panic!("it starts, and should be refused for {texts:?}"));
    for text in texts {
        assert!(told.contains(text), "{text:?} is not in {told:?}");
    }
    assert!(!told.contains("s3cret"), "a secret is told: {told}");
}

#[track_caller]
fn taken(middleware: impl Middleware) {
    let told = Service::freeze(App::new().get("/", || "").with(middleware)).err().map(|error| error.to_string());
    assert_eq!(told, None);
}

fn lola() -> Identity {
    Identity::new("lola")
}

#[test]
fn tokens_that_could_never_work_are_refused() {
    refused(BearerAuth::tokens::<String>([]), &["BearerAuth", "there is no token"]);
    for token in ["", "s3cret token", "s3cret,", "s3crét", "="] {
        refused(BearerAuth::tokens([("good", lola()), (token, lola())]), &["token 2 of 2 can never be sent"]);
    }
    refused(BearerAuth::tokens([("s3cret", lola()), ("a", lola()), ("s3cret", lola())]), &["token 3 of 3", "twice"]);
    refused(BearerAuth::tokens([("a".repeat(4097), lola())]), &["token 1 of 1", "4096 bytes"]);
    refused(BearerAuth::tokens([("a", lola())]).realm("chenil d'été"), &["BearerAuth", "chenil", "WWW-Authenticate"]);
    taken(BearerAuth::tokens([("a".repeat(4096), lola()), ("b".to_owned(), lola())]).realm("the kennel"));
}

#[test]
fn users_that_could_never_work_are_refused() {
    refused(BasicAuth::users::<String>([]), &["BasicAuth", "there is no user"]);
    for (name, password) in
        [("", "s3cret"), ("lola", ""), ("lo:la", "s3cret"), ("lola\n", "s3cret"), ("lola", "s3cret\0")]
    {
        refused(BasicAuth::users([(Identity::new(name), password)]), &["user 1 of 1 can never be sent"]);
    }
    refused(BasicAuth::users([(lola(), "s3cret"), (lola(), "another")]), &["user 2 of 2", "twice"]);
    refused(BasicAuth::new(|_, _, _| None).realm("a\r\nb"), &["BasicAuth", "WWW-Authenticate"]);
    taken(BasicAuth::users([(lola(), "pa:ss wörd"), (Identity::new("häns"), "s3cret")]));
}

#[test]
fn keys_that_could_never_work_are_refused() {
    refused(ApiKey::keys::<String>([]), &["ApiKey", "there is no key"]);
    for key in ["", "s3cret key", "s3cret,", "s3crét", "s3cret\n"] {
        refused(ApiKey::keys([(key, lola())]), &["key 1 of 1 can never be sent"]);
    }
    for name in ["", "x key", "x-këy", "x:key"] {
        refused(ApiKey::keys([("a", lola())]).header(name), &["ApiKey", "no name of a header"]);
    }
    refused(ApiKey::keys([("a", lola())]).query(""), &["ApiKey", "no name"]);
    refused(RequireRole::new("admin").or(""), &["RequireRole", "without a name"]);
    taken(ApiKey::keys([("a!#", lola())]).header("X-Kennel").query("key"));
}

#[test]
fn origins_and_nets_that_are_none_are_refused() {
    for origin in
        ["null", "*", "dogs.example", "https://dogs.example/", "https://Dogs.example", "https://dogs.example:443"]
    {
        refused(Csrf::new().trust("https://good.example").trust(origin), &["Csrf", &format!("{origin:?}")]);
    }
    taken(Csrf::new().trust("https://dogs.example").trust("http://localhost:3000").allow_same_site());
    refused(IpAllow::new(), &["IpAllow", "allows and denies nobody"]);
    for net in ["", "10", "10.0.0.0/33", "::/129", "localhost", "10.0.0.1:80"] {
        refused(IpAllow::new().allow(net).deny("10.0.0.1"), &["IpAllow", &format!("{net:?}"), "no address and no net"]);
        refused(IpAllow::new().allow("10.0.0.1").deny(net), &["IpAllow", &format!("{net:?}"), "no address and no net"]);
    }
    refused(IpAllow::new().allow("10.0.0.7/8"), &["10.0.0.0/8", "10.0.0.7"]);
    let contradiction = ["10.1.0.0/16 is allowed", "denied by 10.0.0.0/8", "leave out one"];
    refused(IpAllow::new().allow("10.1.0.0/16").deny("10.0.0.0/8"), &contradiction);
    taken(IpAllow::new().allow("10.0.0.0/8").deny("10.1.0.0/16"));
}

#[test]
fn limits_that_could_never_work_are_refused() {
    let seconds = Duration::from_secs;
    refused(RateLimit::new(0, seconds(1)), &["RateLimit", "lets nobody pass"]);
    refused(RateLimit::new(1, Duration::ZERO), &["whole seconds"]);
    refused(RateLimit::new(1, Duration::from_millis(1500)), &["in 1500 ms", "whole seconds"]);
    refused(RateLimit::new(u32::MAX, seconds(86_400)), &["too much to count with"]);
    refused(RateLimit::new(1, Duration::MAX), &["RateLimit"]);
    for name in ["", "a b", "a\"", "é", "a:k"] {
        refused(RateLimit::new(1, seconds(1)).name(name), &["RateLimit", "letters, digits"]);
    }
    taken(RateLimit::new(1_000_000, seconds(3600)).name("per-hour_1").store(MemoryStore::new()));
    for (url, token, text) in [
        ("redis://a", "t", "REST"),
        ("rediss://default:s3cret@dogs.upstash.io:6379", "t", "\"rediss\""),
        ("", "t", "REST"),
        ("https://a", "", "token"),
        ("https://a", "s3cret\n", "token"),
    ] {
        let told = RedisStore::new(url, token).err().unwrap().to_string();
        assert!(told.contains(text) && !told.contains("s3cret"), "{told}");
    }
}

#[test]
fn sessions_that_no_browser_would_keep_are_refused() {
    let sessions = || Sessions::stored(session::MemoryStore::new());
    refused(sessions().secure(false), &["Sessions", "__Host-", "Secure"]);
    refused(sessions().path("/admin"), &["__Host-"]);
    refused(sessions().domain("dogs.example"), &["__Host-"]);
    refused(sessions().name(""), &["no name"]);
    refused(sessions().name("a b"), &["visible ASCII"]);
    refused(sessions().name("session").secure(false).same_site(SameSite::None), &["SameSite=None needs Secure"]);
    refused(sessions().max_idle(Duration::ZERO), &["max_idle", "no session would last"]);
    refused(sessions().max_age(Duration::from_millis(900)), &["max_age", "less than a second"]);
    taken(sessions().name("__Secure-dog").domain("dogs.example").path("/dogs").same_site(SameSite::None));
    taken(Sessions::signed(Key::derive_from([7; 32]).unwrap()).max_idle(Duration::MAX).max_age(Duration::MAX));
}

#[test]
fn no_secret_is_shown() {
    let shown = [
        format!("{:?}", Bearer("s3cret".to_owned())),
        format!("{:?}", Basic { user: "lola".to_owned(), password: "s3cret".to_owned() }),
        format!("{:?}", lola().with_claims("s3cret".to_owned())),
        format!("{:?}", session::MemoryStore::new()),
    ];
    assert!(shown.iter().all(|text| !text.contains("s3cret")), "{shown:?}");
    let store = session::MemoryStore::new();
    let Extracted::Ready(Ok(())) = store.save("s3cret", "s3cret", Duration::from_secs(1)) else { panic!("it waits") };
    assert!(!format!("{store:?}").contains("s3cret"), "{store:?}");
}

#[test]
fn a_login_that_was_announced_twice_is_told_once() {
    struct Announcing;

    impl Middleware for Announcing {
        fn before(&self, cx: &Context) -> Result<(), Response> {
            Challenge::new("Cookie").realm("a").announce(cx);
            Ok(())
        }
    }

    let app = App::new().get("/", |who: Identity| who.name().to_owned()).with(Announcing).with(Announcing);
    let bearer = BearerAuth::tokens([("t7", lola())]).optional();
    let answer = TestClient::new(app.with(bearer)).get("/").send().assert_status(401);
    let told: Vec<_> = answer.headers().get_all("www-authenticate").collect();
    assert_eq!(told, [r#"Cookie realm="a""#, r#"Bearer realm="login""#]);
}
