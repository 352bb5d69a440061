//! [`CacheControl`]: how long browsers and CDNs may keep answers.
//!
//! For what is the same for everybody, or changes rarely.
//!
//! 1. It stands on answers to GET and HEAD of 2xx and 304 that say nothing of it themselves: one with a `Cache-Control`, with one for CDNs, or with `Expires`, stays as it is.
//! 2. An answer that sets a cookie, depends on one (`Vary`), or goes to who has logged in (`Authorization`, an `Identity`) is not for everybody: it gets no header that lets a CDN keep it, only
//!    what is `private` or `no_store`; [`CacheControl::even_if_personal`] says otherwise. It sees what is set further in only: put it further out than sessions.
//! 3. What contradicts itself, such as `no_store` with `max_age`, keeps the application from starting. Times are whole seconds.
//! 4. [`CacheControl::cdn`] and [`CacheControl::vercel_cdn`] say something else to CDNs: `CDN-Cache-Control`, and `Vercel-CDN-Cache-Control`, which counts more.
//!
//! A cache does not know who asks unless `Vary` says so: `public`, `s_maxage` and what is said to CDNs are not for answers that depend on a login.
//! Vercel keeps answers of functions that say `s-maxage`, or have a header for CDNs; it takes `s-maxage` and `stale-while-revalidate` out of
//! `Cache-Control`. Cloudflare keeps nothing that a Worker answers, unless the Worker does so by the Cache API; a CDN in front of it may.
//!
//! Source: RFC 9111, section 5.2.2; RFC 5861 (stale answers), RFC 8246 (immutable), RFC 9213 (CDNs).
//!
//! # Example: a minute in browsers, a day on Vercel
//! ```
//! use std::time::Duration;
//! use whippet::{middleware::CacheControl, prelude::*, testing::TestClient};
//!
//! let cache = CacheControl::new()
//!     .public()
//!     .max_age(Duration::from_secs(60))
//!     .vercel_cdn(CacheControl::new().max_age(Duration::from_secs(86_400)));
//! let client = TestClient::new(App::new().get("/", || "hello").with(cache));
//!
//! let answer = client.get("/").send().assert_header("cache-control", "public, max-age=60");
//! answer.assert_header("vercel-cdn-cache-control", "max-age=86400");
//! assert_eq!(client.get("/nowhere").send().header("cache-control"), None);
//! ```

mod personal;

use std::time::Duration;

use http::{HeaderName, HeaderValue, Method, StatusCode, header};

use self::personal::is_personal;
use super::{Middleware, seconds::not_whole};
use crate::{context::Context, extract::Needs, response::Response};

const CDN: HeaderName = HeaderName::from_static("cdn-cache-control");
const VERCEL_CDN: HeaderName = HeaderName::from_static("vercel-cdn-cache-control");

/// How long browsers and CDNs may keep answers.
///
/// # Example: files whose names change with them
/// ```
/// use std::time::Duration;
/// use whippet::{middleware::CacheControl, prelude::*, testing::TestClient};
///
/// let cache = CacheControl::new().public().max_age(Duration::from_secs(31_536_000)).immutable();
/// let client = TestClient::new(App::new().get("/app.7f3a.js", || "…").with(cache));
/// client.get("/app.7f3a.js").send().assert_header("cache-control", "public, max-age=31536000, immutable");
/// ```
#[must_use = "it does nothing until an application has it, by `App::with`"]
pub struct CacheControl {
    directives: Vec<(&'static str, Option<Duration>)>,
    value: HeaderValue,
    cdn: Option<Box<CacheControl>>,
    vercel_cdn: Option<Box<CacheControl>>,
    even_if_personal: bool,
}

impl CacheControl {
    /// Nothing is said yet: something has to be.
    ///
    /// ```
    /// use whippet::{Service, middleware::CacheControl, prelude::*};
    /// assert!(Service::freeze(App::new().with(CacheControl::new())).is_err());
    /// ```
    pub fn new() -> Self {
        let value = HeaderValue::from_static("");
        Self { directives: Vec::new(), value, cdn: None, vercel_cdn: None, even_if_personal: false }
    }

    /// Any cache may keep it, even where it came with a login.
    ///
    /// ```
    /// use whippet::{middleware::CacheControl, prelude::*, testing::TestClient};
    /// TestClient::new(App::new().get("/", || "").with(CacheControl::new().public())).get("/").send().assert_header("cache-control", "public");
    /// ```
    pub fn public(self) -> Self {
        self.say("public", None)
    }

    /// Only the browser may keep it: it is about one person.
    ///
    /// ```
    /// use whippet::{middleware::CacheControl, prelude::*, testing::TestClient};
    /// TestClient::new(App::new().get("/", || "").with(CacheControl::new().private())).get("/").send().assert_header("cache-control", "private");
    /// ```
    pub fn private(self) -> Self {
        self.say("private", None)
    }

    /// Nobody may keep it.
    ///
    /// ```
    /// use whippet::{middleware::CacheControl, prelude::*, testing::TestClient};
    /// TestClient::new(App::new().get("/", || "").with(CacheControl::new().no_store())).get("/").send().assert_header("cache-control", "no-store");
    /// ```
    pub fn no_store(self) -> Self {
        self.say("no-store", None)
    }

    /// It may be kept, and has to be asked for anew each time, by an `ETag` or a date: nothing that is kept is used unasked.
    ///
    /// ```
    /// use whippet::{middleware::CacheControl, prelude::*, testing::TestClient};
    /// TestClient::new(App::new().get("/", || "").with(CacheControl::new().no_cache())).get("/").send().assert_header("cache-control", "no-cache");
    /// ```
    pub fn no_cache(self) -> Self {
        self.say("no-cache", None)
    }

    /// Nobody between may change the body, such as by a worse compression of images.
    ///
    /// ```
    /// use whippet::{middleware::CacheControl, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", || "").with(CacheControl::new().public().no_transform()));
    /// client.get("/").send().assert_header("cache-control", "public, no-transform");
    /// ```
    pub fn no_transform(self) -> Self {
        self.say("no-transform", None)
    }

    /// For how long it may be used unasked.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{middleware::CacheControl, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", || "").with(CacheControl::new().max_age(Duration::from_secs(60))));
    /// client.get("/").send().assert_header("cache-control", "max-age=60");
    /// ```
    pub fn max_age(self, max_age: Duration) -> Self {
        self.say("max-age", Some(max_age))
    }

    /// For how long a cache that many share may use it unasked, whatever `max_age` says.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{middleware::CacheControl, prelude::*, testing::TestClient};
    /// let cache = CacheControl::new().max_age(Duration::ZERO).s_maxage(Duration::from_secs(60));
    /// TestClient::new(App::new().get("/", || "").with(cache)).get("/").send().assert_header("cache-control", "max-age=0, s-maxage=60");
    /// ```
    pub fn s_maxage(self, max_age: Duration) -> Self {
        self.say("s-maxage", Some(max_age))
    }

    /// For how long after that it may still be used, while a new one is fetched behind.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{middleware::CacheControl, prelude::*, testing::TestClient};
    /// let cache = CacheControl::new().s_maxage(Duration::from_secs(1)).stale_while_revalidate(Duration::from_secs(59));
    /// let answer = TestClient::new(App::new().get("/", || "").with(cache)).get("/").send();
    /// answer.assert_header("cache-control", "s-maxage=1, stale-while-revalidate=59");
    /// ```
    pub fn stale_while_revalidate(self, time: Duration) -> Self {
        self.say("stale-while-revalidate", Some(time))
    }

    /// For how long after that it may still be used where a new one is answered with 500, 502, 503 or 504, or not at all.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{middleware::CacheControl, prelude::*, testing::TestClient};
    /// let cache = CacheControl::new().max_age(Duration::from_secs(60)).stale_if_error(Duration::from_secs(3600));
    /// TestClient::new(App::new().get("/", || "").with(cache)).get("/").send().assert_header("cache-control", "max-age=60, stale-if-error=3600");
    /// ```
    pub fn stale_if_error(self, time: Duration) -> Self {
        self.say("stale-if-error", Some(time))
    }

    /// After its time it is never used unasked, not even where the server cannot be reached.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{middleware::CacheControl, prelude::*, testing::TestClient};
    /// let cache = CacheControl::new().max_age(Duration::ZERO).must_revalidate();
    /// TestClient::new(App::new().get("/", || "").with(cache)).get("/").send().assert_header("cache-control", "max-age=0, must-revalidate");
    /// ```
    pub fn must_revalidate(self) -> Self {
        self.say("must-revalidate", None)
    }

    /// The same for caches that many share.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{middleware::CacheControl, prelude::*, testing::TestClient};
    /// let cache = CacheControl::new().max_age(Duration::from_secs(9)).proxy_revalidate();
    /// TestClient::new(App::new().get("/", || "").with(cache)).get("/").send().assert_header("cache-control", "max-age=9, proxy-revalidate");
    /// ```
    pub fn proxy_revalidate(self) -> Self {
        self.say("proxy-revalidate", None)
    }

    /// Only a cache that knows the status may keep it; with `no_store`, which such a cache then passes over.
    ///
    /// ```
    /// use whippet::{middleware::CacheControl, prelude::*, testing::TestClient};
    /// let cache = CacheControl::new().must_understand().no_store();
    /// TestClient::new(App::new().get("/", || "").with(cache)).get("/").send().assert_header("cache-control", "must-understand, no-store");
    /// ```
    pub fn must_understand(self) -> Self {
        self.say("must-understand", None)
    }

    /// It does not change within its time: a browser does not even ask when the page is loaded anew.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{middleware::CacheControl, prelude::*, testing::TestClient};
    /// let cache = CacheControl::new().max_age(Duration::from_secs(9)).immutable();
    /// TestClient::new(App::new().get("/", || "").with(cache)).get("/").send().assert_header("cache-control", "max-age=9, immutable");
    /// ```
    pub fn immutable(self) -> Self {
        self.say("immutable", None)
    }

    /// What CDNs take in place of the rest: `CDN-Cache-Control` (RFC 9213).
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{middleware::CacheControl, prelude::*, testing::TestClient};
    /// let cache = CacheControl::new().no_cache().cdn(CacheControl::new().max_age(Duration::from_secs(60)));
    /// TestClient::new(App::new().get("/", || "").with(cache)).get("/").send().assert_header("cdn-cache-control", "max-age=60");
    /// ```
    pub fn cdn(mut self, control: Self) -> Self {
        self.cdn = Some(Box::new(control));
        self
    }

    /// What Vercel's CDN takes in place of all else: `Vercel-CDN-Cache-Control`, which it passes on to nobody.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{middleware::CacheControl, prelude::*, testing::TestClient};
    /// let cache = CacheControl::new().no_cache().vercel_cdn(CacheControl::new().max_age(Duration::from_secs(60)));
    /// TestClient::new(App::new().get("/", || "").with(cache)).get("/").send().assert_header("vercel-cdn-cache-control", "max-age=60");
    /// ```
    pub fn vercel_cdn(mut self, control: Self) -> Self {
        self.vercel_cdn = Some(Box::new(control));
        self
    }

    /// Stands on answers that set a cookie, or depend on one or on a login, too: a CDN that keeps one gives it to everybody. For what is the same for all.
    ///
    /// ```
    /// use whippet::{middleware::CacheControl, prelude::*, testing::TestClient};
    /// let app = App::new().get("/", || ([("set-cookie", "theme=dark")], "")).with(CacheControl::new().public().even_if_personal());
    /// TestClient::new(app).get("/").send().assert_header("cache-control", "public");
    /// ```
    pub fn even_if_personal(mut self) -> Self {
        self.even_if_personal = true;
        self
    }

    fn say(mut self, name: &'static str, time: Option<Duration>) -> Self {
        match self.directives.iter_mut().find(|(own, _)| *own == name) {
            Some((_, own)) => *own = time,
            None => self.directives.push((name, time)),
        }
        let mut text = String::new();
        for (name, time) in &self.directives {
            text.push_str(if text.is_empty() { "" } else { ", " });
            text.push_str(name);
            if let Some(time) = time {
                text.push('=');
                text.push_str(&time.as_secs().to_string());
            }
        }
        // Names and numbers are ASCII.
        if let Ok(value) = HeaderValue::from_str(&text) {
            self.value = value;
        }
        self
    }

    fn has(&self, name: &str) -> bool {
        self.directives.iter().any(|(own, _)| *own == name)
    }

    /// Whether a cache that many share keeps nothing of it.
    fn is_kept_by_nobody_else(&self) -> bool {
        self.has("private") || (self.has("no-store") && !self.has("must-understand"))
    }

    /// What contradicts itself.
    fn tell_faults(&self, of: &str, needs: &mut Needs) {
        let mut fault = |fault: String| needs.fault(format!("CacheControl: {of}{fault}"));
        if self.directives.is_empty() {
            fault("nothing is said: say max_age, no_store or the like".to_owned());
        }
        for (name, time) in &self.directives {
            if let Some(unfit) = time.and_then(|time| not_whole(name, time)) {
                fault(unfit);
            }
        }
        for (one, others) in CONTRADICTIONS {
            // A cache that understands passes over `no-store`, and takes the others.
            if !self.has(one) || (*one == "no-store" && self.has("must-understand")) {
                continue;
            }
            for other in others.iter().filter(|other| self.has(other)) {
                fault(format!("{one} and {other} contradict each other: leave one out"));
            }
        }
        let has_time = self.has("max-age") || self.has("s-maxage");
        if self.has("immutable") && !self.has("max-age") {
            fault("immutable holds for the time of max_age, and there is none: say max_age".to_owned());
        }
        for late in ["stale-while-revalidate", "stale-if-error"] {
            if self.has(late) && !has_time {
                fault(format!("{late} begins when max_age or s_maxage is over, and there is none: say one of them"));
            }
        }
        if !of.is_empty() && (self.cdn.is_some() || self.vercel_cdn.is_some() || self.even_if_personal) {
            fault("only directives are said to a CDN: say the rest of the one around it".to_owned());
        }
    }
}

/// What says the opposite of others, or makes them mean nothing.
const CONTRADICTIONS: &[(&str, &[&str])] = &[
    ("private", &["public", "s-maxage", "proxy-revalidate"]),
    ("no-cache", &["max-age", "s-maxage", "stale-while-revalidate", "stale-if-error", "immutable"]),
    ("must-revalidate", &["stale-while-revalidate", "stale-if-error"]),
    ("proxy-revalidate", &["stale-while-revalidate", "stale-if-error"]),
    (
        "no-store",
        &[
            "public",
            "max-age",
            "s-maxage",
            "stale-while-revalidate",
            "stale-if-error",
            "must-revalidate",
            "proxy-revalidate",
            "immutable",
            "no-cache",
        ],
    ),
];

/// As [`CacheControl::new`] does.
impl Default for CacheControl {
    fn default() -> Self {
        Self::new()
    }
}

impl Middleware for CacheControl {
    fn needs(&self, needs: &mut Needs) {
        needs.header("authorization");
        self.tell_faults("", needs);
        let targeted = [("cdn: ", &self.cdn), ("vercel_cdn: ", &self.vercel_cdn)];
        targeted.iter().for_each(|(of, control)| control.iter().for_each(|control| control.tell_faults(of, needs)));
    }

    fn after(&self, cx: &Context, response: &mut Response) {
        let is_kept = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
        if !is_kept || ![Method::GET, Method::HEAD].contains(cx.method()) {
            return;
        }
        let headers = response.headers_mut();
        let says = |name: &HeaderName| headers.contains(name.as_str());
        if [header::CACHE_CONTROL, header::EXPIRES, CDN, VERCEL_CDN].iter().any(says) {
            return;
        }
        let is_personal = is_personal(cx, headers) && !self.even_if_personal;
        let targeted = [(CDN, &self.cdn), (VERCEL_CDN, &self.vercel_cdn)];
        let targeted = targeted.into_iter().filter_map(|(name, control)| Some((name, control.as_deref()?)));
        for (name, control) in std::iter::once((header::CACHE_CONTROL, self)).chain(targeted) {
            if !is_personal || control.is_kept_by_nobody_else() {
                headers.append(name, control.value.clone());
            }
        }
    }
}
