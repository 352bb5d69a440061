//! [`RedisStore`]: counts in a Redis that all instances share, over HTTP.
//!
//! 1. It speaks the REST protocol of Upstash, which Vercel's store for Redis has, too: a command is a JSON array that is posted, with a token in `Authorization`.
//! 2. Each request is one command: a script that reads both counts, decides, and counts. Redis runs one script at a time, so two requests never both take the last place.
//! 3. A count lives for two windows and a second.
//!
//! Each request waits for this one. Have the store in the region of the functions, and take the [timeout](RedisStore::timeout) for the most that counting is
//! worth.

use std::time::Duration;

use http::{HeaderValue, header};
use serde::Deserialize;

use super::{Counts, RateLimitStore, Window, window::milliseconds};
use crate::{
    error::{Error, Result},
    extract::Extracted,
    fetch::Fetch,
};

/// Reads the counts of the window before and of this one, and counts one more where it may pass: as `Window::lets` says.
const SCRIPT: &str = "local p = tonumber(redis.call('GET', KEYS[1]) or '0')
local c = tonumber(redis.call('GET', KEYS[2]) or '0')
if math.floor(p * tonumber(ARGV[2]) / tonumber(ARGV[3])) + c < tonumber(ARGV[1]) then
  redis.call('SET', KEYS[2], c + 1, 'PX', ARGV[4])
end
return {p, c}";

/// Counts in a Redis that is reached over HTTP, with the REST protocol of Upstash.
///
/// # Example: what Vercel's store for Redis sets in the environment
/// ```
/// use std::time::Duration;
/// use whippet::{middleware::{RateLimit, rate_limit::RedisStore}, prelude::*};
///
/// fn app(bindings: Bindings) -> Result<App> {
///     let (url, token): (String, String) = (bindings.get("KV_REST_API_URL")?, bindings.get("KV_REST_API_TOKEN")?);
///     let store = RedisStore::new(&url, &token)?.prefix("kennel").timeout(Duration::from_millis(500));
///     Ok(App::new().get("/", || "hello").with(RateLimit::new(100, Duration::from_secs(60)).store(store)))
/// }
/// ```
#[derive(Clone)]
#[must_use]
pub struct RedisStore {
    url: String,
    authorization: HeaderValue,
    prefix: String,
    timeout: Duration,
}

/// What the service answers.
#[derive(Deserialize)]
struct Answer {
    result: Option<(u32, u32)>,
    error: Option<String>,
}

impl RedisStore {
    /// A store at a URL, with the token for it. The keys begin with `ratelimit`, and counting takes a second at most.
    ///
    /// # Errors
    /// 500 where the URL is none of `https:` or `http:`, or the token has what no token has. At start-up this keeps the application from starting.
    ///
    /// ```
    /// use whippet::middleware::rate_limit::RedisStore;
    /// assert!(RedisStore::new("https://eu1-dogs.upstash.io", "t7").is_ok());
    /// assert!(RedisStore::new("rediss://eu1-dogs.upstash.io:6379", "t7").is_err());
    /// ```
    pub fn new(url: &str, token: &str) -> Result<Self> {
        if !url.starts_with("https://") && !url.starts_with("http://") {
            // No more of it: that of a Redis has the password in it.
            let scheme = url.split_once("://").map_or("none", |(scheme, _)| scheme);
            return Err(Error::internal(format!(
                "RedisStore is reached over HTTP, and the scheme of the URL is {scheme:?}: take that of the REST API"
            )));
        }
        let is_token = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        let authorization = HeaderValue::from_str(&format!("Bearer {token}")).ok().filter(|_| is_token);
        let mut authorization = authorization.ok_or_else(|| {
            Error::internal("the token of RedisStore is empty, or has what no token has: a space or a line break")
        })?;
        authorization.set_sensitive(true);
        let prefix = "ratelimit".to_owned();
        Ok(Self { url: url.to_owned(), authorization, prefix, timeout: Duration::from_secs(1) })
    }

    /// Says how the keys begin, `ratelimit` otherwise: where several applications share a Redis.
    ///
    /// ```
    /// use whippet::middleware::rate_limit::RedisStore;
    /// let store = RedisStore::new("https://eu1-dogs.upstash.io", "t7")?.prefix("kennel");
    /// # Ok::<(), whippet::Error>(())
    /// ```
    pub fn prefix(mut self, prefix: &str) -> Self {
        prefix.clone_into(&mut self.prefix);
        self
    }

    /// Says how long counting may take, a second otherwise: after that the store has failed.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::middleware::rate_limit::RedisStore;
    /// let store = RedisStore::new("https://eu1-dogs.upstash.io", "t7")?.timeout(Duration::from_millis(300));
    /// # Ok::<(), whippet::Error>(())
    /// ```
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    fn command(&self, key: &str, window: &Window) -> [String; 9] {
        let (length, elapsed) = (milliseconds(window.length()), milliseconds(window.elapsed()));
        let number = window.number();
        // Both keys have to be in one place of a cluster: what stands in braces says in which.
        let key = |number: u64| format!("{{{}:{key}}}:{length}:{number}", self.prefix);
        [
            "EVAL".to_owned(),
            SCRIPT.to_owned(),
            "2".to_owned(),
            key(number.saturating_sub(1)),
            key(number),
            window.limit().to_string(),
            (length - elapsed).to_string(),
            length.to_string(),
            (2 * length + 1000).to_string(),
        ]
    }
}

impl RateLimitStore for RedisStore {
    fn count(&self, key: &str, window: &Window) -> Extracted<Counts> {
        let fetch = Fetch::post(self.url.clone()).timeout(self.timeout).json(&self.command(key, window));
        let fetch = fetch.map(|fetch| fetch.header(header::AUTHORIZATION, self.authorization.clone()));
        Extracted::later(async {
            let answer = fetch?.send().await?;
            let status = answer.status();
            let told: Answer = answer.json().map_err(|error| {
                Error::internal(format!("the Redis of RedisStore answers {status}, and not as one does: {error}"))
            })?;
            match told {
                Answer { result: Some((previous, current)), .. } if status.is_success() => {
                    Ok(Counts { previous, current })
                }
                Answer { error, .. } => {
                    let why = error.unwrap_or_else(|| "no counts".to_owned());
                    Err(Error::internal(format!("the Redis of RedisStore answers {status}: {why}")))
                }
            }
        })
    }
}
