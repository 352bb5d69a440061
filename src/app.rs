//! [`App`]: the builder of an application: routes, nested and merged applications, state.
//!
//! Nothing is checked while it is built, so that all that is wrong is said at once, when a [`Service`](crate::Service) is made of it.

use std::{panic::Location, rc::Rc};

use http::Method;

use crate::{
    handler::{Endpoint, Handler, erase},
    routing::Router,
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
    router: Router<Endpoint<S>>,
    declared: Vec<&'static str>,
}

/// Methods that nobody spells otherwise.
const STANDARD: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

macro_rules! methods {
    ($($name:ident $method:ident),*) => {$(
        #[doc = concat!("Answers `", stringify!($method), "` requests for a path.")]
        #[track_caller]
        pub fn $name<H: Handler<M, S>, M>(self, path: &str, handler: H) -> Self {
            self.route(Some(Method::$method), path, handler, Location::caller())
        }
    )*};
}

impl<S: 'static> App<S> {
    /// An application without routes: it answers everything with 404.
    pub fn new() -> Self {
        Self { router: Router::new(), declared: Vec::new() }
    }

    methods! { get GET, post POST, put PUT, patch PATCH, delete DELETE, options OPTIONS, head HEAD }

    /// Answers requests for a path whatever the method, unless a route of the method itself does.
    #[track_caller]
    pub fn any<H: Handler<M, S>, M>(self, path: &str, handler: H) -> Self {
        self.route(None, path, handler, Location::caller())
    }

    /// Answers requests of any other method, such as `PURGE`.
    ///
    /// A method that is not a token (RFC 9110, section 9.1), or a standard one in lower case, keeps the application from starting.
    #[track_caller]
    pub fn on<H: Handler<M, S>, M>(mut self, method: &str, path: &str, handler: H) -> Self {
        let fault = match Method::from_bytes(method.as_bytes()) {
            Ok(token)
                if STANDARD.contains(&method.to_ascii_uppercase().as_str()) && !STANDARD.contains(&token.as_str()) =>
            {
                format!(
                    "{method:?} would never be asked for: methods are case-sensitive, write {:?}",
                    method.to_ascii_uppercase()
                )
            }
            Ok(token) => return self.route(Some(token), path, handler, Location::caller()),
            Err(_) => format!("{method:?} is not a method: a method is a token, such as \"PURGE\""),
        };
        self.router.fault(path, &fault, Location::caller());
        self
    }

    /// Answers what no route answers: instead of 404, within the application's own prefix.
    #[track_caller]
    pub fn fallback<H: Handler<M, S>, M>(mut self, handler: H) -> Self {
        H::declare(&mut self.declared);
        self.router.fallback(erase(handler), Location::caller());
        self
    }

    /// Puts another application's routes under a prefix; the prefix may have parameters. Its `/` is the prefix itself, without a slash at
    /// the end. Its fallback answers at and below the prefix only, and gets the prefix's parameters.
    #[track_caller]
    pub fn nest(mut self, prefix: &str, other: Self) -> Self {
        self.declared.extend(other.declared);
        self.router.nest(prefix, other.router, Location::caller());
        self
    }

    /// Adds another application's routes.
    #[track_caller]
    pub fn merge(mut self, other: Self) -> Self {
        self.declared.extend(other.declared);
        self.router.merge(other.router, Location::caller());
        self
    }

    /// Gives the handlers their state.
    pub fn with_state<T: 'static>(self, state: S) -> App<T> {
        let state = Rc::new(state);
        let bind = |endpoint: Endpoint<S>| -> Endpoint<T> {
            let state = Rc::clone(&state);
            Rc::new(move |cx, _| endpoint(cx, &state))
        };
        App { router: self.router.map(bind), declared: self.declared }
    }

    fn route<H: Handler<M, S>, M>(
        mut self,
        method: Option<Method>,
        path: &str,
        handler: H,
        place: &'static Location<'static>,
    ) -> Self {
        H::declare(&mut self.declared);
        self.router.route(method, path, erase(handler), place);
        self
    }

    pub(crate) fn into_parts(self) -> (Router<Endpoint<S>>, Vec<&'static str>) {
        (self.router, self.declared)
    }
}

impl<S: 'static> Default for App<S> {
    fn default() -> Self {
        Self::new()
    }
}
