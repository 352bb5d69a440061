//! [`Segment`]: what stands between two slashes of a [`Pattern`](super::pattern::Pattern).

use std::{
    borrow::Cow,
    cmp::{Ordering, Reverse},
};

use percent_encoding::{percent_decode_str, utf8_percent_encode};

use super::{
    constraint::{Constraint, Narrowness},
    foreign::{check_constraint, check_segment, check_text, refusal},
};
use crate::reference::SEGMENT;

/// What stands between two slashes of a pattern.
#[derive(Clone, Debug)]
pub(super) enum Segment {
    /// As requests encode it.
    Literal(String),
    Parameter(Parameter),
    CatchAll {
        name: String,
    },
}

/// One segment of a path that has a value.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    pub(super) prefix: String,
    pub(super) name: String,
    pub(super) suffix: String,
    pub(super) constraint: Option<Constraint>,
    pub(super) is_optional: bool,
    /// How many characters the prefix and the suffix have, decoded.
    letters: (usize, usize),
}

/// How specific a segment is: the smaller, the sooner it is asked.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank<'a> {
    kind: Kind,
    fixed: Reverse<usize>,
    prefix: Reverse<usize>,
    narrowness: Narrowness<'a>,
    /// Two fixed texts never match the same, so their order only has to be some order.
    text: (&'a str, &'a str),
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Literal,
    Constrained,
    Affixed,
    Plain,
    Optional,
    CatchAll,
}

impl Segment {
    /// Reads a part of a pattern that has no slash outside of braces.
    ///
    /// # Errors
    /// What cannot work, and the remedy.
    pub(super) fn parse(part: &str) -> Result<Self, String> {
        check_segment(part)?;
        match literal(part)? {
            (text, None) => Ok(Self::Literal(text)),
            (prefix, Some(rest)) => Self::parse_open(part, prefix, rest),
        }
    }

    /// Reads the rest of a part, from behind the brace that opens a parameter or a catch-all.
    #[inline(never)]
    fn parse_open(part: &str, prefix: String, rest: &str) -> Result<Self, String> {
        let Some(end) = closing_brace(rest) else { return Err(never_closed(part)) };
        let inner = &rest[..end];
        let (name, constraint) = match inner.split_once(':') {
            Some((name, constraint)) => (name, Some(constraint)),
            None => (inner, None),
        };
        if &rest[end + 1..] == "?" && prefix.is_empty() && checked(name).is_ok() {
            return Err(optional_outside(part, name, &inner[name.len()..]));
        }
        let (suffix, more) = literal(&rest[end + 1..])?;
        if more.is_some() {
            return Err(refusal(part, "has two parameters in a segment; one is the most, so use two segments"));
        }
        let is_bare = prefix.is_empty() && suffix.is_empty();
        if let Some(name) = name.strip_prefix('*') {
            return match (is_bare, constraint) {
                (true, None) => Ok(Self::CatchAll { name: checked(name)? }),
                (false, _) => Err(refusal(part, "mixes a catch-all with other text; give it a segment of its own")),
                (_, Some(_)) => Err(refusal(part, "constrains a catch-all; constrain parameters only")),
            };
        }
        let written = name;
        let (name, is_optional) = name.strip_suffix('?').map_or((name, false), |name| (name, true));
        if is_optional && !is_bare {
            return Err(refusal(part, "mixes an optional parameter with other text; give it a segment of its own"));
        }
        let name = checked(name)?;
        let constraint = match constraint {
            None => None,
            Some(constraint) => {
                check_constraint(written, constraint)?;
                Some(Constraint::parse(constraint)?)
            }
        };
        let letters = (letters(&prefix), letters(&suffix));
        Ok(Self::Parameter(Parameter { prefix, name, suffix, constraint, is_optional, letters }))
    }

    /// A text that is no pattern.
    #[cfg(feature = "files")]
    pub(super) fn literal(text: &str) -> Self {
        Self::Literal(encode(text))
    }

    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Literal(_) => None,
            Self::Parameter(Parameter { name, .. }) | Self::CatchAll { name } => Some(name),
        }
    }

    pub(super) fn is_optional(&self) -> bool {
        matches!(self, Self::Parameter(Parameter { is_optional: true, .. }))
    }

    /// Whether nothing could follow: it takes all, or may be missing.
    pub(super) fn is_open_ended(&self) -> bool {
        matches!(self, Self::CatchAll { .. }) || self.is_optional()
    }

    /// Whether it takes less than any text: a constraint, a prefix or a suffix goes before a plain parameter.
    pub(super) fn is_choosy(&self) -> bool {
        matches!(self.rank().kind, Kind::Constrained | Kind::Affixed)
    }

    /// The text of a segment that has no parameter.
    pub(super) fn as_literal(&self) -> Option<&str> {
        if let Self::Literal(text) = self { Some(text) } else { None }
    }

    /// The parameter's value in a part of a path; `None` where the part does not match.
    pub(super) fn capture<'a>(&self, part: &'a str) -> Option<Option<&'a str>> {
        match self {
            Self::Literal(text) => (text == part).then_some(None),
            Self::CatchAll { .. } => (!part.is_empty()).then_some(Some(part)),
            Self::Parameter(Parameter { prefix, suffix, constraint, .. }) => {
                let value = part.strip_prefix(prefix.as_str())?.strip_suffix(suffix.as_str())?;
                let fits = !value.is_empty()
                    && !is_cut(value, suffix)
                    && constraint.as_ref().is_none_or(|constraint| constraint.fits(value));
                fits.then_some(Some(value))
            }
        }
    }

    fn rank(&self) -> Rank<'_> {
        // After every constraint: what has none is open to all.
        let mut narrowness = (u32::MAX, usize::MAX, Reverse(0), "");
        let (kind, text, (before, after)) = match self {
            // How long it is does not matter: two of them never match the same.
            Self::Literal(text) => (Kind::Literal, (text.as_str(), ""), (0, 0)),
            Self::CatchAll { .. } => (Kind::CatchAll, ("", ""), (0, 0)),
            Self::Parameter(Parameter { prefix, suffix, constraint, is_optional, letters, .. }) => {
                if let Some(constraint) = constraint {
                    narrowness = constraint.narrowness();
                }
                let kind = match (is_optional, constraint.is_some(), prefix.is_empty() && suffix.is_empty()) {
                    (true, ..) => Kind::Optional,
                    (_, true, _) => Kind::Constrained,
                    (.., false) => Kind::Affixed,
                    _ => Kind::Plain,
                };
                (kind, (prefix.as_str(), suffix.as_str()), *letters)
            }
        };
        Rank { kind, fixed: Reverse(before + after), prefix: Reverse(before), narrowness, text }
    }

    /// Whether the two match the same parts, their names aside.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let constraints = match (self.constraint(), other.constraint()) {
            (None, None) => true,
            (Some(one), Some(other)) => one.is_same(other),
            _ => false,
        };
        constraints && self.compare(other).is_eq()
    }

    /// Which of the two is more specific, the lesser.
    #[inline(never)]
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }

    /// Whether some part matches both, or none does, where both have one rank.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        // Both match where there is no part at all.
        if self.is_optional() {
            return true;
        }
        match (self.constraint(), other.constraint()) {
            (Some(one), Some(other)) => one.overlaps(other),
            _ => true,
        }
    }

    fn constraint(&self) -> Option<&Constraint> {
        if let Self::Parameter(Parameter { constraint, .. }) = self { constraint.as_ref() } else { None }
    }
}

/// The part of a path behind the slash that it begins with, and what follows the part.
pub(super) fn step(path: &str) -> Option<(&str, &str)> {
    let after = path.strip_prefix('/')?;
    Some(after.split_at(after.find('/').unwrap_or(after.len())))
}

/// Where the brace closes that was opened before the text: those of a quantifier and those in a class do not count.
pub(super) fn closing_brace(text: &str) -> Option<usize> {
    let (mut depth, mut in_class, mut escaped) = (0, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' => in_class = true,
            b']' => in_class = false,
            b'{' if !in_class => depth += 1,
            b'}' if !in_class && depth == 0 => return Some(at),
            b'}' if !in_class => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cold]
#[inline(never)]
fn optional_outside(part: &str, name: &str, more: &str) -> String {
    format!("\"{part}\" has its ? outside of the braces; write {{{name}?{more}}}")
}

#[cold]
#[inline(never)]
pub(super) fn never_closed(part: &str) -> String {
    format!("the brace in \"{part}\" is never closed; write {{{{ for a brace of its own")
}

fn checked(name: &str) -> Result<String, String> {
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return Err(refusal(name, "is no name of a parameter; use letters, digits and _"));
    }
    Ok(name.to_owned())
}

/// Reads literal text up to a parameter: `{{` and `}}` stand for braces. Gives the text as requests encode it, and what follows
/// the opening brace.
///
/// # Errors
/// A brace that stands alone, and what no path has.
fn literal(text: &str) -> Result<(String, Option<&str>), String> {
    let mut read = String::with_capacity(text.len());
    let mut rest = text.chars();
    let parameter = loop {
        let Some(letter) = rest.next() else { break None };
        let after = rest.as_str();
        if !matches!(letter, '{' | '}') {
            read.push(letter);
        } else if after.starts_with(letter) {
            read.push(letter);
            rest.next();
        } else if letter == '{' {
            break Some(after);
        } else {
            return Err(refusal(text, "closes a brace that is not open; write }} for a brace of its own"));
        }
    };
    check_text(&read)?;
    Ok((encode(&read), parameter))
}

/// Whether a value ends amid an encoding, whose rest the suffix has taken.
fn is_cut(value: &str, suffix: &str) -> bool {
    let mut rest = suffix.bytes().map(|byte| byte.is_ascii_hexdigit());
    match value.as_bytes() {
        [.., b'%'] => rest.next() == Some(true) && rest.next() == Some(true),
        [.., b'%', digit] => digit.is_ascii_hexdigit() && rest.next() == Some(true),
        _ => false,
    }
}

/// The number of characters, decoded.
fn letters(text: &str) -> usize {
    percent_decode_str(text).filter(|byte| byte & 0xC0 != 0x80).count()
}

fn encode(text: &str) -> String {
    Cow::from(utf8_percent_encode(text, SEGMENT)).into_owned()
}
