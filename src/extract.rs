//! Extractors: what a handler may ask for as an argument.
//!
//! Called by [`Handler`](crate::Handler), argument by argument, in the order in which they stand.
//!
//! 1. All arguments but the last read the head ([`FromRequestParts`]); the last may also read the body ([`FromRequest`]).
//! 2. The body is read after all head extractors have agreed: who is refused by one of them has sent its body in vain.
//! 3. An extractor declares which headers it reads, so that they arrive with the request in one piece.
//!
//! What is rejected, and how:
//!
//! | extractor | because | status |
//! | --- | --- | --- |
//! | any | percent-encoding or text that does not give UTF-8 | 400 |
//! | [`Json`](crate::Json) | not JSON: line and column are named | 400 |
//! | [`Json`](crate::Json) | the content type is not JSON's | 415 |
//! | any that reads the body | more than [`MAX_BODY_BYTES`] | 413 |
//! | [`Path`], [`Query`], [`Json`](crate::Json) | missing, or does not fit its type: each named by its place | 422 |

mod body;
mod parts;
mod path;
mod query;
mod state;
mod values;

use bytes::Bytes;

pub use path::Path;
pub use query::Query;
pub use state::{FromRef, State};

use crate::{context::Context, error::Result, platform::LocalBoxFuture};

/// The most that a body may have: 4.5 MB, the limit of Vercel's functions.
pub const MAX_BODY_BYTES: usize = 4_500_000;

/// What an extractor gives: at once, or once a future is done.
#[must_use]
pub enum Extracted<T> {
    /// It was there.
    Ready(Result<T>),
    /// It must be waited for.
    Later(LocalBoxFuture<Result<T>>),
}

impl<T> From<Result<T>> for Extracted<T> {
    fn from(result: Result<T>) -> Self {
        Self::Ready(result)
    }
}

impl<T> Extracted<T> {
    /// What a future will give.
    pub fn later(future: impl Future<Output = Result<T>> + 'static) -> Self {
        Self::Later(Box::pin(future))
    }
}

/// What an extractor wants of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyNeed {
    /// Nothing: the body is not touched.
    None,
    /// All of it.
    Bytes,
}

/// An argument that is made of the request's head: any argument of a handler.
///
/// # Errors
/// Whatever [`Error`](crate::Error) it returns is the answer.
///
/// # Example: an extractor of one's own
/// ```
/// use whippet::{extract::{Extracted, FromRequestParts}, prelude::*};
///
/// struct ApiVersion(u8);
///
/// impl<S> FromRequestParts<S> for ApiVersion {
///     const HEADERS: &'static [&'static str] = &["x-api-version"];
///
///     fn from_request_parts(cx: &Context, _state: &S) -> Extracted<Self> {
///         let text = cx.header("x-api-version");
///         let version = text.as_deref().unwrap_or("1").parse().map(ApiVersion);
///         version.map_err(|_| Error::bad_request("x-api-version is a number from 0 to 255")).into()
///     }
/// }
///
/// let app = App::new().get("/", |ApiVersion(version): ApiVersion| format!("version {version}"));
/// # let client = whippet::testing::TestClient::new(app);
/// # assert_eq!(client.get("/").header("x-api-version", "2").send().text(), "version 2");
/// # client.get("/").header("x-api-version", "two").send().assert_status(400);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an extractor for the state `{S}`",
    label = "a handler's arguments must implement `FromRequestParts`; the last may implement `FromRequest`",
    note = "if it is `State<T>`, give the application its state with `.with_state(…)`"
)]
pub trait FromRequestParts<S>: Sized + 'static {
    /// The headers that it may read, in lower case.
    const HEADERS: &'static [&'static str] = &[];

    /// Reads the head.
    fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self>;
}

/// An argument that may be made of the request's body: a handler's last.
///
/// Each [`FromRequestParts`] is one, too. The marker `V` only tells the two apart.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an extractor for the state `{S}`",
    label = "a handler's last argument must implement `FromRequest` or `FromRequestParts`",
    note = "if it is `State<T>`, give the application its state with `.with_state(…)`"
)]
pub trait FromRequest<S, V = ViaRequest>: Sized + 'static {
    /// What it wants of the body.
    const BODY: BodyNeed;
    /// The headers that it may read, in lower case.
    const HEADERS: &'static [&'static str] = &[];

    /// What can be refused before the body is read, such as a wrong content type.
    ///
    /// # Errors
    /// Whatever it returns is the answer, and the body is not read.
    fn check(cx: &Context) -> Result<()> {
        let _ = cx;
        Ok(())
    }

    /// Reads the request; `body` is empty where [`FromRequest::BODY`] wants nothing.
    fn from_request(cx: &Context, body: Bytes, state: &S) -> Extracted<Self>;
}

/// Marks an extractor that reads the request itself.
#[derive(Debug)]
pub enum ViaRequest {}

/// Marks an extractor that reads the head only.
#[derive(Debug)]
pub enum ViaParts {}

impl<S, T: FromRequestParts<S>> FromRequest<S, ViaParts> for T {
    const BODY: BodyNeed = BodyNeed::None;
    const HEADERS: &'static [&'static str] = T::HEADERS;

    fn from_request(cx: &Context, _: Bytes, state: &S) -> Extracted<Self> {
        T::from_request_parts(cx, state)
    }
}
