//! The part behind `/rate-limit`.

use std::time::Duration;

use whippet::{
    extract::Extracted,
    middleware::{
        RateLimit,
        rate_limit::{Counts, MemoryStore, RateLimitStore, RedisStore, Window},
    },
    prelude::*,
    time::sleep,
};

/// A store that fails: at once, or after a while.
struct Broken(bool);

impl RateLimitStore for Broken {
    fn count(&self, _: &str, _: &Window) -> Extracted<Counts> {
        let error = || Error::internal("the store is on fire");
        if self.0 { Extracted::later(async move { Err(error()) }) } else { Err(error()).into() }
    }
}

/// A store that takes a while.
struct Slow(MemoryStore);

impl RateLimitStore for Slow {
    fn count(&self, key: &str, window: &Window) -> Extracted<Counts> {
        let counts = self.0.count(key, window);
        Extracted::later(async {
            sleep(Duration::from_millis(1)).await;
            counts.wait().await
        })
    }
}

fn part() -> App {
    App::new()
        .get("/", || "hello")
        .post("/", |text: String| text)
        .get("/fails", || Error::new(StatusCode::SERVICE_UNAVAILABLE, "the kennel is being cleaned"))
}

fn limit(limit: u32, seconds: u64) -> RateLimit {
    RateLimit::new(limit, Duration::from_secs(seconds))
}

fn by_key(cx: &Context) -> Option<String> {
    cx.header("x-key").map(|key| key.into_owned())
}

pub(crate) fn app() -> App {
    // Whoever tests this takes the place of that name.
    let redis = RedisStore::new("http://redis.test/", "t7").map(|store| limit(3, 10).by(by_key).store(store));
    let app = App::new()
        .nest("/four", part().with(limit(4, 10)))
        .nest("/keyed", part().with(limit(1, 60).name("keyed").by(by_key)))
        .nest("/several", part().with(limit(3, 60).name("daily")).with(limit(1, 10).name("burst")))
        .nest("/few-keys", part().with(limit(1, 60).by(by_key).store(MemoryStore::new().max_keys(2))))
        .nest("/slow", part().with(limit(1, 60).store(Slow(MemoryStore::new()))))
        .nest("/open", part().with(limit(1, 60).store(Broken(false))))
        .nest("/open-later", part().with(limit(1, 60).store(Broken(true))))
        .nest("/closed", part().with(limit(1, 60).store(Broken(false)).closed()))
        .nest("/closed-later", part().with(limit(1, 60).store(Broken(true)).closed()));
    match redis {
        Ok(redis) => app.nest("/redis", part().with(redis)),
        Err(_) => app,
    }
}
