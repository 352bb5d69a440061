//! A route for each method: `get`, `post` and the others, `any`, `on`.
//!
//! Each is written out, so that the compiler quotes a signature where a handler does not fit, and not a macro.

use std::panic::Location;

use http::Method;

use super::App;
use crate::handler::Handler;

/// Methods that nobody spells otherwise.
const STANDARD: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

impl<S: 'static> App<S> {
    /// Answers `GET` requests for a path, and `HEAD` without a route of its own. What a path may look like: [`routing`](crate::routing).
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/dogs/{name}", |Path(name): Path<String>| name));
    /// assert_eq!(client.get("/dogs/lola").send().text(), "lola");
    /// client.head("/dogs/lola").send().assert_status(200); // HEAD, too: the same answer without its body
    /// ```
    #[track_caller]
    pub fn get<H: Handler<M, S>, M>(self, path: &str, handler: H) -> Self {
        self.route(Some(Method::GET), path, handler, Location::caller())
    }

    /// Answers `POST` requests for a path.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().post("/dogs", |Json(dog): Json<Value>| Created::at("/dogs/1", Json(dog)));
    /// let answer = TestClient::new(app).post("/dogs").json(&json!({ "name": "Lola" })).send();
    /// answer.assert_status(201).assert_header("location", "/dogs/1");
    /// ```
    #[track_caller]
    pub fn post<H: Handler<M, S>, M>(self, path: &str, handler: H) -> Self {
        self.route(Some(Method::POST), path, handler, Location::caller())
    }

    /// Answers `PUT` requests for a path.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().put("/notes/{id}", |Path(id): Path<u32>, text: String| format!("{id} is now {text}"));
    /// assert_eq!(TestClient::new(app).put("/notes/7").body("walk Rex").send().text(), "7 is now walk Rex");
    /// ```
    #[track_caller]
    pub fn put<H: Handler<M, S>, M>(self, path: &str, handler: H) -> Self {
        self.route(Some(Method::PUT), path, handler, Location::caller())
    }

    /// Answers `PATCH` requests for a path.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().patch("/dogs/1", |Json(changes): Json<Value>| format!("now {}", changes["age"]));
    /// assert_eq!(TestClient::new(app).patch("/dogs/1").json(&json!({ "age": 8 })).send().text(), "now 8");
    /// ```
    #[track_caller]
    pub fn patch<H: Handler<M, S>, M>(self, path: &str, handler: H) -> Self {
        self.route(Some(Method::PATCH), path, handler, Location::caller())
    }

    /// Answers `DELETE` requests for a path.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().delete("/dogs/{id}", |Path(_): Path<u32>| NoContent);
    /// TestClient::new(app).delete("/dogs/7").send().assert_status(204);
    /// ```
    #[track_caller]
    pub fn delete<H: Handler<M, S>, M>(self, path: &str, handler: H) -> Self {
        self.route(Some(Method::DELETE), path, handler, Location::caller())
    }

    /// Answers `OPTIONS` requests for a path.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().options("/told", || "ask for a dog").get("/dogs", || "all dogs"));
    /// assert_eq!(client.options("/told").send().text(), "ask for a dog");
    /// client.options("/dogs").send().assert_header("allow", "GET, HEAD, OPTIONS"); // without a route of its own
    /// ```
    #[track_caller]
    pub fn options<H: Handler<M, S>, M>(self, path: &str, handler: H) -> Self {
        self.route(Some(Method::OPTIONS), path, handler, Location::caller())
    }

    /// Answers `HEAD` requests for a path.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().get("/report", || "much work").head("/report", || ([(header::ETAG, "\"7\"")], ()));
    /// TestClient::new(app).head("/report").send().assert_header("etag", "\"7\""); // without the work
    /// ```
    #[track_caller]
    pub fn head<H: Handler<M, S>, M>(self, path: &str, handler: H) -> Self {
        self.route(Some(Method::HEAD), path, handler, Location::caller())
    }

    /// Answers requests for a path whatever the method, unless a route of the method itself does: `OPTIONS`, `TRACE` and `CONNECT`, too.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().any("/", |method: Method| method.to_string()).get("/", || "get"));
    /// assert_eq!(client.get("/").send().text(), "get");
    /// assert_eq!(client.request("BREW", "/").send().text(), "BREW");
    /// ```
    #[track_caller]
    pub fn any<H: Handler<M, S>, M>(self, path: &str, handler: H) -> Self {
        self.route(None, path, handler, Location::caller())
    }

    /// Answers requests of any other method, such as `PURGE` or `QUERY`.
    ///
    /// A method that is not a token (RFC 9110, section 9.1), or a standard one in lower case, keeps the application from starting.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().on("PURGE", "/cache", || StatusCode::NO_CONTENT));
    /// client.request("PURGE", "/cache").send().assert_status(204);
    /// client.get("/cache").send().assert_status(405).assert_header("allow", "PURGE, OPTIONS");
    /// ```
    #[track_caller]
    pub fn on<H: Handler<M, S>, M>(mut self, method: &str, path: &str, handler: H) -> Self {
        match named(method) {
            Ok(method) => return self.route(Some(method), path, handler, Location::caller()),
            Err(fault) => self.router.refuse(path, &fault, Location::caller()),
        }
        self
    }
}

/// The method of a name.
///
/// # Errors
/// What is wrong with it, and the remedy.
fn named(method: &str) -> Result<Method, String> {
    let token = Method::from_bytes(method.as_bytes())
        .map_err(|_| format!("{method:?} is not a method: a method is a token, such as \"PURGE\""))?;
    let upper = method.to_ascii_uppercase();
    if STANDARD.contains(&&*upper) && upper != method {
        return Err(format!("{method:?} would never be asked for: methods are case-sensitive, write {upper:?}"));
    }
    Ok(token)
}
