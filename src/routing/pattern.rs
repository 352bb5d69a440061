//! [`Pattern`]: the path of a route, read and checked.

use std::cmp::Ordering;

use super::segment::{Segment, closing_brace, never_closed, step};

/// Where the parameters stand in a path, in their order: start and end.
pub(crate) type Ranges = Vec<(u32, u32)>;

/// The path of a route.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    text: String,
    segments: Vec<Segment>,
    /// Whether it keeps the slash at its end below a prefix, too: links on the page are relative to it.
    is_folder: bool,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A sentence that says what cannot work, and the remedy.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let Some(rest) = text.strip_prefix('/') else {
            return Err(without_slash(text));
        };
        let parts = split(rest)?;
        let mut segments = Vec::with_capacity(parts.len());
        for (index, part) in parts.iter().enumerate() {
            let segment = Segment::parse(part)?;
            let is_last = index + 1 == parts.len();
            if !is_last && segment.is_open_ended() {
                return Err(open_ended_amid(part, &segment));
            }
            segments.push(segment);
        }
        Self { text: text.to_owned(), segments, is_folder: false }.checked()
    }

    /// Reads a pattern below which others stand.
    ///
    /// # Errors
    /// As [`Pattern::parse`], and where nothing could stand below it.
    pub(crate) fn prefix(text: &str) -> Result<Self, String> {
        if text.is_empty() || text == "/" {
            return Err("nothing stands before these routes: use merge".to_owned());
        }
        let pattern = Self::parse(text)?;
        if pattern.is_open_ended() {
            return Err("a prefix cannot end in a catch-all or an optional parameter: nothing could follow".to_owned());
        }
        if text.ends_with('/') {
            return Err("a prefix does not end with a slash: what stands below it begins with one".to_owned());
        }
        Ok(pattern)
    }

    fn checked(self) -> Result<Self, String> {
        for (index, segment) in self.segments.iter().enumerate() {
            if let Some(name) = segment.name()
                && self.segments[..index].iter().any(|other| other.name() == Some(name))
            {
                return Err(named_twice(name));
            }
        }
        Ok(self)
    }

    /// The pattern of a file's name, which is no pattern, or of a folder's, which ends in a slash.
    #[cfg(feature = "files")]
    pub(super) fn of_file(name: &str) -> Self {
        let segments = name.split('/').skip(1).map(Segment::literal).collect();
        let text = name.replace('{', "{{").replace('}', "}}");
        Self { text, segments, is_folder: name.ends_with('/') }
    }

    /// The pattern of no segments: it covers every path.
    pub(super) fn everything() -> Self {
        Self { text: String::new(), segments: Vec::new(), is_folder: false }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The pattern under a prefix, whose root is the prefix itself.
    ///
    /// # Errors
    /// A name that both have.
    pub(super) fn under(&self, prefix: &Self) -> Result<Self, String> {
        let (mut text, mut segments) = (prefix.text.clone(), prefix.segments.clone());
        if self.text != "/" || self.is_folder {
            text.push_str(&self.text);
            segments.extend(self.segments.iter().cloned());
        }
        Self { text, segments, is_folder: self.is_folder }.checked()
    }

    pub(super) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The names of the parameters, in their order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(Segment::name)
    }

    /// Whether nothing could follow: the last segment takes all, or may be missing.
    pub(super) fn is_open_ended(&self) -> bool {
        self.segments.last().is_some_and(Segment::is_open_ended)
    }

    /// Whether a path fits; then the ranges are those of its parameters.
    pub(super) fn matches(&self, path: &str, ranges: &mut Ranges) -> bool {
        ranges.clear();
        // Without its only segment, an optional one, the pattern is the root.
        if path == "/" && self.segments.len() == 1 && self.segments[0].is_optional() {
            return true;
        }
        let mut rest = path;
        for segment in &self.segments {
            let Some((part, remaining)) = step(rest) else { return rest.is_empty() && segment.is_optional() };
            if matches!(segment, Segment::CatchAll { .. }) {
                ranges.push(range(path, &rest[1..]));
                return rest.len() > 1;
            }
            match segment.capture(part) {
                Some(value) => ranges.extend(value.map(|value| range(path, value))),
                None => return false,
            }
            rest = remaining;
        }
        rest.is_empty()
    }

    /// Where the parameters stand in a path that lies under this one: equal to it, or continued by a slash.
    pub(super) fn covers(&self, path: &str) -> Option<Ranges> {
        let mut ranges = Vec::new();
        let mut rest = path;
        for segment in &self.segments {
            let (part, remaining) = step(rest)?;
            if let Some(value) = segment.capture(part)? {
                ranges.push(range(path, value));
            }
            rest = remaining;
        }
        Some(ranges)
    }

    /// Which of the two is asked first, the lesser: segment by segment the more specific one. A pattern that has ended goes before one that
    /// goes on with what may be missing.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        self.compare_segments(other).then_with(|| self.segments.len().cmp(&other.segments.len()))
    }

    /// Which of the two is more specific as far as both have segments.
    pub(super) fn compare_segments(&self, other: &Self) -> Ordering {
        let mut ranks = self.segments.iter().zip(&other.segments).map(|(one, other)| one.compare(other));
        ranks.find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
    }

    /// Whether the two match the same paths, the names of their parameters aside.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.segments.len() == other.segments.len()
            && self.segments.iter().zip(&other.segments).all(|(one, other)| one.is_same(other))
    }

    /// Whether some path matches both, where both have one rank.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.segments.iter().zip(&other.segments).all(|(one, other)| one.overlaps(other))
    }
}

/// Where, in a list that is sorted by rank, what is the same stands, or else would stand.
pub(super) fn search<T>(
    list: &[T],
    rank: impl Fn(&T) -> Ordering,
    is_same: impl Fn(&T) -> bool,
) -> Result<usize, usize> {
    let start = list.partition_point(|item| rank(item).is_lt());
    let mut equal = list[start..].iter().take_while(|item| rank(item).is_eq());
    equal.position(is_same).map_or(Err(start), |offset| Ok(start + offset))
}

#[cold]
#[inline(never)]
fn without_slash(text: &str) -> String {
    format!("a route begins with a slash; write \"/{text}\"")
}

#[cold]
#[inline(never)]
fn named_twice(name: &str) -> String {
    format!("the name {name} is used twice; give each parameter its own")
}

#[cold]
#[inline(never)]
fn open_ended_amid(part: &str, segment: &Segment) -> String {
    let reason =
        if segment.is_optional() { "what follows would be ambiguous without it" } else { "it takes all that follows" };
    format!("{part} must be the last segment: {reason}")
}

/// The parts between the slashes that stand outside of braces.
fn split(text: &str) -> Result<Vec<&str>, String> {
    let bytes = text.as_bytes();
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'/' => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            b'{' | b'}' if bytes.get(at + 1) == Some(&byte) => at += 1,
            b'{' => at += 1 + closing_brace(&text[at + 1..]).ok_or_else(|| never_closed(&text[start..]))?,
            _ => {}
        }
        at += 1;
    }
    parts.push(&text[start..]);
    Ok(parts)
}

/// Where a part of a path stands in it. Both are bounded by the length of a request's target.
#[allow(clippy::cast_possible_truncation, reason = "a target of 4 GiB does not fit into the memory of a module")]
fn range(path: &str, part: &str) -> (u32, u32) {
    let start = part.as_ptr() as usize - path.as_ptr() as usize;
    (start as u32, (start + part.len()) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pattern: &str, path: &str) -> Option<Vec<String>> {
        let mut ranges = Vec::new();
        let matches = Pattern::parse(pattern).unwrap().matches(path, &mut ranges);
        matches.then(|| ranges.iter().map(|(start, end)| path[*start as usize..*end as usize].to_owned()).collect())
    }

    #[test]
    fn a_path_matches_segment_by_segment() {
        for (pattern, path, found) in [
            ("/", "/", Some(&[][..])),
            ("/", "", None),
            ("/a", "/a/", None),
            ("/v{n}/{id}.json", "/v1/x.json", Some(&["1", "x"])),
            ("/v{n}/{id}.json", "/v/x.json", None),
            ("/{a}/{*rest}", "/x/y/z/", Some(&["x", "y/z/"])),
            ("/{a}/{*rest}", "/x/", None),
            ("/{a}/{*rest}", "/x", None),
            ("/l/{p?}", "/l", Some(&[])),
            ("/l/{p?}", "/l/2", Some(&["2"])),
            ("/l/{p?}", "/l/", None),
            ("/l/{p?}", "/l/2/", None),
            ("/{p?}", "/", Some(&[])),
            ("/{p?}", "/x", Some(&["x"])),
            ("/{p?}", "*", None),
            ("/{id?:[0-9]+}", "/7", Some(&["7"])),
            ("/{id:[0-9]{2}}/x", "/12/x", Some(&["12"])),
            ("/{id:[0-9]{2}}/x", "/1/x", None),
            ("/{id:[^/]+}", "/a", Some(&["a"])),
            ("/caf\u{e9}/{{x}}", "/caf%C3%A9/%7Bx%7D", Some(&[])),
        ] {
            let found = found.map(|values| values.iter().map(ToString::to_string).collect());
            assert_eq!(values(pattern, path), found, "{pattern} {path}");
        }
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
        refused("/{id}?", "{id?}");
        refused("/{id:[0-9]+}?", "{id?:[0-9]+}");
        refused("/v{id}?", "neither query nor fragment");
        refused("/a?b={c}", "neither query nor fragment");
        refused("/{c}#d", "neither query nor fragment");
        refused("/%41{c}", "write \"A\"");
        refused("/a/../b", "step");
        refused("/{id:int}", "{id:[0-9]+}");
        refused("/v{id:int}.json", "{id:[0-9]+}");
        refused("/{a b:int}", "is no name");
        refused("/{*rest}/x", "last segment");
        refused("/{id?}/x", "last segment");
        refused("/v{id?}", "segment of its own");
        refused("/{a}-{b}", "use two segments");
        refused("/{a}/{a}", "used twice");
        refused("/{}", "is no name");
        refused("/{a b}", "is no name");
        refused("/{a/b}", "is no name");
        refused("/{a", "never closed");
        refused("/{a:[}]", "never closed");
        refused("/a}", "not open");
        refused("/x{*rest}", "segment of its own");
        refused("/{*rest:[a-z]+}", "constrains a catch-all");
        refused("/{a:[0-9]*}", "write +");
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
            assert_eq!(pattern.covers(path), captured, "{path}");
        }
        assert_eq!(Pattern::everything().covers("/x"), Some(vec![]));
    }

    #[test]
    fn patterns_are_the_same_whatever_their_names() {
        let same = |one: &str, other: &str| Pattern::parse(one).unwrap().is_same(&Pattern::parse(other).unwrap());
        assert!(same("/{a}/v{b:\\d+}", "/{x}/v{y:[0-9]+}"));
        assert!(!same("/{a}", "/{a?}") && !same("/{a}", "/{*a}") && !same("/{a}", "/{a:[a-z]+}"));
        assert!(!same("/v{a}", "/{a}v") && !same("/{a}/b", "/{a}/c"));
    }
}
