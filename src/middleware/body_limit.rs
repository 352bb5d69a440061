//! [`BodyLimit`]: how many bytes the body of a request may have.
//!
//! Put around an application with [`App::with`](crate::App::with); the extractors that read a body keep to it.
//!
//! 1. A body of more is 413: by its `Content-Length` before anything is read, else as soon as more has come.
//! 2. The innermost word holds: a limit further in takes the place of the one around it, whether it is smaller or larger. What a handler says itself, with
//!    [`BodyStream::limit`](crate::BodyStream::limit) or `Multipart::max_bytes`, is further in than any.
//! 3. It holds for all that reads a body: `Json`, `Form`, `String`, `Bytes`, `Multipart`, `BodyStream`, `Request`.
//! 4. A body that nobody reads is not looked at, however long it says to be: it costs nothing.
//! 5. A `Content-Length` that is no number (RFC 9110, section 8.6), or stands there twice, is 400, whether the body is read or not.
//!
//! Without it the limit is 4,500,000 bytes, which is that of Vercel's functions: a larger one is of use elsewhere, as behind a Node server. Cloudflare takes
//! 100 MB or more, as the plan says. An instance has all bodies that are read at once in its memory: a limit of what a route needs
//! is the cheapest guard there is. The length counts as it is sent, compressed where it is.
//!
//! # Example: little for most, more for one
//! ```
//! use whippet::{middleware::BodyLimit, prelude::*, testing::TestClient};
//!
//! let pictures = App::new().post("/", |picture: Bytes| picture.len().to_string()).with(BodyLimit::new(2_000_000));
//! let app = App::new()
//!     .post("/notes", |note: String| note)
//!     .nest("/pictures", pictures)
//!     .with(BodyLimit::new(1_000));
//!
//! let client = TestClient::new(app);
//! client.post("/notes").body("a".repeat(1_001)).send().assert_status(413);
//! client.post("/pictures").body("a".repeat(1_001)).send().assert_text("1001");
//! ```

use crate::{
    context::Context,
    error::{Error, Fault, Place},
    extract::{MAX_BODY_BYTES, Needs},
    middleware::Middleware,
    response::Response,
};

const CONTENT_LENGTH: &str = "content-length";

/// Limits the bytes of a request's body; 4,500,000 by default.
///
/// # Errors
/// 413 where the body has more. 400 where `Content-Length` is no number.
///
/// ```
/// use whippet::{middleware::BodyLimit, prelude::*, testing::TestClient};
/// let client = TestClient::new(App::new().post("/", |text: String| text).with(BodyLimit::new(4)));
/// client.post("/").body("woof").send().assert_text("woof");
/// client.post("/").body("woof!").send().assert_status(413);
/// client.post("/").header("content-length", "many").body("woof").send().assert_status(400);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct BodyLimit {
    max_bytes: usize,
}

impl BodyLimit {
    /// At most so many bytes; with 0 only an empty body is taken.
    ///
    /// ```
    /// use whippet::middleware::BodyLimit;
    /// assert_eq!(BodyLimit::new(4_500_000), BodyLimit::default());
    /// ```
    pub const fn new(max_bytes: usize) -> Self {
        Self { max_bytes }
    }
}

impl Default for BodyLimit {
    fn default() -> Self {
        Self::new(MAX_BODY_BYTES)
    }
}

impl Middleware for BodyLimit {
    fn needs(&self, needs: &mut Needs) {
        needs.header(CONTENT_LENGTH);
    }

    fn before(&self, cx: &Context) -> Result<(), Response> {
        cx.set_max_body_bytes(self.max_bytes);
        match cx.header(CONTENT_LENGTH) {
            Some(length) if length.is_empty() || !length.bytes().all(|byte| byte.is_ascii_digit()) => {
                let fault = Fault::new(Place::Header, "/content-length", "is not the number of the body's bytes");
                Err(Error::bad_request("the length of the body cannot be read").with_fault(fault))?
            }
            _ => Ok(()),
        }
    }
}
