//! [`RateLimit`]: how many requests one may send in a while, counted in a sliding window.
//!
//! 1. Time is parted into windows. A request passes if those of this window, and as much of those of the one before as a window that ends now still covers,
//!    are fewer than the limit: `previous × (window − elapsed) / window + current`, rounded down. That takes two numbers for each key, and is exact where requests
//!    came evenly; at most twice the limit passes within one window's length. One that is refused does not count.
//! 2. Who counts as one is said with [`RateLimit::by`]; else it is the address of the client, of the new family its net of 64 bits, since that is what one
//!    customer has. All whose address nobody knows count as one.
//! 3. A refusal is 429 with `Retry-After`, after which one request would pass. Each answer has `RateLimit-Policy` and `RateLimit`
//!    (draft-ietf-httpapi-ratelimit-headers-10).
//! 4. What is counted stands in a [`RateLimitStore`]: [`MemoryStore`], which needs no waiting, or [`RedisStore`], over HTTP. One that fails lets requests pass, and the log says
//!    so, unless [`RateLimit::closed`] says otherwise.
//!
//! **Each instance has a memory of its own.** On Vercel there are as many instances as the load takes, and a new one counts from zero; on Cloudflare there is one or
//! more in each place. There a [`MemoryStore`] only slows down who asks very often. What protects a password, or money, counts in a store that all share. On which
//! platforms the address is one to trust stands at [`Client`](crate::Client).
//!
//! # Example: a hundred requests a minute
//! ```
//! use std::time::{Duration, SystemTime};
//! use whippet::{middleware::RateLimit, prelude::*};
//!
//! let app = App::new().get("/", || "hello").with(RateLimit::new(2, Duration::from_secs(60)));
//! # let client = whippet::testing::TestClient::new(app);
//! let noon = SystemTime::UNIX_EPOCH + Duration::from_hours(12);
//! client.get("/").at(noon).send().assert_header("ratelimit", r#""default";r=1;t=60"#);
//! client.get("/").at(noon).send().assert_header("ratelimit-policy", r#""default";q=2;w=60"#);
//! client.get("/").at(noon).send().assert_status(429).assert_header("retry-after", "61");
//! client.get("/").at(noon + Duration::from_secs(61)).send().assert_text("hello");
//! ```

mod memory;
mod redis;
mod store;
mod window;

use std::{
    fmt::Write,
    net::IpAddr,
    rc::Rc,
    time::{Duration, SystemTime},
};

use http::{HeaderName, HeaderValue, StatusCode, header};

pub use memory::MemoryStore;
pub use redis::RedisStore;
pub use store::RateLimitStore;
pub use window::{Counts, Window};

use super::{Middleware, Next, Passage};
use crate::{
    context::Context,
    error::{Error, Result},
    extract::{Extracted, Needs},
    response::Response,
    time::now,
};

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// The most of a key that is kept as it is.
const KEY_BYTES: usize = 128;

/// The most that a limit times its window, in milliseconds, may be: what Redis counts with has 53 bits.
const MOST: u64 = 1 << 53;

/// Whose requests count as one's.
type By = Box<dyn Fn(&Context) -> Option<String>>;

/// Lets so many requests pass in a while, of each client.
///
/// # Errors
/// 429 for one too many, with `Retry-After`; 503 where the store fails and [`RateLimit::closed`] was said. A limit or a window of nothing, a window that is not whole
/// seconds, a limit times a window too large to count with, and a name that is no token keep the application from starting.
///
/// # Example: by who has logged in, else by address
/// ```
/// use std::time::Duration;
/// use whippet::{middleware::{Next, RateLimit, from_fn}, prelude::*, testing::TestClient};
///
/// /// Who has logged in: what a login keeps that stands further out.
/// struct User(&'static str);
///
/// let login = from_fn(async |cx: Context, next: Next| {
///     cx.set_extension(User(if cx.header("x-token").as_deref() == Some("t7") { "lola" } else { "rex" }));
///     next.run().await
/// });
/// let limit = RateLimit::new(1, Duration::from_hours(1)).by(|cx| cx.extension::<User>().map(|user| user.0.to_owned()));
/// let client = TestClient::new(App::new().get("/", || "hello").with(login).with(limit));
/// client.get("/").header("x-token", "t7").send().assert_status(200);
/// client.get("/").header("x-token", "t7").send().assert_status(429);
/// client.get("/").send().assert_status(200);
/// ```
#[must_use]
pub struct RateLimit {
    limit: u32,
    window: Duration,
    name: String,
    by: Option<By>,
    store: Rc<dyn RateLimitStore>,
    is_closed: bool,
    policy: Option<HeaderValue>,
}

/// What answers further out say of the limits that a request went through, by the middleware.
struct Said(Vec<(usize, HeaderValue)>);

impl RateLimit {
    /// So many requests in a window of so many seconds, counted in a [`MemoryStore`] by the address of the client.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{middleware::RateLimit, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", || "hello").with(RateLimit::new(100, Duration::from_secs(60))));
    /// client.get("/").send().assert_header("ratelimit-policy", r#""default";q=100;w=60"#);
    /// ```
    pub fn new(limit: u32, window: Duration) -> Self {
        let (name, store) = ("default".to_owned(), Rc::new(MemoryStore::new()));
        Self { limit, window, name, by: None, store, is_closed: false, policy: None }.described()
    }

    /// Names the policy, `default` otherwise: letters, digits, `-` and `_`. Where several stand one in the other, or share a store, each has a name of its own.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{middleware::RateLimit, prelude::*, testing::TestClient};
    /// let limit = RateLimit::new(5, Duration::from_secs(1)).name("burst");
    /// let client = TestClient::new(App::new().get("/", || "hello").with(limit));
    /// client.get("/").send().assert_header("ratelimit-policy", r#""burst";q=5;w=1"#);
    /// ```
    pub fn name(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self.described()
    }

    /// Says whose requests count as one's; where it gives `None`, the address of the client does. Of a key longer than 128 bytes the rest counts as a number. It may be a
    /// secret: it is not logged, but it is sent to the store.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{middleware::RateLimit, prelude::*, testing::TestClient};
    /// let limit = RateLimit::new(1, Duration::from_secs(60)).by(|cx| Some(cx.path().to_owned()));
    /// let client = TestClient::new(App::new().get("/{any}", || "hello").with(limit));
    /// client.get("/a").send().assert_status(200);
    /// client.get("/b").send().assert_status(200);
    /// client.get("/a").send().assert_status(429);
    /// ```
    pub fn by(mut self, key: impl Fn(&Context) -> Option<String> + 'static) -> Self {
        self.by = Some(Box::new(key));
        self
    }

    /// Counts in another store.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{middleware::{RateLimit, rate_limit::RedisStore}, prelude::*};
    ///
    /// fn app(bindings: Bindings) -> Result<App> {
    ///     let (url, token): (String, String) = (bindings.get("KV_REST_API_URL")?, bindings.get("KV_REST_API_TOKEN")?);
    ///     let limit = RateLimit::new(100, Duration::from_secs(60)).store(RedisStore::new(&url, &token)?);
    ///     Ok(App::new().get("/", || "hello").with(limit))
    /// }
    /// ```
    pub fn store(mut self, store: impl RateLimitStore) -> Self {
        self.store = Rc::new(store);
        self
    }

    /// Refuses requests with 503 while the store fails; else they pass uncounted, and the log says so.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{extract::Extracted, middleware::{RateLimit, rate_limit::{Counts, RateLimitStore, Window}}, prelude::*};
    ///
    /// struct Broken;
    ///
    /// impl RateLimitStore for Broken {
    ///     fn count(&self, _: &str, _: &Window) -> Extracted<Counts> {
    ///         Err(Error::internal("nobody there")).into()
    ///     }
    /// }
    ///
    /// let limit = || RateLimit::new(1, Duration::from_secs(1)).store(Broken);
    /// let app = App::new().get("/", || "hello").with(limit());
    /// # let client = whippet::testing::TestClient::new(app);
    /// assert!(client.get("/").send().assert_status(200).log()[0].contains("nobody there"));
    /// let app = App::new().get("/", || "hello").with(limit().closed());
    /// # let client = whippet::testing::TestClient::new(app);
    /// client.get("/").send().assert_status(503);
    /// ```
    pub fn closed(mut self) -> Self {
        self.is_closed = true;
        self
    }

    fn described(mut self) -> Self {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = write!(text, "\"{}\";q={};w={}", self.name, self.limit, self.window.as_secs());
        self.policy = self.fault().is_none().then(|| HeaderValue::from_str(&text).ok()).flatten();
        self
    }

    fn fault(&self) -> Option<&'static str> {
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        if self.limit == 0 {
            Some("a limit of 0 lets nobody pass: leave the routes out instead")
        } else if self.window.is_zero() || self.window.subsec_nanos() != 0 {
            Some("the window has to be whole seconds, at least one: clients are told of it in seconds")
        } else if u64::from(self.limit).saturating_mul(window::milliseconds(self.window)) >= MOST {
            Some(
                "the limit times the window is too much to count with: take a shorter window, and a lower limit for it",
            )
        } else if self.name.is_empty() || !self.name.bytes().all(is_token) {
            Some("the name of a policy has letters, digits, - and _ only")
        } else {
            None
        }
    }

    /// Whose request it is: by whatever the application says, or by address.
    fn key(&self, cx: &Context) -> String {
        let mut key = self.name.clone();
        if let Some(own) = self.by.as_ref().and_then(|by| by(cx)) {
            key.push_str(":k:");
            push_shortened(&mut key, &own);
            return key;
        }
        // Writing to a String cannot fail.
        let _ = match cx.client().address {
            Some(IpAddr::V4(address)) => write!(key, ":a:{address}"),
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                write!(key, ":a:{a:x}:{b:x}:{c:x}:{d:x}")
            }
            None => write!(key, ":a:"),
        };
        key
    }

    fn id(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    /// What a store has counted, as what becomes of the request.
    fn judge(cx: &Context, judge: &Judge, counted: Result<Counts>) -> Result<()> {
        match counted {
            Ok(counts) if judge.window.lets(counts) => {
                let left = judge.said(judge.window.left(counts), judge.window.seconds_left());
                let before = cx.extension::<Said>();
                let before = before.iter().flat_map(|said| said.0.iter().cloned());
                cx.set_extension(Said(before.chain(left.map(|left| (judge.id, left))).collect()));
                Ok(())
            }
            Ok(counts) => {
                let seconds = judge.window.retry_after(counts);
                let detail = format!("too many requests: try again in {seconds} seconds");
                let error = Error::new(StatusCode::TOO_MANY_REQUESTS, detail);
                let error = error.with_header(header::RETRY_AFTER, HeaderValue::from(seconds));
                let fields = [(POLICY, judge.policy.clone()), (LIMIT, judge.said(0, seconds))];
                Err(fields.into_iter().fold(error, |error, (name, value)| match value {
                    Some(value) => error.with_header(name, value),
                    None => error,
                }))
            }
            Err(error) if judge.is_closed => {
                let refusal = Error::new(StatusCode::SERVICE_UNAVAILABLE, "requests cannot be counted just now");
                Err(refusal.with_source(error.to_string()))
            }
            Err(error) => {
                cx.log_error(&format!(
                    "RateLimit {}: requests pass uncounted, since the store fails: {error}",
                    judge.name
                ));
                Ok(())
            }
        }
    }
}

/// What is needed of a [`RateLimit`] once its store has counted, also when that takes a while.
struct Judge {
    id: usize,
    window: Window,
    name: String,
    policy: Option<HeaderValue>,
    is_closed: bool,
}

impl Judge {
    fn said(&self, left: u32, seconds: u64) -> Option<HeaderValue> {
        HeaderValue::from_str(&format!("\"{}\";r={left};t={seconds}", self.name)).ok()
    }
}

/// A long key would be kept for each of its requests: what goes beyond is there as a number (FNV-1a), so that keys which begin alike are not one.
fn push_shortened(text: &mut String, key: &str) {
    if key.len() <= KEY_BYTES {
        text.push_str(key);
        return;
    }
    let start = (0..=KEY_BYTES).rev().find_map(|end| key.get(..end)).unwrap_or_default();
    let number = key
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    // Writing to a String cannot fail.
    let _ = write!(text, "{start}#{number:x}");
}

impl Middleware for RateLimit {
    fn needs(&self, needs: &mut Needs) {
        if let Some(fault) = self.fault() {
            let (name, limit, window) = (&self.name, self.limit, window::milliseconds(self.window));
            needs.fault(format!("RateLimit {name:?} of {limit} in {window} ms: {fault}"));
        }
    }

    fn around(&self, cx: &Context, next: Next) -> Passage {
        let now = now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let window = Window::at(self.limit, self.window, now);
        let (name, policy) = (self.name.clone(), self.policy.clone());
        let judge = Judge { id: self.id(), window, name, policy, is_closed: self.is_closed };
        match self.store.count(&self.key(cx), &window) {
            Extracted::Ready(counted) => match Self::judge(cx, &judge, counted) {
                Ok(()) => next.into(),
                Err(error) => Response::from(error).into(),
            },
            Extracted::Later(counted) => {
                let cx = cx.clone();
                Passage::later(async move {
                    Self::judge(&cx, &judge, counted.await)?;
                    Ok::<_, Error>(next.run().await)
                })
            }
        }
    }

    fn after(&self, cx: &Context, response: &mut Response) {
        let said = cx.extension::<Said>();
        let said = said.iter().flat_map(|said| said.0.iter()).find(|(id, _)| *id == self.id());
        // A refusal of its own has said it, and where the store failed there is nothing to say.
        if let (Some((_, left)), Some(policy)) = (said, &self.policy) {
            add(response, POLICY, policy);
            add(response, LIMIT, left);
        }
    }
}

/// Adds an item to a list, in the one field that has it.
fn add(response: &mut Response, name: HeaderName, item: &HeaderValue) {
    let before = response.headers().get(name.as_str()).and_then(|value| value.to_str().ok());
    let joined = before.zip(item.to_str().ok()).map(|(before, item)| format!("{before}, {item}"));
    let joined = joined.and_then(|text| HeaderValue::try_from(text).ok());
    response.headers_mut().set(name, joined.unwrap_or_else(|| item.clone()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shortened(key: &str) -> String {
        let mut text = String::new();
        push_shortened(&mut text, key);
        text
    }

    #[test]
    fn a_long_key_is_short_and_still_another_than_the_next() {
        assert_eq!(shortened(&"a".repeat(128)), "a".repeat(128));
        let (a, b) = (shortened(&("a".repeat(4000) + "b")), shortened(&("a".repeat(4000) + "c")));
        assert!(a != b && a.len() < 150, "{a}");
        assert!(shortened(&"é".repeat(100)).starts_with(&"é".repeat(64)));
        assert!(shortened(&("a".to_owned() + &"é".repeat(100))).starts_with("aé"));
    }
}
