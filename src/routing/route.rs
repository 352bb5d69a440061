//! [`Route`]: what a route says of itself.

use std::{fmt, panic::Location};

use http::Method;

use super::pattern::Pattern;

/// What a route says of itself: method, pattern, name, and where in the source it stands.
///
/// # Example: a list of all routes
/// ```
/// use whippet::prelude::*;
///
/// let app = App::<()>::new().get("/users/{id}", || "").name("user").any("/echo", || "");
/// let lines: Vec<String> = app.routes().iter().map(ToString::to_string).collect();
/// assert!(lines[0].starts_with("GET /users/{id} ("), "{lines:?}"); // and then (src/users.rs:12)
/// assert!(lines[1].starts_with("any /echo ("));
/// assert_eq!(app.routes()[0].name(), Some("user"));
/// ```
#[derive(Clone, Debug)]
pub struct Route {
    pub(super) method: Option<Method>,
    pub(super) pattern: Pattern,
    pub(super) name: Option<String>,
    pub(super) place: &'static Location<'static>,
}

impl Route {
    /// The method that it answers; `None` is any.
    ///
    /// ```
    /// use whippet::prelude::*;
    /// assert_eq!(App::<()>::new().put("/a", || "").routes()[0].method(), Some(&Method::PUT));
    /// ```
    pub fn method(&self) -> Option<&Method> {
        self.method.as_ref()
    }

    /// The whole pattern, prefixes included.
    ///
    /// ```
    /// use whippet::prelude::*;
    /// let app = App::<()>::new().nest("/api", App::new().get("/users/{id}", || ""));
    /// assert_eq!(app.routes()[0].pattern(), "/api/users/{id}");
    /// ```
    pub fn pattern(&self) -> &str {
        self.pattern.as_str()
    }

    /// The name that [`App::name`](crate::App::name) gave it.
    ///
    /// ```
    /// use whippet::prelude::*;
    /// assert_eq!(App::<()>::new().get("/", || "").name("home").routes()[0].name(), Some("home"));
    /// ```
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Where in the source it was registered.
    ///
    /// ```
    /// use whippet::prelude::*;
    /// let app = App::<()>::new().get("/", || "");
    /// assert!(app.routes()[0].place().file().ends_with(".rs"));
    /// ```
    pub fn place(&self) -> &'static Location<'static> {
        self.place
    }

    /// The same route under a prefix; a prefix that cannot work leaves it where it is.
    pub(crate) fn under(&self, prefix: &str) -> Self {
        let pattern = Pattern::prefix(prefix).and_then(|prefix| self.pattern.under(&prefix));
        Self { pattern: pattern.unwrap_or_else(|_| self.pattern.clone()), ..self.clone() }
    }

    /// The names of the parameters, in their order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.pattern.names()
    }
}

/// Method, pattern and place: `GET /users/{id} (src/users.rs:12)`.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = self.method.as_ref().map_or("any", Method::as_str);
        let pattern = if self.pattern().is_empty() { "path" } else { self.pattern() };
        write!(f, "{method} {pattern} ({}:{})", self.place.file(), self.place.line())
    }
}
