//! [`App`]: the builder of an application: routes, nested and merged applications, state.
//!
//! Nothing is checked while it is built, so that all that is wrong is said at once, when a [`Service`](crate::Service) is made of it.

mod layers;
mod overrides;
mod sealed;
mod verbs;

use std::{
    fmt::{self, Display},
    panic::Location,
    rc::Rc,
};

use http::Method;

use self::sealed::Unrouted;
#[cfg(feature = "files")]
use crate::routing::Pattern;
use crate::{
    context::Context,
    error::{Error, Result},
    extract::{Needs, RouteCheck},
    handler::{Endpoint, Handler, erase},
    response::IntoResponse,
    routing::{Route, Router, TrailingSlash, Urls, said_already},
    scope::Scope,
};

/// An application: routes that lead to handlers, which may ask for a state `S`.
///
/// With [`App::with_state`] it becomes an `App<()>`, and only such a one can be served: a state that was never given does not
/// compile.
///
/// # Example: routes, a nested application and a state
/// ```
/// use whippet::prelude::*;
///
/// fn admin<S: 'static>() -> App<S> {
///     App::new().get("/", || "admin").get("/users/{id}", |Path(id): Path<u32>| format!("user {id}"))
/// }
///
/// let app = App::new()
///     .get("/motto", |State(motto): State<&'static str>| motto)
///     .nest("/admin", admin())
///     .with_state("small, fast, fetches");
/// # let client = whippet::testing::TestClient::new(app);
/// # assert_eq!(client.get("/motto").send().text(), "small, fast, fetches");
/// # assert_eq!(client.get("/admin").send().text(), "admin");
/// # assert_eq!(client.get("/admin/users/7").send().text(), "user 7");
/// ```
#[must_use = "an application does nothing until it is served"]
pub struct App<S = ()> {
    router: BoundRouter<S>,
    needs: Needs,
    scope: Scope,
    /// What routes are given until all has been said.
    silence: Rc<Scope>,
    on_error_at: Option<&'static Location<'static>>,
    layered_at: Option<&'static Location<'static>>,
    rerouting_at: Option<&'static Location<'static>>,
    trailing_slash: Option<TrailingSlash>,
    base_path: Option<BasePath<S>>,
}

/// A prefix of the whole application, and what puts routes under it: an application that has none carries no code for that.
struct BasePath<S> {
    prefix: String,
    place: &'static Location<'static>,
    put: fn(BoundRouter<S>, &str, &'static Location<'static>) -> BoundRouter<S>,
}

type BoundRouter<S> = Router<Bound<S>, Rc<Scope>>;

/// A handler without its type, and what its routers say.
pub(crate) struct Bound<S> {
    pub(crate) endpoint: Endpoint<S>,
    pub(crate) scope: Rc<Scope>,
    /// Whether it can be called with what its route has: what is asked of the route.
    pub(crate) checks: Vec<RouteCheck>,
}

impl<S: 'static> App<S> {
    /// An application without routes: it answers everything with 404.
    ///
    /// ```
    /// use whippet::{App, testing::TestClient};
    /// TestClient::new(App::new()).get("/").send().assert_status(404);
    /// ```
    pub fn new() -> Self {
        Self {
            router: Router::new(),
            needs: Needs::default(),
            scope: Scope::default(),
            silence: Rc::default(),
            on_error_at: None,
            layered_at: None,
            rerouting_at: None,
            trailing_slash: None,
            base_path: None,
        }
    }

    /// Names the route that was added last, for [`Context::url_for`] and [`App::url_for`].
    ///
    /// A name belongs to one path, wherever it is nested; routes of several methods may share it there. A name that is empty, that stands
    /// for two paths, or before which no route of this application stands, keeps the application from starting.
    ///
    /// ```
    /// use whippet::prelude::*;
    /// let app = App::<()>::new().get("/users/{id}", || "").name("user");
    /// assert_eq!(app.url_for("user", &[("id", &7)])?, "/users/7");
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn name(mut self, name: &str) -> Self {
        self.router.name(name, Location::caller());
        self
    }

    /// Answers what no route answers: instead of 404, within the application's own prefix. A nested application keeps its 404s where it
    /// has a fallback of its own, or an [`App::on_error`].
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().nest("/api", App::new().fallback(|| (StatusCode::NOT_FOUND, "no such API")));
    /// let client = TestClient::new(app.fallback(|| "the page"));
    /// assert_eq!(client.get("/api/x").send().assert_status(404).text(), "no such API");
    /// assert_eq!(client.get("/x").send().text(), "the page");
    /// ```
    #[track_caller]
    pub fn fallback<H: Handler<M, S>, M>(mut self, handler: H) -> Self {
        let bound = self.bound(handler, "fallback", Location::caller());
        self.router.fallback(bound, Location::caller());
        self
    }

    /// Says how errors are answered: those of this application's routes, nested ones and 405 included, and the 404s below its prefix; for the
    /// outermost application, all other 404s.
    ///
    /// A nested application's own goes first, and an error that it returns comes here. It has the 404s below its prefix even where an
    /// application around it has a [fallback](App::fallback). What was set on the error's answer stays where the new
    /// one does not set it: the status, and headers such as `Allow`. Errors of 500 and above have been logged before. A request
    /// that is none (a method that is no token, for example) is answered without it: there is no [`Context`] yet.
    ///
    /// # Example: pages for people, one shape for an API
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    ///
    /// let api = App::new()
    ///     .get("/users/{id}", |Path(id): Path<u32>| id.to_string())
    ///     .on_error(|error, _| Json(json!({ "detail": error.detail() })));
    /// let app = App::new().nest("/api", api).on_error(|error, _| Html(format!("<h1>{}</h1>", error.status())));
    ///
    /// let client = TestClient::new(app);
    /// client.get("/api/users/x").send().assert_status(422).assert_header("content-type", "application/json");
    /// let page = client.post("/").send().assert_status(404);
    /// assert_eq!(page.text(), "<h1>404 Not Found</h1>");
    /// ```
    #[track_caller]
    pub fn on_error<R: IntoResponse>(mut self, answer: impl Fn(Error, Context) -> R + 'static) -> Self {
        let place = Location::caller();
        match self.on_error_at.replace(place) {
            None => self.scope.on_error(answer),
            Some(first) => self.router.fault("on_error", &said_already(first), place),
        }
        self
    }

    /// Says what a slash at the end of a path means, for the routes of this application; nested ones that say something else keep it.
    ///
    /// The default is [`TrailingSlash::Strict`].
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().get("/dogs", || "all dogs").trailing_slash(TrailingSlash::Redirect);
    /// TestClient::new(app).get("/dogs/").send().assert_status(308).assert_header("location", "/dogs");
    /// ```
    pub fn trailing_slash(mut self, policy: TrailingSlash) -> Self {
        self.trailing_slash = Some(policy);
        self
    }

    /// Puts the whole application under a prefix, as [`App::nest`] would: for one that is mounted under a path.
    ///
    /// An empty one and `/` are none. It holds for all routes, also for those that are added after it; [`App::routes`] and [`Context::url_for`] tell the whole path.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().base_path("/api").get("/health", || "ok"));
    /// client.get("/api/health").send().assert_status(200);
    /// client.get("/health").send().assert_status(404);
    /// ```
    #[track_caller]
    pub fn base_path(mut self, prefix: &str) -> Self {
        // Often a setting, which may say that there is none.
        if prefix.is_empty() || prefix == "/" {
            return self;
        }
        let place = Location::caller();
        let base_path = BasePath { prefix: prefix.to_owned(), place, put: Router::based };
        if let Some(first) = self.base_path.replace(base_path) {
            self.router.fault(&format!("base_path {prefix:?}"), &said_already(first.place), place);
        }
        self
    }

    /// The most bytes that an answer of this application may have: 4,500,000 unless said otherwise, the limit of Vercel's functions.
    ///
    /// An answer of more is a 500, and the log says which route made it. A nested application may say something else.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().max_answer_bytes(10).get("/", || "more than ten bytes");
    /// TestClient::new(app).get("/").send().assert_status(500);
    /// ```
    pub fn max_answer_bytes(mut self, max_bytes: usize) -> Self {
        self.scope.limit_answers(max_bytes);
        self
    }

    /// Puts another application's routes under a prefix, a pattern ([`routing`](crate::routing)) that may have parameters. Its `/` is the prefix itself, without a slash at
    /// the end. Its fallback answers at and below the prefix only, and gets the prefix's parameters.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let team = App::new().get("/", |Path(team): Path<String>| team).get("/dogs", || "its dogs");
    /// let client = TestClient::new(App::new().nest("/teams/{team}", team));
    /// assert_eq!(client.get("/teams/red").send().text(), "red");
    /// assert_eq!(client.get("/teams/red/dogs").send().text(), "its dogs");
    /// ```
    #[track_caller]
    pub fn nest(mut self, prefix: &str, other: Self) -> Self {
        let (router, needs) = other.within(Unrouted::Own);
        self.router.add_faults(self.needs.extend(needs));
        self.router.nest(prefix, router, Location::caller());
        self
    }

    /// Adds another application's routes. What it says about errors, slashes and sizes holds for them and for nothing else.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let pages = App::new().get("/about", || "about");
    /// let client = TestClient::new(App::new().get("/", || "home").merge(pages));
    /// assert_eq!(client.get("/about").send().text(), "about");
    /// ```
    #[track_caller]
    pub fn merge(mut self, other: Self) -> Self {
        let (router, needs) = other.within(Unrouted::Others);
        self.router.add_faults(self.needs.extend(needs));
        self.router.merge(router, Location::caller());
        self
    }

    /// Gives the handlers their state, which they ask for with [`State`](crate::extract::State).
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().get("/{i}", |State(dogs): State<Vec<&'static str>>, Path(i): Path<usize>| dogs.get(i).copied());
    /// let client = TestClient::new(app.with_state(vec!["lola", "rex"]));
    /// assert_eq!(client.get("/1").send().text(), "rex");
    /// ```
    pub fn with_state<T: 'static>(self, state: S) -> App<T> {
        let state = Rc::new(state);
        let bind = |Bound { endpoint, scope, checks }: Bound<S>| -> Bound<T> {
            let state = Rc::clone(&state);
            Bound { endpoint: Rc::new(move |cx, _| endpoint(cx, &state)), scope, checks }
        };
        let Self { router, needs, scope, silence, on_error_at, layered_at, rerouting_at, trailing_slash, base_path } =
            self;
        let router = router.map(bind);
        let base_path = base_path.map(|BasePath { prefix, place, .. }| BasePath { prefix, place, put: Router::based });
        App { router, needs, scope, silence, on_error_at, layered_at, rerouting_at, trailing_slash, base_path }
    }

    /// What the routes say of themselves, in the order in which they were added.
    ///
    /// # Example: a page that lists them
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().get("/users/{id}", || "").name("user").base_path("/api");
    /// let lines: Vec<String> = app.routes().iter().map(|route| route.pattern().to_owned()).collect();
    /// let client = TestClient::new(app.get("/routes", move || Json(lines.clone())));
    /// assert_eq!(client.get("/api/routes").send().text(), r#"["/api/users/{id}"]"#);
    /// ```
    pub fn routes(&self) -> Vec<Route> {
        let whole = |route: &Rc<Route>| match &self.base_path {
            Some(base) => route.under(&base.prefix),
            None => Route::clone(route),
        };
        self.router.routes().map(whole).collect()
    }

    /// The path of a named route; see [`Context::url_for`], which handlers use.
    ///
    /// # Errors
    /// As [`Context::url_for`], and 500 where two paths have one name.
    ///
    /// ```
    /// use whippet::prelude::*;
    /// let app: App = App::new().get("/files/{*path}", || "").name("file").base_path("/api");
    /// assert_eq!(app.url_for("file", &[("path", &"a b/c")]).unwrap(), "/api/files/a%20b/c");
    /// assert!(app.url_for("file", &[]).is_err());
    /// ```
    pub fn url_for(&self, name: &str, values: &[(&str, &dyn Display)]) -> Result<String> {
        let (urls, faults) = Urls::of(self.routes().into_iter().map(Rc::new).collect());
        if faults.is_empty() { urls.path(name, values) } else { Err(refused(&faults)) }
    }

    #[track_caller]
    fn route<H: Handler<M, S>, M>(
        mut self,
        method: Option<Method>,
        path: &str,
        handler: H,
        place: &'static Location<'static>,
    ) -> Self {
        let bound = self.bound(handler, path, place);
        self.router.route(method, path, bound, place);
        self
    }

    /// Takes the type off a handler, and notes what it needs.
    fn bound<H: Handler<M, S>, M>(&mut self, handler: H, path: &str, place: &'static Location<'static>) -> Bound<S> {
        H::needs(&mut self.needs);
        Bound { endpoint: erase(handler), scope: Rc::clone(&self.silence), checks: self.checks_of(path, place) }
    }

    /// What its extractors have just told about a handler.
    fn checks_of(&mut self, path: &str, place: &'static Location<'static>) -> Vec<RouteCheck> {
        let (faults, checks) = self.needs.of_handler();
        faults.iter().for_each(|fault| self.router.fault(path, fault, place));
        checks
    }

    /// Answers GET requests for a file; its name is no pattern.
    #[cfg(feature = "files")]
    pub(crate) fn file<H: Handler<M, S>, M>(
        mut self,
        prefix: Option<&Pattern>,
        name: &str,
        handler: H,
        place: &'static Location<'static>,
    ) -> Self {
        let bound = self.bound(handler, name, place);
        self.router.file(prefix, name, bound, place);
        self
    }

    /// Notes a prefix of files that cannot work.
    #[cfg(feature = "files")]
    pub(crate) fn refuse_files(mut self, prefix: &str, fault: &str, place: &'static Location<'static>) -> Self {
        self.router.refuse(&format!("files {prefix:?}"), fault, place);
        self
    }
}

/// All that is wrong, a line each.
#[cold]
#[inline(never)]
pub(crate) fn refused(faults: &[String]) -> Error {
    let mut lines = String::new();
    for fault in faults {
        lines.push_str(if lines.is_empty() { "" } else { "\n" });
        lines.push_str(fault);
    }
    Error::internal(lines)
}

/// Its routes.
impl<S: 'static> fmt::Debug for App<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.routes().iter().map(ToString::to_string)).finish()
    }
}

impl<S: 'static> Default for App<S> {
    fn default() -> Self {
        Self::new()
    }
}
