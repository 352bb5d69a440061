//! Sessions over several requests: what a client sends back, what a store keeps, and when both end.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use std::{
    rc::Rc,
    time::{Duration, SystemTime},
};

use whippet::{
    cookies::Key,
    extract::Extracted,
    middleware::{CacheControl, Next, from_fn},
    prelude::*,
    session::{MemoryStore, Session, SessionStore, Sessions},
    testing::{TestClient, TestResponse},
    time::sleep,
};

const NOON: Duration = Duration::from_hours(500_000);

fn noon_and(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + NOON + Duration::from_secs(seconds)
}

/// What the client sends next.
fn cookie(answer: &TestResponse) -> String {
    answer.header("set-cookie").unwrap().split("; ").next().unwrap().to_owned()
}

fn app(sessions: Sessions) -> App {
    App::new()
        .get("/", |session: Session| session.get::<String>("user").unwrap_or_else(|| "nobody".to_owned()))
        .get("/theme", |session: Session| session.get::<String>("theme").unwrap_or_else(|| "light".to_owned()))
        .post("/login/{name}", |session: Session, Path(name): Path<String>| {
            session.renew();
            session.insert("user", &name)
        })
        .post("/theme/{theme}", |session: Session, Path(theme): Path<String>| session.insert("theme", &theme))
        .post("/slow-login/{name}", async |session: Session, Path(name): Path<String>| {
            sleep(Duration::from_secs(1)).await;
            session.renew();
            session.insert("user", &name)
        })
        .get("/kept", |session: Session| {
            let user: Option<String> = session.get("user");
            ([("cache-control", "public, max-age=60"), ("cdn-cache-control", "max-age=60")], user.unwrap_or_default())
        })
        .post("/slow-theme/{theme}", async |session: Session, Path(theme): Path<String>| {
            sleep(Duration::from_secs(1)).await;
            session.insert("theme", &theme)
        })
        .post("/logout", |session: Session| session.destroy())
        .with(sessions.max_idle(Duration::from_secs(100)).max_age(Duration::from_secs(1000)))
}

/// All the ways in which sessions are kept, with the store of the last two.
fn ways() -> [(TestClient, Option<Rc<MemoryStore>>); 4] {
    struct Slow(Rc<MemoryStore>);

    impl SessionStore for Slow {
        fn load(&self, id: &str) -> Extracted<Option<String>> {
            let session = self.0.load(id);
            Extracted::later(async {
                sleep(Duration::from_millis(3)).await;
                session.wait().await
            })
        }

        fn save(&self, id: &str, session: &str, expires_in: Duration) -> Extracted<()> {
            let saved = self.0.save(id, session, expires_in);
            Extracted::later(async {
                sleep(Duration::from_millis(3)).await;
                saved.wait().await
            })
        }

        fn delete(&self, id: &str) -> Extracted<()> {
            let deleted = self.0.delete(id);
            Extracted::later(async { deleted.wait().await })
        }
    }

    let key = || Key::derive_from([7; 32]).unwrap();
    let (quick, slow) = (Rc::new(MemoryStore::new()), Rc::new(MemoryStore::new()));
    [
        (TestClient::new(app(Sessions::signed(key()))), None),
        (TestClient::new(app(Sessions::encrypted(key()))), None),
        (TestClient::new(app(Sessions::stored(Rc::clone(&quick)))), Some(quick)),
        (TestClient::new(app(Sessions::stored(Slow(Rc::clone(&slow))))), Some(slow)),
    ]
}

#[test]
fn a_session_goes_from_one_request_to_the_next() {
    for (client, store) in ways() {
        let first = cookie(&client.post("/theme/dark").at(noon_and(0)).send());
        let second = cookie(&client.post("/login/lola").header("cookie", &first).at(noon_and(1)).send());
        assert_ne!(first, second, "a login has a cookie of its own");
        client.get("/").header("cookie", &second).at(noon_and(2)).send().assert_text("lola");
        client.get("/theme").header("cookie", &second).at(noon_and(2)).send().assert_text("dark");
        if let Some(store) = store {
            client.get("/theme").header("cookie", &first).at(noon_and(2)).send().assert_text("light");
            assert_eq!(store.len(), 1, "the session before the login is forgotten");
            let gone = client.post("/logout").header("cookie", &second).at(noon_and(3)).send();
            assert!(gone.header("set-cookie").unwrap().contains("Max-Age=0"));
            assert!(store.is_empty());
            client.get("/").header("cookie", &second).at(noon_and(4)).send().assert_text("nobody");
        }
    }
}

#[test]
fn an_id_that_somebody_else_knows_is_worth_nothing_after_the_login() {
    for (client, store) in ways().into_iter().filter(|(_, store)| store.is_some()) {
        let known = cookie(&client.post("/theme/dark").at(noon_and(0)).send());
        let own = cookie(&client.post("/login/lola").header("cookie", &known).at(noon_and(1)).send());
        client.get("/").header("cookie", &known).at(noon_and(2)).send().assert_text("nobody");
        client.get("/").header("cookie", &own).at(noon_and(2)).send().assert_text("lola");
        assert_eq!(store.unwrap().len(), 1);
    }
}

#[test]
fn a_session_ends_idle_and_at_last() {
    for (client, _) in ways() {
        let begun = cookie(&client.post("/login/lola").at(noon_and(0)).send());
        client.get("/").header("cookie", &begun).at(noon_and(9)).send().assert_text("lola");
        client.get("/").header("cookie", &begun).at(noon_and(100)).send().assert_text("nobody");

        let mut last = cookie(&client.post("/login/lola").at(noon_and(0)).send());
        for seconds in (50..1000).step_by(50) {
            let answer = client.get("/").header("cookie", &last).at(noon_and(seconds)).send().assert_text("lola");
            last = cookie(&answer);
            let left = answer.header("set-cookie").unwrap().rsplit("Max-Age=").next().unwrap().to_owned();
            assert_eq!(left, 100.min(1000 - seconds).to_string());
        }
        client.get("/").header("cookie", &last).at(noon_and(1000)).send().assert_text("nobody");
    }
}

#[test]
fn of_two_requests_at_once_the_last_to_be_answered_wins_and_none_sees_the_other() {
    for (client, _) in ways() {
        let start = cookie(&client.post("/login/lola").send());
        let ask = |path: &str| client.post(path).header("cookie", &start);
        let answers = client.together([ask("/slow-theme/dark"), ask("/theme/light")]);
        let [slow, quick] = [&answers[0], &answers[1]].map(cookie);
        let theme = |cookie: &str| client.get("/theme").header("cookie", cookie).send().text().to_owned();
        assert_eq!(theme(&slow), "dark");
        // A store has one of both, a cookie each its own.
        assert_eq!(theme(&quick), if slow == quick { "dark" } else { "light" });
    }
}

#[test]
fn a_logout_and_a_login_are_not_taken_back_by_who_was_there_before() {
    for (client, store) in ways().into_iter().filter_map(|(client, store)| Some((client, store?))) {
        for (path, left) in [("/logout", 0), ("/login/rex", 1)] {
            let start = cookie(&client.post("/login/lola").send());
            let ask = |path: &str| client.post(path).header("cookie", &start);
            let answers = client.together([ask("/slow-theme/dark"), ask(path)]);
            assert_eq!(answers[0].status(), 200);
            assert_eq!(answers[0].header("set-cookie"), None, "{path}: it is another's cookie now, or nobody's");
            client.get("/").header("cookie", &start).send().assert_text("nobody");
            assert_eq!(store.len(), left, "{path}");
            store.clear();
        }
    }
}

#[test]
fn a_logout_is_not_taken_back_by_who_logs_in_with_the_session_from_before() {
    for (client, store) in ways().into_iter().filter_map(|(client, store)| Some((client, store?))) {
        let start = cookie(&client.post("/theme/dark").send());
        let ask = |path: &str| client.post(path).header("cookie", &start);
        let answers = client.together([ask("/slow-login/lola"), ask("/logout")]);
        assert_eq!(answers[0].header("set-cookie"), None);
        assert!(store.is_empty());
    }
}

#[test]
fn what_was_made_for_a_visitor_is_in_no_cache_that_all_share() {
    for (client, _) in ways() {
        let start = cookie(&client.post("/login/lola").at(noon_and(0)).send());
        let page = client.get("/kept").header("cookie", &start).at(noon_and(1)).send().assert_text("lola");
        let page = page.assert_header("cache-control", "private").assert_header("vary", "cookie");
        assert_eq!(page.header("cdn-cache-control"), None);
    }
}

#[test]
fn of_two_one_in_the_other_each_keeps_its_own() {
    async fn noted(cx: Context, next: Next) -> Result<Response> {
        let session: Session = cx.extract().await?;
        session.insert("seen", &true)?;
        Ok(next.run().await)
    }
    let key = || Key::derive_from([7; 32]).unwrap();
    let outer = [|key| Sessions::encrypted(key), |_| Sessions::stored(MemoryStore::new())];
    let inner = [|key| Sessions::signed(key), |_| Sessions::stored(MemoryStore::new())];
    for (outer, inner) in outer.iter().flat_map(|outer| inner.iter().map(move |inner| (outer(key()), inner(key())))) {
        let page = App::new().get("/", |session: Session| session.insert("theme", "dark"));
        let app = App::new().nest("/page", page.with(inner.name("__Host-inner"))).with(outer).with(from_fn(noted));
        let answer = TestClient::new(app).get("/page").send().assert_status(200);
        let mut names: Vec<&str> =
            answer.headers().get_all("set-cookie").filter_map(|one| one.to_str().unwrap().split('=').next()).collect();
        names.sort_unstable();
        assert_eq!(names, ["__Host-inner", "__Host-session"]);
    }
}

#[test]
fn who_has_no_session_of_ours_gets_none_and_costs_nothing() {
    for (client, store) in ways() {
        for sent in [
            "",
            "__Host-session",
            "__Host-session=",
            "__Host-session=x",
            "__Host-session=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ] {
            let answer = client.get("/").header("cookie", sent).send().assert_text("nobody");
            assert_eq!(answer.header("set-cookie"), None, "{sent}");
        }
        assert!(store.is_none_or(|store| store.is_empty()));
    }
}

#[test]
fn no_cache_keeps_an_answer_that_sets_the_cookie_whatever_is_said_further_in() {
    let minute = || CacheControl::new().max_age(Duration::from_secs(60));
    let app = App::new()
        .get("/", || "the same for all")
        .get("/in", |session: Session| session.insert("user", "lola"))
        .with(Sessions::stored(MemoryStore::new()))
        .with(minute().public().cdn(minute()).vercel_cdn(minute()));
    let client = TestClient::new(app);
    client.get("/").send().assert_header("cdn-cache-control", "max-age=60");
    let answer = client.get("/in").send().assert_header("cache-control", "no-store");
    assert!(answer.header("set-cookie").is_some());
    for name in ["cdn-cache-control", "vercel-cdn-cache-control"] {
        assert_eq!(answer.header(name), None, "{name}");
    }
}
