//! [`SealedCookies`]: a jar whose cookies only this application can write, and only it can read where they are private.

use std::{fmt, fmt::Display, marker::PhantomData, str::FromStr};

use cookie::Cookie;

use super::{
    Encrypted, Key, Seal, Signed,
    jar::{Cookies, missing, value},
};
use crate::{
    context::Context,
    error::Result,
    extract::{Extracted, FromRef, FromRequestParts},
    headers::Headers,
    response::IntoHeaders,
};

/// Cookies that everybody can read and only this application can write: what anybody else has changed is not there.
///
/// # Example: a basket that nobody fills but us
/// ```
/// use whippet::{cookies::Key, prelude::*};
///
/// fn put(jar: SignedCookies, Path(thing): Path<String>) -> (SignedCookies, NoContent) {
///     (jar.add(("thing", thing)), NoContent)
/// }
///
/// fn show(jar: SignedCookies) -> Result<String> {
///     jar.read("thing")
/// }
///
/// let key = Key::derive_from("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a")?;
/// let app = App::new().get("/", show).post("/{thing}", put).with_state(key);
/// # let client = whippet::testing::TestClient::new(app);
/// # let answer = client.post("/bone").send();
/// let cookie = answer.header("set-cookie").unwrap().split("; ").next().unwrap();
/// assert!(cookie.ends_with("bone"));
/// assert_eq!(client.get("/").header("cookie", cookie).send().text(), "bone");
/// client.get("/").header("cookie", &cookie.replace("bone", "house")).send().assert_status(422);
/// # Ok::<(), Error>(())
/// ```
pub type SignedCookies = SealedCookies<Signed>;

/// Cookies that only this application can read and write.
///
/// # Example: who is logged in
/// ```
/// use whippet::{cookies::Key, prelude::*};
///
/// fn login(jar: PrivateCookies) -> (PrivateCookies, NoContent) {
///     (jar.add(("user", "lola")), NoContent)
/// }
///
/// fn whoami(jar: PrivateCookies) -> Result<String> {
///     jar.find("user")?.ok_or_else(|| Error::new(StatusCode::UNAUTHORIZED, "log in first"))
/// }
///
/// let key = Key::derive_from("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a")?;
/// let app = App::new().get("/", whoami).post("/login", login).with_state(key);
/// # let client = whippet::testing::TestClient::new(app);
/// # let answer = client.post("/login").send();
/// let cookie = answer.header("set-cookie").unwrap().split("; ").next().unwrap();
/// assert!(!cookie.contains("lola"));
/// assert_eq!(client.get("/").header("cookie", cookie).send().text(), "lola");
/// client.get("/").header("cookie", "user=lola").send().assert_status(401);
/// # Ok::<(), Error>(())
/// ```
pub type PrivateCookies = SealedCookies<Encrypted>;

/// A jar like [`Cookies`], whose values are sealed with the [`Key`] of the state: [`SignedCookies`] or [`PrivateCookies`]. Feature
/// `secure-cookies`.
///
/// A cookie that was sent and was not sealed for its name with the key, or one of the older ones, is not there. A state without a key
/// does not compile. A seal does not age: what must end says when, in its value.
///
/// # Errors
/// As headers of an answer: those of [`Cookies`].
///
/// # Example: two jars in one answer
/// ```
/// use whippet::{cookies::{Encrypted, Key, SealedCookies, Signed}, prelude::*};
///
/// fn both(a: SealedCookies<Signed>, b: SealedCookies<Encrypted>) -> impl IntoResponse {
///     ((a.add(("a", "1")), b.add(("b", "2"))), "two cookies")
/// }
/// # let key = Key::derive_from([7; 32])?;
/// # let answer = whippet::testing::TestClient::new(App::new().get("/", both).with_state(key)).get("/").send();
/// # assert_eq!(answer.headers().get_all("set-cookie").count(), 2);
/// # Ok::<(), Error>(())
/// ```
///
/// # Example: without a key it does not compile
/// ```compile_fail
/// use whippet::{Service, prelude::*};
///
/// let app = App::new().get("/", |jar: SignedCookies| (jar.add(("a", "1")), "added"));
/// Service::freeze(app); // the state is `()`, and a `Key` is no part of it
/// ```
#[must_use = "a jar changes nothing until it is part of an answer"]
pub struct SealedCookies<P> {
    jar: Cookies,
    key: Key,
    protection: PhantomData<P>,
}

impl<P: Seal> SealedCookies<P> {
    /// The cookie of a name with the value that was sealed; `None` where it was removed or never there, and where its seal is not ours.
    ///
    /// ```
    /// use whippet::{cookies::Key, prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |jar: SignedCookies| jar.get("user").map(|cookie| cookie.value().to_owned()));
    /// let client = TestClient::new(app.with_state(Key::derive_from([7; 32])?));
    /// client.get("/").header("cookie", "user=lola").send().assert_status(404);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn get(&self, name: &str) -> Option<Cookie<'static>> {
        match self.jar.change(name) {
            Some(change) => change.cloned(),
            // Another program of the domain may have set one of the same name beside ours.
            None => self.jar.sent(name).find_map(|cookie| self.open(cookie)),
        }
    }

    /// What a cookie's value says, as a type; `None` where there is no such cookie.
    ///
    /// # Errors
    /// 422 where it does not fit the type: the cookie is named.
    ///
    /// ```
    /// use whippet::{cookies::Key, prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |jar: SignedCookies| jar.find::<u32>("visits").map(|visits| format!("{visits:?}")));
    /// let client = TestClient::new(app.with_state(Key::derive_from([7; 32])?));
    /// assert_eq!(client.get("/").header("cookie", "visits=7").send().text(), "None");
    /// # Ok::<(), Error>(())
    /// ```
    pub fn find<T: FromStr<Err: Display>>(&self, name: &str) -> Result<Option<T>> {
        self.get(name).map(|cookie| value(&cookie)).transpose()
    }

    /// What the value of a cookie that must be there says, as a type.
    ///
    /// # Errors
    /// 422 where there is no such cookie, or it does not fit the type: the cookie is named.
    ///
    /// ```
    /// use whippet::{cookies::Key, prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |jar: SignedCookies| jar.read::<u32>("visits").map(|visits| visits.to_string()));
    /// let client = TestClient::new(app.with_state(Key::derive_from([7; 32])?));
    /// client.get("/").header("cookie", "visits=7").send().assert_status(422);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn read<T: FromStr<Err: Display>>(&self, name: &str) -> Result<T> {
        self.find(name)?.ok_or_else(|| missing(name))
    }

    /// All cookies that have our seal, and those that were added.
    ///
    /// ```
    /// use whippet::{cookies::Key, prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |jar: SignedCookies| jar.add(("a", "1")).iter().count().to_string());
    /// let client = TestClient::new(app.with_state(Key::derive_from([7; 32])?));
    /// assert_eq!(client.get("/").header("cookie", "analytics=7").send().text(), "1");
    /// # Ok::<(), Error>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = Cookie<'static>> {
        self.jar.iter().filter_map(|cookie| match self.jar.change(cookie.name()) {
            Some(_) => Some(cookie.clone()),
            None => self.open(cookie),
        })
    }

    /// Sets a cookie; its value is sealed when it is answered. All else is as with [`Cookies::add`].
    ///
    /// ```
    /// use whippet::{cookies::Key, prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |jar: PrivateCookies| (jar.add(("user", "lola")), ()));
    /// let answer = TestClient::new(app.with_state(Key::derive_from([7; 32])?)).get("/").send();
    /// assert!(answer.header("set-cookie").unwrap().ends_with("; HttpOnly; SameSite=Lax; Secure; Path=/"));
    /// # Ok::<(), Error>(())
    /// ```
    #[allow(clippy::should_implement_trait, reason = "a jar is no number")]
    pub fn add(mut self, cookie: impl Into<Cookie<'static>>) -> Self {
        self.jar = self.jar.add(cookie);
        self
    }

    /// Removes a cookie, as [`Cookies::remove`] does.
    ///
    /// ```
    /// use whippet::{cookies::Key, prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |jar: PrivateCookies| (jar.remove("user"), ()));
    /// let answer = TestClient::new(app.with_state(Key::derive_from([7; 32])?)).get("/").send();
    /// assert!(answer.header("set-cookie").unwrap().starts_with("user=; "));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn remove(mut self, cookie: impl Into<Cookie<'static>>) -> Self {
        self.jar = self.jar.remove(cookie);
        self
    }

    fn open(&self, cookie: &Cookie<'static>) -> Option<Cookie<'static>> {
        let value = P::open(&self.key, cookie.name(), cookie.value())?;
        Some(Cookie::new(cookie.name().to_owned(), value))
    }
}

impl<S, P: Seal> FromRequestParts<S> for SealedCookies<P>
where
    Key: FromRef<S>,
{
    const HEADERS: &'static [&'static str] = <Cookies as FromRequestParts<S>>::HEADERS;

    fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self> {
        let key = Key::from_ref(state);
        Cookies::from_request_parts(cx, state).map(|jar| Self { jar, key, protection: PhantomData })
    }
}

/// Those that were added or removed, a `Set-Cookie` each.
impl<P: Seal> IntoHeaders for SealedCookies<P> {
    fn into_headers(self) -> Result<Headers> {
        let Self { mut jar, key, .. } = self;
        for cookie in jar.added_mut() {
            cookie.set_value(P::seal(&key, cookie.name(), cookie.value())?);
        }
        jar.into_headers()
    }
}

impl<P> Clone for SealedCookies<P> {
    fn clone(&self) -> Self {
        Self { jar: self.jar.clone(), key: self.key.clone(), protection: PhantomData }
    }
}

/// The names: a value is a secret.
impl<P> fmt::Debug for SealedCookies<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.jar, f)
    }
}
