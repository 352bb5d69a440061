//! [`Routes`]: random routes, and random requests that they answer.
//!
//! 1. A route has 1 to 6 segments. Of 100 segments about 30 are parameters: plain, of digits, with a prefix or a suffix.
//! 2. Of 100 routes about 5 end in an optional parameter, and 5 in a catch-all.
//! 3. Words come from a vocabulary that grows with the number of routes, a few of them often, as in real applications; how long they are
//!    does not depend on it, so that paths are equally long for any number of routes.
//! 4. Routes overlap as chance has it, but none is there twice, and none consists of parameters only: it would answer everything.

use std::{collections::BTreeSet, fmt::Write};

use crate::random::Random;

const MOST_SEGMENTS: usize = 6;
const PARAMETERS_PERCENT: usize = 30;
const OPTIONAL_PERCENT: usize = 5;
const CATCH_ALL_PERCENT: usize = 5;

const METHODS: [&str; 8] = ["GET", "GET", "GET", "GET", "POST", "PUT", "PATCH", "DELETE"];
const NAMES: [&str; 4] = ["id", "name", "key", "slug"];
const AFFIXES: [(&str, &str); 6] =
    [("v", ""), ("@", ""), ("item-", ""), ("", ".json"), ("", ".html"), ("page-", ".txt")];

/// Random routes.
pub(crate) struct Routes {
    routes: Vec<Route>,
    words: usize,
}

/// One route.
pub(crate) struct Route {
    pub(crate) method: &'static str,
    segments: Vec<Segment>,
}

enum Segment {
    Word(usize),
    Plain(&'static str),
    Digits(&'static str),
    Affixed(&'static str, (&'static str, &'static str)),
    Optional(&'static str),
    CatchAll(&'static str),
}

impl Routes {
    /// So many routes, the same for the same seed.
    pub(crate) fn draw(count: usize, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let words = 8 + count / 8;
        let mut routes = Vec::with_capacity(count);
        let mut taken = BTreeSet::new();
        while routes.len() < count {
            let route = Route::draw(words, &mut random);
            if taken.insert(format!("{} {}", route.method, route.shape())) {
                routes.push(route);
            }
        }
        Self { routes, words }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Route> {
        self.routes.iter()
    }

    /// So many requests, a line each: a method and a path that a random route answers. Nothing where there is no route.
    pub(crate) fn requests(&self, count: usize, seed: u64) -> String {
        let mut random = Random::new(seed);
        let mut lines = String::new();
        for _ in 0..if self.routes.is_empty() { 0 } else { count } {
            let route = &self.routes[random.below(self.routes.len())];
            lines.push_str(route.method);
            lines.push(' ');
            lines.push_str(&route.path(self.words, &mut random));
            lines.push('\n');
        }
        lines
    }
}

impl Route {
    fn draw(words: usize, random: &mut Random) -> Self {
        let length = 1 + random.below(MOST_SEGMENTS);
        let mut segments: Vec<Segment> = (0..length).map(|_| Segment::draw(words, random)).collect();
        let ending = random.below(100);
        if length > 1 && ending < OPTIONAL_PERCENT + CATCH_ALL_PERCENT {
            let name = random.one_of(&NAMES);
            let is_optional = ending < OPTIONAL_PERCENT;
            segments[length - 1] = if is_optional { Segment::Optional(name) } else { Segment::CatchAll(name) };
        }
        if !segments.iter().any(|segment| matches!(segment, Segment::Word(_))) {
            segments[0] = Segment::Word(frequent(words, random));
        }
        Self { method: random.one_of(&METHODS), segments }
    }

    /// The pattern. A name has the number of its segment, so that none is there twice.
    pub(crate) fn pattern(&self) -> String {
        self.written(true)
    }

    /// The pattern without names: two routes of one shape are the same path.
    fn shape(&self) -> String {
        self.written(false)
    }

    fn written(&self, with_names: bool) -> String {
        let mut pattern = String::new();
        for (index, segment) in self.segments.iter().enumerate() {
            pattern.push('/');
            let named = |name: &str| if with_names { format!("{name}{index}") } else { String::new() };
            // Writing to a String cannot fail.
            let _ = match segment {
                Segment::Word(number) => write!(pattern, "{}", word(*number)),
                Segment::Plain(name) => write!(pattern, "{{{}}}", named(name)),
                Segment::Digits(name) => write!(pattern, "{{{}:[0-9]+}}", named(name)),
                Segment::Affixed(name, (prefix, suffix)) => write!(pattern, "{prefix}{{{}}}{suffix}", named(name)),
                Segment::Optional(name) => write!(pattern, "{{{}?}}", named(name)),
                Segment::CatchAll(name) => write!(pattern, "{{*{}}}", named(name)),
            };
        }
        pattern
    }

    /// A path that the route answers.
    fn path(&self, words: usize, random: &mut Random) -> String {
        let mut path = String::new();
        for segment in &self.segments {
            let times = match segment {
                Segment::Optional(_) => random.below(2),
                Segment::CatchAll(_) => 1 + random.below(3),
                _ => 1,
            };
            for _ in 0..times {
                path.push('/');
                match segment {
                    Segment::Word(number) => path.push_str(&word(*number)),
                    Segment::Digits(_) => path.push_str(&random.below(100_000).to_string()),
                    Segment::Affixed(_, (prefix, suffix)) => {
                        path.push_str(prefix);
                        path.push_str(&value(words, random));
                        path.push_str(suffix);
                    }
                    _ => path.push_str(&value(words, random)),
                }
            }
        }
        path
    }
}

impl Segment {
    fn draw(words: usize, random: &mut Random) -> Self {
        if !random.percent(PARAMETERS_PERCENT) {
            return Self::Word(frequent(words, random));
        }
        let name = random.one_of(&NAMES);
        match random.below(4) {
            0 | 1 => Self::Plain(name),
            2 => Self::Digits(name),
            _ => Self::Affixed(name, random.one_of(&AFFIXES)),
        }
    }
}

/// The number of a word, low ones far more often.
fn frequent(words: usize, random: &mut Random) -> usize {
    random.below(words) * random.below(words) / words
}

/// What stands for a parameter: digits, a word that other routes have, or one that none has.
fn value(words: usize, random: &mut Random) -> String {
    match random.below(3) {
        0 => random.below(100_000).to_string(),
        1 => word(frequent(words, random)),
        _ => format!("x{}", word(random.below(words))),
    }
}

/// A word of 4 to 9 letters, always the same for a number: of fewer than 6,400, the first two syllables tell all apart.
fn word(number: usize) -> String {
    const FIRST: &[u8] = b"bcdfghklmnprstvw";
    const SECOND: &[u8] = b"aeiou";
    let mut random = Random::new(number as u64);
    let mut word = String::new();
    let mut rest = number;
    for syllable in 0..2 + random.below(3) {
        if syllable == 2 {
            rest = random.below(FIRST.len() * SECOND.len() * FIRST.len() * SECOND.len());
        }
        word.push(FIRST[rest % FIRST.len()] as char);
        word.push(SECOND[rest / FIRST.len() % SECOND.len()] as char);
        rest /= FIRST.len() * SECOND.len();
    }
    if random.percent(50) {
        word.push('s');
    }
    word
}
