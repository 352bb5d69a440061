//! `RateLimit` over a Redis that is reached by HTTP: what it is told, and what becomes of its answers. A real one is asked in `tests/build/redis.test.mjs`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use std::{
    cell::RefCell,
    collections::HashMap,
    rc::Rc,
    time::{Duration, SystemTime},
};

use whippet::{
    fetch::{Fetch, Fetched},
    middleware::{
        RateLimit,
        rate_limit::{MemoryStore, RedisStore},
    },
    prelude::*,
    testing::TestClient,
};

/// What the script does, in the place of Redis.
#[derive(Clone, Default)]
struct Redis(Rc<RefCell<HashMap<String, u64>>>, Rc<RefCell<Vec<Vec<String>>>>);

impl Redis {
    fn answer(&self, fetch: &Fetch) -> Fetched {
        assert_eq!((fetch.method().as_str(), fetch.url()), ("POST", "https://redis.example"));
        assert_eq!(fetch.headers().get("authorization").unwrap(), "Bearer t7");
        let command: Vec<String> = serde_json::from_slice(fetch.bytes()).unwrap();
        self.1.borrow_mut().push(command.clone());
        assert_eq!((&*command[0], &*command[2], command.len()), ("EVAL", "2", 9));
        let mut counts = self.0.borrow_mut();
        let number = |at: usize| command[at].parse::<u64>().unwrap();
        let of = |key: &str| counts.get(key).copied().unwrap_or(0);
        let (previous, current) = (of(&command[3]), of(&command[4]));
        if previous * number(6) / number(7) + current < number(5) {
            counts.insert(command[4].clone(), current + 1);
        }
        Fetched::of(200, format!(r#"{{"result":[{previous},{current}]}}"#))
    }
}

fn limit(limit: u32) -> RateLimit {
    RateLimit::new(limit, Duration::from_secs(10)).by(|cx| Some(cx.path().to_owned()))
}

fn store() -> RedisStore {
    RedisStore::new("https://redis.example", "t7").unwrap()
}

fn client(limit: RateLimit) -> TestClient {
    TestClient::new(App::new().get("/{any}", || "hello").with(limit))
}

fn at(milliseconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(1_700_000_000_000 + milliseconds)
}

#[test]
fn a_request_is_one_command_that_does_all() {
    let redis = Redis::default();
    let client = client(limit(5).store(store().prefix("kennel"))).network({
        let redis = redis.clone();
        move |fetch: &Fetch| redis.answer(fetch)
    });
    client.get("/lola").at(at(2500)).send().assert_status(200).assert_header("ratelimit", r#""default";r=4;t=8"#);
    let commands = redis.1.borrow();
    assert_eq!(commands.len(), 1);
    let keys = ["169999999", "170000000"].map(|number| format!("{{kennel:default:k:/lola}}:10000:{number}"));
    assert_eq!(commands[0][3..], [&*keys[0], &*keys[1], "5", "7500", "10000", "21000"]);
    assert!(commands[0][1].contains("'PX', ARGV[4]"), "a count does not end: {}", commands[0][1]);
}

#[test]
fn it_counts_as_the_memory_does() {
    let redis = Redis::default();
    let over_http = client(limit(3).store(store())).network(move |fetch: &Fetch| redis.answer(fetch));
    let in_memory = client(limit(3).store(MemoryStore::new()));
    let mut refused = 0;
    for step in 0..400_u64 {
        let (now, path) = (at(step * 377), ["/a", "/b"][usize::from(step % 3 == 0)]);
        let [one, other] = [&over_http, &in_memory].map(|client| {
            let answer = client.get(path).at(now).send();
            ["ratelimit", "retry-after"].map(|name| answer.header(name).map(str::to_owned))
        });
        assert_eq!(one, other, "step {step}");
        refused += u32::from(one[1].is_some());
    }
    assert!((100..350).contains(&refused), "{refused} of 400 are refused");
}

#[test]
fn a_redis_that_does_not_answer_as_one_lets_pass_or_refuses_as_was_said() {
    type Answer = fn() -> Result<Fetched>;
    let answers: [(Answer, &str); 8] = [
        (|| Ok(Fetched::of(401, r#"{"error":"WRONGPASS invalid token"}"#)), "WRONGPASS"),
        (|| Ok(Fetched::of(200, r#"{"error":"ERR no script"}"#)), "ERR no script"),
        (|| Ok(Fetched::of(200, r#"{"result":null}"#)), "no counts"),
        (|| Ok(Fetched::of(200, r#"{"result":["1","2"]}"#)), "not as one does"),
        (|| Ok(Fetched::of(200, r#"{"result":[-1,2]}"#)), "not as one does"),
        (|| Ok(Fetched::of(502, "<h1>Bad Gateway</h1>")), "502"),
        (|| Ok(Fetched::of(200, r#"{"result":[0,0]}"#).after(Duration::from_secs(5))), "redis.example"),
        (|| Err(Error::internal("no route")), "no route"),
    ];
    for (answer, text) in answers {
        let open = client(limit(1).store(store())).network(move |_: &Fetch| answer());
        let passed = open.get("/a").send().assert_status(200);
        let log = passed.log().join("\n");
        assert!(log.contains(text) && !log.contains("t7"), "{text:?} is not in {log:?}");
        assert!(passed.elapsed() <= Duration::from_secs(1), "it waits {:?}", passed.elapsed());
        assert_eq!(passed.header("ratelimit"), None);
        let closed = client(limit(1).store(store()).closed()).network(move |_: &Fetch| answer());
        let refused = closed.get("/a").send().assert_status(503);
        assert!(!refused.text().contains("redis") && refused.log().join("\n").contains(text), "{:?}", refused.log());
    }
}
