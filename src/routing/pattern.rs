//! [`Pattern`]: the path of a route, read and checked.

use std::fmt::Write;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What the URL standard encodes in a path, and `%`: patterns are written decoded, requests come encoded.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'%');

/// The path of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    text: String,
    segments: Vec<Segment>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    Literal(String),
    Parameter { prefix: String, name: String, suffix: String },
    CatchAll { name: String },
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A sentence that says what cannot work, and the remedy.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let Some(rest) = text.strip_prefix('/') else {
            return Err(format!("a route begins with a slash; write \"/{text}\""));
        };
        let parts: Vec<&str> = rest.split('/').collect();
        let mut segments = Vec::with_capacity(parts.len());
        for (index, part) in parts.iter().enumerate() {
            let segment = Segment::parse(part)?;
            if matches!(segment, Segment::CatchAll { .. }) && index + 1 < parts.len() {
                return Err(format!("{{{part}}} must be the last segment: it takes all that follows"));
            }
            segments.push(segment);
        }
        let pattern = Self { text: text.to_owned(), segments };
        let names = pattern.names();
        match names.iter().enumerate().find(|(index, name)| names[..*index].contains(name)) {
            Some((_, name)) => Err(format!("the name {name} is used twice; give each parameter its own")),
            None => Ok(pattern),
        }
    }

    /// The pattern of no segments: it covers every path.
    pub(super) fn everything() -> Self {
        Self { text: String::new(), segments: Vec::new() }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The names of the parameters, in their order.
    pub(super) fn names(&self) -> Vec<String> {
        let name = |segment: &Segment| match segment {
            Segment::Literal(_) => None,
            Segment::Parameter { name, .. } | Segment::CatchAll { name } => Some(name.clone()),
        };
        self.segments.iter().filter_map(name).collect()
    }

    pub(super) fn is_catch_all(&self) -> bool {
        matches!(self.segments.last(), Some(Segment::CatchAll { .. }))
    }

    /// The pattern in matchit's words, with numbers for names: two routes may name one position differently.
    pub(super) fn skeleton(&self) -> String {
        let mut skeleton = String::with_capacity(self.text.len());
        for (index, segment) in self.segments.iter().enumerate() {
            skeleton.push('/');
            // Writing to a String cannot fail.
            match segment {
                Segment::Literal(text) => skeleton.push_str(text),
                Segment::Parameter { prefix, suffix, .. } => {
                    let _ = write!(skeleton, "{prefix}{{p{index}}}{suffix}");
                }
                Segment::CatchAll { .. } => {
                    let _ = write!(skeleton, "{{*p{index}}}");
                }
            }
        }
        skeleton
    }

    /// Where the parameters stand in a path that lies under this one: equal to it, or continued by a slash.
    pub(super) fn capture(&self, path: &str) -> Option<Vec<(u32, u32)>> {
        let mut parts = path.split('/').skip(1);
        let mut ranges = Vec::new();
        for segment in &self.segments {
            let part = parts.next()?;
            if let Some(value) = segment.capture(part)? {
                ranges.push(range(path, value));
            }
        }
        Some(ranges)
    }

    /// How specific the segments are, from left to right: what is fixed before what is open, then what is longer.
    pub(super) fn rank(&self) -> impl Iterator<Item = bool> {
        self.segments.iter().map(|segment| matches!(segment, Segment::Literal(_)))
    }
}

impl Segment {
    fn parse(part: &str) -> Result<Self, String> {
        if let Some(name) = part.strip_prefix(':') {
            return Err(format!("\"{part}\" would only match itself; write a parameter as {{{name}}}"));
        }
        if part == "*" {
            return Err("\"*\" would only match itself; write {*rest} for all that follows".to_owned());
        }
        let (prefix, rest) = literal(part)?;
        let Some(rest) = rest else { return Ok(Self::Literal(prefix)) };
        let Some((name, rest)) = rest.split_once('}') else {
            return Err(format!("the brace in \"{part}\" is never closed; write {{{{ for a brace of its own"));
        };
        let (suffix, more) = literal(rest)?;
        if more.is_some() {
            return Err(format!("\"{part}\" has two parameters in a segment; one is the most, so use two segments"));
        }
        let (name, catch_all) = name.strip_prefix('*').map_or((name, false), |name| (name, true));
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return Err(format!("\"{name}\" is no name of a parameter; use letters, digits and _"));
        }
        let name = name.to_owned();
        match (catch_all, prefix.is_empty() && suffix.is_empty()) {
            (false, _) => Ok(Self::Parameter { prefix, name, suffix }),
            (true, true) => Ok(Self::CatchAll { name }),
            (true, false) => Err(format!("\"{part}\" mixes a catch-all with other text; give it a segment of its own")),
        }
    }

    /// The parameter's value in a part of a path; `None` where the part does not match.
    fn capture<'a>(&self, part: &'a str) -> Option<Option<&'a str>> {
        match self {
            Self::Literal(text) => (text == part).then_some(None),
            Self::CatchAll { .. } => (!part.is_empty()).then_some(Some(part)),
            Self::Parameter { prefix, suffix, .. } => {
                let value = part.strip_prefix(prefix.as_str())?.strip_suffix(suffix.as_str())?;
                (!value.is_empty()).then_some(Some(value))
            }
        }
    }
}

/// Reads literal text up to a parameter: `{{` and `}}` stand for braces. Gives the text as requests encode it, and what follows
/// the opening brace.
fn literal(text: &str) -> Result<(String, Option<&str>), String> {
    let mut read = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        read.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        let after = &rest[at + 1..];
        match (brace, after.strip_prefix(brace)) {
            (_, Some(after)) => {
                read.push_str(brace);
                rest = after;
            }
            ("{", None) => return Ok((encode(&read), Some(after))),
            _ => return Err(format!("\"{text}\" closes a brace that is not open; write }}}} for a brace of its own")),
        }
    }
    read.push_str(rest);
    Ok((encode(&read), None))
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, PATH).to_string()
}

/// Where a part of a path stands in it. Both are bounded by the length of a request's target.
#[allow(clippy::cast_possible_truncation, reason = "a target of 4 GiB does not fit into the memory of a module")]
pub(super) fn range(path: &str, part: &str) -> (u32, u32) {
    let start = part.as_ptr() as usize - path.as_ptr() as usize;
    (start as u32, (start + part.len()) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_knows_its_names_and_its_skeleton() {
        let pattern = Pattern::parse("/v{major}/users/{id}.json/{*rest}").unwrap();
        assert_eq!(pattern.names(), ["major", "id", "rest"]);
        assert_eq!(pattern.skeleton(), "/v{p0}/users/{p2}.json/{*p3}");
        assert_eq!(Pattern::parse("/caf\u{e9}/{{x}}").unwrap().skeleton(), "/caf%C3%A9/%7Bx%7D");
    }

    #[test]
    fn what_cannot_work_is_refused_with_the_remedy() {
        let refused = |text: &str, remedy: &str| {
            let message = Pattern::parse(text).unwrap_err();
            assert!(message.contains(remedy), "{text}: {message}");
        };
        refused("users", "write \"/users\"");
        refused("", "begins with a slash");
        refused("/users/:id", "{id}");
        refused("/files/*", "{*rest}");
        refused("/{*rest}/x", "last segment");
        refused("/{a}-{b}", "use two segments");
        refused("/{a}/{a}", "used twice");
        refused("/{}", "is no name");
        refused("/{a b}", "is no name");
        refused("/{a", "never closed");
        refused("/a}", "not open");
        refused("/x{*rest}", "segment of its own");
    }

    #[test]
    fn a_prefix_covers_what_lies_under_it() {
        let pattern = Pattern::parse("/api/v{v}").unwrap();
        for (path, captured) in [
            ("/api/v1", Some(vec![(6, 7)])),
            ("/api/v12/x", Some(vec![(6, 8)])),
            ("/api/v", None),
            ("/api", None),
            ("/apix/v1", None),
        ] {
            assert_eq!(pattern.capture(path), captured, "{path}");
        }
        assert_eq!(Pattern::everything().capture("/x"), Some(vec![]));
    }
}
