//! [`Context`]: what one request carries on its way.
//!
//! A cheap handle: extractors, handlers and their futures hold clones of it, and nothing about a request is kept anywhere else. What
//! the platform is asked for is there until the answer is given and the tasks of [`Context::wait_until`] are done; a clone that
//! outlives both still has method, path, parameters and declared headers, and finds nothing else.

use std::{borrow::Cow, future::Future, rc::Rc};

use http::Method;
use percent_encoding::percent_decode_str;

use crate::{
    bindings::Bindings,
    client::Client,
    error::{Error, Fault, Place, Result},
    headers::Headers,
    platform::Platform,
    request::Head,
};

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
    declared: Rc<[&'static str]>,
    params: Params,
    platform: Box<dyn Platform>,
}

/// The parameters that the matched route found in the path: names, and ranges of the path.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params {
    pub(crate) names: Rc<[String]>,
    pub(crate) ranges: Vec<(u32, u32)>,
}

impl Context {
    /// # Errors
    /// 400 where a parameter's percent-encoding does not give UTF-8.
    pub(crate) fn new(
        head: Head,
        declared: Rc<[&'static str]>,
        params: Params,
        platform: Box<dyn Platform>,
    ) -> (Self, Result<()>) {
        let cx = Self(Rc::new(Inner { head, declared, params, platform }));
        let checked = cx.check_params();
        (cx, checked)
    }

    fn check_params(&self) -> Result<()> {
        if !self.path().contains('%') {
            return Ok(());
        }
        for (name, raw) in self.raw_params() {
            if percent_decode_str(raw).decode_utf8().is_err() {
                let fault = Fault::of(Place::Path, name, "is not UTF-8 when percent-decoded");
                return Err(
                    Error::bad_request(format!("the path parameter {name} cannot be decoded")).with_fault(fault)
                );
            }
        }
        Ok(())
    }

    /// The method.
    pub fn method(&self) -> &Method {
        self.0.head.method()
    }

    /// The path as sent, percent-encoded, without the query.
    pub fn path(&self) -> &str {
        self.0.head.path()
    }

    /// The query as sent, percent-encoded, without its question mark; empty where there is none.
    pub fn query(&self) -> &str {
        self.0.head.query()
    }

    /// A parameter of the matched route, percent-decoded.
    pub fn param(&self, name: &str) -> Option<Cow<'_, str>> {
        self.params().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// All parameters of the matched route, percent-decoded, in the order of the pattern.
    pub(crate) fn params(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        self.raw_params().map(|(name, raw)| (name, percent_decode_str(raw).decode_utf8_lossy()))
    }

    fn raw_params(&self) -> impl Iterator<Item = (&str, &str)> {
        let Params { names, ranges } = &self.0.params;
        let path = self.path();
        names.iter().zip(ranges).map(move |(name, (start, end))| (name.as_str(), &path[*start as usize..*end as usize]))
    }

    /// The value of a header, repeated ones joined by `, ` (RFC 9110, section 5.3), without regard to the name's case.
    ///
    /// A byte above 0x7F is read as the character of that number, as the Fetch standard does.
    ///
    /// A header that an extractor of the application declares comes with the request; any other costs a call to the platform.
    pub fn header(&self, name: &str) -> Option<Cow<'_, str>> {
        let name = field_name(name)?;
        match self.0.declared.iter().position(|declared| *declared == name) {
            Some(index) => self.0.head.field(index).map(Cow::Borrowed),
            None => self.0.platform.header(&name).map(Cow::Owned),
        }
    }

    /// All headers; this converts each of them, so prefer [`Context::header`] where one is enough.
    pub fn headers(&self) -> Headers {
        let packed = self.0.platform.headers();
        let mut texts = packed.split('\0');
        let fields = std::iter::from_fn(|| texts.next().zip(texts.next()));
        // What JavaScript took for a header but `http` does not is left out: there is no way to name it.
        fields.filter_map(|(name, value)| Some((name.parse().ok()?, to_value(value)?))).collect()
    }

    /// Who sends the request, as far as the platform knows.
    pub fn client(&self) -> Client {
        Client::parse(&self.0.platform.client())
    }

    /// The platform's environment.
    pub fn bindings(&self) -> Bindings {
        self.0.platform.bindings()
    }

    /// Runs a future after the answer was given: for a log line or a cache that the client need not wait for.
    ///
    /// The platform keeps the instance alive for it, on Vercel up to the function's maximal duration.
    pub fn wait_until(&self, task: impl Future<Output = ()> + 'static) {
        self.0.platform.wait_until(Box::pin(task));
    }

    pub(crate) fn log(&self, line: &str) {
        self.0.platform.log(line);
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
fn to_value(text: &str) -> Option<http::HeaderValue> {
    if text.is_ascii() {
        return http::HeaderValue::from_str(text).ok();
    }
    let bytes: Option<Vec<u8>> = text.chars().map(|character| u8::try_from(character).ok()).collect();
    http::HeaderValue::from_bytes(&bytes?).ok()
}
