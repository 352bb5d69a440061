//! From the place that garde names, in Rust's names, to the JSON Pointer of what the client sent.
//!
//! 1. A name that was sent is taken, be it spelled alike or but for case and punctuation: `first_name` is `firstName`, `first-name`, `$FIRST_NAME`.
//! 2. One that was not sent is spelled as the type of the whole spells it, and in a nested type as its neighbours are.
//! 3. serde's layers that have no place in garde's path are found by what stands there: the name of an enum's variant, the struct that is
//!    flattened, the newtype that is nothing but its value.
//! 4. Where it cannot be known, the pointer ends above the place rather than beside it.

use garde::error::Kind;

use super::sent::Sent;
use crate::error::pointer_to;

/// The names that serde reads a struct's fields by.
pub(super) type Names = &'static [&'static str];

/// One step of garde's path.
pub(super) enum Step<'a> {
    /// A field in Rust's name, or the key of a map.
    Name(&'a str),
    Index(usize),
}

/// The steps of a path, from the outermost on.
pub(super) fn steps(path: &garde::Path) -> Vec<Step<'_>> {
    // Hidden, but what garde's own `select!` expands to: its text alone does not tell a dot in a key from a step.
    let steps = path.__iter().rev();
    steps
        .filter_map(|(kind, text)| match kind {
            Kind::Key => Some(Step::Name(text.strip_prefix("r#").unwrap_or(text))),
            Kind::Index => text.parse().ok().map(Step::Index),
            Kind::None => None,
        })
        .collect()
}

/// The pointer to where the steps lead. `fields` are the names that the type of the whole has, where it is a struct.
pub(super) fn pointer(mut steps: &[Step<'_>], sent: &Sent, fields: Option<Names>) -> String {
    let mut walk = Walk { pointer: String::new(), here: sent, whole: sent, fields };
    if let (Sent::Params(params), [], None) = (sent, steps, fields) {
        // A newtype without a place of its own, of the only parameter there is.
        if let [(name, below)] = &params[..] {
            walk.enter(name, below);
        }
    }
    while let [step, rest @ ..] = steps {
        steps = rest;
        match (step, rest) {
            (Step::Index(index), _) => walk.index(*index, rest.is_empty()),
            (Step::Name(name), [Step::Name(next), ..]) => walk.name(name, Some(next)),
            (Step::Name(name), _) => walk.name(name, None),
        }
    }
    walk.pointer
}

/// How far the steps have led.
struct Walk<'a> {
    pointer: String,
    here: &'a Sent,
    whole: &'a Sent,
    /// The names of the whole's fields.
    fields: Option<Names>,
}

impl<'a> Walk<'a> {
    #[inline(never)]
    fn enter(&mut self, name: &str, below: &'a Sent) {
        self.pointer += &pointer_to(name);
        self.here = below;
    }

    fn index(&mut self, index: usize, is_last: bool) {
        match self.here {
            Sent::List(items) => self.enter(&index.to_string(), items.get(index).unwrap_or(&Sent::Value)),
            Sent::Params(params) => {
                if let Some((name, below)) = params.get(index) {
                    self.enter(name, below);
                }
            }
            Sent::Object(entries) => {
                if let Some((key, below)) = entries.iter().find(|(key, _)| *key == index.to_string()) {
                    // A map whose keys are numbers.
                    self.enter(key, below);
                } else if let ([(variant, below)], true) = (&entries[..], is_last) {
                    // What an enum's variant holds without a name; else a newtype, which has no place of its own.
                    self.enter(variant, below);
                    // Of its first value it cannot be said whether it is the list or the first of the list.
                    if index > 0 && matches!(below, Sent::List(_)) {
                        self.index(index, true);
                    }
                }
            }
            Sent::Value => {}
        }
    }

    fn name(&mut self, name: &str, next: Option<&str>) {
        let fields = self.fields.filter(|_| std::ptr::eq(self.here, self.whole)).unwrap_or_default();
        // As serde spells it, where it is known: a neighbour that nobody reads may be spelled as Rust does.
        let known = fields.iter().find(|field| **field == name);
        let name = known.or_else(|| fields.iter().find(|field| is_same(field, name))).copied().unwrap_or(name);
        if let Some((name, below)) = find(self.here, name) {
            self.enter(name, below);
            return;
        }
        if let Some(index) = fields.iter().position(|field| is_same(field, name)) {
            // A struct may be sent as an array, too.
            match self.here {
                Sent::List(_) => self.index(index, false),
                _ => self.enter(fields[index], &Sent::Value),
            }
        } else if next.is_some_and(|next| find(self.here, next).is_some()) {
            // Flattened: the fields of the struct stand where it would.
        } else if let Some((variant, below)) = self.variant_with(name) {
            self.enter(variant, below);
            self.name(name, None);
        } else {
            let name = self.as_neighbours(name);
            self.enter(&name, &Sent::Value);
        }
    }

    /// The one entry that has the name below it: that of an enum's variant.
    fn variant_with(&self, name: &str) -> Option<(&'a str, &'a Sent)> {
        let mut with_name = self.here.entries().iter().filter(|(_, below)| find(below, name).is_some());
        let (variant, below) = with_name.next()?;
        with_name.next().is_none().then_some((variant, below))
    }

    /// Spells a name that was not sent as others are spelled.
    fn as_neighbours(&self, name: &str) -> String {
        let sent = self.here.entries().iter().chain(self.whole.entries()).map(|(name, _)| &**name);
        let fields = self.fields.unwrap_or_default().iter().copied();
        for other in sent.chain(fields) {
            let has = |kind: fn(&u8) -> bool| other.bytes().any(|byte| kind(&byte));
            let (upper, lower) = (has(u8::is_ascii_uppercase), has(u8::is_ascii_lowercase));
            let (dashed, parted) = (other.contains('-'), other.contains(['-', '_']));
            if upper && lower && !parted {
                return humps(name, other.starts_with(|first: char| first.is_ascii_uppercase()));
            }
            if dashed || (upper && parted) {
                let spelled = if dashed { name.replace('_', "-") } else { name.to_owned() };
                return if lower { spelled } else { spelled.to_ascii_uppercase() };
            }
        }
        name.to_owned()
    }
}

/// `first_name` as `firstName` or `FirstName`.
fn humps(name: &str, mut upper: bool) -> String {
    let mut spelled = String::new();
    for letter in name.chars() {
        if letter == '_' {
            upper = true;
        } else {
            spelled.push(if upper { letter.to_ascii_uppercase() } else { letter });
            upper = false;
        }
    }
    spelled
}

/// The entry of this name: spelled alike, or else but for case and punctuation.
#[inline(never)]
fn find<'a>(sent: &'a Sent, name: &str) -> Option<(&'a str, &'a Sent)> {
    let entries = sent.entries();
    let exact = entries.iter().find(|(other, _)| other == name);
    let (name, below) = exact.or_else(|| entries.iter().find(|(other, _)| is_same(other, name)))?;
    Some((name, below))
}

fn is_same(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other))
}

fn letters(name: &str) -> impl Iterator<Item = u8> + '_ {
    name.bytes().filter(|byte| !byte.is_ascii_punctuation()).map(|byte| byte.to_ascii_lowercase())
}
