//! [`Window`]: a moment in a sliding window, and what may still pass in it.
//!
//! All is counted in whole milliseconds and whole requests, so that a store which counts elsewhere comes to the same.

use std::time::Duration;

/// How many requests there were: in the window before this one, and in this one so far.
///
/// ```
/// use whippet::middleware::rate_limit::Counts;
/// let counts = Counts { previous: 80, current: 3 };
/// assert!(counts.current < counts.previous);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// In the window before.
    pub previous: u32,
    /// In this window.
    pub current: u32,
}

/// A moment in a window: which one it is, and how far it has come. What a [`RateLimitStore`](super::RateLimitStore) counts by.
///
/// ```
/// use whippet::middleware::rate_limit::{Counts, Window};
/// fn is_full(window: &Window, counts: Counts) -> bool {
///     !window.lets(counts)
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    limit: u32,
    /// Milliseconds.
    length: u64,
    number: u64,
    /// Milliseconds, fewer than the length.
    elapsed: u64,
}

impl Window {
    /// The window of a moment since 1970. One without a length keeps the application from starting.
    pub(super) fn at(limit: u32, length: Duration, now: Duration) -> Self {
        let (length, now) = (milliseconds(length).max(1), milliseconds(now));
        Self { limit, length, number: now / length, elapsed: now % length }
    }

    /// How many requests may pass within the length of a window.
    ///
    /// ```
    /// use whippet::middleware::rate_limit::Window;
    /// fn half(window: &Window) -> u32 {
    ///     window.limit() / 2
    /// }
    /// ```
    pub fn limit(&self) -> u32 {
        self.limit
    }

    /// How long a window is.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::middleware::rate_limit::Window;
    /// fn time_to_keep(window: &Window) -> Duration {
    ///     window.length() * 2
    /// }
    /// ```
    pub fn length(&self) -> Duration {
        Duration::from_millis(self.length)
    }

    /// Which window it is since 1970: the one before has one less.
    ///
    /// ```
    /// use whippet::middleware::rate_limit::Window;
    /// fn keys(key: &str, window: &Window) -> [String; 2] {
    ///     [window.number() - 1, window.number()].map(|number| format!("{key}:{number}"))
    /// }
    /// ```
    pub fn number(&self) -> u64 {
        self.number
    }

    /// How much of it is over.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::middleware::rate_limit::Window;
    /// fn rest(window: &Window) -> Duration {
    ///     window.length() - window.elapsed()
    /// }
    /// ```
    pub fn elapsed(&self) -> Duration {
        Duration::from_millis(self.elapsed)
    }

    /// Whether one more request may pass after so many.
    ///
    /// ```
    /// use whippet::middleware::rate_limit::{Counts, Window};
    /// fn count(window: &Window, counts: &mut Counts) -> bool {
    ///     let passes = window.lets(*counts);
    ///     counts.current += u32::from(passes);
    ///     passes
    /// }
    /// ```
    pub fn lets(&self, counts: Counts) -> bool {
        self.weight(counts) < u64::from(self.limit)
    }

    /// What counts of the two windows.
    fn weight(&self, counts: Counts) -> u64 {
        share(counts.previous, self.length - self.elapsed, self.length) + u64::from(counts.current)
    }

    /// How many more may pass after one that just has.
    pub(super) fn left(&self, before: Counts) -> u32 {
        let used = self.weight(before) + 1;
        u32::try_from(u64::from(self.limit).saturating_sub(used)).unwrap_or(u32::MAX)
    }

    /// The whole seconds until this window is over, and what it has counted begins to count less.
    pub(super) fn seconds_left(&self) -> u64 {
        (self.length - self.elapsed).div_ceil(1000)
    }

    /// The whole seconds after which one request would pass, if nobody else sends one.
    pub(super) fn retry_after(&self, counts: Counts) -> u64 {
        let in_this = first_free(counts.previous, self.limit.saturating_sub(counts.current), self.length);
        let at = match in_this.filter(|at| *at < self.length) {
            Some(at) => at,
            // The next one begins with nothing, and this one is the one before.
            None => self.length + first_free(counts.current, self.limit, self.length).unwrap_or(self.length),
        };
        at.saturating_sub(self.elapsed).max(1).div_ceil(1000)
    }
}

/// What a duration has of whole milliseconds.
pub(super) fn milliseconds(time: Duration) -> u64 {
    time.as_secs().saturating_mul(1000).saturating_add(u64::from(time.subsec_millis()))
}

/// A share of so many, rounded down. A limit that would be too large for this keeps the application from starting.
fn share(count: u32, part: u64, whole: u64) -> u64 {
    u64::from(count).saturating_mul(part) / whole
}

/// The first millisecond of a window at which so many of the window before take fewer than so many places.
fn first_free(previous: u32, places: u32, length: u64) -> Option<u64> {
    if places == 0 {
        return None;
    }
    let Some(over) = previous.checked_sub(places) else { return Some(0) };
    // previous × (length − at) < places × length, solved for the least such whole number.
    Some(u64::from(over).saturating_mul(length) / u64::from(previous) + 1)
}

// What makes inputs at random is not there on wasm32.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn window(limit: u32, elapsed: u64) -> Window {
        Window { limit, length: 60_000, number: 7, elapsed }
    }

    #[test]
    fn what_was_before_counts_less_and_less() {
        let counts = Counts { previous: 10, current: 0 };
        assert!(!window(10, 0).lets(counts));
        assert!(window(10, 1).lets(counts));
        assert_eq!(window(10, 30_000).left(counts), 4);
        assert_eq!(window(10, 59_999).left(counts), 9);
        assert_eq!(window(10, 0).seconds_left(), 60);
        assert_eq!(window(10, 59_001).seconds_left(), 1);
    }

    proptest! {
        #[test]
        fn after_the_time_that_is_told_one_passes_and_not_a_second_before(
            limit in 1..50_u32, previous in 0..50_u32, current in 0..50_u32, elapsed in 0..60_000_u64,
        ) {
            let now = window(limit, elapsed);
            let counts = Counts { previous: previous.min(limit), current: current.min(limit) };
            prop_assume!(!now.lets(counts));
            let then = |seconds: u64| {
                let at = elapsed + seconds * 1000;
                match at / 60_000 {
                    0 => window(limit, at).lets(counts),
                    1 => window(limit, at % 60_000).lets(Counts { previous: counts.current, current: 0 }),
                    _ => true,
                }
            };
            let told = now.retry_after(counts);
            prop_assert!(then(told), "{told}");
            prop_assert!(told == 1 || !then(told - 1), "{told}");
        }

        #[test]
        fn never_more_than_twice_the_limit_pass_within_the_length_of_a_window(
            limit in 1..6_u32, times in prop::collection::vec(0..4000_u64, 1..60),
        ) {
            let (mut at, mut passed) = (0, Vec::new());
            let (mut number, mut counts) = (0, Counts::default());
            for pause in times {
                at += pause;
                let now = Window::at(limit, Duration::from_secs(10), Duration::from_millis(at));
                if now.number() != number {
                    let previous = if now.number() == number + 1 { counts.current } else { 0 };
                    (number, counts) = (now.number(), Counts { previous, current: 0 });
                }
                if now.lets(counts) {
                    counts.current += 1;
                    passed.push(at);
                }
            }
            for from in &passed {
                let within = passed.iter().filter(|time| **time >= *from && **time < from + 10_000).count();
                prop_assert!(within <= 2 * limit as usize, "{within} of {limit}");
            }
        }
    }
}
