//! [`Incoming`]: a request before its route is looked for, which a middleware of the outermost application may change.

use std::borrow::Cow;

use http::Method;

use crate::{context::field_name, head::Head, platform::Platform};

/// A request before its route is looked for: [`Middleware::reroute`](crate::middleware::Middleware::reroute) may change what it asks for.
///
/// # Example: the version of an API from a header
/// ```
/// use whippet::{extract::Needs, middleware::{Incoming, Middleware}, prelude::*, testing::TestClient};
///
/// struct Version;
///
/// impl Middleware for Version {
///     fn needs(&self, needs: &mut Needs) {
///         needs.rerouting();
///         needs.header("x-api-version");
///     }
///
///     fn reroute(&self, incoming: &mut Incoming<'_>) {
///         let version = incoming.header("x-api-version").unwrap_or("1".into());
///         let path = format!("/v{version}{}", incoming.path());
///         incoming.set_path(&path);
///     }
/// }
///
/// let app = App::new().get("/v1/dogs", || "dogs").get("/v2/dogs", || "hounds").with(Version);
/// let client = TestClient::new(app);
/// client.get("/dogs").send().assert_text("dogs");
/// client.get("/dogs").header("x-api-version", "2").send().assert_text("hounds");
/// ```
pub struct Incoming<'a> {
    pub(crate) head: &'a mut Head,
    pub(crate) declared: &'a [Cow<'static, str>],
    pub(crate) platform: &'a dyn Platform,
}

impl Incoming<'_> {
    /// The method.
    ///
    /// ```
    /// use whippet::{Method, middleware::Incoming};
    /// fn is_post(incoming: &Incoming<'_>) -> bool {
    ///     *incoming.method() == Method::POST
    /// }
    /// ```
    pub fn method(&self) -> &Method {
        self.head.method()
    }

    /// The path, as [`Context::path`](crate::Context::path) tells it.
    ///
    /// ```
    /// use whippet::middleware::Incoming;
    /// fn is_old(incoming: &Incoming<'_>) -> bool {
    ///     incoming.path().starts_with("/v1/")
    /// }
    /// ```
    pub fn path(&self) -> &str {
        self.head.path()
    }

    /// The query as sent, percent-encoded, without its question mark.
    ///
    /// ```
    /// use whippet::middleware::Incoming;
    /// fn is_preview(incoming: &Incoming<'_>) -> bool {
    ///     incoming.query().split('&').any(|parameter| parameter == "preview")
    /// }
    /// ```
    pub fn query(&self) -> &str {
        self.head.query()
    }

    /// The value of a header, as [`Context::header`](crate::Context::header) tells it.
    ///
    /// ```
    /// use whippet::middleware::Incoming;
    /// fn is_beta(incoming: &Incoming<'_>) -> bool {
    ///     incoming.header("x-channel").as_deref() == Some("beta")
    /// }
    /// ```
    pub fn header(&self, name: &str) -> Option<Cow<'_, str>> {
        let name = field_name(name)?;
        match self.declared.iter().position(|declared| *declared == name) {
            Some(index) => self.head.field(index, self.platform).map(Cow::Borrowed),
            None => self.platform.header(&name).map(Cow::Owned),
        }
    }

    /// Asks with another method.
    ///
    /// ```
    /// use whippet::{Method, middleware::Incoming};
    /// fn read_only(incoming: &mut Incoming<'_>) {
    ///     incoming.set_method(Method::GET);
    /// }
    /// ```
    pub fn set_method(&mut self, method: Method) {
        self.head.set_method(method);
    }

    /// Asks for another path; the query stays. What a path cannot hold is percent-encoded.
    ///
    /// ```
    /// use whippet::middleware::Incoming;
    /// fn without_prefix(incoming: &mut Incoming<'_>) {
    ///     if let Some(path) = incoming.path().strip_prefix("/proxy").map(str::to_owned) {
    ///         incoming.set_path(&path);
    ///     }
    /// }
    /// ```
    pub fn set_path(&mut self, path: &str) {
        let rooted = if path.starts_with('/') { Cow::Borrowed(path) } else { Cow::Owned(format!("/{path}")) };
        self.head.set_path(&rooted);
    }
}
