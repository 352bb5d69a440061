//! [`Prefixes`]: what holds for all paths below a prefix: a fallback, and what is said about all answers.

use super::pattern::{Pattern, Ranges, search};

/// What holds for all paths below a prefix, prefix by prefix, sorted.
#[derive(Debug)]
pub(super) struct Prefixes<T>(Vec<(Pattern, T)>);

impl<T> Prefixes<T> {
    pub(super) fn new() -> Self {
        Self(Vec::new())
    }

    /// The value of a prefix: that which it has already, or a new one.
    pub(super) fn entry(&mut self, prefix: Pattern) -> &mut T
    where
        T: Default,
    {
        let found = search(&self.0, |(taken, _)| taken.compare(&prefix), |(taken, _)| taken.is_same(&prefix));
        let at = found.unwrap_or_else(|at| {
            self.0.insert(at, (prefix, T::default()));
            at
        });
        &mut self.0[at].1
    }

    /// Changes each prefix and its value, in a way that keeps their order and none the same as another; or leaves it out.
    pub(super) fn map<U>(self, change: impl FnMut((Pattern, T)) -> Option<(Pattern, U)>) -> Prefixes<U> {
        Prefixes(self.0.into_iter().filter_map(change).collect())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(_, value)| value)
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    pub(super) fn into_iter(self) -> impl Iterator<Item = (Pattern, T)> {
        self.0.into_iter()
    }

    /// The most specific prefix of a path among those whose values count, its value, and the ranges of its parameters.
    // Asked in several places, and for what nothing answers only: small is better than fast.
    #[inline(never)]
    pub(super) fn find(&self, path: &str, counts: fn(&T) -> bool) -> Option<(&Pattern, &T, Ranges)> {
        let counting = self.0.iter().filter(|(_, value)| counts(value));
        let covering = counting.filter_map(|(prefix, value)| Some((prefix, value, prefix.covers(path)?)));
        // A longer prefix goes before the one that it continues.
        covering.reduce(|best, next| if is_closer(next.0, best.0) { next } else { best })
    }
}

/// Whether, of two prefixes of one path, the first is the more specific.
pub(super) fn is_closer(one: &Pattern, other: &Pattern) -> bool {
    // A longer prefix goes before the one that it continues.
    one.compare_segments(other).then(other.segments().len().cmp(&one.segments().len())).is_lt()
}
