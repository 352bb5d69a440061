//! [`ApiKey`]: who has logged in, by a key in a header or in the query.
//!
//! 1. The key is the value of the header `x-api-key`, or of another that is named, or of a parameter of the query where one is named. A header is looked at first.
//! 2. There is none: 401. It is nobody's, or was sent twice: 401. The challenge is `ApiKey`, with the name of the header; no such scheme is
//!    registered, but a 401 has to have one (RFC 9110, section 15.5.2).
//! 3. A list of keys is compared with in constant time, from the first to the last. What has more than 4,096 letters is none of them.
//! 4. It holds for the 404s and 405s of the application, too.
//!
//! **A key in the query is seen by many**: it stands in the logs of platforms and proxies, in the history of browsers, and in the `Referer` of the next request. Take
//! [`ApiKey::query`] only for clients that can send no header, and give them keys that may do little. Shared caches do not know that a header of one's own is a secret: an
//! answer has `Vary` with its name.
//!
//! # Example: keys that a store knows
//! ```
//! use whippet::{auth::Identity, middleware::ApiKey, prelude::*};
//! # async fn owner_of(key: &str) -> Result<Option<String>> { Ok((key == "k7").then(|| "lola".to_owned())) }
//!
//! let auth = ApiKey::later(async |key: String, _| Ok(owner_of(&key).await?.map(Identity::new)));
//! let app = App::new().get("/", |who: Identity| format!("hello, {}", who.name())).with(auth);
//! # let client = whippet::testing::TestClient::new(app);
//! client.get("/").header("x-api-key", "k7").send().assert_text("hello, lola");
//! client.get("/").header("x-api-key", "k8").send().assert_status(401);
//! ```

use http::HeaderName;

use super::{
    Middleware, Next, Passage,
    login::{Asking, Login},
};
use crate::{
    auth::{Challenge, Identity, REALM, Secrets},
    context::Context,
    error::Result,
    extract::Needs,
    response::Response,
};

/// Lets a request pass whose key is known, and keeps its [`Identity`]. Feature `access`.
///
/// # Errors
/// 401 without a key, and for one that is not known; whatever an async check returns. A list that is empty, or has a key twice or one that can never be sent, and a
/// name that is none of a header, keep the application from starting.
///
/// # Example: two keys
/// ```
/// use whippet::{auth::Identity, middleware::ApiKey, prelude::*};
///
/// let keys = [("k7", Identity::new("lola")), ("k8", Identity::new("rex"))];
/// let app = App::new().get("/", |who: Identity| who.name().to_owned()).with(ApiKey::keys(keys));
/// # let client = whippet::testing::TestClient::new(app);
/// client.get("/").header("x-api-key", "k8").send().assert_text("rex");
/// let refused = client.get("/").send().assert_status(401);
/// refused.assert_header("www-authenticate", r#"ApiKey realm="login", header="x-api-key""#);
/// ```
#[must_use]
pub struct ApiKey {
    login: Login<String>,
    realm: String,
    header: String,
    vary: Option<HeaderName>,
    query: Option<String>,
}

impl ApiKey {
    /// Keys, and whose they are: visible ASCII.
    ///
    /// ```
    /// use whippet::{auth::Identity, middleware::ApiKey, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", || "hello").with(ApiKey::keys([("k7", Identity::new("lola"))])));
    /// client.get("/").header("x-api-key", "k7").send().assert_text("hello").assert_header("vary", "x-api-key");
    /// ```
    pub fn keys<T: Into<String>>(keys: impl IntoIterator<Item = (T, Identity)>) -> Self {
        let keys: Secrets<1, Identity> = keys.into_iter().map(|(key, who)| ([key.into()], who)).collect();
        let fault = keys
            .fault("key", |[key]| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic() && byte != b','));
        let login = Login::new(asking(), move |sent: &String, _: &Context| keys.find([sent]).cloned());
        Self::of(login.with_fault(fault))
    }

    /// A function that knows whose a key is; `None` where it is nobody's. It compares secrets with
    /// [`constant_time_eq`](crate::auth::constant_time_eq).
    ///
    /// ```
    /// use whippet::{auth::{Identity, constant_time_eq}, middleware::ApiKey, prelude::*, testing::TestClient};
    /// let auth = ApiKey::new(|key, _| constant_time_eq(key, "k7").then(|| Identity::new("lola")));
    /// let client = TestClient::new(App::new().get("/", || "hello").with(auth));
    /// client.get("/").header("x-api-key", "k7").send().assert_text("hello");
    /// ```
    pub fn new(check: impl Fn(&str, &Context) -> Option<Identity> + 'static) -> Self {
        Self::of(Login::new(asking(), move |sent: &String, cx: &Context| check(sent, cx)))
    }

    /// A function that finds out whose a key is, and may wait. `Ok(None)` is 401; an error is answered as it is.
    ///
    /// ```
    /// use whippet::{auth::Identity, middleware::ApiKey, prelude::*, testing::TestClient};
    /// let auth = ApiKey::later(async |key: String, _| Ok((key == "k7").then(|| Identity::new("lola"))));
    /// let client = TestClient::new(App::new().get("/", || "hello").with(auth));
    /// client.get("/").header("x-api-key", "k7").send().assert_text("hello");
    /// ```
    pub fn later(check: impl AsyncFn(String, Context) -> Result<Option<Identity>> + 'static) -> Self {
        Self::of(Login::later(asking(), check))
    }

    fn of(login: Login<String>) -> Self {
        let key = Self { login, realm: REALM.to_owned(), header: String::new(), vary: None, query: None };
        key.header("x-api-key")
    }

    /// Names the header, `x-api-key` otherwise.
    ///
    /// ```
    /// use whippet::{auth::Identity, middleware::ApiKey, prelude::*, testing::TestClient};
    /// let auth = ApiKey::keys([("k7", Identity::new("lola"))]).header("x-kennel");
    /// let client = TestClient::new(App::new().get("/", || "hello").with(auth));
    /// client.get("/").header("x-kennel", "k7").send().assert_text("hello");
    /// client.get("/").header("x-api-key", "k7").send().assert_status(401);
    /// ```
    pub fn header(mut self, name: &str) -> Self {
        self.header = name.to_ascii_lowercase();
        self.vary = self.header.parse().ok();
        self.challenged()
    }

    /// Takes a key of the query, too, from the parameter of a name. **Many see it there**: it stands in logs of platforms and proxies, in the history of
    /// browsers, and in the `Referer` of the next request. Only for clients that can send no header, and for keys that may do little.
    ///
    /// ```
    /// use whippet::{auth::Identity, middleware::ApiKey, prelude::*, testing::TestClient};
    /// let auth = ApiKey::keys([("k7", Identity::new("calendar"))]).query("key");
    /// let client = TestClient::new(App::new().get("/feed", || "walks").with(auth));
    /// client.get("/feed?key=k7").send().assert_text("walks");
    /// client.get("/feed?key=k7&key=k7").send().assert_status(401);
    /// ```
    pub fn query(mut self, name: &str) -> Self {
        self.query = Some(name.to_owned());
        self
    }

    /// Names the realm, `login` otherwise: what the key is for. Visible ASCII and spaces.
    ///
    /// ```
    /// use whippet::{middleware::ApiKey, prelude::*, testing::TestClient};
    /// let answer = TestClient::new(App::new().with(ApiKey::new(|_, _| None).realm("kennel"))).get("/").send();
    /// answer.assert_header("www-authenticate", r#"ApiKey realm="kennel", header="x-api-key""#);
    /// ```
    pub fn realm(mut self, realm: &str) -> Self {
        realm.clone_into(&mut self.realm);
        self.challenged()
    }

    fn challenged(mut self) -> Self {
        self.login.asking.challenge = Challenge::new("ApiKey").realm(&self.realm).with("header", &self.header);
        self
    }

    /// Lets a request without a key pass, too: for routes that ask for an `Option<Identity>`, or where several ways to log in stand one in the other. A key that
    /// is sent has to be right all the same.
    ///
    /// ```
    /// use whippet::{auth::Identity, middleware::ApiKey, prelude::*, testing::TestClient};
    /// let auth = ApiKey::keys([("k7", Identity::new("lola"))]).optional();
    /// let client = TestClient::new(App::new().get("/", |who: Option<Identity>| who.is_some().to_string()).with(auth));
    /// client.get("/").send().assert_text("false");
    /// client.get("/").header("x-api-key", "k8").send().assert_status(401);
    /// ```
    pub fn optional(mut self) -> Self {
        self.login.is_optional = true;
        self
    }

    /// The key of a request, if it has one. A parameter that stands there twice is no key, as a header that was sent twice is none.
    fn sent(&self, cx: &Context) -> Option<String> {
        if let Some(key) = cx.header(&self.header) {
            return Some(key.into_owned());
        }
        let name = self.query.as_deref()?;
        let mut values = form_urlencoded::parse(cx.query().as_bytes()).filter(|(key, _)| key == name);
        let (_, first) = values.next()?;
        Some(if values.next().is_some() { String::new() } else { first.into_owned() })
    }
}

fn asking() -> Asking {
    Asking {
        challenge: Challenge::new("ApiKey"),
        missing: "send a key",
        wrong: "the key is not one of ours, or no longer",
        has_code: false,
    }
}

impl Middleware for ApiKey {
    fn needs(&self, needs: &mut Needs) {
        match &self.vary {
            Some(name) => needs.header(name.as_str().to_owned()),
            None => needs.fault(format!("ApiKey: {:?} is no name of a header", self.header)),
        }
        if self.query.as_deref() == Some("") {
            needs.fault("ApiKey: the parameter of the query has no name");
        }
        self.login.tell("ApiKey", needs);
    }

    fn around(&self, cx: &Context, next: Next) -> Passage {
        self.login.around(cx, Ok(self.sent(cx)), next)
    }

    fn after(&self, _: &Context, response: &mut Response) {
        if let Some(name) = &self.vary {
            response.headers_mut().add_vary(name.clone());
        }
    }
}
