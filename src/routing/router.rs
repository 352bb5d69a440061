//! [`Router`]: gathers routes; [`Router::freeze`] makes a [`Table`] of them.

use std::{panic::Location, rc::Rc};

use http::Method;

use super::{
    pattern::Pattern,
    prefixes::Prefixes,
    route::Route,
    table::{Below, Claim, Fallback, Scoped, Table, Target},
    trailing_slash::TrailingSlash,
    urls::Urls,
};

/// Gathers routes. `E` is what a route leads to, `X` what holds for all paths below a prefix.
#[derive(Debug)]
pub(crate) struct Router<E, X> {
    routes: Vec<Target<E>>,
    below: Prefixes<Below<E, X>>,
    /// What a name would name.
    last: Last,
    faults: Vec<String>,
    /// Set with the first name, so that an application without names carries no code for them.
    naming: Option<Naming>,
}

/// Gathers the routes that have a name; what cannot work, too.
type Naming = fn(Vec<Rc<Route>>) -> (Urls, Vec<String>);

/// What was added last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    Route,
    /// A route that cannot work, which has been said.
    Fault,
    Else,
}

impl<E, X> Router<E, X> {
    pub(crate) fn new() -> Self {
        Self { routes: Vec::new(), below: Prefixes::new(), last: Last::Else, faults: Vec::new(), naming: None }
    }

    pub(crate) fn route(&mut self, method: Option<Method>, path: &str, endpoint: E, place: &'static Location<'static>) {
        match Pattern::parse(path) {
            Ok(pattern) => self.add(method, pattern, endpoint, place),
            Err(fault) => self.refuse(path, &fault, place),
        }
    }

    /// A route for a file: `/` and its name, or its folder's with a slash at the end, below a prefix if there is one.
    #[cfg(feature = "files")]
    pub(crate) fn file(
        &mut self,
        prefix: Option<&Pattern>,
        name: &str,
        endpoint: E,
        place: &'static Location<'static>,
    ) {
        let pattern = Pattern::of_file(name);
        match prefix.map_or_else(|| Ok(pattern.clone()), |prefix| pattern.under(prefix)) {
            Ok(pattern) => self.add(Some(Method::GET), pattern, endpoint, place),
            Err(fault) => self.refuse(name, &fault, place),
        }
    }

    fn add(&mut self, method: Option<Method>, pattern: Pattern, endpoint: E, place: &'static Location<'static>) {
        let route = Route { method, pattern, name: None, place };
        self.routes.push(Target { route: Rc::new(route), endpoint, trailing_slash: None });
        self.last = Last::Route;
    }

    /// Notes a route that cannot work.
    pub(crate) fn refuse(&mut self, path: &str, fault: &str, place: &'static Location<'static>) {
        self.fault(path, fault, place);
        self.last = Last::Fault;
    }

    /// Names the route that was added last.
    pub(crate) fn name(&mut self, name: &str, place: &'static Location<'static>) {
        let fault = match (self.last, self.routes.last_mut()) {
            (Last::Fault, _) => return,
            (Last::Route, Some(_)) if name.is_empty() => "a name is not empty".to_owned(),
            (Last::Route, Some(target)) => {
                let route = Rc::make_mut(&mut target.route);
                match &route.name {
                    None => {
                        route.name = Some(name.to_owned());
                        self.naming = Some(Urls::of);
                        return;
                    }
                    Some(taken) => format!("{route} is named {taken:?} already; a route has one name"),
                }
            }
            _ => "no route stands before it: write it after its route, and for a nested one in the nested application"
                .to_owned(),
        };
        self.fault(&format!("name {name:?}"), &fault, place);
    }

    /// What answers where no route does, under this router's prefix.
    pub(crate) fn fallback(&mut self, endpoint: E, place: &'static Location<'static>) {
        self.last = Last::Else;
        let route = Rc::new(Route { method: None, pattern: Pattern::everything(), name: None, place });
        match &mut self.below.entry(Pattern::everything()).fallback {
            Some(taken) => {
                let fault = said_already(taken.route.place);
                self.fault("fallback", &fault, place);
            }
            none => *none = Some(Fallback { route, endpoint }),
        }
    }

    /// What holds for all paths under this router's prefix.
    pub(crate) fn scope(&mut self, scope: X, claim: Claim, place: &'static Location<'static>) {
        self.below.entry(Pattern::everything()).scope.get_or_insert(Scoped { scope, claim, place });
    }

    pub(crate) fn merge(&mut self, other: Self, place: &'static Location<'static>) {
        self.absorb(other, "merge", place);
    }

    fn absorb(&mut self, other: Self, what: &str, place: &'static Location<'static>) {
        self.last = Last::Else;
        self.naming = self.naming.or(other.naming);
        self.routes.extend(other.routes);
        self.faults.extend(other.faults);
        let mut faults = Vec::new();
        for (pattern, Below { fallback, scope }) in other.below.into_iter() {
            let own = self.below.entry(pattern);
            match (&own.fallback, fallback) {
                (Some(taken), Some(other)) => faults.push(both_say("fallback", other.route.place, taken.route.place)),
                (Some(_), None) => {}
                (None, other) => own.fallback = other,
            }
            match (&mut own.scope, scope) {
                (Some(taken), Some(other)) if taken.claim.min(other.claim) == Claim::Errors => {
                    faults.push(both_say("on_error", other.place, taken.place));
                }
                (Some(taken), Some(other)) if other.claim == Claim::Errors => *taken = other,
                // Whose middleware it would be, nobody can say: it is that of neither.
                (Some(taken), Some(_)) if taken.claim == Claim::Way => taken.claim = Claim::None,
                (Some(_), _) => {}
                (none, other) => *none = other,
            }
        }
        faults.iter().for_each(|fault| self.fault(what, fault, place));
    }

    pub(crate) fn nest(&mut self, prefix: &str, mut other: Self, place: &'static Location<'static>) {
        let what = format!("nest {prefix:?}");
        match Pattern::prefix(prefix) {
            Ok(pattern) => self.absorb(other.under(&pattern), &what, place),
            Err(fault) => {
                self.last = Last::Else;
                self.faults.append(&mut other.faults);
                self.fault(&what, &fault, place);
            }
        }
    }

    /// Puts all of it under the base path of an application.
    pub(crate) fn based(self, prefix: &str, place: &'static Location<'static>) -> Self {
        match Pattern::prefix(prefix) {
            Ok(pattern) => self.under(&pattern),
            Err(fault) => {
                let mut none = Self { faults: self.faults, ..Self::new() };
                none.fault(&format!("base_path {prefix:?}"), &fault, place);
                none
            }
        }
    }

    fn under(mut self, prefix: &Pattern) -> Self {
        let mut all = Self::new();
        all.faults.append(&mut self.faults);
        all.naming = self.naming;
        for mut target in self.routes {
            if let Some(pattern) = all.joined(prefix, &target.route.pattern, target.route.place) {
                Rc::make_mut(&mut target.route).pattern = pattern;
                all.routes.push(target);
            }
        }
        all.below = self.below.map(|(pattern, mut below)| {
            let route = below.fallback.as_mut().map(|fallback| Rc::make_mut(&mut fallback.route));
            let place = route.as_ref().map_or_else(|| Some(below.scope.as_ref()?.place), |route| Some(route.place))?;
            let pattern = all.joined(prefix, route.as_ref().map_or(&pattern, |route| &route.pattern), place)?;
            if let Some(route) = route {
                route.pattern = pattern.clone();
            }
            Some((pattern, below))
        });
        all
    }

    fn joined(&mut self, prefix: &Pattern, pattern: &Pattern, place: &'static Location<'static>) -> Option<Pattern> {
        let subject = || format!("{}{}", prefix.as_str(), pattern.as_str());
        pattern.under(prefix).map_err(|fault| self.fault(&subject(), &fault, place)).ok()
    }

    /// Decides about slashes at the end, for the routes for which nothing is decided.
    pub(crate) fn trailing_slash(&mut self, policy: TrailingSlash) {
        for target in &mut self.routes {
            target.trailing_slash.get_or_insert(policy);
        }
    }

    /// What the routes and the fallbacks lead to, each to be changed.
    pub(crate) fn endpoints_mut(&mut self) -> impl Iterator<Item = &mut E> {
        let fallbacks = self.below.iter_mut().filter_map(|below| Some(&mut below.fallback.as_mut()?.endpoint));
        self.routes.iter_mut().map(|target| &mut target.endpoint).chain(fallbacks)
    }

    /// Looks at each route and fallback, and what it leads to; what is said of one cannot work.
    pub(crate) fn check(&mut self, fault_of: impl Fn(&Route, &E) -> Option<String>) {
        for target in &self.routes {
            self.faults.extend(fault_of(&target.route, &target.endpoint));
        }
        for fallback in self.below.iter().filter_map(|below| below.fallback.as_ref()) {
            self.faults.extend(fault_of(&fallback.route, &fallback.endpoint));
        }
    }

    /// What holds below prefixes, each to be changed.
    pub(crate) fn scopes_mut(&mut self) -> impl Iterator<Item = &mut X> {
        self.below.iter_mut().filter_map(|below| Some(&mut below.scope.as_mut()?.scope))
    }

    pub(crate) fn map<T>(self, change: impl Fn(E) -> T) -> Router<T, X> {
        let target =
            |Target { route, endpoint, trailing_slash }| Target { route, endpoint: change(endpoint), trailing_slash };
        let below = |(pattern, Below { fallback, scope })| {
            let fallback = fallback.map(|Fallback { route, endpoint }| Fallback { route, endpoint: change(endpoint) });
            Some((pattern, Below { fallback, scope }))
        };
        Router {
            routes: self.routes.into_iter().map(target).collect(),
            below: self.below.map(below),
            last: self.last,
            faults: self.faults,
            naming: self.naming,
        }
    }

    /// What the routes say of themselves, in the order of registration.
    pub(crate) fn routes(&self) -> impl Iterator<Item = &Rc<Route>> {
        self.routes.iter().map(|target| &target.route)
    }

    /// Freezes the routes.
    ///
    /// # Errors
    /// All that cannot work, a sentence each.
    pub(crate) fn freeze(self) -> Result<(Table<E, X>, Urls), Vec<String>> {
        let (urls, named_twice) =
            self.naming.map(|urls_of| urls_of(self.routes().cloned().collect())).unwrap_or_default();
        let mut faults = self.faults;
        let table = Table::of(self.routes, self.below, &mut faults);
        faults.extend(named_twice);
        if faults.is_empty() { Ok((table, urls)) } else { Err(faults) }
    }

    /// Notes what is said elsewhere to be wrong.
    pub(crate) fn add_faults(&mut self, faults: Vec<String>) {
        self.faults.extend(faults);
    }

    /// Notes what cannot work; it is said when the routes are frozen.
    pub(crate) fn fault(&mut self, path: &str, fault: &str, place: &'static Location<'static>) {
        self.faults.push(format!("{path} ({}:{}): {fault}", place.file(), place.line()));
    }
}

pub(crate) fn said_already(place: &Location<'_>) -> String {
    format!("there is one already, at {}:{}; an application has one", place.file(), place.line())
}

fn both_say(what: &str, own: &Location<'_>, other: &Location<'_>) -> String {
    format!(
        "its {what} at {}:{} is for the same paths as the {what} at {}:{}; keep one",
        own.file(),
        own.line(),
        other.file(),
        other.line()
    )
}
