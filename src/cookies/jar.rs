//! [`Cookies`]: what the client sent, and what the answer changes of it.

use std::{fmt, fmt::Display, str::FromStr};

use cookie::Cookie;
use percent_encoding::percent_decode_str;

use super::set_cookie::{removal, set_cookies};
use crate::{
    context::Context,
    error::{Error, Fault, Place, Result},
    extract::{Extracted, FromRequestParts, Rejection},
    headers::Headers,
    response::IntoHeaders,
};

/// The cookies of a request, and those that its answer sets. Feature `cookies`.
///
/// As an extractor it never refuses: what is no pair, has no name, or a value that does not give UTF-8 when percent-decoded, is left out, since any other
/// program of the domain may have set it. Where a name was sent twice the first counts: browsers put the more specific path first.
///
/// # Errors
/// As headers of an answer: 500 where a cookie cannot be set. The log says which, and why: the name is empty; `SameSite=None` or `Partitioned`
/// without `Secure`; the promise of a `__Host-` or `__Secure-` name is not kept; name and value have more than 4,096 bytes together, encoded; a
/// path or domain has what would end it, or more than 1,024 bytes; the path does not begin with a slash.
///
/// # Example: read, set and remove
/// ```
/// use whippet::{cookies::Cookie, prelude::*};
///
/// fn theme(jar: Cookies) -> String {
///     jar.get("theme").map_or("light", Cookie::value).to_owned()
/// }
///
/// fn choose(jar: Cookies, Path(theme): Path<String>) -> (Cookies, Redirect) {
///     (jar.add(("theme", theme)), Redirect::see_other("/"))
/// }
///
/// fn forget(jar: Cookies) -> (Cookies, NoContent) {
///     (jar.remove("theme"), NoContent)
/// }
///
/// let app = App::new().get("/", theme).delete("/", forget).post("/{theme}", choose);
/// # let client = whippet::testing::TestClient::new(app);
/// # assert_eq!(client.get("/").header("cookie", "theme=dark").send().text(), "dark");
/// # client.post("/dark").send().assert_header("set-cookie", "theme=dark; HttpOnly; SameSite=Lax; Secure; Path=/");
/// # assert!(client.delete("/").send().header("set-cookie").unwrap().contains("Max-Age=0"));
/// ```
#[derive(Clone, Default)]
#[must_use = "a jar changes nothing until it is part of an answer"]
pub struct Cookies {
    sent: Vec<Cookie<'static>>,
    changes: Vec<Change>,
}

/// A cookie that the answer sets.
#[derive(Clone)]
struct Change {
    cookie: Cookie<'static>,
    is_removal: bool,
}

impl Cookies {
    /// Those of a `Cookie` field (RFC 6265, section 4.2.1), read as leniently as browsers write it.
    fn parse(field: &str) -> Self {
        Self { sent: field.split(';').filter_map(pair).collect(), changes: Vec::new() }
    }

    /// The cookie of a name: the one that was added, or the one that the client sent. `None` where it was removed or never there.
    ///
    /// ```
    /// use whippet::{cookies::{Cookie, Cookies}, prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |jar: Cookies| jar.get("name").map(|cookie| cookie.value().to_owned()));
    /// let client = TestClient::new(app);
    /// assert_eq!(client.get("/").header("cookie", "a=1; name=lola%20b").send().text(), "lola b");
    /// client.get("/").send().assert_status(404);
    /// ```
    pub fn get(&self, name: &str) -> Option<&Cookie<'static>> {
        self.change(name).unwrap_or_else(|| self.sent(name).next())
    }

    /// What a cookie's value says, as a type; `None` where there is no such cookie.
    ///
    /// # Errors
    /// 422 where it does not fit the type: the cookie is named.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |jar: Cookies| jar.find::<u32>("page").map(|page| format!("{page:?}")));
    /// let client = TestClient::new(app);
    /// assert_eq!(client.get("/").header("cookie", "page=7").send().text(), "Some(7)");
    /// assert_eq!(client.get("/").send().text(), "None");
    /// let answer = client.get("/").header("cookie", "page=x").send().assert_status(422);
    /// assert_eq!(answer.json::<Value>()["errors"][0]["in"], "cookie");
    /// ```
    pub fn find<T: FromStr<Err: Display>>(&self, name: &str) -> Result<Option<T>> {
        self.get(name).map(|cookie| value(cookie)).transpose()
    }

    /// What the value of a cookie that must be there says, as a type.
    ///
    /// # Errors
    /// 422 where there is no such cookie, or it does not fit the type: the cookie is named.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |jar: Cookies| jar.read::<u32>("page").map(|page| page.to_string()));
    /// let client = TestClient::new(app);
    /// assert_eq!(client.get("/").header("cookie", "page=7").send().text(), "7");
    /// client.get("/").send().assert_status(422);
    /// ```
    pub fn read<T: FromStr<Err: Display>>(&self, name: &str) -> Result<T> {
        self.find(name)?.ok_or_else(|| missing(name))
    }

    /// All cookies: those that were added, then those that the client sent and nobody has changed.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |jar: Cookies| jar.iter().map(|cookie| cookie.name().to_owned()).collect::<Vec<_>>().join(" "));
    /// assert_eq!(TestClient::new(app).get("/").header("cookie", "a=1; b=2; broken").send().text(), "a b");
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = &Cookie<'static>> {
        let added = self.changes.iter().filter(|change| !change.is_removal).map(|change| &change.cookie);
        added.chain(self.sent.iter().filter(|cookie| self.change(cookie.name()).is_none()))
    }

    /// Sets a cookie: a name and a value, or a [`Cookie`] with whatever it says of itself. One of the same name, path and domain
    /// that was added before is forgotten.
    ///
    /// What it does not say is `Secure`, `HttpOnly`, `SameSite=Lax` and `Path=/`; without a time it lives as long as the browser's session. Browsers
    /// keep none for more than 400 days.
    ///
    /// ```
    /// use whippet::{cookies::{Cookie, time::Duration}, prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |jar: Cookies| (jar.add(Cookie::build(("a", "b c")).max_age(Duration::hours(1)).path("/dogs")), ()));
    /// let answer = TestClient::new(app).get("/").send();
    /// answer.assert_header("set-cookie", "a=b%20c; HttpOnly; SameSite=Lax; Secure; Path=/dogs; Max-Age=3600");
    /// ```
    #[allow(clippy::should_implement_trait, reason = "a jar is no number")]
    pub fn add(self, cookie: impl Into<Cookie<'static>>) -> Self {
        self.changed(Change { cookie: cookie.into(), is_removal: false })
    }

    /// Removes a cookie: a name, or a [`Cookie`] with the path and the domain that it was set with, where they were not `/` and none.
    ///
    /// ```
    /// use whippet::{cookies::Cookie, prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |jar: Cookies| (jar.remove("a").remove(Cookie::build("b").path("/dogs")), ()));
    /// let answer = TestClient::new(app).get("/").send();
    /// assert_eq!(answer.headers().get_all("set-cookie").count(), 2);
    /// assert!(answer.header("set-cookie").unwrap().starts_with("a=; "));
    /// ```
    pub fn remove(self, cookie: impl Into<Cookie<'static>>) -> Self {
        self.changed(Change { cookie: removal(cookie.into()), is_removal: true })
    }

    /// What was changed of a name: `Some(None)` where it was removed.
    pub(super) fn change(&self, name: &str) -> Option<Option<&Cookie<'static>>> {
        let change = self.changes.iter().rev().find(|change| change.cookie.name() == name)?;
        Some((!change.is_removal).then_some(&change.cookie))
    }

    /// What the client sent of a name.
    pub(super) fn sent(&self, name: &str) -> impl Iterator<Item = &Cookie<'static>> {
        self.sent.iter().filter(move |cookie| cookie.name() == name)
    }

    #[cfg(feature = "secure-cookies")]
    pub(super) fn added_mut(&mut self) -> impl Iterator<Item = &mut Cookie<'static>> {
        self.changes.iter_mut().filter(|change| !change.is_removal).map(|change| &mut change.cookie)
    }

    fn changed(mut self, change: Change) -> Self {
        let place = |cookie: &Cookie<'static>| [cookie.path(), cookie.domain()].map(|part| part.map(str::to_owned));
        let is_same = |other: &Change| {
            other.cookie.name() == change.cookie.name() && place(&other.cookie) == place(&change.cookie)
        };
        self.changes.retain(|other| !is_same(other));
        self.changes.push(change);
        self
    }
}

/// A name as it was sent, and a value, decoded. A name that were decoded could claim a prefix, such as `__Host-`, that no browser has looked at.
fn pair(text: &str) -> Option<Cookie<'static>> {
    let (name, value) = text.split_once('=')?;
    let [name, value] = [name, value].map(|text| text.trim_matches([' ', '\t']));
    let value = percent_decode_str(value).decode_utf8().ok()?;
    (!name.is_empty()).then(|| Cookie::new(name.to_owned(), value.into_owned()))
}

/// The value as a type.
pub(super) fn value<T: FromStr<Err: Display>>(cookie: &Cookie<'_>) -> Result<T> {
    cookie.value().parse().map_err(|why: T::Err| mistyped(cookie.name(), why.to_string()))
}

fn mistyped(name: &str, why: String) -> Error {
    let detail = format!("the cookie {name} does not fit: {why}");
    Error::rejected(Rejection::InvalidCookie, detail).with_fault(Fault::of(Place::Cookie, name, why))
}

pub(super) fn missing(name: &str) -> Error {
    let error = Error::rejected(Rejection::MissingCookie, format!("the cookie {name} is missing"));
    error.with_fault(Fault::of(Place::Cookie, name, "is missing")).as_missing()
}

impl<S> FromRequestParts<S> for Cookies {
    const HEADERS: &'static [&'static str] = &["cookie"];

    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        Ok(Self::parse(&cx.header("cookie").unwrap_or_default())).into()
    }
}

/// Those that were added or removed, a `Set-Cookie` each.
impl IntoHeaders for Cookies {
    fn into_headers(self) -> Result<Headers> {
        set_cookies(self.changes.into_iter().map(|change| change.cookie))
    }
}

/// The names: a value may be a secret.
impl fmt::Debug for Cookies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Cookie::name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(field: &str) -> Vec<String> {
        Cookies::parse(field).iter().map(|cookie| format!("{}:{}", cookie.name(), cookie.value())).collect()
    }

    #[test]
    fn what_is_no_cookie_is_left_out() {
        assert_eq!(names("a=1; b=2"), ["a:1", "b:2"]);
        assert_eq!(
            names(" a = 1 ;b=;=c;d;;e=f=g;%ff=1;h=%ff;i=%2;j=\"k\""),
            ["a:1", "b:", "e:f=g", "%ff:1", "i:%2", "j:\"k\""]
        );
        assert_eq!(names(""), [""; 0]);
    }

    #[test]
    fn a_name_is_not_decoded_and_claims_no_prefix_that_no_browser_saw() {
        let jar = Cookies::parse("%5f_Host-session=evil; __Host-session=good; __Host%2Dsession=evil");
        assert_eq!(jar.get("__Host-session").map(Cookie::value), Some("good"));
        assert_eq!(jar.get("%5f_Host-session").map(Cookie::value), Some("evil"));
    }

    #[test]
    fn the_first_of_a_name_counts_until_it_is_changed() {
        let jar = Cookies::parse("a=1; a=2; b=3");
        assert_eq!(jar.get("a").map(Cookie::value), Some("1"));
        let jar = jar.add(("a", "4")).remove("b");
        assert_eq!(jar.get("a").map(Cookie::value), Some("4"));
        assert_eq!(jar.get("b"), None);
        assert_eq!(jar.iter().count(), 1);
        assert_eq!(jar.add(("a", "5")).add(Cookie::build(("a", "6")).path("/x")).into_headers().unwrap().len(), 3);
    }

    proptest! {
        #[test]
        fn any_field_is_read(field in "\\PC*|[a-c=;% \"\t]*") {
            for cookie in Cookies::parse(&field).iter() {
                prop_assert!(!cookie.name().is_empty());
            }
        }

        #[test]
        fn what_is_set_is_read_back(name in "[a-zA-Z0-9_%!.-]{1,20}", value in "\\PC{0,40}|[a-c=;% \r\n\"]*") {
            let headers = Cookies::default().add((name.clone(), value.clone())).into_headers().unwrap();
            let text = headers.get("set-cookie").unwrap().to_str().unwrap();
            let jar = Cookies::parse(text.split("; ").next().unwrap());
            prop_assert_eq!(jar.get(&name).map(Cookie::value), Some(&*value));
        }
    }
}
