//! [`Prefixes`]: what holds for all paths below a prefix: a fallback, or what errors are turned into.

use super::pattern::{Pattern, Ranges};

/// What holds for all paths below a prefix, from the most specific prefix on.
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
        let start = self.0.partition_point(|(taken, _)| taken.compare(&prefix).is_lt());
        let equal = self.0[start..].iter().take_while(|(taken, _)| taken.compare(&prefix).is_eq());
        match equal.enumerate().find(|(_, (taken, _))| taken.is_same(&prefix)).map(|(offset, _)| offset) {
            Some(offset) => Err(&self.0[start + offset].1),
            None => {
                self.0.insert(start, (prefix, value));
                Ok(())
            }
        }
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
