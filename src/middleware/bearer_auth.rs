//! [`BearerAuth`]: who has logged in, by a bearer token (RFC 6750).
//!
//! 1. The token is that of `Authorization: Bearer …`, the scheme in any case. Tokens in a form or in the query are not looked for.
//! 2. There is none, or the field is of another scheme: 401, and the challenge has no more than a realm. It is malformed, or sent twice: 400,
//!    `invalid_request`. It is none of ours: 401, `invalid_token`.
//! 3. A list of tokens is compared with in constant time, from the first to the last. What has more than 4,096 letters is none of them.
//! 4. It holds for the 404s and 405s of the application, too: nobody learns without a token which paths there are.
//!
//! A preflight request of CORS carries no token: let `Cors` stand further out. Tokens that are in the program are in each copy of its module:
//! take them from [`Bindings`](crate::Bindings). Answers to requests that have the field are kept by no shared cache (RFC 9111, section 3.5), unless they say
//! `public` or `s-maxage`.
//!
//! # Example: tokens from the environment
//! ```
//! use whippet::{auth::Identity, middleware::BearerAuth, prelude::*};
//!
//! fn app(bindings: Bindings) -> Result<App> {
//!     let token: String = bindings.get("API_TOKEN")?;
//!     let auth = BearerAuth::tokens([(token, Identity::new("robot"))]).realm("kennel");
//!     Ok(App::new().get("/", |who: Identity| format!("hello, {}", who.name())).with(auth))
//! }
//! # let client = whippet::testing::TestClient::with_bindings(app, [("API_TOKEN", json!("t7"))]);
//! client.get("/").header("authorization", "Bearer t7").send().assert_text("hello, robot");
//! client.get("/").send().assert_status(401).assert_header("www-authenticate", r#"Bearer realm="kennel""#);
//! ```

use http::header;

use super::{
    Middleware, Next, Passage,
    login::{Asking, Login},
};
use crate::{
    auth::{Bearer, Challenge, Identity, REALM, Secrets},
    context::Context,
    error::Result,
    extract::Needs,
    response::Response,
};

/// Lets a request pass whose bearer token is known, and keeps its [`Identity`]. Feature `access`.
///
/// # Errors
/// 401 without a token, and for one that is not known; 400 for a malformed one; whatever an async check returns. A list that is empty, or has a token twice or
/// one that can never be sent, and a realm that is not ASCII, keep the application from starting.
///
/// # Example: two tokens
/// ```
/// use whippet::{auth::Identity, middleware::BearerAuth, prelude::*};
///
/// let tokens = [("t7", Identity::new("lola")), ("t8", Identity::new("rex").with_role("admin"))];
/// let app = App::new().get("/", |who: Identity| who.name().to_owned()).with(BearerAuth::tokens(tokens));
/// # let client = whippet::testing::TestClient::new(app);
/// client.get("/").header("authorization", "Bearer t8").send().assert_text("rex");
/// client.get("/").header("authorization", "Bearer t9").send().assert_status(401);
/// ```
#[must_use]
pub struct BearerAuth(Login<Bearer>);

impl BearerAuth {
    /// Tokens, and whose they are.
    ///
    /// ```
    /// use whippet::{auth::Identity, middleware::BearerAuth, prelude::*, testing::TestClient};
    /// let auth = BearerAuth::tokens([("t7", Identity::new("lola"))]);
    /// let client = TestClient::new(App::new().get("/", || "hello").with(auth));
    /// client.get("/").header("authorization", "bearer t7").send().assert_text("hello");
    /// ```
    pub fn tokens<T: Into<String>>(tokens: impl IntoIterator<Item = (T, Identity)>) -> Self {
        let tokens: Secrets<1, Identity> = tokens.into_iter().map(|(token, who)| ([token.into()], who)).collect();
        let fault = tokens.fault("token", |[token]| Bearer::is_possible(token));
        let login = Login::new(asking(), move |sent: &Bearer, _: &Context| tokens.find([&sent.0]).cloned());
        Self(login.with_fault(fault))
    }

    /// A function that knows whose a token is; `None` where it is nobody's. It compares secrets with
    /// [`constant_time_eq`](crate::auth::constant_time_eq).
    ///
    /// ```
    /// use whippet::{auth::{Identity, constant_time_eq}, middleware::BearerAuth, prelude::*, testing::TestClient};
    /// let auth = BearerAuth::new(|token, _| constant_time_eq(token, "t7").then(|| Identity::new("lola")));
    /// let client = TestClient::new(App::new().get("/", || "hello").with(auth));
    /// client.get("/").header("authorization", "Bearer t7").send().assert_text("hello");
    /// client.get("/").header("authorization", "Bearer t8").send().assert_status(401);
    /// ```
    pub fn new(check: impl Fn(&str, &Context) -> Option<Identity> + 'static) -> Self {
        Self(Login::new(asking(), move |sent: &Bearer, cx: &Context| check(&sent.0, cx)))
    }

    /// A function that finds out whose a token is, and may wait. `Ok(None)` is 401; an error is answered as it is.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{auth::Identity, middleware::BearerAuth, prelude::*, testing::TestClient, time::sleep};
    /// let names = [("t7".to_owned(), "lola")];
    /// let auth = BearerAuth::later(async move |token, _| {
    ///     sleep(Duration::from_millis(5)).await; // a look-up
    ///     Ok(names.iter().find(|(own, _)| *own == token).map(|(_, name)| Identity::new(*name)))
    /// });
    /// let client = TestClient::new(App::new().get("/", |who: Identity| who.name().to_owned()).with(auth));
    /// client.get("/").header("authorization", "Bearer t7").send().assert_text("lola");
    /// client.get("/").header("authorization", "Bearer t8").send().assert_status(401);
    /// ```
    pub fn later(check: impl AsyncFn(String, Context) -> Result<Option<Identity>> + 'static) -> Self {
        Self(Login::later(asking(), async move |sent: Bearer, cx| check(sent.0, cx).await))
    }

    /// Names the realm, `login` otherwise: what the token is for. Visible ASCII and spaces.
    ///
    /// ```
    /// use whippet::{middleware::BearerAuth, prelude::*, testing::TestClient};
    /// let auth = BearerAuth::new(|_, _| None).realm("kennel");
    /// let answer = TestClient::new(App::new().with(auth)).get("/").send();
    /// answer.assert_header("www-authenticate", r#"Bearer realm="kennel""#);
    /// ```
    pub fn realm(mut self, realm: &str) -> Self {
        self.0.asking.challenge = Challenge::new("Bearer").realm(realm);
        self
    }

    /// Lets a request without a token pass, too: for routes that ask for an `Option<Identity>`, or where several ways to log in stand one in the other. A token that
    /// is sent has to be right all the same.
    ///
    /// # Example: a token, or a name and a password
    /// ```
    /// use whippet::{auth::Identity, middleware::{BasicAuth, BearerAuth, require}, prelude::*};
    ///
    /// let app = App::new()
    ///     .get("/", |who: Identity| who.name().to_owned())
    ///     .with(BearerAuth::tokens([("t7", Identity::new("lola"))]).optional())
    ///     .with(BasicAuth::users([(Identity::new("rex"), "bones")]).optional())
    ///     .with(require::<Identity>());
    /// # let client = whippet::testing::TestClient::new(app);
    /// client.get("/").header("authorization", "Bearer t7").send().assert_text("lola");
    /// client.get("/").header("authorization", "Basic cmV4OmJvbmVz").send().assert_text("rex");
    /// let refused = client.get("/").send().assert_status(401);
    /// assert_eq!(refused.headers().get_all("www-authenticate").count(), 2);
    /// ```
    pub fn optional(mut self) -> Self {
        self.0.is_optional = true;
        self
    }
}

fn asking() -> Asking {
    Asking {
        challenge: Challenge::new("Bearer").realm(REALM),
        missing: "send a bearer token",
        wrong: "the token is not one of ours, or no longer",
        has_code: true,
    }
}

impl Middleware for BearerAuth {
    fn needs(&self, needs: &mut Needs) {
        needs.header("authorization");
        self.0.tell("BearerAuth", needs);
    }

    fn around(&self, cx: &Context, next: Next) -> Passage {
        self.0.around(cx, Bearer::of(cx, &self.0.asking.challenge), next)
    }

    fn after(&self, _: &Context, response: &mut Response) {
        // What nobody was answered may be kept, and is not for everybody.
        if self.0.is_optional {
            response.headers_mut().add_vary(header::AUTHORIZATION);
        }
    }
}
