//! [`TrailingSlash`]: whether `/users` and `/users/` are one.

/// Whether `/users` and `/users/` are one: what a router does with a path that it knows only with, or only without, a slash at the end.
///
/// The root, and what a catch-all takes, is as it is.
///
/// # Example: both spellings
/// ```
/// use whippet::{prelude::*, testing::TestClient};
///
/// let app = |slash| App::new().get("/users", || "users").trailing_slash(slash);
/// TestClient::new(app(TrailingSlash::Strict)).get("/users/").send().assert_status(404);
/// TestClient::new(app(TrailingSlash::Ignore)).get("/users/").send().assert_status(200);
/// TestClient::new(app(TrailingSlash::Redirect)).get("/users/?page=2").send()
///     .assert_status(308)
///     .assert_header("location", "/users?page=2");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TrailingSlash {
    /// They are two paths, and the one without a route is 404. The default.
    #[default]
    Strict,
    /// The one without a route is redirected to the other: 308, which keeps method and body; the query is kept, too.
    Redirect,
    /// The one without a route is answered like the other.
    Ignore,
}
