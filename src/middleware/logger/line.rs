//! [`Line`]: an object of JSON on one line, whatever is put into it.
//!
//! 1. What a client sends cannot end the line, nor colour a terminal: all control characters are escaped, those above 0x7F, too, and U+2028 and U+2029, which end lines for some.
//! 2. A text has at most so many bytes, as written; where it had more, `…` follows.

use std::time::{Duration, SystemTime};

use crate::middleware::server_timing::push_milliseconds;

/// The most bytes of a text, as written, without its quotation marks.
const MOST_BYTES: usize = 1024;

/// An object of JSON on one line.
#[derive(Default)]
pub(super) struct Line(String);

impl Line {
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.name(name);
        self.0.push('"');
        push_escaped(&mut self.0, value);
        self.0.push('"');
    }

    /// A value that is JSON already.
    pub(super) fn raw(&mut self, name: &str, value: &str) {
        self.name(name);
        self.0.push_str(value);
    }

    pub(super) fn milliseconds(&mut self, name: &str, duration: Duration) {
        self.name(name);
        push_milliseconds(&mut self.0, duration);
    }

    pub(super) fn end(mut self) -> String {
        if self.0.is_empty() {
            self.0.push('{');
        }
        self.0.push('}');
        self.0
    }

    fn name(&mut self, name: &str) {
        self.0.push_str(if self.0.is_empty() { "{\"" } else { ",\"" });
        push_escaped(&mut self.0, name);
        self.0.push_str("\":");
    }
}

fn push_escaped(line: &mut String, text: &str) {
    let most = line.len() + MOST_BYTES;
    for letter in text.chars() {
        let before = line.len();
        match letter {
            '"' | '\\' => line.extend(['\\', letter]),
            _ if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') => {
                line.push_str("\\u");
                for shift in [12, 8, 4, 0] {
                    line.extend(char::from_digit(u32::from(letter) >> shift & 15, 16));
                }
            }
            _ => line.push(letter),
        }
        if line.len() > most {
            line.truncate(before);
            line.push('…');
            return;
        }
    }
}

/// A time as `2026-11-22T16:40:17.123Z`, in UTC (RFC 3339); one before 1970 is the first of that year.
pub(super) fn rfc_3339(time: SystemTime) -> String {
    let since_1970 = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let seconds = since_1970.as_secs();
    // Days from the first of March of the year 0 on: the day that a leap year has more is the last then. 400 years have 146,097 days.
    let days = seconds / 86_400 + 719_468;
    let (centuries, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    // Five months from March on have 153 days.
    let march = (5 * day + 2) / 153;
    let day = day - (153 * march + 2) / 5 + 1;
    let month = if march < 10 { march + 3 } else { march - 9 };
    let year = centuries * 400 + year + u64::from(month <= 2);
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    let millisecond = since_1970.subsec_millis();
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_as_rfc_3339() {
        for (millis, expected) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (951_868_800_000, "2000-03-01T00:00:00.000Z"),
            (1_709_164_800_000, "2024-02-29T00:00:00.000Z"),
            (1_735_689_599_000, "2024-12-31T23:59:59.000Z"),
            (1_735_689_600_000, "2025-01-01T00:00:00.000Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (1_795_365_617_123, "2026-11-22T16:40:17.123Z"),
        ] {
            assert_eq!(rfc_3339(SystemTime::UNIX_EPOCH + Duration::from_millis(millis)), expected);
        }
        assert_eq!(rfc_3339(SystemTime::UNIX_EPOCH - Duration::from_secs(9)), "1970-01-01T00:00:00.000Z");
    }

    #[test]
    fn nothing_breaks_a_line() {
        let mut line = Line::default();
        let text = "a\"b\\c\r\n{\"level\":\"info\"}\u{1b}[31m\0\t\u{7f}\u{85}\u{2028}é\u{1f415}";
        line.text("te\"xt", text);
        line.raw("raw", "7");
        line.milliseconds("ms", Duration::from_micros(1_500));
        let line = line.end();
        assert!(!line.chars().any(|letter| letter.is_control() || letter == '\u{2028}'), "{line}");
        let read: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(read, serde_json::json!({ "te\"xt": text, "raw": 7, "ms": 1.5 }));
        assert_eq!(Line::default().end(), "{}");
    }

    #[test]
    fn a_text_has_an_end() {
        for letter in ["a", "é", "\u{1f415}", "\n", "\""] {
            let mut line = Line::default();
            line.text("a", &letter.repeat(5000));
            let line = line.end();
            assert!((1020..1040).contains(&line.len()), "{}", line.len());
            let read: serde_json::Value = serde_json::from_str(&line).unwrap();
            assert!(read["a"].as_str().unwrap().ends_with('…'));
        }
        let mut line = Line::default();
        line.text("a", &"a".repeat(1024));
        assert!(!line.end().contains('…'));
    }
}
