//! [`Timings`]: what handlers note of how long something took; [`Running`]: what is being measured.

use std::{cell::RefCell, fmt, rc::Rc, time::Duration};

use super::push_milliseconds;
use crate::{
    context::Context,
    extract::{Extracted, FromRequestParts},
    time::Stopwatch,
};

/// What is noted of a request for [`ServerTiming`](super::ServerTiming). Where that does not stand around the route it is noted for nobody.
///
/// # Example: how long, and what was found
/// ```
/// use std::time::Duration;
/// use whippet::{middleware::{ServerTiming, Timings}, prelude::*, testing::TestClient};
///
/// fn page(timings: Timings) -> &'static str {
///     timings.note("cache", "hit");
///     timings.record("render", "", Duration::from_micros(1_500));
///     "hello"
/// }
/// let client = TestClient::new(App::new().get("/", page).with(ServerTiming::new()));
/// let timing = "total;dur=0, cpu;dur=0, cache;desc=\"hit\", render;dur=1.5";
/// client.get("/").send().assert_header("server-timing", timing);
/// ```
#[derive(Clone, Default)]
pub struct Timings(Rc<RefCell<Vec<String>>>);

impl Timings {
    /// Begins to measure; the time is noted when what this gives is stopped, or dropped. A description may be empty.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{middleware::{ServerTiming, Timings}, prelude::*, testing::TestClient, time::sleep};
    ///
    /// async fn page(timings: Timings) {
    ///     let _all_of_it = timings.start("page", "");
    ///     sleep(Duration::from_millis(5)).await;
    /// }
    /// let client = TestClient::new(App::new().get("/", page).with(ServerTiming::new()));
    /// client.get("/").send().assert_header("server-timing", "total;dur=5, cpu;dur=0, page;dur=5");
    /// ```
    pub fn start(&self, name: &str, description: &str) -> Running {
        Running { timings: self.clone(), entry: entry(name, description), watch: Stopwatch::start() }
    }

    /// Notes a time that was measured otherwise.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{middleware::{ServerTiming, Timings}, prelude::*, testing::TestClient};
    /// let page = |timings: Timings| timings.record("db", "two rows", Duration::from_millis(3));
    /// let client = TestClient::new(App::new().get("/", page).with(ServerTiming::new()));
    /// client.get("/").send().assert_header("server-timing", "total;dur=0, cpu;dur=0, db;desc=\"two rows\";dur=3");
    /// ```
    pub fn record(&self, name: &str, description: &str, duration: Duration) {
        let mut entry = entry(name, description);
        entry.push_str(";dur=");
        push_milliseconds(&mut entry, duration);
        self.0.borrow_mut().push(entry);
    }

    /// Notes something that takes no time, as that it was in the cache.
    ///
    /// ```
    /// use whippet::{middleware::{ServerTiming, Timings}, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", |timings: Timings| timings.note("miss", "")).with(ServerTiming::new()));
    /// client.get("/").send().assert_header("server-timing", "total;dur=0, cpu;dur=0, miss");
    /// ```
    pub fn note(&self, name: &str, description: &str) {
        self.0.borrow_mut().push(entry(name, description));
    }

    /// Writes what there is room for.
    pub(super) fn write(&self, text: &mut String, most_bytes: usize) {
        for entry in self.0.borrow().iter() {
            if text.len() + ", ".len() + entry.len() <= most_bytes {
                text.push_str(", ");
                text.push_str(entry);
            }
        }
    }
}

impl fmt::Debug for Timings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.borrow().iter()).finish()
    }
}

impl<S> FromRequestParts<S> for Timings {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        Ok(cx.extension::<Self>().map(|timings| Self::clone(&timings)).unwrap_or_default()).into()
    }
}

/// What is being measured: its time is noted when this is stopped, or dropped.
///
/// ```
/// use whippet::{middleware::{Running, Timings}, testing::block_on};
/// let timings = Timings::default();
/// block_on(async { timings.start("db", "").stop() });
/// assert_eq!(format!("{timings:?}"), r#"["db;dur=0"]"#);
/// ```
#[must_use = "its time ends when it is dropped: keep it in a variable"]
pub struct Running {
    timings: Timings,
    entry: String,
    watch: Stopwatch,
}

impl Running {
    /// Notes the time.
    ///
    /// ```
    /// use whippet::{middleware::{Running, Timings}, testing::block_on};
    /// let timings = Timings::default();
    /// let running: Running = timings.start("db", "");
    /// assert_eq!(format!("{timings:?}"), "[]");
    /// running.stop();
    /// assert_ne!(format!("{timings:?}"), "[]");
    /// ```
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut entry = std::mem::take(&mut self.entry);
        entry.push_str(";dur=");
        push_milliseconds(&mut entry, self.watch.elapsed());
        self.timings.0.borrow_mut().push(entry);
    }
}

/// A name, and its description: a token and a quoted text (RFC 9110, section 5.6).
fn entry(name: &str, description: &str) -> String {
    let is_token = |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter);
    let mut entry: String = name.chars().map(|letter| if is_token(letter) { letter } else { '_' }).collect();
    if entry.is_empty() {
        entry.push('_');
    }
    if !description.is_empty() {
        entry.push_str(";desc=\"");
        for letter in description.chars() {
            if matches!(letter, '"' | '\\') {
                entry.push('\\');
            }
            entry.push(if matches!(letter, ' '..='~') { letter } else { '?' });
        }
        entry.push('"');
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_noted_is_a_token_and_a_quoted_text() {
        for (name, description, expected) in [
            ("db", "", "db"),
            ("db", "look up", "db;desc=\"look up\""),
            ("a b,c;d=\"e\"", "", "a_b_c_d__e_"),
            ("", "", "_"),
            ("é\n", "é\r\nx: y", "__;desc=\"???x: y\""),
            ("a", "say \"hi\\\"", "a;desc=\"say \\\"hi\\\\\\\"\""),
        ] {
            assert_eq!(entry(name, description), expected);
        }
    }

    #[test]
    fn what_there_is_no_room_for_is_left_out() {
        let timings = Timings::default();
        ["abc", "defghij", "k"].iter().for_each(|name| timings.note(name, ""));
        let mut text = "total".to_owned();
        timings.write(&mut text, 14);
        assert_eq!(text, "total, abc, k");
    }
}
