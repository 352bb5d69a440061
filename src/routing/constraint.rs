//! [`Constraint`]: what the value of a path parameter must look like.
//!
//! 1. `[a-z0-9_-]` with a quantifier: none (one character), `+`, `{n}`, `{n,}` or `{n,m}`. `[^…]` is what is not in the class, `\d` the
//!    digits, `\w` those with ASCII letters and `_`; in a class `\]`, `\\`, `\^` and `\-` stand for themselves.
//! 2. It is anchored, and counts the characters of the percent-decoded value.
//! 3. Anything else is a regular expression, which only the feature `regex` understands: an engine costs 34 kB gzipped.

use std::cmp::Reverse;

use percent_encoding::percent_decode_str;

use crate::reference::is_encoded;

/// What the value of a path parameter must look like.
#[derive(Clone, Debug)]
pub(super) enum Constraint {
    Class(Class),
    #[cfg(feature = "regex")]
    Expression(regex_lite::Regex),
}

/// Characters, and how many of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Class {
    /// Sorted, apart from each other, both ends included.
    ranges: Vec<(u32, u32)>,
    least: usize,
    most: usize,
}

/// How narrow a constraint is: fewer characters before more, then fewer lengths; regular expressions after those, the longer first.
pub(super) type Narrowness<'a> = (u32, usize, Reverse<usize>, &'a str);

const DIGITS: [(u32, u32); 1] = [(0x30, 0x39)];
const WORD: [(u32, u32); 4] = [(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)];
const LAST: u32 = char::MAX as u32;

impl Constraint {
    /// Reads what stands after the colon.
    ///
    /// # Errors
    /// What cannot work, and the remedy.
    #[inline(never)]
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("the constraint is empty: leave out the colon, or say what may stand there".to_owned());
        }
        match Class::parse(text)? {
            Some(class) => Ok(Self::Class(class)),
            None => Self::expression(text),
        }
    }

    #[cfg(feature = "regex")]
    fn expression(text: &str) -> Result<Self, String> {
        // By itself first: a brace that closes the anchored group would open what follows.
        let anchored = regex_lite::Regex::new(text).and_then(|_| regex_lite::Regex::new(&format!("^(?:{text})$")));
        anchored
            .map(Self::Expression)
            .map_err(|error| format!("the constraint {text:?} is no regular expression: {error}"))
    }

    #[cfg(not(feature = "regex"))]
    #[cold]
    #[inline(never)]
    fn expression(text: &str) -> Result<Self, String> {
        Err(format!(
            "the constraint {text:?} is not a character class with a quantifier, such as [0-9]+ or [a-z]{{2,8}}; for regular \
             expressions enable whippet's feature \"regex\""
        ))
    }

    /// Whether a value, still percent-encoded, fits. One that cannot be decoded does, so that its route says what is wrong with it.
    pub(super) fn fits(&self, raw: &str) -> bool {
        if !raw.contains('%') {
            return self.fits_decoded(raw);
        }
        !is_encoded(raw) || percent_decode_str(raw).decode_utf8().map_or(true, |value| self.fits_decoded(&value))
    }

    /// Whether a value fits.
    pub(super) fn fits_decoded(&self, value: &str) -> bool {
        match self {
            Self::Class(class) => class.fits(value),
            #[cfg(feature = "regex")]
            Self::Expression(expression) => expression.is_match(value),
        }
    }

    pub(super) fn narrowness(&self) -> Narrowness<'_> {
        match self {
            Self::Class(class) => {
                let characters = class.ranges.iter().map(|(from, to)| to - from + 1).sum();
                (characters, class.most - class.least, Reverse(0), "")
            }
            #[cfg(feature = "regex")]
            Self::Expression(expression) => (u32::MAX, 0, Reverse(expression.as_str().len()), expression.as_str()),
        }
    }

    /// Whether some value fits both. Of regular expressions that is not known; their order settles it.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Class(one), Self::Class(other)) => one.overlaps(other),
            #[cfg(feature = "regex")]
            _ => false,
        }
    }

    /// Whether the same values fit, as far as the text says.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Class(one), Self::Class(other)) => one == other,
            #[cfg(feature = "regex")]
            (Self::Expression(one), Self::Expression(other)) => one.as_str() == other.as_str(),
            #[cfg(feature = "regex")]
            _ => false,
        }
    }
}

impl Class {
    /// `None` where the text is something else.
    fn parse(text: &str) -> Result<Option<Self>, String> {
        let Some((ranges, quantifier)) = characters(text)? else { return Ok(None) };
        if ranges.is_empty() {
            return Err(class_fault(text, "has no characters"));
        }
        let Some((least, most)) = lengths(quantifier) else {
            return match quantifier {
                "*" | "?" => Err(empty_allowed(text)),
                _ => Ok(None),
            };
        };
        if least == 0 || most < least {
            return Err(no_length(text, least, most));
        }
        Ok(Some(Self { ranges, least, most }))
    }

    fn fits(&self, value: &str) -> bool {
        let mut length = 0;
        for character in value.chars() {
            length += 1;
            let code = u32::from(character);
            if length > self.most || !self.ranges.iter().any(|(from, to)| (*from..=*to).contains(&code)) {
                return false;
            }
        }
        length >= self.least
    }

    fn overlaps(&self, other: &Self) -> bool {
        let lengths = self.least <= other.most && other.least <= self.most;
        let meets = |(from, to): &(u32, u32)| other.ranges.iter().any(|(start, end)| from <= end && start <= to);
        lengths && self.ranges.iter().any(meets)
    }
}

/// The characters that a class names, and what follows it; `None` where no class stands at the beginning.
#[allow(clippy::type_complexity, reason = "named by its two parts")]
fn characters(text: &str) -> Result<Option<(Vec<(u32, u32)>, &str)>, String> {
    if let Some(rest) = text.strip_prefix("\\d") {
        return Ok(Some((DIGITS.into(), rest)));
    }
    if let Some(rest) = text.strip_prefix("\\w") {
        return Ok(Some((WORD.into(), rest)));
    }
    let Some(rest) = text.strip_prefix('[') else { return Ok(None) };
    let (negated, rest) = rest.strip_prefix('^').map_or((false, rest), |rest| (true, rest));
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    let letters: Vec<char> = rest.chars().collect();
    let mut left = letters.as_slice();
    loop {
        let (from, after) = match left {
            [']', after @ ..] => {
                let behind: usize = after.iter().map(|letter| letter.len_utf8()).sum();
                return Ok(Some((merged(ranges, negated), &text[text.len() - behind..])));
            }
            ['\\', 'd', after @ ..] => {
                ranges.extend_from_slice(&DIGITS);
                left = after;
                continue;
            }
            ['\\', 'w', after @ ..] => {
                ranges.extend_from_slice(&WORD);
                left = after;
                continue;
            }
            ['\\', letter, after @ ..] if is_sign(*letter) => (*letter, after),
            // A class within a class belongs to regular expressions.
            ['\\' | '[', ..] => return Ok(None),
            [letter, after @ ..] => (*letter, after),
            [] => return Err(class_fault(text, "is never closed: write \\] for a bracket of its own")),
        };
        let (to, after) = match after {
            ['-', ']', ..] => (from, after),
            ['-', '\\', letter, after @ ..] if is_sign(*letter) => (*letter, after),
            ['-', '\\', ..] => return Ok(None),
            ['-', letter, after @ ..] => (*letter, after),
            _ => (from, after),
        };
        if to < from {
            return Err(backwards(text, from, to));
        }
        ranges.push((from.into(), to.into()));
        left = after;
    }
}

#[cold]
#[inline(never)]
fn class_fault(text: &str, fault: &str) -> String {
    format!("the class in {text:?} {fault}")
}

#[cold]
#[inline(never)]
fn empty_allowed(text: &str) -> String {
    format!("{text:?} would allow an empty value, and a parameter is never empty: write + ")
}

#[cold]
#[inline(never)]
fn no_length(text: &str, least: usize, most: usize) -> String {
    format!("{text:?} asks for {least} to {most} characters: a parameter has one or more")
}

#[cold]
#[inline(never)]
fn backwards(text: &str, from: char, to: char) -> String {
    format!("the range {from}-{to} in {text:?} runs backwards")
}

/// Sorts ranges and joins those that touch; or what they leave.
fn merged(ranges: Vec<(u32, u32)>, negated: bool) -> Vec<(u32, u32)> {
    let mut all: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
    for (mut from, mut to) in ranges {
        // A handful: a sort would cost more code than it saves time.
        let mut at = 0;
        while let Some((start, end)) = all.get(at).copied().filter(|(start, _)| *start <= to + 1) {
            if end + 1 < from {
                at += 1;
            } else {
                from = from.min(start);
                to = to.max(end);
                all.remove(at);
            }
        }
        all.insert(at, (from, to));
    }
    if !negated {
        return all;
    }
    let mut next = 0;
    let mut rest = Vec::with_capacity(all.len() + 1);
    for (from, to) in all {
        if from > next {
            rest.push((next, from - 1));
        }
        next = to + 1;
    }
    if next <= LAST {
        rest.push((next, LAST));
    }
    rest
}

/// The least and the most characters of a quantifier.
fn lengths(quantifier: &str) -> Option<(usize, usize)> {
    match quantifier {
        "" => return Some((1, 1)),
        "+" => return Some((1, usize::MAX)),
        _ => {}
    }
    let counts = quantifier.strip_prefix('{')?.strip_suffix('}')?;
    let (least, most) = counts.split_once(',').unwrap_or((counts, counts));
    Some((count(least)?, if most.is_empty() { usize::MAX } else { count(most)? }))
}

/// The number that digits are, written with nothing else.
fn count(digits: &str) -> Option<usize> {
    let add = |number: usize, digit: char| number.checked_mul(10)?.checked_add(digit.to_digit(10)? as usize);
    if digits.is_empty() { None } else { digits.chars().try_fold(0, add) }
}

/// Whether a backslash before it makes it stand for itself.
fn is_sign(letter: char) -> bool {
    letter.is_ascii() && !letter.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(constraint: &str, value: &str) -> bool {
        Constraint::parse(constraint).unwrap().fits(value)
    }

    #[test]
    fn a_class_and_a_quantifier_decide() {
        for (constraint, good, bad) in [
            ("[0-9]+", &["0", "0123456789"][..], &["", "a", "1a", "-1"][..]),
            ("\\d{4}", &["2024"], &["024", "20245", "202a"]),
            ("[a-z]", &["a"], &["ab", "A", ""]),
            ("[a-z]{2,3}", &["ab", "abc"], &["a", "abcd"]),
            ("\\w{2,}", &["a_", "Z9_"], &["a", "a-"]),
            ("[^a-y]+", &["z", "0", "%C3%A9"], &["a", "zy"]),
            ("[a\\-\\]\\\\]+", &["a-]\\"], &["b"]),
            ("[-a]+", &["-a"], &["b"]),
            ("[a-]+", &["-a"], &["b"]),
            ("[\\dA-F]+", &["0F"], &["0G"]),
            ("[à-ÿ]+", &["%C3%A9", "é"], &["e", "%C3%80"]),
            ("[/a]+", &["a%2Fa"], &["a%2fb"]),
            ("[+-\\]]+", &["+,9]"], &["*", "a"]),
            ("[a]+", &["%FF", "%zz", "a%"], &["%61%62"]),
        ] {
            for value in good {
                assert!(fits(constraint, value), "{value} fits {constraint}");
            }
            for value in bad {
                assert!(!fits(constraint, value), "{value} does not fit {constraint}");
            }
        }
    }

    #[test]
    fn what_cannot_work_is_refused_with_the_remedy() {
        for (constraint, remedy) in [
            ("[0-9]*", "write +"),
            ("[0-9]?", "write +"),
            ("[0-9]{0,3}", "one or more"),
            ("[0-9]{3,2}", "one or more"),
            ("[9-0]+", "backwards"),
            ("[]+", "no characters"),
            ("[a-z", "never closed"),
            ("", "leave out the colon"),
            ("[z-\\-]", "backwards"),
        ] {
            let message = Constraint::parse(constraint).unwrap_err();
            assert!(message.contains(remedy), "{constraint}: {message}");
        }
    }

    #[test]
    #[cfg(not(feature = "regex"))]
    fn a_regular_expression_needs_the_feature() {
        for constraint in ["a|b", "[a-z][0-9]", "[a-z]+?", ".+", "[a-z]{x}", "[a-z]{+2}", "[a-\\d]", "\\s+", "[[a]]"] {
            let message = Constraint::parse(constraint).unwrap_err();
            assert!(message.contains("feature \"regex\""), "{constraint}: {message}");
        }
    }

    #[test]
    #[cfg(feature = "regex")]
    fn a_regular_expression_is_anchored() {
        assert!(fits("a|bc", "a") && fits("a|bc", "bc"));
        assert!(!fits("a|bc", "ab") && !fits("a|bc", "xbc"));
        for none in ["(a", "a)|(b"] {
            assert!(Constraint::parse(none).unwrap_err().contains("no regular expression"), "{none}");
        }
    }

    #[test]
    fn narrower_means_fewer_characters_then_fewer_lengths() {
        let order = ["\\d{4}", "\\d{2,4}", "[0-9]+", "[0-9a-f]+", "\\w+", "[^/]+"];
        let parsed: Vec<Constraint> = order.iter().map(|text| Constraint::parse(text).unwrap()).collect();
        assert!(parsed.windows(2).all(|pair| pair[0].narrowness() < pair[1].narrowness()));
    }

    #[test]
    fn an_overlap_needs_a_common_character_and_a_common_length() {
        let overlap =
            |one: &str, other: &str| Constraint::parse(one).unwrap().overlaps(&Constraint::parse(other).unwrap());
        assert!(overlap("[a-m]+", "[g-z]+"));
        assert!(!overlap("[a-m]+", "[n-z]+"));
        assert!(!overlap("[a-z]{2}", "[a-z]{3}"));
        assert!(overlap("[^a]+", "[^b]+"));
    }
}
