//! Times that headers tell in whole seconds: what is said of one that is none.

use std::time::Duration;

/// The fault of a time that is no whole number of seconds.
///
/// Not by `{time:?}`: this is 2 kB less in an application that formats no [`Duration`] itself.
pub(super) fn not_whole(name: &str, time: Duration) -> Option<String> {
    let fraction = match time.subsec_nanos() {
        0 => return None,
        nanoseconds => format!("{nanoseconds:09}"),
    };
    Some(format!("{name} counts whole seconds, and {}.{} s are none", time.as_secs(), fraction.trim_end_matches('0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_with_a_fraction_is_named_as_it_was_written() {
        assert_eq!(not_whole("max_age", Duration::from_secs(60)), None);
        assert_eq!(not_whole("max_age", Duration::ZERO), None);
        let half = not_whole("max_age", Duration::from_millis(1500));
        assert_eq!(half.as_deref(), Some("max_age counts whole seconds, and 1.5 s are none"));
        let least = not_whole("max_age", Duration::from_nanos(1));
        assert_eq!(least.as_deref(), Some("max_age counts whole seconds, and 0.000000001 s are none"));
    }
}
