//! [`Service`]: a frozen application: finds the handler of a request, and calls it.

use std::{borrow::Cow, fmt, rc::Rc};

use http::{HeaderValue, Method, StatusCode, header};

use crate::{
    app::{App, Bound, refused},
    bindings::Bindings,
    context::{Context, Matched, Shared, field_name},
    error::{Error, Result},
    extract::Needed,
    head::Head,
    outcome::Outcome,
    platform::Platform,
    reference::{path_reference, query_reference},
    response::{IntoResponse, Redirect, Response},
    routing::{Found, Table},
    scope::Scope,
    start::{IntoApp, Starting},
};

/// A frozen application. It holds nothing about a request.
///
/// [`#[whippet::app]`](macro@crate::app) makes one for the platform, and [`TestClient::new`](crate::testing::TestClient::new) one for a
/// test, which fails where it cannot. By hand it is of use where a refusal is to be looked at.
///
/// # Example: all that is wrong with an application
/// ```
/// use whippet::{Service, prelude::*};
///
/// let app = App::new().get("/dogs/:id", || "").get("/a", || "").get("/a", || "");
/// let faults = Service::freeze(app).err().unwrap().to_string();
/// assert!(faults.contains("/dogs/:id") && faults.contains("GET /a"), "{faults}");
/// ```
pub struct Service {
    table: Table<Bound<()>, Rc<Scope>>,
    shared: Rc<Shared>,
    /// For what lies outside of every prefix.
    scope: Rc<Scope>,
    state: Rc<()>,
}

/// A request whose handler has been called.
pub(crate) struct Call {
    pub(crate) cx: Context,
    pub(crate) scope: Rc<Scope>,
    pub(crate) outcome: Outcome,
}

impl Service {
    /// Starts an application: calls its function, waits where it is async, and freezes what it returns.
    ///
    /// Of a function that is not async, `Service::freeze(app(bindings)?)` does the same and waits for nothing.
    ///
    /// # Errors
    /// What the function returned, or all routes that cannot work, each with its place in the source and the remedy.
    ///
    /// # Example: without a variable that it needs
    /// ```
    /// use whippet::{Service, prelude::*};
    ///
    /// fn app(bindings: Bindings) -> Result<App> {
    ///     let motto: String = bindings.get("MOTTO")?;
    ///     Ok(App::new().get("/", move || motto.clone()))
    /// }
    ///
    /// # whippet::testing::block_on(async {
    /// assert!(Service::start(&app, Bindings::from_iter([("MOTTO", json!("fetch"))])).await.is_ok());
    /// let error = Service::start(&app, Bindings::from_iter([("OTTO", json!("fetch"))])).await.err().unwrap();
    /// assert!(error.to_string().contains("the binding MOTTO is not set"));
    /// # });
    /// ```
    pub async fn start<M>(app: &impl IntoApp<M>, bindings: Bindings) -> Result<Self> {
        let app = match app.start(bindings) {
            Starting::Ready(app) => app,
            Starting::Later(app) => app.await,
        };
        Self::freeze(app?)
    }

    /// Freezes an application.
    ///
    /// # Errors
    /// All routes that cannot work, each with its place in the source and the remedy.
    ///
    /// # Example: two routes of one name
    /// ```
    /// use whippet::{Service, prelude::*};
    ///
    /// let app = App::new().get("/dogs/{id}", || "").name("one").get("/cats/{id}", || "").name("one");
    /// assert!(Service::freeze(app).is_err());
    /// ```
    pub fn freeze(app: App) -> Result<Self> {
        let (mut router, needs, scope) = app.into_parts();
        router.check(|route, bound| bound.checks.iter().find_map(|check| check.misfit(route)));
        let Needed { headers: declared, overrides, timing, faults } = needs.end();
        router.add_faults(faults);
        let (table, urls) = router.freeze().map_err(|faults| refused(&faults))?;
        if let Some(name) = declared.iter().find(|name| !matches!(field_name(name), Some(Cow::Borrowed(_)))) {
            return Err(misnamed(name));
        }
        let shared = Rc::new(Shared { declared, urls, overrides, timing });
        Ok(Self { table, shared, scope: Rc::new(scope), state: Rc::new(()) })
    }

    /// The headers that a platform tells together, in their order.
    pub(crate) fn declared(&self) -> &[Cow<'static, str>] {
        &self.shared.declared
    }

    /// Finds the handler of a request and calls it, through the middleware around it.
    pub(crate) fn call(&self, mut head: Head, platform: Box<dyn Platform>) -> Call {
        if let Some(layers) = self.scope.layers() {
            head = layers.reroute(head, &self.shared.declared, &*platform);
        }
        let mut matched = None;
        // RFC 9110, section 9.3.7: it is about the server, not about a path, so that no route and no fallback has it.
        let found =
            if head.path() == "*" { Found::Nothing(None, None) } else { self.table.find(head.method(), head.path()) };
        let (scope, next) = match found {
            Found::Route(route, bound, ranges) => {
                matched = Some(Matched { route: Rc::clone(route), ranges });
                (&bound.scope, Ok(&bound.endpoint))
            }
            Found::Nothing(Some((route, fallback, ranges)), scope) => {
                matched = Some(Matched { route: Rc::clone(route), ranges });
                (scope.unwrap_or(&fallback.scope), Ok(&fallback.endpoint))
            }
            Found::OtherMethods(allow, bound) => (&bound.scope, Err(other_methods(head.method(), &allow))),
            Found::Elsewhere(path, bound) => (&bound.scope, Err(elsewhere(&path, head.query()))),
            Found::Nothing(None, scope) => (scope.unwrap_or(&self.scope), Err(nothing(&head))),
        };
        let (cx, checked) = Context::new(head, Rc::clone(&self.shared), matched, platform);
        let next = match checked {
            Ok(()) => next,
            Err(error) => Err(error.into_response()),
        };
        let outcome = match (scope.layers(), next) {
            (None, Ok(endpoint)) => endpoint(cx.clone(), &self.state),
            (None, Err(response)) => Outcome::Ready(response),
            (Some(layers), next) => Rc::clone(layers).run(0, Rc::clone(scope), cx.clone(), next.map(Rc::clone)),
        };
        Call { cx, scope: Rc::clone(scope), outcome }
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").finish_non_exhaustive()
    }
}

/// A header that is declared, and never comes by this name.
#[cold]
#[inline(never)]
fn misnamed(name: &str) -> Error {
    let remedy = match field_name(name) {
        Some(lower) => format!("write it in lower case, {lower:?}"),
        None => "a header's name is letters, digits and signs such as -".to_owned(),
    };
    Error::internal(format!("an extractor or a middleware declares the header {name:?}: {remedy}"))
}

/// The same path with, or without, a slash at the end; the query is kept.
fn elsewhere(path: &str, query: &str) -> Response {
    let mark = if query.is_empty() { "" } else { "?" };
    Redirect::permanent(format!("{}{mark}{}", path_reference(path), query_reference(query))).into_response()
}

fn nothing(head: &Head) -> Response {
    if head.path() == "*" && head.method() == Method::OPTIONS {
        return Response::new(StatusCode::NO_CONTENT);
    }
    Error::not_found("there is nothing at this path").into_response()
}

/// A known path, but not with this method: OPTIONS is told what is, any other is refused.
fn other_methods(method: &Method, allow: &str) -> Response {
    let mut response = if *method == Method::OPTIONS {
        Response::new(StatusCode::NO_CONTENT)
    } else {
        let detail = format!("{method} is not answered here; what is: {allow}");
        Error::new(StatusCode::METHOD_NOT_ALLOWED, detail).into_response()
    };
    // It was made of methods, which are tokens.
    if let Ok(allow) = HeaderValue::from_str(allow) {
        response.headers_mut().set(header::ALLOW, allow);
    }
    response
}
