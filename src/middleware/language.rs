//! [`Language`]: which of the application's languages a client would like; [`Locale`]: the one that was chosen.
//!
//! For applications that speak several.
//!
//! 1. Asked are, in this order, a parameter of the query and a cookie, where they are named, and `Accept-Language`. The first that names a language which the application
//!    has decides; where none does, it is the first of the application's.
//! 2. A language is looked up as RFC 4647, section 3.4 has it: `de-CH-1996` finds `de-CH`, or else `de`. One that is shorter than all finds the first that
//!    begins with it: `de` finds `de-CH`. Case does not count.
//! 3. Of `Accept-Language` the one with the highest `q` counts, of equal ones the first. `q=0` is not wanted, `*` is any. What is malformed is passed over, and so is
//!    what comes after the 50th. It is never an error.
//! 4. `Vary` names what was asked, so that no cache answers everybody alike.
//! 5. An answer with a body that says no `Content-Language` gets that of the chosen one; problem documents, which are in English whatever was chosen, do not.
//! 6. Tags that are malformed, stand there twice or not at all keep the application from starting.
//!
//! Source: RFC 9110, sections 8.5 and 12.5.4; RFC 4647; RFC 5646, section 2.1.
//!
//! # Example: two languages
//! ```
//! use whippet::{middleware::{Language, Locale}, prelude::*, testing::TestClient};
//!
//! fn greet(locale: Locale) -> &'static str {
//!     match locale.as_str() {
//!         "de" => "Guten Tag",
//!         _ => "Hello",
//!     }
//! }
//!
//! let client = TestClient::new(App::new().get("/", greet).with(Language::new(["en", "de"])));
//! let answer = client.get("/").header("accept-language", "de-AT,de;q=0.9,en;q=0.5").send().assert_text("Guten Tag");
//! answer.assert_header("content-language", "de").assert_header("vary", "accept-language");
//! client.get("/").send().assert_text("Hello");
//! ```

mod range;

use std::{fmt, rc::Rc};

use http::{HeaderValue, header};

use self::range::{best, is_tag, look_up};
use super::Middleware;
use crate::{
    context::Context,
    error::Error,
    extract::{Extracted, FromRequestParts, Needs},
    response::Response,
};

/// Which of the application's languages a client would like.
///
/// # Example: a link that changes the language
/// ```
/// use whippet::{middleware::{Language, Locale}, prelude::*, testing::TestClient};
///
/// let languages = Language::new(["en", "de", "fr"]).query("lang").cookie("lang");
/// let client = TestClient::new(App::new().get("/", |locale: Locale| locale.to_string()).with(languages));
/// client.get("/?lang=fr").header("cookie", "lang=de").send().assert_text("fr");
/// client.get("/").header("cookie", "lang=de").header("accept-language", "fr").send().assert_text("de");
/// ```
#[must_use = "it does nothing until an application has it, by `App::with`"]
pub struct Language {
    tags: Vec<Tag>,
    parameter: Option<String>,
    cookie: Option<String>,
    faults: Vec<String>,
}

/// A language that the application has.
struct Tag {
    locale: Locale,
    value: HeaderValue,
}

/// The language that [`Language`] has chosen for a request, spelled as it was given there.
///
/// # Errors
/// 500 where no [`Language`] stands around the route; `Option<Locale>` is `None` there.
///
/// # Example: a page in it
/// ```
/// use whippet::{middleware::{Language, Locale}, prelude::*, testing::TestClient};
///
/// let page = |locale: Locale| Html(format!("<html lang={locale}>"));
/// let client = TestClient::new(App::new().get("/", page).with(Language::new(["en", "pt-BR"])));
/// client.get("/").header("accept-language", "pt").send().assert_text("<html lang=pt-BR>");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Locale(Rc<str>);

impl Locale {
    /// The language's tag.
    ///
    /// ```
    /// use whippet::{middleware::{Language, Locale}, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", |locale: Locale| locale.as_str().len().to_string()).with(Language::new(["en"])));
    /// client.get("/").send().assert_text("2");
    /// ```
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<S> FromRequestParts<S> for Locale {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        let chosen = cx.extension::<Chosen>().map(|chosen| chosen.locale.clone());
        chosen
            .ok_or_else(|| {
                Error::internal("no Language stands around this route: give one to `App::with`").as_missing()
            })
            .into()
    }
}

/// What was chosen, and what it depends on.
struct Chosen {
    locale: Locale,
    value: HeaderValue,
    asked_cookie: bool,
    asked_header: bool,
}

impl Language {
    /// Of these languages, as tags (`en`, `de-CH`); the first is taken where nobody asks for another.
    ///
    /// ```
    /// use whippet::{middleware::{Language, Locale}, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", |locale: Locale| locale.to_string()).with(Language::new(["en", "de-CH"])));
    /// client.get("/").header("accept-language", "fr").send().assert_text("en");
    /// client.get("/").header("accept-language", "de-ch").send().assert_text("de-CH");
    /// ```
    pub fn new(tags: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let mut language = Self { tags: Vec::new(), parameter: None, cookie: None, faults: Vec::new() };
        for tag in tags {
            language.add(tag.as_ref());
        }
        language
    }

    /// Asks a parameter of the query first: for links.
    ///
    /// ```
    /// use whippet::{middleware::{Language, Locale}, prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |locale: Locale| locale.to_string()).with(Language::new(["en", "de"]).query("lang"));
    /// TestClient::new(app).get("/?lang=de").send().assert_text("de");
    /// ```
    pub fn query(mut self, name: impl Into<String>) -> Self {
        self.parameter = Some(self.named("query", name.into()));
        self
    }

    /// Asks a cookie before `Accept-Language`: for what somebody has chosen before. It sets none.
    ///
    /// ```
    /// use whippet::{middleware::{Language, Locale}, prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |locale: Locale| locale.to_string()).with(Language::new(["en", "de"]).cookie("lang"));
    /// TestClient::new(app).get("/").header("cookie", "lang=de").send().assert_text("de").assert_header("vary", "cookie");
    /// ```
    pub fn cookie(mut self, name: impl Into<String>) -> Self {
        self.cookie = Some(self.named("cookie", name.into()));
        self
    }

    fn named(&mut self, of: &str, name: String) -> String {
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) {
            self.faults.push(format!("{of}({name:?}): write a name of letters, digits, `-`, `_` and `.`"));
        }
        name
    }

    fn add(&mut self, tag: &str) {
        let is_there = |own: &Tag| own.locale.as_str().eq_ignore_ascii_case(tag);
        match HeaderValue::from_str(tag) {
            Ok(value) if is_tag(tag) && !self.tags.iter().any(is_there) => {
                self.tags.push(Tag { locale: Locale(tag.into()), value });
            }
            Ok(_) if is_tag(tag) => self.faults.push(format!("the language {tag:?} stands there twice: leave one out")),
            _ => {
                self.faults.push(format!("{tag:?} is no tag of a language (RFC 5646): write it as \"en\" or \"de-CH\""))
            }
        }
    }

    fn choose(&self, cx: &Context) -> Option<Chosen> {
        let tags = || self.tags.iter().map(|tag| tag.locale.as_str());
        let named = |list: &str, mark: char, name: &str| {
            let mut pairs = list.split(mark).filter_map(|pair| pair.trim().split_once('='));
            pairs.find(|(key, _)| *key == name).and_then(|(_, value)| look_up(value, tags())).map(|(at, _)| at)
        };
        let parameter = self.parameter.as_ref().and_then(|name| named(cx.query(), '&', name));
        let asked_cookie = parameter.is_none() && self.cookie.is_some();
        let cookie = || self.cookie.as_ref().and_then(|name| named(&cx.header("cookie")?, ';', name));
        let said = parameter.or_else(cookie);
        let tag = said.unwrap_or_else(|| cx.header("accept-language").map_or(0, |ranges| best(&ranges, tags)));
        let Tag { locale, value } = self.tags.get(tag)?;
        Some(Chosen { locale: locale.clone(), value: value.clone(), asked_cookie, asked_header: said.is_none() })
    }
}

impl Middleware for Language {
    fn needs(&self, needs: &mut Needs) {
        needs.header("accept-language");
        if self.cookie.is_some() {
            needs.header("cookie");
        }
        self.faults.iter().for_each(|fault| needs.fault(format!("Language: {fault}")));
        if self.tags.is_empty() && self.faults.is_empty() {
            needs.fault("Language: there is none: name at least the one that is taken where nobody asks for another");
        }
    }

    fn before(&self, cx: &Context) -> Result<(), Response> {
        if let Some(chosen) = self.choose(cx) {
            cx.set_extension(chosen);
        }
        Ok(())
    }

    fn after(&self, cx: &Context, response: &mut Response) {
        let Some(chosen) = cx.extension::<Chosen>() else { return };
        let has_body = !response.body().is_empty();
        let headers = response.headers_mut();
        if chosen.asked_cookie {
            headers.add_vary(header::COOKIE);
        }
        if chosen.asked_header {
            headers.add_vary(header::ACCEPT_LANGUAGE);
        }
        let is_problem = headers.get("content-type").is_some_and(|media_type| media_type == "application/problem+json");
        if has_body && !is_problem && !headers.contains("content-language") {
            headers.append(header::CONTENT_LANGUAGE, chosen.value.clone());
        }
    }
}
