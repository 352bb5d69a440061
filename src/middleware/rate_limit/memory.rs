//! [`MemoryStore`]: counts in the memory of one instance, without waiting.
//!
//! 1. There are two lists of keys: of the window before, and of this one. When a window is over, its list takes the place of the one before: nothing has to be
//!    looked for to be forgotten.
//! 2. A list has so many keys at most. All further ones of a window count as one: whoever sends from many addresses does not empty the memory of others,
//!    nor fill that of the instance.

use std::{cell::RefCell, collections::BTreeMap, fmt, time::Duration};

use super::{Counts, RateLimitStore, Window};
use crate::extract::Extracted;

/// The key of all for which there is no place. It is none that anybody has.
const OTHERS: &str = "";

/// Counts in the memory of this instance: for one server, or for tests. On platforms with many instances each counts for itself.
///
/// # Example: fewer keys
/// ```
/// use std::time::Duration;
/// use whippet::{middleware::{RateLimit, rate_limit::MemoryStore}, prelude::*, testing::TestClient};
///
/// let limit = RateLimit::new(100, Duration::from_secs(60)).store(MemoryStore::new().max_keys(1000));
/// let client = TestClient::new(App::new().get("/", || "hello").with(limit));
/// client.get("/").send().assert_status(200);
/// ```
#[must_use]
pub struct MemoryStore {
    max_keys: usize,
    /// Of windows of one length each.
    lists: RefCell<Vec<Lists>>,
}

#[derive(Default)]
struct Lists {
    length: Duration,
    number: u64,
    previous: BTreeMap<Box<str>, u32>,
    current: BTreeMap<Box<str>, u32>,
}

impl MemoryStore {
    /// A store of 10,000 keys at most, for each of two windows: some 2 MB.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::middleware::{RateLimit, rate_limit::MemoryStore};
    /// let limit = RateLimit::new(100, Duration::from_secs(60)).store(MemoryStore::new());
    /// ```
    pub fn new() -> Self {
        Self { max_keys: 10_000, lists: RefCell::default() }
    }

    /// Says how many keys there may be in a window; at least one. All further ones count as one.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{middleware::{RateLimit, rate_limit::MemoryStore}, prelude::*, testing::TestClient};
    /// let limit = RateLimit::new(1, Duration::from_secs(60)).by(|cx| Some(cx.path().to_owned()));
    /// let limit = limit.store(MemoryStore::new().max_keys(1));
    /// let client = TestClient::new(App::new().get("/{any}", || "hello").with(limit));
    /// client.get("/a").send().assert_status(200);
    /// client.get("/b").send().assert_status(200);
    /// client.get("/c").send().assert_status(429); // counts as /b
    /// ```
    pub fn max_keys(mut self, max_keys: usize) -> Self {
        self.max_keys = max_keys.max(1);
        self
    }
}

/// How many there may be: a key may be a secret.
impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} keys at most", self.max_keys)
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl RateLimitStore for MemoryStore {
    fn count(&self, key: &str, window: &Window) -> Extracted<Counts> {
        let mut all = self.lists.borrow_mut();
        if !all.iter().any(|lists| lists.length == window.length()) {
            all.push(Lists { length: window.length(), ..Lists::default() });
        }
        let counts = all.iter_mut().find(|lists| lists.length == window.length());
        Ok(counts.map(|lists| lists.count(key, window, self.max_keys)).unwrap_or_default()).into()
    }
}

impl Lists {
    fn count(&mut self, key: &str, window: &Window, max_keys: usize) -> Counts {
        // A clock may be set back: what it says then counts for the window that has begun. Once it is further back than that, the window that has
        // begun would not end before the clock comes to it again.
        if window.number() > self.number || window.number() + 1 < self.number {
            let last = std::mem::take(&mut self.current);
            self.previous = if window.number() == self.number + 1 { last } else { BTreeMap::new() };
            self.number = window.number();
        }
        let has_place = self.current.len() < max_keys || self.current.contains_key(key);
        let key = if has_place { key } else { OTHERS };
        let of = |list: &BTreeMap<Box<str>, u32>| list.get(key).copied().unwrap_or_default();
        let counts = Counts { previous: of(&self.previous), current: of(&self.current) };
        if window.lets(counts) {
            match self.current.get_mut(key) {
                Some(count) => *count += 1,
                None => {
                    self.current.insert(key.into(), 1);
                }
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(store: &MemoryStore, key: &str, seconds: u64) -> bool {
        let window = Window::at(2, Duration::from_secs(10), Duration::from_secs(seconds));
        let Extracted::Ready(counts) = store.count(key, &window) else { panic!("it waits") };
        window.lets(counts.unwrap())
    }

    #[test]
    fn a_window_is_remembered_for_one_more_and_a_clock_that_is_set_back_forgets_nothing() {
        let store = MemoryStore::new();
        assert!(count(&store, "a", 100) && count(&store, "a", 101) && !count(&store, "a", 102));
        assert!(!count(&store, "a", 99), "a clock that was set back");
        assert!(count(&store, "b", 102));
        assert!(!count(&store, "a", 110), "all of the window before");
        assert!(count(&store, "a", 111), "less than all of it");
        assert!(count(&store, "a", 135) && count(&store, "a", 135) && !count(&store, "a", 135), "both are over");
    }

    #[test]
    fn a_clock_that_was_far_ahead_for_a_moment_refuses_nobody_for_ever() {
        let store = MemoryStore::new();
        assert!(count(&store, "a", 9_000_000));
        for seconds in [100, 200, 300, 400] {
            assert!(count(&store, "a", seconds), "{seconds}");
        }
    }

    #[test]
    fn there_are_never_more_keys_than_may_be() {
        let store = MemoryStore::new().max_keys(3);
        for (index, at) in (0..100).map(|index| (index, 100 + index / 30)) {
            count(&store, &format!("key {index}"), at);
        }
        assert!(count(&store, "key 0", 103), "who was there first has its own place");
        let lists = store.lists.borrow();
        assert_eq!((lists.len(), lists[0].current.len()), (1, 4));
    }
}
