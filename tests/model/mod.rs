//! The routing rules once more, as plainly as they can be written: every route is tried, and the best one wins.

use std::cmp::Reverse;

use percent_encoding::percent_decode_str;

/// A constraint: its text, its characters, how many of them there are in all, and the most that a value may have.
type Constraint = (&'static str, fn(char) -> bool, u32, usize);

/// What kind, how long the fixed text, how long the prefix, how many characters, how many of them.
type Rank = (u32, Reverse<usize>, Reverse<usize>, u32, usize);

/// No two of them are equally narrow and overlap.
pub(crate) const CONSTRAINTS: [Constraint; 5] = [
    ("[0-9]", |c| c.is_ascii_digit(), 10, 1),
    ("[0-9]+", |c| c.is_ascii_digit(), 10, usize::MAX),
    ("[a-j]+", |c| ('a'..='j').contains(&c), 10, usize::MAX),
    ("\\w+", |c| c.is_ascii_alphanumeric() || c == '_', 63, usize::MAX),
    ("[^/]{1,3}", |c| c != '/', char::MAX as u32, 3),
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    Literal(&'static str),
    Constrained(usize),
    Affixed(&'static str, &'static str),
    Plain,
    Optional,
    CatchAll,
}

#[derive(Clone, Debug)]
pub(crate) struct Route {
    pub(crate) segments: Vec<Segment>,
    pub(crate) method: &'static str,
}

#[derive(Debug)]
pub(crate) enum Answer {
    Route(usize, Vec<String>),
    Undecodable,
    NotAllowed(Vec<&'static str>),
    NotFound,
}

impl Route {
    /// The pattern as an application writes it. Each route has names of its own.
    pub(crate) fn pattern(&self, index: usize) -> String {
        let text = |(position, segment): (usize, &Segment)| {
            let name = name(index, position);
            match segment {
                // Patterns are written decoded, so a literal with an encoding would be another: here it stands for itself.
                Segment::Literal("%2F") => "/encoded".to_owned(),
                Segment::Literal(text) => format!("/{text}"),
                Segment::Constrained(which) => format!("/{{{name}:{}}}", CONSTRAINTS[*which].0),
                Segment::Affixed(prefix, suffix) => format!("/{prefix}{{{name}}}{suffix}"),
                Segment::Plain => format!("/{{{name}}}"),
                Segment::Optional => format!("/{{{name}?}}"),
                Segment::CatchAll => format!("/{{*{name}}}"),
            }
        };
        self.segments.iter().enumerate().map(text).collect()
    }

    pub(crate) fn names(&self, index: usize) -> Vec<String> {
        let open = self.segments.iter().enumerate().filter(|(_, segment)| !matches!(segment, Segment::Literal(_)));
        open.map(|(position, _)| name(index, position)).collect()
    }

    /// The parameters' values, still encoded; `None` where the path does not fit.
    fn captures<'a>(&self, path: &'a str) -> Option<Vec<&'a str>> {
        let parts: Vec<&str> = path[1..].split('/').collect();
        if path == "/" && self.segments == [Segment::Optional] {
            return Some(Vec::new());
        }
        let mut values = Vec::new();
        for (position, segment) in self.segments.iter().enumerate() {
            let Some(part) = parts.get(position) else {
                return (*segment == Segment::Optional).then_some(values);
            };
            match segment {
                Segment::Literal(text) => {
                    if text != part || *text == "%2F" {
                        return None;
                    }
                }
                Segment::CatchAll => {
                    let start = part.as_ptr() as usize - path.as_ptr() as usize;
                    values.push(&path[start..]);
                    return (start < path.len()).then_some(values);
                }
                Segment::Plain | Segment::Optional => values.push(*part),
                Segment::Affixed(prefix, suffix) => values.push(part.strip_prefix(prefix)?.strip_suffix(suffix)?),
                Segment::Constrained(which) => {
                    let (_, fits, _, most) = CONSTRAINTS[*which];
                    // What cannot be decoded fits, so that its route refuses it.
                    if decode(part).is_some_and(|value| !value.chars().all(fits) || value.chars().count() > most) {
                        return None;
                    }
                    values.push(part);
                }
            }
            if values.last() == Some(&"") {
                return None;
            }
        }
        (parts.len() == self.segments.len()).then_some(values)
    }

    /// From left to right.
    fn rank(&self) -> Vec<Rank> {
        let rank = |segment: &Segment| match segment {
            Segment::Literal(_) => (0, Reverse(0), Reverse(0), 0, 0),
            Segment::Constrained(which) => (1, Reverse(0), Reverse(0), CONSTRAINTS[*which].2, CONSTRAINTS[*which].3),
            Segment::Affixed(prefix, suffix) => (2, Reverse(prefix.len() + suffix.len()), Reverse(prefix.len()), 0, 0),
            Segment::Plain => (3, Reverse(0), Reverse(0), 0, 0),
            Segment::Optional => (4, Reverse(0), Reverse(0), 0, 0),
            Segment::CatchAll => (5, Reverse(0), Reverse(0), 0, 0),
        };
        self.segments.iter().map(rank).collect()
    }

    /// How well it answers a method: the method itself, GET for HEAD, any.
    fn answers(&self, method: &str) -> Option<u32> {
        match self.method {
            own if own == method => Some(0),
            "GET" if method == "HEAD" => Some(1),
            "any" => Some(2),
            _ => None,
        }
    }
}

fn name(index: usize, position: usize) -> String {
    format!("p{index}_{position}")
}

/// What a request is answered.
pub(crate) fn answer(routes: &[Route], method: &str, path: &str) -> Answer {
    let fitting = routes.iter().enumerate().filter_map(|(index, route)| Some((index, route, route.captures(path)?)));
    let fitting: Vec<_> = fitting.collect();
    let best = fitting
        .iter()
        .filter_map(|(index, route, values)| Some((route.rank(), route.answers(method)?, index, values)))
        .min();
    if let Some((.., index, values)) = best {
        let decoded: Option<Vec<String>> = values.iter().map(|value| decode(value)).collect();
        return decoded.map_or(Answer::Undecodable, |values| Answer::Route(*index, values));
    }
    if fitting.is_empty() {
        return Answer::NotFound;
    }
    let mut allowed = vec!["OPTIONS"];
    for (_, route, _) in fitting {
        allowed.push(route.method);
        if route.method == "GET" {
            allowed.push("HEAD");
        }
    }
    allowed.sort_unstable();
    allowed.dedup();
    Answer::NotAllowed(allowed)
}

fn decode(raw: &str) -> Option<String> {
    let is_code =
        |at: usize| raw.get(at + 1..at + 3).is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let encoded = raw.match_indices('%').all(|(at, _)| is_code(at));
    let decoded = percent_decode_str(raw).decode_utf8().ok()?;
    encoded.then(|| decoded.into_owned())
}
