//! [`Table`]: the frozen routes, and what a request finds among them.

use std::{panic::Location, rc::Rc};

use http::Method;

use super::{
    methods::Methods,
    pattern::{Pattern, Ranges, search},
    prefixes::{Prefixes, is_closer},
    route::Route,
    shortcuts::Shortcuts,
    trailing_slash::TrailingSlash,
    trie::Trie,
};

/// A route, and what it leads to.
#[derive(Debug)]
pub(crate) struct Target<E> {
    pub(crate) route: Rc<Route>,
    pub(crate) endpoint: E,
    pub(super) trailing_slash: Option<TrailingSlash>,
}

/// What answers below a prefix where no route does; its route has the prefix for a pattern.
#[derive(Debug)]
pub(super) struct Fallback<E> {
    pub(super) route: Rc<Route>,
    pub(super) endpoint: E,
}

/// What holds below a prefix, and where that was said.
#[derive(Debug)]
pub(super) struct Scoped<X> {
    pub(super) scope: X,
    pub(super) claim: Claim,
    pub(super) place: &'static Location<'static>,
}

/// What holds for all paths below a prefix.
#[derive(Debug)]
pub(super) struct Below<E, X> {
    pub(super) fallback: Option<Fallback<E>>,
    pub(super) scope: Option<Scoped<X>>,
}

impl<E, X> Below<E, X> {
    fn claims(&self, claim: Claim) -> bool {
        self.scope.as_ref().is_some_and(|scope| scope.claim >= claim)
    }
}

impl<E, X> Default for Below<E, X> {
    fn default() -> Self {
        Self { fallback: None, scope: None }
    }
}

/// What a scope has to do with the paths below its prefix that have no route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Claim {
    /// Nothing: the prefix is that of several.
    None,
    /// They pass through it, whoever answers them.
    Way,
    /// It answers them, in place of a fallback further out.
    Errors,
}

/// The frozen routes.
pub(crate) struct Table<E, X> {
    shortcuts: Shortcuts,
    trie: Trie,
    slots: Vec<Slot<E>>,
    below: Prefixes<Below<E, X>>,
    /// Whether a slash at the end may not matter.
    is_lenient: bool,
}

/// A pattern, whatever the names of its parameters, and what it answers.
struct Slot<E> {
    /// Whose pattern it is; that of the others has other names at most.
    first: Rc<Route>,
    methods: Methods<Target<E>>,
}

/// What a request found.
pub(crate) enum Found<'a, E, X> {
    /// A route, and where its parameters stand.
    Route(&'a Rc<Route>, &'a E, Ranges),
    /// A path that is known, but not with this method: the value of `Allow`, and the most specific pattern's endpoint.
    OtherMethods(String, &'a E),
    /// The same with, or without, a slash at the end.
    Elsewhere(String, &'a E),
    /// No route. The fallback, if one answers, and where its prefix's parameters stand; and what holds here.
    Nothing(Option<(&'a Rc<Route>, &'a E, Ranges)>, Option<&'a X>),
}

/// What is registered for one spelling of a path.
enum Look<'a, E> {
    Route(&'a Target<E>, Ranges),
    /// What other methods are answered, some more than once, and a target of the most specific pattern.
    OtherMethods(Vec<&'a Method>, &'a Target<E>),
    Nothing,
}

impl<E> Slot<E> {
    fn pattern(&self) -> &Pattern {
        &self.first.pattern
    }
}

impl<E, X> Table<E, X> {
    /// Indexes routes. Gives what cannot work, too, a sentence each.
    pub(super) fn of(targets: Vec<Target<E>>, below: Prefixes<Below<E, X>>, faults: &mut Vec<String>) -> Self {
        let is_lenient = targets.iter().any(Target::is_lenient);
        let mut trie = Trie::default();
        let slots = slots(targets, &mut trie, faults);
        trie.crowds(&mut |crowd| find_rivals(&slots, crowd, faults));
        Self { shortcuts: Shortcuts::of(&trie, slots.len()), trie, slots, below, is_lenient }
    }

    pub(crate) fn find(&self, method: &Method, path: &str) -> Found<'_, E, X> {
        let written = match self.look_up(method, path, |_| true) {
            Look::Route(target, ranges) => return Found::Route(&target.route, &target.endpoint, ranges),
            other => other,
        };
        let other = other_spelling(path).filter(|_| self.is_lenient).map(|path| {
            let found = self.look_up(method, &path, Target::is_lenient);
            (path, found)
        });
        match (written, other) {
            (_, Some((path, Look::Route(target, ranges)))) => match target.trailing_slash {
                Some(TrailingSlash::Redirect) => Found::Elsewhere(path, &target.endpoint),
                _ => Found::Route(&target.route, &target.endpoint, ranges),
            },
            (Look::OtherMethods(mut methods, target), Some((_, Look::OtherMethods(others, _)))) => {
                methods.extend(others);
                Found::OtherMethods(allow(methods), &target.endpoint)
            }
            (Look::OtherMethods(methods, target), _) | (_, Some((_, Look::OtherMethods(methods, target)))) => {
                Found::OtherMethods(allow(methods), &target.endpoint)
            }
            _ => self.nothing(path),
        }
    }

    /// What holds for a path that no route answers.
    fn nothing(&self, path: &str) -> Found<'_, E, X> {
        let fallback = self.below.find(path, |below| below.fallback.is_some());
        let mut scope = self.below.find(path, |below| below.claims(Claim::Way));
        let mut answer = None;
        if let Some((prefix, Below { fallback: Some(Fallback { route, endpoint }), .. }, ranges)) = fallback {
            // What is said further out than the fallback, the fallback knows.
            scope = scope.filter(|(closer, ..)| is_closer(closer, prefix));
            // Whoever says how errors are answered below a prefix has its 404s, too.
            let owner = self.below.find(path, |below| below.claims(Claim::Errors));
            if !owner.is_some_and(|(closer, ..)| is_closer(closer, prefix)) {
                answer = Some((route, endpoint, ranges));
            }
        }
        Found::Nothing(answer, scope.and_then(|(_, below, _)| below.scope.as_ref()).map(|scope| &scope.scope))
    }

    fn look_up(&self, method: &Method, path: &str, counts: fn(&Target<E>) -> bool) -> Look<'_, E> {
        let mut candidates = Vec::new();
        let mut meant = self.shortcuts.find(path);
        if meant.is_empty() {
            self.trie.candidates(path, &mut candidates);
            // Of several, those that do not fit and the order are still to be found.
            if candidates.len() == 1 {
                meant = &candidates;
            }
        }
        let mut ranges = Ranges::new();
        for slot in meant.iter().map(|index| &self.slots[*index]) {
            if let Some(target) =
                slot.methods.pick(method, counts).filter(|_| slot.pattern().matches(path, &mut ranges))
            {
                return Look::Route(target, ranges);
            }
        }
        if candidates.is_empty() && !meant.is_empty() {
            self.trie.candidates(path, &mut candidates);
        }
        let mut fitting = self.fitting(path, &candidates);
        for (slot, ranges) in &mut fitting {
            if let Some(target) = slot.methods.pick(method, counts) {
                return Look::Route(target, std::mem::take(ranges));
            }
        }
        let known = fitting.iter().find_map(|(slot, _)| slot.methods.any_of(counts));
        let Some(target) = known else { return Look::Nothing };
        let mut allowed = Vec::new();
        fitting.iter().for_each(|(slot, _)| slot.methods.allow(counts, &mut allowed));
        Look::OtherMethods(allowed, target)
    }

    /// The candidates whose patterns fit a path, the most specific first, and where the parameters of each stand.
    fn fitting(&self, path: &str, candidates: &[usize]) -> Vec<(&Slot<E>, Ranges)> {
        let mut ranges = Ranges::new();
        let mut fitting: Vec<(&Slot<E>, Ranges)> = Vec::new();
        for slot in candidates.iter().map(|index| &self.slots[*index]) {
            if slot.pattern().matches(path, &mut ranges) {
                // A few at most: a sort would be much more code.
                let at = fitting.partition_point(|(other, _)| other.pattern().compare(slot.pattern()).is_le());
                fitting.insert(at, (slot, std::mem::take(&mut ranges)));
            }
        }
        fitting
    }
}

impl<E> Target<E> {
    fn is_lenient(&self) -> bool {
        matches!(self.trailing_slash, Some(TrailingSlash::Redirect | TrailingSlash::Ignore))
    }
}

/// A slot for each pattern; the trie is given their indices.
fn slots<E>(targets: Vec<Target<E>>, trie: &mut Trie, faults: &mut Vec<String>) -> Vec<Slot<E>> {
    let mut slots: Vec<Slot<E>> = Vec::new();
    for target in targets {
        let pattern = &target.route.pattern;
        let rank = |index: &usize| slots[*index].pattern().compare(pattern);
        let is_same = |index: &usize| slots[*index].pattern().is_same(pattern);
        let alike = trie.alike(pattern);
        let index = match search(alike, rank, is_same) {
            Ok(at) => alike[at],
            Err(at) => {
                alike.insert(at, slots.len());
                if let Some(shorter) = trie.alike_without_last(pattern) {
                    let at = search(shorter, rank, is_same).unwrap_or_else(|at| at);
                    shorter.insert(at, slots.len());
                }
                slots.push(Slot { first: Rc::clone(&target.route), methods: Methods::new() });
                slots.len() - 1
            }
        };
        let route = Rc::clone(&target.route);
        if let Err(taken) = slots[index].methods.add(route.method.clone(), target) {
            faults.push(answered_already(&route, &taken.route));
        }
    }
    slots
}

/// Finds, in a list of slots from the most specific on, those that are equally specific although some path fits both.
fn find_rivals<E>(slots: &[Slot<E>], list: &[usize], faults: &mut Vec<String>) {
    for (at, slot) in list.iter().map(|index| &slots[*index]).enumerate() {
        let later = list[at + 1..].iter().map(|index| &slots[*index]);
        for other in later.take_while(|other| slot.pattern().compare(other.pattern()).is_eq()) {
            let shared = slot.methods.shared(&other.methods);
            if let Some((one, other)) = shared.filter(|_| slot.pattern().overlaps(other.pattern())) {
                let fault = not_ranked(&other.route, &one.route);
                // Two optional parameters meet with and without their segment.
                if !faults.contains(&fault) {
                    faults.push(fault);
                }
            }
        }
    }
}

#[cold]
#[inline(never)]
fn answered_already(route: &Route, taken: &Route) -> String {
    format!("{route} answers what {taken} answers already: remove one of them")
}

#[cold]
#[inline(never)]
fn not_ranked(route: &Route, other: &Route) -> String {
    format!(
        "{route} cannot be ranked beside {other}: some paths fit both constraints, which are equally narrow; make one of them narrower"
    )
}

/// The value of `Allow`: each method once, OPTIONS at the end, since it is always answered.
fn allow(mut methods: Vec<&Method>) -> String {
    methods.push(&Method::OPTIONS);
    let mut names = String::new();
    for (at, method) in methods.iter().enumerate().filter(|(at, method)| !methods[..*at].contains(method)) {
        names.push_str(if at == 0 { "" } else { ", " });
        names.push_str(method.as_str());
    }
    names
}

/// A path with a slash at the end in place of none, or without the one that it has; of several none is left out.
fn other_spelling(path: &str) -> Option<String> {
    match path.strip_suffix('/') {
        Some(shorter) if shorter.is_empty() || shorter.ends_with('/') => None,
        Some(shorter) => Some(shorter.to_owned()),
        None => Some(format!("{path}/")),
    }
}
