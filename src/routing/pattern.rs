//! [`Pattern`]: the path of a route, read and checked.

use std::fmt::Write;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What the URL standard encodes in a path: patterns are written decoded, requests come encoded.
const PATH: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'?').add(b'^').add(b'`');

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
                Segment::Literal(text) => skeleton.push_str(&escape(text)),
                Segment::Parameter { prefix, suffix, .. } => {
                    let _ = write!(skeleton, "{}{{p{index}}}{}", escape(prefix), escape(suffix));
                }
                Segment::CatchAll { .. } => {
                    let _ = write!(skeleton, "{{*p{index}}}");
                }
            }
        }
        skeleton
    }

    /// Whether a path lies under this one: equal to it, or continued by a slash.
    pub(super) fn covers(&self, path: &str) -> bool {
        let mut parts = path.split('/').skip(1);
        self.segments.iter().all(|segment| parts.next().is_some_and(|part| segment.matches(part)))
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

    fn matches(&self, part: &str) -> bool {
        match self {
            Self::Literal(text) => text == part,
            Self::CatchAll { .. } => !part.is_empty(),
            Self::Parameter { prefix, suffix, .. } => part
                .strip_prefix(prefix.as_str())
                .and_then(|rest| rest.strip_suffix(suffix.as_str()))
                .is_some_and(|value| !value.is_empty()),
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

fn escape(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_knows_its_names_and_its_skeleton() {
        let pattern = Pattern::parse("/v{major}/users/{id}.json/{*rest}").unwrap();
        assert_eq!(pattern.names(), ["major", "id", "rest"]);
        assert_eq!(pattern.skeleton(), "/v{p0}/users/{p2}.json/{*p3}");
        assert_eq!(Pattern::parse("/caf\u{e9}/{{x}}").unwrap().skeleton(), "/caf%C3%A9/{{x}}");
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
        let pattern = Pattern::parse("/api/{v}").unwrap();
        for (path, covered) in
            [("/api/1", true), ("/api/1/x", true), ("/api/", false), ("/api", false), ("/apix/1", false)]
        {
            assert_eq!(pattern.covers(path), covered, "{path}");
        }
    }
}
