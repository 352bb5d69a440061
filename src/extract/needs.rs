//! [`Needs`]: what the extractors of an application need, told once, when it is built.

use std::{
    any::{Any, TypeId, type_name},
    borrow::Cow,
    panic::Location,
    rc::Rc,
};

use crate::{
    context::{StartTiming, start_timing},
    routing::Route,
};

/// How the route that leads to a handler is held against what the handler asks of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RouteCheck {
    /// What is wrong, with the route's name; `None` where nothing is.
    misfit: fn(&Route) -> Option<String>,
    /// Whether a route without parameters has none of what may be missing.
    is_optional: bool,
}

impl RouteCheck {
    pub(crate) fn misfit(self, route: &Route) -> Option<String> {
        if self.is_optional && route.names().next().is_none() {
            return None;
        }
        (self.misfit)(route)
    }
}

/// What extractors need: the headers that they read and the dependencies that they ask for.
///
/// [`FromRequestParts::needs`](super::FromRequestParts::needs) and [`FromRequest::needs`](super::FromRequest::needs) tell it, once,
/// when the application is built.
///
/// # Example: an extractor on top of two others
/// ```
/// use whippet::{extract::{Dep, Extracted, FromRequestParts, Needs}, prelude::*};
///
/// struct Session(String);
///
/// impl<S> FromRequestParts<S> for Session {
///     const HEADERS: &'static [&'static str] = &["x-session"];
///
///     fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
///         Ok(Session(cx.header("x-session").unwrap_or_default().into_owned())).into()
///     }
/// }
///
/// struct User(String);
///
/// impl<S> FromRequestParts<S> for User {
///     fn needs(needs: &mut Needs) {
///         <(Dep<Session>, Method) as FromRequestParts<S>>::needs(needs);
///     }
///
///     fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self> {
///         <(Dep<Session>, Method)>::from_request_parts(cx, state).map(|(session, method)| User(format!("{method} by {}", session.0.0)))
///     }
/// }
/// # let client = whippet::testing::TestClient::new(App::new().get("/", |User(user): User| user));
/// # assert_eq!(client.get("/").header("x-session", "7").send().text(), "GET by 7");
/// ```
#[derive(Debug, Default)]
pub struct Needs {
    headers: Vec<Cow<'static, str>>,
    /// All that are asked for.
    dependencies: Vec<Known>,
    /// Those that are being told: each asks for the next.
    asking: Vec<(TypeId, &'static str)>,
    faults: Vec<String>,
    route_checks: Vec<RouteCheck>,
    /// Those that are asked for as they are, and made each time; with the dependency that does so.
    plain: Vec<(TypeId, Option<TypeId>)>,
    overrides: Vec<Override>,
    timing: Option<StartTiming>,
    is_rerouting: bool,
    /// Says what is wrong with them. Set with the first, so that who has none carries no code for it.
    check: Option<fn(&Self, Standing) -> Vec<String>>,
}

/// A dependency that some handler asks for.
#[derive(Debug)]
struct Known {
    id: TypeId,
    /// What it asks of the route, whichever handler asks for it.
    route_checks: Vec<RouteCheck>,
}

/// What stands in the place of a dependency.
#[derive(Debug)]
struct Override {
    id: TypeId,
    name: &'static str,
    place: &'static Location<'static>,
    value: Rc<dyn Any>,
}

/// Whose the application is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Outermost,
    /// Nested in another, or merged.
    Within,
}

/// What all extractors of an application need.
pub(crate) struct Needed {
    /// The headers that come together.
    pub(crate) headers: Vec<Cow<'static, str>>,
    /// What stands in the place of dependencies.
    pub(crate) overrides: Vec<(TypeId, Rc<dyn Any>)>,
    /// Takes the time of each request, where somebody wants to know.
    pub(crate) timing: Option<StartTiming>,
    /// What stands in the place of nothing.
    pub(crate) faults: Vec<String>,
}

impl Needs {
    /// A header that is read, in lower case: all that are declared come in one call to the platform, any other costs one of its own.
    ///
    /// # Example: one that is known only at start-up
    /// ```
    /// use whippet::extract::Needs;
    ///
    /// let mut needs = Needs::default();
    /// needs.header("x-".to_owned() + "token");
    /// ```
    pub fn header(&mut self, name: impl Into<Cow<'static, str>>) {
        self.add(name.into());
    }

    fn add(&mut self, name: Cow<'static, str>) {
        // A few names at most: sorting them would cost more code than it saves time.
        if !self.headers.contains(&name) {
            self.headers.push(name);
        }
    }

    /// Several headers.
    ///
    /// # Example: those of a signature
    /// ```
    /// use whippet::extract::Needs;
    ///
    /// let mut needs = Needs::default();
    /// needs.headers(&["x-signature", "x-timestamp"]);
    /// ```
    pub fn headers(&mut self, names: &'static [&'static str]) {
        for name in names {
            self.add(Cow::Borrowed(name));
        }
    }

    /// How long a request takes: [`Context::elapsed`](crate::Context::elapsed) and [`Context::active_time`](crate::Context::active_time) are there for the whole application.
    ///
    /// ```
    /// use whippet::extract::Needs;
    /// Needs::default().timing();
    /// ```
    pub fn timing(&mut self) {
        self.timing = Some(start_timing);
    }

    /// For a middleware that changes what a request asks for, before its route is looked for:
    /// [`Middleware::reroute`](crate::middleware::Middleware::reroute) is called only where this was said, and only of the outermost application.
    ///
    /// ```
    /// use whippet::extract::Needs;
    /// Needs::default().rerouting();
    /// ```
    pub fn rerouting(&mut self) {
        self.is_rerouting = true;
    }

    /// Whether what was told last was a middleware that reroutes.
    pub(crate) fn is_rerouting(&mut self) -> bool {
        std::mem::take(&mut self.is_rerouting)
    }

    /// A mistake of the developer: it keeps the application from starting, and is said with the route, or the middleware.
    ///
    /// # Example: an extractor that makes sense for one type only
    /// ```
    /// use whippet::{Service, extract::{Extracted, FromRequestParts, Needs}, prelude::*};
    ///
    /// struct Never;
    ///
    /// impl<S> FromRequestParts<S> for Never {
    ///     fn needs(needs: &mut Needs) {
    ///         needs.fault("Never is never there: ask for something else");
    ///     }
    ///
    ///     fn from_request_parts(_: &Context, _: &S) -> Extracted<Self> {
    ///         Ok(Never).into()
    ///     }
    /// }
    ///
    /// let refusal = Service::freeze(App::new().get("/", |_: Never| "")).err().unwrap().to_string();
    /// assert!(refusal.contains("ask for something else"), "{refusal}");
    /// ```
    pub fn fault(&mut self, fault: impl Into<String>) {
        self.faults.push(fault.into());
    }

    /// What `#[whippet::extractor]` makes: as a dependency, or as it is.
    #[doc(hidden)]
    pub fn made<T: 'static>(&mut self) {
        let (id, asking) = (TypeId::of::<T>(), self.asking.last().map(|(asking, _)| *asking));
        if asking != Some(id) {
            self.plain.push((id, asking));
        }
    }

    /// A dependency, and what it needs itself. One that needs itself can never be made.
    pub(crate) fn dependency<T: 'static>(&mut self, needs_of: fn(&mut Self)) {
        self.ask(TypeId::of::<T>(), type_name::<T>(), needs_of);
    }

    fn ask(&mut self, id: TypeId, name: &'static str, needs_of: fn(&mut Self)) {
        if let Some(first) = self.asking.iter().position(|(other, _)| *other == id) {
            let mut cycle: Vec<&str> = self.asking[first..].iter().map(|(_, name)| *name).collect();
            cycle.push(name);
            self.fault(format!("a dependency that needs itself can never be made: {}", cycle.join(" needs ")));
            return;
        }
        if let Some(known) = self.dependencies.iter().find(|known| known.id == id) {
            self.route_checks.extend(&known.route_checks);
            return;
        }
        let before = self.route_checks.len();
        self.asking.push((id, name));
        needs_of(self);
        self.asking.pop();
        self.dependencies.push(Known { id, route_checks: self.route_checks[before..].to_vec() });
    }

    /// Looks at the route when the application is frozen, and its pattern is known.
    pub(crate) fn check_route(&mut self, misfit: fn(&Route) -> Option<String>) {
        self.route_checks.push(RouteCheck { misfit, is_optional: false });
    }

    /// What is told of an extractor that may find nothing.
    pub(crate) fn optionally(&mut self, needs_of: fn(&mut Self)) {
        let before = self.route_checks.len();
        needs_of(self);
        self.route_checks[before..].iter_mut().for_each(|check| check.is_optional = true);
    }

    /// What is told of an extractor whose refusal the handler takes for a value: a route that does not fit it is none of a mistake.
    pub(crate) fn leniently(&mut self, needs_of: fn(&mut Self)) {
        let before = self.route_checks.len();
        needs_of(self);
        self.route_checks.truncate(before);
    }

    /// What is wrong with the handler that was told last, and how its route is to be looked at.
    pub(crate) fn of_handler(&mut self) -> (Vec<String>, Vec<RouteCheck>) {
        // Of an extractor it says nothing, and must not be taken for what the next middleware says.
        self.is_rerouting = false;
        (std::mem::take(&mut self.faults), std::mem::take(&mut self.route_checks))
    }

    /// The needs of another application, too; gives what is wrong with them.
    pub(crate) fn extend(&mut self, other: Self) -> Vec<String> {
        let faults = other.check.map(|check| check(&other, Standing::Within)).unwrap_or_default();
        other.headers.into_iter().for_each(|name| self.add(name));
        self.dependencies.extend(other.dependencies);
        self.plain.extend(other.plain);
        self.timing = self.timing.or(other.timing);
        faults
    }

    /// Puts a value in the place of a dependency.
    pub(crate) fn put<T: 'static>(&mut self, value: T, place: &'static Location<'static>) {
        let (id, name) = (TypeId::of::<T>(), type_name::<T>());
        self.overrides.retain(|own| own.id != id);
        self.overrides.push(Override { id, name, place, value: Rc::new(value) });
        self.check = Some(Self::misfits);
    }

    /// All that has been told.
    pub(crate) fn end(self) -> Needed {
        let faults = self.check.map(|check| check(&self, Standing::Outermost)).unwrap_or_default();
        let overrides = self.overrides.iter().map(|each| (each.id, Rc::clone(&each.value))).collect();
        Needed { headers: self.headers, overrides, timing: self.timing, faults }
    }

    /// What is wrong with the values in the places of dependencies.
    fn misfits(&self, standing: Standing) -> Vec<String> {
        // One that stands in the place of another's does not have that one ask.
        let is_overridden = |id: TypeId| self.overrides.iter().any(|each| each.id == id);
        let is_plain =
            |of: TypeId| self.plain.iter().any(|(id, asking)| *id == of && !asking.is_some_and(is_overridden));
        let fault = |each: &Override| {
            if standing == Standing::Within {
                Some("it would hold for the application around this one, too: write it there")
            } else if is_plain(each.id) {
                Some("it is asked for as it is, which calls its extractor: ask for a Dep of it everywhere")
            } else if !self.dependencies.iter().any(|known| known.id == each.id) {
                Some(
                    "nothing in the application asks for a Dep of it; an extractor that does so by hand tells it in its `needs`",
                )
            } else {
                None
            }
        };
        let named = |each: &Override| Some(each.named(fault(each)?));
        self.overrides.iter().filter_map(named).collect()
    }
}

impl Override {
    fn named(&self, fault: &str) -> String {
        let Self { name, place, .. } = self;
        format!("override_dependency::<{name}> ({}:{}): {fault}", place.file(), place.line())
    }
}
