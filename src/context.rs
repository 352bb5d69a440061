//! [`Context`]: what one request carries on its way.
//!
//! A cheap handle: extractors, handlers and their futures hold clones of it, and nothing about a request is kept anywhere else. What
//! the platform is asked for is there until the answer is given and the tasks of [`Context::wait_until`] are done; a clone that
//! outlives both still has method, path and parameters, and of the rest what was asked for before.

mod extras;
mod platform;
mod timing;

use std::{
    any::{Any, TypeId},
    borrow::Cow,
    cell::{Cell, OnceCell},
    fmt::Display,
    rc::Rc,
};

use http::{Method, StatusCode};
use percent_encoding::percent_decode_str;

pub(crate) use self::timing::{StartTiming, start_timing};
use self::{extras::Kept, timing::Timing};
use crate::{
    error::{Error, Fault, Place, Rejection, Result},
    head::Head,
    headers::Headers,
    platform::Platform,
    reference::is_encoded,
    routing::{Ranges, Route, Urls},
};

/// The most that a body may have, unless something else is said: 4.5 MB, the limit of Vercel's functions.
pub const MAX_BODY_BYTES: usize = 4_500_000;

/// What one request carries: method, path, parameters, headers, and what the platform does for it.
///
/// It is an extractor itself, for handlers that would rather ask than declare.
///
/// # Example: everything through one argument
/// ```
/// use whippet::prelude::*;
///
/// fn show(cx: Context) -> String {
///     format!("{} {} by {:?}", cx.method(), cx.path(), cx.header("user-agent"))
/// }
/// # let client = whippet::testing::TestClient::new(App::new().get("/a", show));
/// # assert_eq!(client.get("/a").send().text(), "GET /a by None");
/// ```
#[derive(Clone)]
pub struct Context(Rc<Inner>);

struct Inner {
    head: Head,
    shared: Rc<Shared>,
    matched: Option<Matched>,
    platform: Box<dyn Platform>,
    /// Whether its handler is running just now: only then a chunk of the body can be asked for.
    is_polled: Cell<bool>,
    extras: OnceCell<Box<dyn Kept>>,
    /// How the request ended, once it has: with a status, or without an answer.
    end: Cell<Option<Option<StatusCode>>>,
    max_body_bytes: Cell<usize>,
    timing: Option<Box<dyn Timing>>,
}

/// What all requests to one application share: nothing of it is about one of them.
#[derive(Default)]
pub(crate) struct Shared {
    /// The headers that come together, in their order.
    pub(crate) declared: Vec<Cow<'static, str>>,
    pub(crate) urls: Urls,
    /// What tests put in the place of dependencies.
    pub(crate) overrides: Vec<(TypeId, Rc<dyn Any>)>,
    /// Starts to take the time, where somebody wants to know how long a request takes.
    pub(crate) timing: Option<StartTiming>,
}

/// The route that was found, and where its parameters stand in the path.
pub(crate) struct Matched {
    pub(crate) route: Rc<Route>,
    pub(crate) ranges: Ranges,
}

impl Context {
    /// # Errors
    /// 400 where a parameter's percent-encoding is none, or does not give UTF-8.
    pub(crate) fn new(
        head: Head,
        shared: Rc<Shared>,
        matched: Option<Matched>,
        platform: Box<dyn Platform>,
    ) -> (Self, Result<()>) {
        let timing = shared.timing.map(|start| start());
        let cx = Self(Rc::new(Inner {
            head,
            shared,
            matched,
            platform,
            is_polled: Cell::new(false),
            extras: OnceCell::new(),
            end: Cell::new(None),
            max_body_bytes: Cell::new(MAX_BODY_BYTES),
            timing,
        }));
        let checked = cx.check_params();
        (cx, checked)
    }

    fn check_params(&self) -> Result<()> {
        if !self.path().bytes().any(|byte| byte == b'%') {
            return Ok(());
        }
        for (name, raw) in self.raw_params() {
            let fault = if !is_encoded(raw) {
                "has a % that is not followed by two hexadecimal digits"
            } else if percent_decode_str(raw).decode_utf8().is_err() {
                "is not UTF-8 when percent-decoded"
            } else {
                continue;
            };
            let error = Error::rejected(Rejection::InvalidPath, format!("the path parameter {name} cannot be decoded"));
            return Err(error.with_fault(Fault::of(Place::Path, name, fault)));
        }
        Ok(())
    }

    /// The method.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().any("/", |cx: Context| cx.method().is_safe().to_string()));
    /// assert_eq!(client.get("/").send().text(), "true");
    /// assert_eq!(client.delete("/").send().text(), "false");
    /// ```
    pub fn method(&self) -> &Method {
        self.0.head.method()
    }

    /// The path, percent-encoded and without the query, in its one spelling: steps (`..`) are taken, what needs no encoding has none, what
    /// does has it in upper case; see [`routing`](crate::routing#encoding-and-steps).
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().fallback(|cx: Context| format!("nothing at {}", cx.path())));
    /// assert_eq!(client.get("/%61%20b?q=1").send().text(), "nothing at /a%20b");
    /// ```
    pub fn path(&self) -> &str {
        self.0.head.path()
    }

    /// The query as sent, percent-encoded, without its question mark; empty where there is none.
    ///
    /// # Example: a redirect that keeps it
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    ///
    /// let app = App::new().get("/old", |cx: Context| Redirect::permanent(format!("/new?{}", cx.query())));
    /// let answer = TestClient::new(app).get("/old?q=a+b").send();
    /// answer.assert_header("location", "/new?q=a+b");
    /// ```
    pub fn query(&self) -> &str {
        self.0.head.query()
    }

    /// A parameter of the matched route, percent-decoded; `None` where the route has none of this name, or an optional one was left out.
    ///
    /// # Example: a fallback that knows where it is
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    ///
    /// let team = App::new().fallback(|cx: Context| format!("team {} has no such page", cx.param("team").unwrap_or_default()));
    /// let client = TestClient::new(App::new().nest("/teams/{team}", team));
    /// assert_eq!(client.get("/teams/red%20fox/x").send().text(), "team red fox has no such page");
    /// ```
    pub fn param(&self, name: &str) -> Option<Cow<'_, str>> {
        self.params().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// All parameters of the matched route, percent-decoded, in the order of the pattern.
    pub(crate) fn params(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        self.raw_params().map(|(name, raw)| {
            let is_plain = !raw.bytes().any(|byte| byte == b'%');
            (name, if is_plain { Cow::Borrowed(raw) } else { percent_decode_str(raw).decode_utf8_lossy() })
        })
    }

    fn raw_params(&self) -> impl Iterator<Item = (&str, &str)> {
        let path = self.path();
        let matched = self.0.matched.iter();
        let params = matched.flat_map(|Matched { route, ranges }| route.names().zip(ranges));
        params.filter_map(move |(name, (start, end))| Some((name, path.get(*start as usize..*end as usize)?)))
    }

    /// The name of the optional parameter that the path leaves out.
    pub(crate) fn left_out_param(&self) -> Option<&str> {
        let Matched { route, ranges } = self.0.matched.as_ref()?;
        route.names().nth(ranges.len())
    }

    /// The pattern of the route that answers, such as `/users/{id}`, or of the fallback; `None` where nothing does, as for a 404 or a 405. As an argument
    /// of a handler it is [`MatchedPath`](crate::extract::MatchedPath).
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().get("/users/{id}", |cx: Context| cx.matched_path().map(str::to_owned));
    /// TestClient::new(app).get("/users/7").send().assert_text("/users/{id}");
    /// ```
    pub fn matched_path(&self) -> Option<&str> {
        self.route().map(Route::pattern)
    }

    /// The route that answers, or the fallback; `None` where nothing does.
    pub(crate) fn route(&self) -> Option<&Route> {
        self.0.matched.as_ref().map(|matched| &*matched.route)
    }

    /// The path of a route that was named with [`App::name`](crate::App::name), base path and prefixes included.
    ///
    /// Values are percent-encoded, so that each comes back as it was: a slash stays one only in a catch-all. An optional parameter may
    /// be left out, or empty.
    ///
    /// # Errors
    /// 500 where no route has the name, a parameter is missing, unknown or given twice, or a value is empty, does not fit its constraint, or is `.` or
    /// `..`, which are steps and no segments to whoever reads a URL.
    ///
    /// # Example: where the new thing is
    /// ```
    /// use whippet::prelude::*;
    ///
    /// fn create(cx: Context) -> Result<impl IntoResponse> {
    ///     let place = cx.url_for("dog", &[("name", &"lola b"), ("age", &7)])?;
    ///     Ok(Redirect::see_other(place))
    /// }
    ///
    /// let app = App::new().post("/dogs", create).get("/dogs/{name}/{age}", || "a dog").name("dog");
    /// # let client = whippet::testing::TestClient::new(app);
    /// client.post("/dogs").send().assert_header("location", "/dogs/lola%20b/7");
    /// ```
    pub fn url_for(&self, name: &str, values: &[(&str, &dyn Display)]) -> Result<String> {
        self.0.shared.urls.path(name, values)
    }

    /// The value of a header, repeated ones joined by `, ` (RFC 9110, section 5.3), without regard to the name's case.
    ///
    /// A byte above 0x7F is read as the character of that number, as the Fetch standard does.
    ///
    /// All headers that extractors of the application declare come in one call to the platform, with the first of them that is asked for; any
    /// other costs a call of its own.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let language = |cx: Context| cx.header("Accept-Language").unwrap_or("en".into()).into_owned();
    /// let client = TestClient::new(App::new().get("/", language));
    /// assert_eq!(client.get("/").header("accept-language", "de").header("accept-language", "fr").send().text(), "de, fr");
    /// assert_eq!(client.get("/").send().text(), "en");
    /// ```
    pub fn header(&self, name: &str) -> Option<Cow<'_, str>> {
        // Most often the name is one that is declared, and no other spelling of it.
        if let Some(index) = self.declared(name) {
            return self.0.head.field(index, &*self.0.platform).map(Cow::Borrowed);
        }
        let name = field_name(name)?;
        match self.declared(&name) {
            Some(index) => self.0.head.field(index, &*self.0.platform).map(Cow::Borrowed),
            None => self.0.platform.header(&name).map(Cow::Owned),
        }
    }

    /// The place of a header among those that the head brings.
    fn declared(&self, name: &str) -> Option<usize> {
        self.0.shared.declared.iter().position(|declared| *declared == name)
    }

    /// All headers; this converts each of them, so prefer [`Context::header`] where one is enough.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let names = |cx: Context| cx.headers().iter().map(|(name, _)| name.as_str().to_owned()).collect::<Vec<_>>().join(" ");
    /// let answer = TestClient::new(App::new().get("/", names)).get("/").header("X-Trace", "1").header("Accept", "*/*").send();
    /// assert_eq!(answer.text(), "x-trace accept");
    /// ```
    pub fn headers(&self) -> Headers {
        let packed = self.0.platform.headers();
        let mut texts = packed.split('\0');
        let fields = std::iter::from_fn(|| texts.next().zip(texts.next()));
        // What JavaScript took for a header but `http` does not is left out: there is no way to name it.
        fields.filter_map(|(name, value)| Some((name.parse().ok()?, to_value(value)?))).collect()
    }

    /// The most bytes that the body of this request may have: 4,500,000 unless [`Context::set_max_body_bytes`] said otherwise.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |cx: Context| cx.max_body_bytes().to_string());
    /// assert_eq!(TestClient::new(app).get("/").send().text(), "4500000");
    /// ```
    pub fn max_body_bytes(&self) -> usize {
        self.0.max_body_bytes.get()
    }

    /// Sets the most bytes that the body of this request may have: for what stands before the extractor that reads it. A body of more is 413.
    ///
    /// [`BodyLimit`](crate::middleware::BodyLimit) does this for all routes of an application.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    ///
    /// struct Short;
    ///
    /// #[whippet::extractor]
    /// fn short(cx: Context) -> Short {
    ///     cx.set_max_body_bytes(3);
    ///     Short
    /// }
    ///
    /// let client = TestClient::new(App::new().post("/", |_: Short, text: String| text));
    /// client.post("/").body("woof").send().assert_status(413);
    /// client.post("/").body("yip").send().assert_text("yip");
    /// ```
    pub fn set_max_body_bytes(&self, max_bytes: usize) {
        self.0.max_body_bytes.set(max_bytes);
    }

    /// Says whether its handler is running just now.
    pub(crate) fn set_polled(&self, is_polled: bool) {
        self.0.is_polled.set(is_polled);
    }
}

/// A header's name in lower case; `None` where it is no token (RFC 9110, section 5.6.2) and so the name of no header.
pub(crate) fn field_name(name: &str) -> Option<Cow<'_, str>> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) {
        return None;
    }
    let is_lower = !name.bytes().any(|byte| byte.is_ascii_uppercase());
    Some(if is_lower { Cow::Borrowed(name) } else { Cow::Owned(name.to_ascii_lowercase()) })
}

/// A header's value from text in which each character stands for one byte.
pub(crate) fn to_value(text: &str) -> Option<http::HeaderValue> {
    if text.is_ascii() {
        return http::HeaderValue::from_str(text).ok();
    }
    let bytes: Option<Vec<u8>> = text.chars().map(|character| u8::try_from(character).ok()).collect();
    http::HeaderValue::from_bytes(&bytes?).ok()
}
