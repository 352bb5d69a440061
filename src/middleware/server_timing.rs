//! [`ServerTiming`]: the answer says how long it took, and what for, in the header `Server-Timing`.
//!
//! Put around an application with [`App::with`](crate::App::with); handlers add to it with [`Timings`].
//!
//! 1. `total` is the time from where the request entered the application to where its answer came back to this middleware; `cpu` is how much of it was work, which is what a
//!    platform bills that bills active CPU. Both are in milliseconds.
//! 2. What handlers and other middleware note with [`Timings`] follows, in the order in which it ended. A name is a token: what cannot stand in one becomes `_`. In a
//!    description quotation marks are escaped; what is no visible ASCII letter becomes `?`.
//! 3. A header that a handler has set itself stays: this one is added.
//! 4. The header has at most 4,096 bytes: what would be more is left out.
//!
//! Browsers show it among the timings of a request; to scripts of other origins only where `Timing-Allow-Origin` says so. Times tell strangers what is in a cache, and
//! whether a name exists: [`ServerTiming::only_if`] says who may see them. On Cloudflare the clock stands still while the module works: `cpu` is 0 there, and `total` the
//! time that it has waited.
//!
//! Source: W3C, Server Timing.
//!
//! # Example: how long the database took
//! ```
//! use std::time::Duration;
//! use whippet::{middleware::{ServerTiming, Timings}, prelude::*, testing::TestClient, time::sleep};
//!
//! async fn page(timings: Timings) -> &'static str {
//!     let look_up = timings.start("db", "look up");
//!     sleep(Duration::from_millis(20)).await;
//!     look_up.stop();
//!     "hello"
//! }
//!
//! let client = TestClient::new(App::new().get("/", page).with(ServerTiming::new()));
//! let timing = "total;dur=20, cpu;dur=0, db;desc=\"look up\";dur=20";
//! client.get("/").send().assert_header("server-timing", timing);
//! ```

mod timings;

use std::{fmt, time::Duration};

use http::{HeaderName, HeaderValue};

pub use self::timings::{Running, Timings};
use crate::{context::Context, extract::Needs, middleware::Middleware, response::Response};

const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// The most bytes of the header.
const MOST_BYTES: usize = 4096;

type Predicate = Box<dyn Fn(&Context) -> bool>;

/// Says on the answer how long it took, in the header `Server-Timing`.
///
/// # Example: only for those who may know
/// ```
/// use whippet::{middleware::ServerTiming, prelude::*, testing::TestClient};
///
/// let timing = ServerTiming::new().only_if(|cx| cx.header("x-debug").as_deref() == Some("open sesame"));
/// let client = TestClient::new(App::new().get("/", || "hello").with(timing));
/// assert!(client.get("/").send().header("server-timing").is_none());
/// client.get("/").header("x-debug", "open sesame").send().assert_header("server-timing", "total;dur=0, cpu;dur=0");
/// ```
#[derive(Default)]
#[must_use]
pub struct ServerTiming {
    predicate: Option<Predicate>,
}

impl ServerTiming {
    /// On each answer.
    ///
    /// ```
    /// use whippet::{middleware::ServerTiming, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(ServerTiming::new()));
    /// client.get("/nowhere").send().assert_header("server-timing", "total;dur=0, cpu;dur=0");
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Only on the answers to those requests that a function says yes to. The last such function holds.
    ///
    /// ```
    /// use whippet::{middleware::ServerTiming, prelude::*, testing::TestClient};
    /// let internal = ServerTiming::new().only_if(|cx| cx.path().starts_with("/internal/"));
    /// let client = TestClient::new(App::new().with(internal));
    /// assert!(client.get("/a").send().header("server-timing").is_none());
    /// assert!(client.get("/internal/a").send().header("server-timing").is_some());
    /// ```
    pub fn only_if(mut self, predicate: impl Fn(&Context) -> bool + 'static) -> Self {
        self.predicate = Some(Box::new(predicate));
        self
    }
}

impl fmt::Debug for ServerTiming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerTiming").field("is_for_all", &self.predicate.is_none()).finish()
    }
}

impl Middleware for ServerTiming {
    fn needs(&self, needs: &mut Needs) {
        needs.timing();
    }

    fn before(&self, cx: &Context) -> Result<(), Response> {
        if cx.extension::<Timings>().is_none() {
            cx.set_extension(Timings::default());
        }
        Ok(())
    }

    fn after(&self, cx: &Context, response: &mut Response) {
        if self.predicate.as_ref().is_some_and(|predicate| !predicate(cx)) {
            return;
        }
        // Read first, so that it is never more than the total.
        let active = cx.active_time().unwrap_or_default();
        let mut text = String::from("total;dur=");
        push_milliseconds(&mut text, cx.elapsed().unwrap_or_default());
        text.push_str(", cpu;dur=");
        push_milliseconds(&mut text, active);
        if let Some(timings) = cx.extension::<Timings>() {
            timings.write(&mut text, MOST_BYTES);
        }
        if let Ok(value) = HeaderValue::try_from(text) {
            response.headers_mut().append(SERVER_TIMING, value);
        }
    }
}

/// Milliseconds, with as many of three digits after the dot as it needs.
pub(super) fn push_milliseconds(text: &mut String, duration: Duration) {
    let micros = duration.as_micros();
    text.push_str(&(micros / 1000).to_string());
    let rest = micros % 1000;
    if rest > 0 {
        let digits = (rest + 1000).to_string();
        text.push('.');
        text.push_str(digits[1..].trim_end_matches('0'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_have_as_many_digits_as_they_need() {
        for (micros, expected) in [
            (0, "0"),
            (1, "0.001"),
            (10, "0.01"),
            (100, "0.1"),
            (1000, "1"),
            (12_340, "12.34"),
            (1_000_001, "1000.001"),
        ] {
            let mut text = String::new();
            push_milliseconds(&mut text, Duration::from_micros(micros));
            assert_eq!(text, expected);
        }
    }
}
