//! [`Prefixes`]: what holds for all paths below a prefix: a fallback, or what errors are turned into.

use super::pattern::{Pattern, Ranges, search};

/// What holds for all paths below a prefix, prefix by prefix, sorted.
#[derive(Debug)]
pub(super) struct Prefixes<T>(Vec<(Pattern, T)>);

impl<T> Prefixes<T> {
    pub(super) fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a value.
    ///
    /// # Errors
    /// The value that the prefix has already, which stays.
    pub(super) fn add(&mut self, prefix: Pattern, value: T) -> Result<(), &T> {
        match search(&self.0, |(taken, _)| taken.compare(&prefix), |(taken, _)| taken.is_same(&prefix)) {
            Ok(at) => Err(&self.0[at].1),
            Err(at) => {
                self.0.insert(at, (prefix, value));
                Ok(())
            }
        }
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

    /// The most specific prefix of a path, its value, and the ranges of its parameters.
    pub(super) fn find(&self, path: &str) -> Option<(&Pattern, &T, Ranges)> {
        let covering = self.0.iter().filter_map(|(prefix, value)| Some((prefix, value, prefix.covers(path)?)));
        // A longer prefix goes before the one that it continues.
        covering.reduce(|best, next| if is_closer(next.0, best.0) { next } else { best })
    }
}

/// Whether, of two prefixes of one path, the first is the more specific.
pub(super) fn is_closer(one: &Pattern, other: &Pattern) -> bool {
    // A longer prefix goes before the one that it continues.
    one.compare_segments(other).then(other.segments().len().cmp(&one.segments().len())).is_lt()
}
