//! [`Record`]: what a session holds, and when, as text: for a cookie or for a store.
//!
//! The text is a version, two times in seconds since 1970, and then names and values, each after a NUL. A value is JSON, which has no NUL in it; a name with one is
//! refused. So nothing has to be parsed of values that no handler asks for.

use std::{fmt::Write, time::Duration};

/// What a text begins with that this version of the crate has written.
const VERSION: &str = "1";

/// What a session holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// When it began: seconds since 1970.
    pub(super) begun: u64,
    /// When it was written: seconds since 1970.
    pub(super) written: u64,
    /// Names and values, as JSON.
    pub(super) entries: Vec<(String, String)>,
}

impl Record {
    pub(super) fn write(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = write!(text, "{VERSION} {} {}", self.begun, self.written);
        for part in self.entries.iter().flat_map(|(name, value)| [name, value]) {
            text.push('\0');
            text.push_str(part);
        }
        text
    }

    /// What was written; `None` where this is something else, or of another version.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('\0');
        let mut times = parts.next()?.strip_prefix(VERSION)?.strip_prefix(' ')?.split(' ').map(str::parse);
        let (begun, written) = (times.next()?.ok()?, times.next()?.ok()?);
        if times.next().is_some() {
            return None;
        }
        let mut record = Self { begun, written, entries: Vec::new() };
        while let Some(name) = parts.next() {
            record.entries.push((name.to_owned(), parts.next()?.to_owned()));
        }
        Some(record)
    }

    /// How long it still lasts, from a moment on: zero where it has ended.
    pub(super) fn left(&self, now: u64, idle: Duration, most: Duration) -> Duration {
        let until = |since: u64, lasts: Duration| since.saturating_add(lasts.as_secs()).saturating_sub(now);
        Duration::from_secs(until(self.written, idle).min(until(self.begun, most)))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.entries.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Sets a value; gives whether it is another than before.
    pub(super) fn set(&mut self, name: &str, value: String) -> bool {
        match self.entries.iter_mut().find(|(own, _)| own == name) {
            Some((_, own)) if *own == value => false,
            Some((_, own)) => {
                *own = value;
                true
            }
            None => {
                self.entries.push((name.to_owned(), value));
                true
            }
        }
    }

    /// Removes a value; gives whether there was one.
    pub(super) fn remove(&mut self, name: &str) -> bool {
        let before = self.entries.len();
        self.entries.retain(|(own, _)| own != name);
        self.entries.len() < before
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_record_is_none() {
        for text in ["", "1", "1 7", "1 7 x", "1 7 8 9", "2 7 8", "1 7 8\0name", "17 8", "1 -7 8", "1 7 8\0a\0b\0c"] {
            assert_eq!(Record::read(text), None, "{text:?}");
        }
        assert!(Record::read("1 7 8").is_some());
    }

    #[test]
    fn it_ends_by_whichever_time_is_over_first() {
        let record = Record { begun: 100, written: 150, entries: Vec::new() };
        let left = |now| record.left(now, Duration::from_secs(20), Duration::from_secs(60)).as_secs();
        assert_eq!([150, 155, 160, 169, 170].map(left), [10, 5, 0, 0, 0]);
        let left = |now| record.left(now, Duration::from_secs(5), Duration::MAX).as_secs();
        assert_eq!([0, 150, 154, 155, u64::MAX].map(left), [155, 5, 1, 0, 0]);
    }

    #[test]
    fn only_another_value_is_a_change() {
        let mut record = Record::default();
        assert!(record.set("a", "1".to_owned()) && !record.set("a", "1".to_owned()) && record.set("a", "2".to_owned()));
        assert_eq!(record.get("a"), Some("2"));
        assert!(record.remove("a") && !record.remove("a") && record.get("a").is_none());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(begun: u64, written: u64, entries in prop::collection::vec(("[^\0]*", "[^\0]*"), 0..5)) {
            let record = Record { begun, written, entries };
            prop_assert_eq!(Record::read(&record.write()), Some(record));
        }

        #[test]
        fn any_text_may_be_read(text in "\\PC*|1 [0-9]{1,30} [0-9 \0a]*") {
            let _ = Record::read(&text);
        }
    }
}
