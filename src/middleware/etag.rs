//! [`Etag`]: a tag for each answer, and 304 for who has it already. Feature `etag`.
//!
//! Put around an application with [`App::with`](crate::App::with). [`Preconditions`] is for handlers that change something.
//!
//! 1. An answer of 200 to GET or HEAD gets an `ETag` made of its body: the first 16 bytes of its SHA-256. A tag that the handler has set stays.
//! 2. An answer with `Cache-Control: no-store` and no tag of its own is left alone. One with `Set-Cookie` gets a tag as any other: it is about the body, and
//!    the cookie goes out with the 304, too.
//! 3. Where the request has conditions they are looked at in the order of RFC 9110, section 13.2.2: `If-Match`, or else `If-Unmodified-Since`, is
//!    412 where it does not hold; `If-None-Match`, or else `If-Modified-Since`, is 304. Those of dates need a `Last-Modified` of the handler.
//! 4. A 304 has all headers of the answer but those that describe the body that is not sent: `Content-Type`, `Content-Length`, `Content-Encoding`,
//!    `Content-Language`, `Content-Range`, and beside a tag `Last-Modified`. Those of CORS, of caching and of cookies stay.
//! 5. `If-None-Match` is compared weakly, `If-Match` strongly. `*` is any. A list is read up to what is no tag; a date that is none is not looked at.
//! 6. Only what succeeds has conditions: a 404 stays one.
//!
//! The handler has done its work when its answer is looked at: what is saved is the bytes, not the work. For PUT, PATCH and DELETE that is too late,
//! and nothing is looked at: there a handler asks for [`Preconditions`] and checks them before it acts.
//!
//! Further in than `Compression` the tag is that of the plain body, and made weak where that is compressed, which `If-Match` then never matches; further out it is that of the
//! compressed bytes. A CDN that compresses makes a tag weak, too; Cloudflare may drop a strong one. [`Etag::weak`] says it from the start.
//!
//! Source: RFC 9110, sections 8.8, 13 and 15.4.5.
//!
//! # Example: once with the body, once without
//! ```
//! use whippet::{middleware::Etag, prelude::*, testing::TestClient};
//!
//! let client = TestClient::new(App::new().get("/", || "hello").with(Etag::new()));
//! let first = client.get("/").send().assert_text("hello");
//! let tag = first.header("etag").unwrap();
//! client.get("/").header("if-none-match", tag).send().assert_status(304).assert_text("");
//! ```

mod preconditions;
mod tags;

use base64ct::{Base64UrlUnpadded, Encoding};
use http::{HeaderValue, Method, StatusCode, header};
use sha2::{Digest, Sha256};

pub use self::preconditions::Preconditions;
use self::preconditions::Verdict;
use crate::{body::Body, context::Context, extract::Needs, middleware::Middleware, response::Response};

/// How much of the hash is in a tag: what nobody finds a second body for by chance.
const TAG_BYTES: usize = 16;

/// What describes a body that a 304 does not have.
const OF_THE_BODY: [header::HeaderName; 5] = [
    header::CONTENT_TYPE,
    header::CONTENT_LENGTH,
    header::CONTENT_ENCODING,
    header::CONTENT_LANGUAGE,
    header::CONTENT_RANGE,
];

/// Tags answers with what their body is, and answers 304 to who has it already. Feature `etag`.
///
/// # Errors
/// 412 where `If-Match` or `If-Unmodified-Since` does not hold, of GET and HEAD.
///
/// # Example: a tag of the handler's own
/// ```
/// use whippet::{middleware::Etag, prelude::*, testing::TestClient};
///
/// let version = || ([(header::ETAG, "\"v7\"")], "version 7");
/// let client = TestClient::new(App::new().get("/", version).with(Etag::new()));
/// client.get("/").send().assert_header("etag", "\"v7\"");
/// client.get("/").header("if-none-match", "\"v6\", \"v7\"").send().assert_status(304);
/// client.get("/").header("if-match", "\"v6\"").send().assert_status(412);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Etag {
    is_weak: bool,
}

impl Etag {
    /// With strong tags: another for any other byte.
    ///
    /// ```
    /// use whippet::middleware::Etag;
    /// assert_eq!(Etag::new(), Etag::default());
    /// ```
    pub const fn new() -> Self {
        Self { is_weak: false }
    }

    /// With weak tags: for what is changed on its way, as by a CDN that compresses. `If-Match` never matches a weak one.
    ///
    /// ```
    /// use whippet::{middleware::Etag, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", || "hello").with(Etag::new().weak()));
    /// assert!(client.get("/").send().header("etag").unwrap().starts_with("W/\""));
    /// ```
    pub const fn weak(mut self) -> Self {
        self.is_weak = true;
        self
    }

    /// The strong tag of a body, with its quotation marks, as the middleware makes it: for a handler that checks [`Preconditions`] against what its GET answers.
    ///
    /// ```
    /// use whippet::{middleware::Etag, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", || "hello").with(Etag::new()));
    /// client.get("/").send().assert_header("etag", &Etag::of(b"hello"));
    /// ```
    pub fn of(body: &[u8]) -> String {
        let hash = Sha256::digest(body);
        let mut tag = [0; 2 * TAG_BYTES];
        let tag = Base64UrlUnpadded::encode(&hash[..TAG_BYTES], &mut tag).unwrap_or_default();
        format!("\"{tag}\"")
    }

    fn tag(self, response: &mut Response) {
        let tag = Self::of(response.body().as_bytes());
        let weak = if self.is_weak { "W/" } else { "" };
        if let Ok(tag) = HeaderValue::try_from(format!("{weak}{tag}")) {
            response.headers_mut().set(header::ETAG, tag);
        }
    }
}

fn is_stored(response: &Response) -> bool {
    let values = response.headers().get_all("cache-control").filter_map(|value| value.to_str().ok());
    !values.flat_map(|value| value.split(',')).any(|directive| directive.trim().eq_ignore_ascii_case("no-store"))
}

impl Middleware for Etag {
    fn needs(&self, needs: &mut Needs) {
        needs.headers(&preconditions::HEADERS);
    }

    fn after(&self, cx: &Context, response: &mut Response) {
        if !response.status().is_success() || !matches!(*cx.method(), Method::GET | Method::HEAD) {
            return;
        }
        if !response.headers().contains("etag") {
            if !is_stored(response) {
                return;
            }
            // A handler of HEAD alone has no body to make a tag of.
            let is_known = *cx.method() == Method::GET || !response.body().is_empty();
            if response.status() == StatusCode::OK && is_known {
                self.tag(response);
            }
        }
        let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        let modified = text("last-modified").and_then(|date| httpdate::parse_http_date(date).ok());
        match Preconditions::of(cx).verdict(text("etag"), modified, true) {
            Verdict::Holds => {}
            Verdict::Unchanged => {
                let headers = response.headers_mut();
                OF_THE_BODY.iter().for_each(|name| headers.remove(name));
                if headers.contains("etag") {
                    headers.remove(&header::LAST_MODIFIED);
                }
                response.set_status(StatusCode::NOT_MODIFIED);
                response.set_body(Body::empty());
            }
            Verdict::Fails(failed) => *response = failed.into_error().into(),
        }
    }
}
