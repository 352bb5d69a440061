//! [`BasicAuth`]: who has logged in, by a name and a password (RFC 7617).
//!
//! 1. They are those of `Authorization: Basic …`, the scheme in any case, and UTF-8; browsers ask their user for them after a 401.
//! 2. There are none, the field is of another scheme, they are malformed, or they are wrong: 401 with a realm and `charset="UTF-8"`. Whether there is such a name
//!    is not told, and takes no time to tell: names and passwords of a list are all compared in constant time.
//! 3. It holds for the 404s and 405s of the application, too.
//!
//! A password goes over the line with each request, as good as readable: HTTPS only. Keep passwords of people as slow hashes (Argon2, scrypt) in a store, and
//! check them in a [function](BasicAuth::later); one that hashes nothing where there is no such name tells so by its time, so hash something anyway. Such a hash is
//! active CPU, which platforms bill. A browser sends the password with requests that other sites make it send, too: changes need [`Csrf`](super::Csrf).
//!
//! # Example: one for the staging site
//! ```
//! use whippet::{auth::Identity, middleware::BasicAuth, prelude::*};
//!
//! fn app(bindings: Bindings) -> Result<App> {
//!     let password: String = bindings.get("STAGING_PASSWORD")?;
//!     let auth = BasicAuth::users([(Identity::new("staging"), password)]).realm("staging");
//!     Ok(App::new().get("/", || "not for everybody yet").with(auth))
//! }
//! # let client = whippet::testing::TestClient::with_bindings(app, [("STAGING_PASSWORD", json!("bones"))]);
//! let answer = client.get("/").send().assert_status(401);
//! answer.assert_header("www-authenticate", r#"Basic realm="staging", charset="UTF-8""#);
//! client.get("/").header("authorization", "Basic c3RhZ2luZzpib25lcw==").send().assert_status(200);
//! ```

use http::header;

use super::{
    Middleware, Next, Passage,
    login::{Asking, Login},
};
use crate::{
    auth::{Basic, Identity, REALM, Secrets},
    context::Context,
    error::Result,
    extract::Needs,
    response::Response,
};

/// Lets a request pass whose name and password are known, and keeps its [`Identity`]. Feature `access`.
///
/// # Errors
/// 401 for all others; whatever an async check returns. A list that is empty, or has a user twice or a name or password that can never be sent, and a
/// realm that is not ASCII, keep the application from starting.
///
/// # Example: two users
/// ```
/// use whippet::{auth::Identity, middleware::BasicAuth, prelude::*};
///
/// let users = [(Identity::new("lola"), "bones"), (Identity::new("rex").with_role("admin"), "balls")];
/// let app = App::new().get("/", |who: Identity| who.name().to_owned()).with(BasicAuth::users(users));
/// # let client = whippet::testing::TestClient::new(app);
/// client.get("/").header("authorization", "Basic bG9sYTpib25lcw==").send().assert_text("lola");
/// client.get("/").send().assert_status(401);
/// ```
#[must_use]
pub struct BasicAuth(Login<Basic>);

impl BasicAuth {
    /// Users and their passwords; the name of an identity is that of the user.
    ///
    /// ```
    /// use whippet::{auth::Identity, middleware::BasicAuth, prelude::*, testing::TestClient};
    /// let auth = BasicAuth::users([(Identity::new("lola"), "bones")]);
    /// let client = TestClient::new(App::new().get("/", || "hello").with(auth));
    /// client.get("/").header("authorization", "Basic bG9sYTpib25lcw==").send().assert_text("hello");
    /// ```
    pub fn users<P: Into<String>>(users: impl IntoIterator<Item = (Identity, P)>) -> Self {
        let user = |(who, password): (Identity, P)| ([who.name().to_owned(), password.into()], who);
        let users: Secrets<2, Identity> = users.into_iter().map(user).collect();
        let fault = users.fault("user", |[name, password]| {
            let is_text = |text: &str| !text.is_empty() && !text.contains(char::is_control);
            is_text(name) && is_text(password) && !name.contains(':')
        });
        let check = move |sent: &Basic, _: &Context| users.find([&sent.user, &sent.password]).cloned();
        Self(Login::new(asking(REALM), check).with_fault(fault))
    }

    /// A function that knows whose a name and a password are; `None` where they are nobody's. It compares secrets with
    /// [`constant_time_eq`](crate::auth::constant_time_eq).
    ///
    /// ```
    /// use whippet::{auth::{Identity, constant_time_eq}, middleware::BasicAuth, prelude::*, testing::TestClient};
    /// let auth = BasicAuth::new(|user, password, _| {
    ///     (constant_time_eq(user, "lola") & constant_time_eq(password, "bones")).then(|| Identity::new("lola"))
    /// });
    /// let client = TestClient::new(App::new().get("/", || "hello").with(auth));
    /// client.get("/").header("authorization", "Basic bG9sYTpib25lcw==").send().assert_text("hello");
    /// ```
    pub fn new(check: impl Fn(&str, &str, &Context) -> Option<Identity> + 'static) -> Self {
        Self(Login::new(asking(REALM), move |sent: &Basic, cx: &Context| check(&sent.user, &sent.password, cx)))
    }

    /// A function that finds out whose a name and a password are, and may wait. `Ok(None)` is 401; an error is answered as it is.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{auth::Identity, middleware::BasicAuth, prelude::*, testing::TestClient, time::sleep};
    /// let auth = BasicAuth::later(async |user: String, password: String, _| {
    ///     sleep(Duration::from_millis(5)).await; // a look-up, and the hash
    ///     Ok((user == "lola" && password == "bones").then(|| Identity::new(user)))
    /// });
    /// let client = TestClient::new(App::new().get("/", || "hello").with(auth));
    /// client.get("/").header("authorization", "Basic bG9sYTpib25lcw==").send().assert_text("hello");
    /// ```
    pub fn later(check: impl AsyncFn(String, String, Context) -> Result<Option<Identity>> + 'static) -> Self {
        Self(Login::later(asking(REALM), async move |sent: Basic, cx| check(sent.user, sent.password, cx).await))
    }

    /// Names the realm, `login` otherwise, which a browser may show its user. Visible ASCII and spaces.
    ///
    /// ```
    /// use whippet::{middleware::BasicAuth, prelude::*, testing::TestClient};
    /// let auth = BasicAuth::new(|_, _, _| None).realm("kennel");
    /// let answer = TestClient::new(App::new().with(auth)).get("/").send();
    /// answer.assert_header("www-authenticate", r#"Basic realm="kennel", charset="UTF-8""#);
    /// ```
    pub fn realm(mut self, realm: &str) -> Self {
        self.0.asking = asking(realm);
        self
    }

    /// Lets a request without a name and a password pass, too: for routes that ask for an `Option<Identity>`, or where several ways to log in stand one in the
    /// other. What is sent has to be right all the same.
    ///
    /// ```
    /// use whippet::{auth::Identity, middleware::BasicAuth, prelude::*, testing::TestClient};
    /// let auth = BasicAuth::users([(Identity::new("lola"), "bones")]).optional();
    /// let client = TestClient::new(App::new().get("/", |who: Option<Identity>| who.is_some().to_string()).with(auth));
    /// client.get("/").send().assert_text("false").assert_header("vary", "authorization");
    /// client.get("/").header("authorization", "Basic bG9sYTpib25l").send().assert_status(401);
    /// ```
    pub fn optional(mut self) -> Self {
        self.0.is_optional = true;
        self
    }
}

fn asking(realm: &str) -> Asking {
    Asking {
        challenge: Basic::challenge(realm),
        missing: "send a name and a password",
        wrong: "the name or the password is wrong",
        has_code: false,
    }
}

impl Middleware for BasicAuth {
    fn needs(&self, needs: &mut Needs) {
        needs.header("authorization");
        self.0.tell("BasicAuth", needs);
    }

    fn around(&self, cx: &Context, next: Next) -> Passage {
        self.0.around(cx, Basic::of(cx, &self.0.asking.challenge), next)
    }

    fn after(&self, _: &Context, response: &mut Response) {
        // What nobody was answered may be kept, and is not for everybody.
        if self.0.is_optional {
            response.headers_mut().add_vary(header::AUTHORIZATION);
        }
    }
}
