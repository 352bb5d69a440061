//! What clients ask for: the ranges of `Accept-Language`, and how a language is looked up.

/// The most that is read of what a client would like.
const MOST_RANGES: usize = 50;

/// The most letters of one: no tag has more than these, and one is looked up without its subtags, one after the other.
const MOST_LETTERS: usize = 64;

/// Whether a text is well-formed as a tag of a language (RFC 5646, section 2.1, without what is left of former times): two to eight letters, and subtags of one to
/// eight letters and digits, the last of at least two.
pub(super) fn is_tag(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let is_letters =
        |first: &str| (2..=8).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    subtags.next().is_some_and(is_letters)
        && subtags.all(is_subtag)
        && tag.rsplit('-').next().is_some_and(|last| last.len() > 1)
}

fn is_subtag(subtag: &str) -> bool {
    (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a text can be asked for (RFC 4647, section 2.1).
fn is_range(range: &str) -> bool {
    let first = range.split('-').next().unwrap_or_default();
    range == "*" || (range.split('-').all(is_subtag) && first.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// Whether a tag is a range, or begins with it (RFC 4647, section 3.3.1).
fn is_within(tag: &str, range: &str) -> bool {
    let begin = tag.get(..range.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(range));
    begin && matches!(tag.as_bytes().get(range.len()), None | Some(b'-'))
}

/// Looks a range up (RFC 4647, section 3.4): which of the tags it finds, and how much of it was needed.
pub(super) fn look_up<'a>(range: &str, mut tags: impl Iterator<Item = &'a str> + Clone) -> Option<(usize, usize)> {
    if !is_range(range) || range == "*" {
        return None;
    }
    let mut rest = range;
    loop {
        if let Some(at) = tags.clone().position(|tag| tag.eq_ignore_ascii_case(rest)) {
            return Some((at, rest.len()));
        }
        let Some(end) = rest.rfind('-') else { break };
        rest = &rest[..end];
        // A subtag of one letter belongs to what comes after it.
        if rest.rfind('-').is_some_and(|before| rest.len() - before == 2) {
            rest = &rest[..rest.len() - 2];
        }
    }
    tags.position(|tag| is_within(tag, range)).map(|at| (at, range.len()))
}

/// The tag that a client would like best; the first where it likes none, or the first that it does not exclude.
pub(super) fn best<'a, T: Iterator<Item = &'a str> + Clone>(ranges: &str, tags: impl Fn() -> T) -> usize {
    let all: Vec<(&str, u16)> = ranges.split(',').take(MOST_RANGES).filter_map(weighed).collect();
    let all = || all.iter().copied();
    // Not wanted is what is excluded by at least as many letters as it is asked for with.
    let is_excluded = |at: usize, letters: usize| {
        let tag = tags().nth(at).unwrap_or_default();
        all().any(|(range, weight)| weight == 0 && range.len() >= letters && is_within(tag, range))
    };
    let is_any_excluded = all().any(|range| range == ("*", 0));
    let mut found = None;
    let mut most = 0;
    for (range, weight) in all().filter(|(_, weight)| *weight > 0) {
        if weight <= most {
            continue;
        }
        let at = if range == "*" {
            // Any other than those that are named themselves.
            let is_named = |at: usize| all().any(|(named, _)| look_up(named, tags()).is_some_and(|(own, _)| own == at));
            (0..tags().count()).find(|at| !is_named(*at))
        } else {
            look_up(range, tags()).filter(|(at, letters)| !is_excluded(*at, *letters)).map(|(at, _)| at)
        };
        if at.is_some() {
            (found, most) = (at, weight);
        }
    }
    let rest = || (0..tags().count()).find(|at| !is_any_excluded && !is_excluded(*at, 0));
    found.or_else(rest).unwrap_or(0)
}

/// A range and its weight in thousandths (RFC 9110, section 12.4.2); `None` where it is malformed.
fn weighed(element: &str) -> Option<(&str, u16)> {
    let (range, weight) = match element.split_once(';') {
        Some((range, weight)) => (range, thousandths(weight.trim_matches([' ', '\t']))?),
        None => (element, 1000),
    };
    let range = range.trim_matches([' ', '\t']);
    is_range(range).then_some((shortened(range), weight))
}

/// A range without the subtags that no tag has.
fn shortened(range: &str) -> &str {
    match range.get(..MOST_LETTERS + 1).and_then(|begin| begin.rfind('-')) {
        Some(end) => &range[..end],
        None => range,
    }
}

fn thousandths(weight: &str) -> Option<u16> {
    let number = weight.strip_prefix("q=").or_else(|| weight.strip_prefix("Q="))?;
    let (whole, digits) = number.split_once('.').unwrap_or((number, ""));
    let is_number = digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let part =
        digits.bytes().chain([b'0'; 3]).take(3).fold(0, |sum, digit| sum * 10 + u16::from(digit.wrapping_sub(b'0')));
    match whole {
        "0" if is_number => Some(part),
        "1" if is_number && part == 0 => Some(1000),
        _ => None,
    }
}

// What makes inputs at random is not there on wasm32.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chosen(ranges: &str, tags: &[&'static str]) -> &'static str {
        tags[best(ranges, || tags.iter().copied())]
    }

    #[test]
    fn the_heaviest_that_is_there_is_chosen() {
        for (ranges, tag) in [
            ("de", "de"),
            ("DE-at", "de"),
            ("de-CH-1996", "de-CH"),
            ("fr, de;q=0.5", "de"),
            ("de;q=0.5, en-GB;q=0.9", "en"),
            ("de;q=0.500,en;q=0.5", "de"),
            ("zh-Hant-TW", "zh-Hant"),
            ("zh", "zh-Hant"),
            ("zh-Hans", "en"),
            ("de-x-private", "de"),
            ("*", "en"),
            ("*;q=0.5, de;q=0.4", "en"),
            ("en;q=0.1, *;q=0.5", "de"),
            ("en;q=0", "de"),
            ("en;q=0, de;q=0, *", "de-CH"),
            ("de;q=0, de-CH", "de-CH"),
            ("de-CH;q=0, de", "de"),
            ("de-AT, de;q=0", "en"),
            ("*;q=0", "en"),
            ("", "en"),
            ("de;q=2", "en"),
            ("de;q=0.1234", "en"),
            ("de;q=1.5", "en"),
            ("de;q=1.000", "de"),
            ("de;q=", "en"),
            ("de;level=1", "en"),
            ("ü, ;;, de--CH, -de, de-, 1, ,,de", "de"),
            ("de-CH-a234567-a234567-a234567-a234567-a234567-a234567-a234567-a23456", "de-CH"),
        ] {
            assert_eq!(chosen(ranges, &["en", "de", "de-CH", "zh-Hant"]), tag, "{ranges}");
        }
    }

    #[test]
    fn nothing_long_is_looked_up() {
        for (range, letters) in [
            ("de".to_owned(), 2),
            (format!("de-CH{}", "-a".repeat(5000)), 63),
            (format!("de{}", "-a234567".repeat(8)), 58),
            (format!("de-abc{}", "-a234567".repeat(7)), 62),
            (format!("de-abcde{}", "-a234567".repeat(7)), 64),
        ] {
            assert_eq!(weighed(&range).unwrap().0.len(), letters, "{range}");
        }
    }

    #[test]
    fn a_tag_is_well_formed_or_none() {
        for tag in ["en", "de-CH", "zh-Hant-TW", "de-CH-1996", "sl-rozaj-biske", "en-x-dogs", "es-419"] {
            assert!(is_tag(tag), "{tag}");
        }
        for tag in
            ["", "e", "*", "de_CH", "de-", "-de", "de--CH", "123", "abcdefghi", "de-x", "dé", "de CH", "de-abcdefghi"]
        {
            assert!(!is_tag(tag), "{tag}");
        }
    }

    proptest! {
        #[test]
        fn any_header_chooses_one(ranges in "\\PC{0,60}|[-a-zA-Z0-9*;=q.,]{0,120}") {
            prop_assert!(["en", "de-CH"].contains(&chosen(&ranges, &["en", "de-CH"])));
        }
    }
}
