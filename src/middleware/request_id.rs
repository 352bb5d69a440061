//! [`RequestId`]: each request has an id, which stands on its answer, and in the lines of the log. Feature `logging`.
//!
//! Put around an application with [`App::with`](crate::App::with), further out than `Logger`, whose lines have it then.
//!
//! 1. What the client, or whoever stands before, has sent as `X-Request-Id` is taken over where it is well-formed: 1 to 128 of the letters `A-Z a-z 0-9 - . _ ~ + / = :`.
//!    Otherwise, and where it was sent twice, the request gets a random UUID of version 4 (RFC 9562, section 5.4).
//! 2. It is on each answer: those of errors, the 404s and the 405s too. One that a handler has set gives way.
//! 3. Handlers, and what is further in, ask for [`AssignedId`].
//! 4. Of two, one in the other, the outer one assigns; the inner takes its id.
//!
//! A client can choose its id, and choose one that was there before: it is a name for a search through the log, and no proof of anything. Where a proxy sets the header,
//! whatever the client has sent, trust it; where nobody does, [`RequestId::always_new`] does not look at what was sent. On Vercel the platform's own id is in `x-vercel-id`, on Cloudflare in
//! `cf-ray`: `RequestId::new().header("x-vercel-id")` takes it over.
//!
//! # Example: on the answer, and in the handler
//! ```
//! use whippet::{middleware::{AssignedId, RequestId}, prelude::*, testing::TestClient};
//!
//! let app = App::new().get("/", |AssignedId(id): AssignedId| id.to_string()).with(RequestId::new());
//! let client = TestClient::new(app);
//! let answer = client.get("/").header("x-request-id", "a-7").send().assert_header("x-request-id", "a-7");
//! answer.assert_text("a-7");
//! assert_eq!(client.get("/nowhere").send().assert_status(404).header("x-request-id").unwrap().len(), 36);
//! ```

use std::{borrow::Cow, rc::Rc};

use http::{HeaderName, HeaderValue};

use super::random::random;
use crate::{
    context::Context,
    error::Error,
    extract::{Extracted, FromRequestParts, Needs},
    middleware::Middleware,
    response::Response,
};

/// The most letters of an id that was sent.
const MOST_LETTERS: usize = 128;

/// Gives each request an id, and puts it on the answer. Feature `logging`.
///
/// # Errors
/// 500 where the platform has no random numbers.
///
/// # Example: a header of another name, and ids of one's own only
/// ```
/// use whippet::{middleware::RequestId, prelude::*, testing::TestClient};
///
/// let ids = RequestId::new().header("X-Correlation-Id").always_new();
/// let client = TestClient::new(App::new().get("/", || "hello").with(ids));
/// let answer = client.get("/").header("x-correlation-id", "mine").send();
/// assert_ne!(answer.header("x-correlation-id"), Some("mine"));
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct RequestId {
    name: Cow<'static, str>,
    /// `None` where the name is none of a header.
    header: Option<HeaderName>,
    is_always_new: bool,
}

impl Default for RequestId {
    fn default() -> Self {
        let header = const { HeaderName::from_static("x-request-id") };
        Self { name: "x-request-id".into(), header: Some(header), is_always_new: false }
    }
}

impl RequestId {
    /// In `X-Request-Id`; what was sent is taken over.
    ///
    /// ```
    /// use whippet::{middleware::RequestId, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(RequestId::new()));
    /// assert!(client.get("/").send().header("x-request-id").is_some());
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads and sets another header. What is no name of a header is refused when the application is frozen.
    ///
    /// ```
    /// use whippet::{Service, middleware::RequestId, prelude::*};
    /// assert!(Service::freeze(App::new().with(RequestId::new().header("cf-ray"))).is_ok());
    /// assert!(Service::freeze(App::new().with(RequestId::new().header("cf ray"))).is_err());
    /// ```
    pub fn header(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.name = name.into();
        self.header = self.name.parse().ok();
        self
    }

    /// Makes a new id for each request, whatever was sent.
    ///
    /// ```
    /// use whippet::{middleware::RequestId, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(RequestId::new().always_new()));
    /// let answer = client.get("/").header("x-request-id", "a-7").send();
    /// assert_ne!(answer.header("x-request-id"), Some("a-7"));
    /// ```
    pub fn always_new(mut self) -> Self {
        self.is_always_new = true;
        self
    }

    fn sent(&self, cx: &Context) -> Option<Rc<str>> {
        if self.is_always_new {
            return None;
        }
        let id = cx.header(self.header.as_ref()?.as_str())?;
        is_well_formed(&id).then(|| (*id).into())
    }
}

fn is_well_formed(id: &str) -> bool {
    let is_known = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=:".contains(&byte);
    (1..=MOST_LETTERS).contains(&id.len()) && id.bytes().all(is_known)
}

/// A random UUID: version 4 of the usual variant.
fn uuid(mut bytes: [u8; 16]) -> Rc<str> {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = [b'-'; 36];
    let mut at = 0;
    for (index, byte) in bytes.iter().enumerate() {
        at += usize::from(matches!(index, 4 | 6 | 8 | 10));
        text[at..at + 2].copy_from_slice(&super::random::hex(*byte));
        at += 2;
    }
    std::str::from_utf8(&text).unwrap_or_default().into()
}

impl Middleware for RequestId {
    fn needs(&self, needs: &mut Needs) {
        match &self.header {
            Some(header) if !self.is_always_new => needs.header(header.as_str().to_owned()),
            Some(_) => {}
            None => needs.fault(format!(
                "RequestId: {:?} is no name of a header: write letters, digits and dashes, such as x-request-id",
                self.name
            )),
        }
    }

    fn before(&self, cx: &Context) -> Result<(), Response> {
        if cx.extension::<AssignedId>().is_some() {
            return Ok(());
        }
        let id = match self.sent(cx) {
            Some(id) => id,
            None => uuid(random().map_err(Error::internal)?),
        };
        cx.set_extension(AssignedId(id));
        Ok(())
    }

    fn after(&self, cx: &Context, response: &mut Response) {
        let id = cx.extension::<AssignedId>();
        let value = id.and_then(|id| HeaderValue::from_str(&id.0).ok());
        if let (Some(name), Some(value)) = (&self.header, value) {
            response.headers_mut().set(name.clone(), value);
        }
    }
}

/// The id that [`RequestId`] has given to a request: for the lines of one's own, and for the requests that a handler sends. Feature `logging`.
///
/// # Errors
/// 500 where no `RequestId` stands around the route; the log says so. `Option<AssignedId>` is `None` there.
///
/// ```
/// use whippet::{middleware::{AssignedId, RequestId}, prelude::*, testing::TestClient};
/// let app = App::new().get("/", |id: Option<AssignedId>| id.map_or("none".to_owned(), |AssignedId(id)| id.to_string()));
/// TestClient::new(app).get("/").send().assert_text("none");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignedId(
    /// The id: of visible ASCII letters.
    pub Rc<str>,
);

impl<S> FromRequestParts<S> for AssignedId {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        let id = cx.extension::<Self>().map(|id| Self::clone(&id));
        id.ok_or_else(|| Error::internal("no RequestId stands around this route: give one to `App::with`").as_missing())
            .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_says_its_version_and_its_variant() {
        assert_eq!(&*uuid([0; 16]), "00000000-0000-4000-8000-000000000000");
        assert_eq!(&*uuid([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }

    #[test]
    fn an_id_is_short_and_of_known_letters() {
        for (id, is_one) in [
            ("a", true),
            ("iad1::abc-7_x.y~z+a/b=", true),
            (&"a".repeat(128), true),
            (&"a".repeat(129), false),
            ("", false),
            ("a b", false),
            ("a,b", false),
            ("a;b", false),
            ("\"a\"", false),
            ("a\u{7}", false),
            ("é", false),
        ] {
            assert_eq!(is_well_formed(id), is_one, "{id}");
        }
    }
}
