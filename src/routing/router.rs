//! [`Router`]: gathers routes, and freezes them into a [`Table`].

use std::{panic::Location, rc::Rc};

use http::Method;

use super::{methods::Methods, pattern::Pattern, tree::Tree};

/// Gathers routes. `E` is what a route leads to.
#[derive(Debug)]
pub(crate) struct Router<E> {
    routes: Vec<Route<E>>,
    fallbacks: Vec<(Pattern, E)>,
    faults: Vec<String>,
}

/// A route: which method (`None` is any), which path, where in the source, and what it leads to.
#[derive(Clone, Debug)]
struct Route<E> {
    method: Option<Method>,
    pattern: Pattern,
    place: &'static Location<'static>,
    endpoint: E,
}

impl<E> Route<E> {
    fn describe(&self) -> String {
        let method = self.method.as_ref().map_or("any", Method::as_str);
        format!("{method} {} ({}:{})", self.pattern.as_str(), self.place.file(), self.place.line())
    }
}

impl<E> Router<E> {
    pub(crate) fn new() -> Self {
        Self { routes: Vec::new(), fallbacks: Vec::new(), faults: Vec::new() }
    }

    pub(crate) fn route(&mut self, method: Option<Method>, path: &str, endpoint: E, place: &'static Location<'static>) {
        match Pattern::parse(path) {
            Ok(pattern) => self.routes.push(Route { method, pattern, place, endpoint }),
            Err(fault) => self.fault(path, &fault, place),
        }
    }

    /// What answers where no route does, under this router's prefix.
    pub(crate) fn fallback(&mut self, endpoint: E, place: &'static Location<'static>) {
        // The empty pattern covers every path.
        if self.fallbacks.iter().any(|(pattern, _)| pattern.as_str().is_empty()) {
            return self.fault("fallback", "there is one already; an application has one for each prefix", place);
        }
        self.fallbacks.push((Pattern::everything(), endpoint));
    }

    pub(crate) fn merge(&mut self, other: Self, place: &'static Location<'static>) {
        self.routes.extend(other.routes);
        self.faults.extend(other.faults);
        for (pattern, endpoint) in other.fallbacks {
            if self.fallbacks.iter().any(|(taken, _)| *taken == pattern) {
                self.fault("merge", "both applications have a fallback for the same prefix; keep one", place);
            } else {
                self.fallbacks.push((pattern, endpoint));
            }
        }
    }

    pub(crate) fn nest(&mut self, prefix: &str, other: Self, place: &'static Location<'static>) {
        self.faults.extend(other.faults);
        match Pattern::parse(prefix) {
            Err(fault) => return self.fault(prefix, &fault, place),
            Ok(pattern) if pattern.is_catch_all() => {
                return self.fault(prefix, "a prefix cannot end in a catch-all: nothing would be left to nest", place);
            }
            Ok(_) if prefix.ends_with('/') => {
                return self.fault(
                    prefix,
                    "a prefix does not end with a slash: the nested routes begin with one",
                    place,
                );
            }
            Ok(_) => {}
        }
        let mut nested = Self::new();
        for route in other.routes {
            let path = if route.pattern.as_str() == "/" {
                prefix.to_owned()
            } else {
                format!("{prefix}{}", route.pattern.as_str())
            };
            nested.route(route.method, &path, route.endpoint, route.place);
        }
        for (pattern, endpoint) in other.fallbacks {
            match Pattern::parse(&format!("{prefix}{}", pattern.as_str())) {
                Ok(pattern) => nested.fallbacks.push((pattern, endpoint)),
                Err(fault) => nested.fault(prefix, &fault, place),
            }
        }
        self.merge(nested, place);
    }

    pub(crate) fn map<T>(self, change: impl Fn(E) -> T) -> Router<T> {
        let route =
            |Route { method, pattern, place, endpoint }| Route { method, pattern, place, endpoint: change(endpoint) };
        Router {
            routes: self.routes.into_iter().map(route).collect(),
            fallbacks: self.fallbacks.into_iter().map(|(pattern, endpoint)| (pattern, change(endpoint))).collect(),
            faults: self.faults,
        }
    }

    /// Freezes the routes.
    ///
    /// # Errors
    /// All that cannot work, a sentence each.
    pub(crate) fn freeze(mut self) -> Result<Table<E>, Vec<String>> {
        let mut tree = Tree::new();
        let mut slots: Vec<Slot<E>> = Vec::new();
        for route in std::mem::take(&mut self.routes) {
            let skeleton = route.pattern.skeleton();
            let described = route.describe();
            let taken = match tree.add(&skeleton, route.pattern.is_catch_all(), slots.len()) {
                Ok(()) => None,
                // The same path with another method lands here, too: the tree names what is there.
                Err(with) => Some(with.and_then(|with| slots.iter().position(|slot| slot.skeleton == with))),
            };
            let slot = match taken {
                None => {
                    slots.push(Slot { skeleton, described: described.clone(), methods: Methods::new() });
                    slots.len() - 1
                }
                Some(Some(slot)) if slots[slot].skeleton == skeleton => slot,
                Some(other) => {
                    self.faults.push(match other {
                        Some(slot) => {
                            let other = &slots[slot].described;
                            format!("{described} cannot be told apart from {other}: change one of the paths")
                        }
                        None => format!("{described} is a path that cannot be indexed: change it"),
                    });
                    continue;
                }
            };
            let names = route.pattern.names().into();
            let entry = Rc::new(Entry { names, endpoint: route.endpoint, described });
            if let Err(taken) = slots[slot].methods.add(route.method, Rc::clone(&entry)) {
                let fault =
                    format!("{} answers what {} answers already: remove one of them", entry.described, taken.described);
                self.faults.push(fault);
            }
        }
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        let fallback = |(prefix, endpoint): (Pattern, E)| Fallback { names: prefix.names().into(), prefix, endpoint };
        Ok(Table { tree, slots, fallbacks: self.fallbacks.into_iter().map(fallback).collect() })
    }

    /// Notes what cannot work; it is said when the routes are frozen.
    pub(crate) fn fault(&mut self, path: &str, fault: &str, place: &'static Location<'static>) {
        self.faults.push(format!("{path} ({}:{}): {fault}", place.file(), place.line()));
    }
}

/// The frozen routes.
pub(crate) struct Table<E> {
    tree: Tree,
    slots: Vec<Slot<E>>,
    fallbacks: Vec<Fallback<E>>,
}

/// What answers below a prefix where no route does.
struct Fallback<E> {
    prefix: Pattern,
    names: Rc<[String]>,
    endpoint: E,
}

/// A path, and what it answers.
struct Slot<E> {
    skeleton: String,
    described: String,
    methods: Methods<Rc<Entry<E>>>,
}

/// What a route leads to, and the names of its parameters.
struct Entry<E> {
    names: Rc<[String]>,
    endpoint: E,
    described: String,
}

/// What a request found.
pub(crate) enum Found<'a, E> {
    /// A route or a fallback, the names of its parameters, and their ranges in the path.
    Route(&'a E, Rc<[String]>, Vec<(u32, u32)>),
    /// A path that is known, but not with this method: the value of `Allow`.
    OtherMethods(String),
    /// Nothing.
    Nothing,
}

impl<E> Table<E> {
    pub(crate) fn find(&self, method: &Method, path: &str) -> Found<'_, E> {
        let mut allowed: Vec<&Method> = Vec::new();
        for hit in self.tree.find(path) {
            let methods = &self.slots[hit.index].methods;
            if let Some(entry) = methods.pick(method) {
                return Found::Route(&entry.endpoint, Rc::clone(&entry.names), hit.ranges);
            }
            for method in methods.allowed() {
                if !allowed.contains(&method) {
                    allowed.push(method);
                }
            }
        }
        if !allowed.is_empty() {
            return Found::OtherMethods(allowed.iter().map(|method| method.as_str()).collect::<Vec<_>>().join(", "));
        }
        // The most specific prefix wins, segment by segment.
        let covering = self.fallbacks.iter().filter_map(|fallback| Some((fallback, fallback.prefix.capture(path)?)));
        let fallback = covering.max_by(|(one, _), (other, _)| one.prefix.rank().cmp(other.prefix.rank()));
        fallback.map_or(Found::Nothing, |(Fallback { names, endpoint, .. }, ranges)| {
            Found::Route(endpoint, Rc::clone(names), ranges)
        })
    }
}
