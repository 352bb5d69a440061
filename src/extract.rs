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
///
/// # Example: at once for most, later for some
/// ```
/// use std::time::Duration;
/// use whippet::{extract::{Extracted, FromRequestParts}, prelude::*, time::sleep};
///
/// struct Patience;
///
/// impl<S> FromRequestParts<S> for Patience {
///     fn from_request_parts(cx: &Context, _state: &S) -> Extracted<Self> {
///         if cx.query() != "slow" {
///             return Ok(Patience).into();
///         }
///         Extracted::later(async {
///             sleep(Duration::from_secs(1)).await;
///             Ok(Patience)
///         })
///     }
/// }
/// # let client = whippet::testing::TestClient::new(App::new().get("/", |_: Patience| "done"));
/// # assert_eq!(client.get("/").send().elapsed(), Duration::ZERO);
/// # assert_eq!(client.get("/?slow").send().elapsed(), Duration::from_secs(1));
/// ```
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
    ///
    /// # Example: a user who is looked up
    /// ```
    /// use whippet::{extract::{Extracted, FromRequestParts}, prelude::*};
    ///
    /// struct User(String);
    /// # async fn look_up(token: &str) -> Option<String> { (token == "t7").then(|| "lola".to_owned()) }
    ///
    /// impl<S> FromRequestParts<S> for User {
    ///     const HEADERS: &'static [&'static str] = &["x-token"];
    ///
    ///     fn from_request_parts(cx: &Context, _state: &S) -> Extracted<Self> {
    ///         let cx = cx.clone();
    ///         Extracted::later(async move {
    ///             let name = look_up(&cx.header("x-token").unwrap_or_default()).await;
    ///             name.map(User).ok_or_else(|| Error::new(StatusCode::FORBIDDEN, "nobody has this token"))
    ///         })
    ///     }
    /// }
    /// # let client = whippet::testing::TestClient::new(App::new().get("/", |user: User| user.0));
    /// # assert_eq!(client.get("/").header("x-token", "t7").send().text(), "lola");
    /// # client.get("/").send().assert_status(403);
    /// ```
    pub fn later(future: impl Future<Output = Result<T>> + 'static) -> Self {
        Self::Later(Box::pin(future))
    }
}

/// What an extractor wants of the body: what [`FromRequest::BODY`] says.
///
/// ```
/// use whippet::{Json, extract::{BodyNeed, FromRequest, Query}};
/// assert_eq!(<Json<u32> as FromRequest<()>>::BODY, BodyNeed::Bytes);
/// assert_eq!(<Query<()> as FromRequest<(), _>>::BODY, BodyNeed::None);
/// ```
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
    label = "a handler cannot be given this",
    note = "an argument implements `FromRequestParts<{S}>`, as `Path<T>`, `Query<T>`, `State<T>`, `Headers` and `Context` do; the last may \
            implement `FromRequest<{S}>` instead, as `Json<T>`, `String` and `Bytes` do",
    note = "the state is what `.with_state(…)` gives the application; if that is not `{S}`, name it: `#[whippet::handler(state = …)]`"
)]
pub trait FromRequestParts<S>: Sized + 'static {
    /// The headers that it may read, in lower case.
    const HEADERS: &'static [&'static str] = &[];

    /// Reads the head.
    ///
    /// # Example: an extractor on top of another
    /// ```
    /// use whippet::{extract::{Extracted, FromRequestParts}, prelude::*};
    ///
    /// #[derive(Deserialize)]
    /// struct Page { page: u32 }
    ///
    /// struct Offset(u32);
    ///
    /// impl<S> FromRequestParts<S> for Offset {
    ///     fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self> {
    ///         match Query::<Page>::from_request_parts(cx, state) {
    ///             Extracted::Ready(page) => page.map(|Query(Page { page })| Offset(page * 20)).into(),
    ///             Extracted::Later(page) => Extracted::later(async { page.await.map(|Query(Page { page })| Offset(page * 20)) }),
    ///         }
    ///     }
    /// }
    /// # let client = whippet::testing::TestClient::new(App::new().get("/", |Offset(offset): Offset| offset.to_string()));
    /// # assert_eq!(client.get("/?page=3").send().text(), "60");
    /// ```
    fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self>;
}

/// An argument that may be made of the request's body: a handler's last.
///
/// Each [`FromRequestParts`] is one, too. The marker `V` only tells the two apart.
///
/// # Errors
/// Whatever [`Error`](crate::Error) it returns is the answer; 413 where it wants a body of more than [`MAX_BODY_BYTES`].
///
/// # Example: a body of one's own format
/// ```
/// use whippet::{extract::{BodyNeed, Extracted, FromRequest}, prelude::*};
///
/// struct Lines(Vec<String>);
///
/// impl<S: 'static> FromRequest<S> for Lines {
///     const BODY: BodyNeed = BodyNeed::Bytes;
///
///     fn from_request(_: &Context, body: Bytes, _state: &S) -> Extracted<Self> {
///         let text = std::str::from_utf8(&body).map_err(|_| Error::bad_request("the lines are not UTF-8"));
///         text.map(|text| Lines(text.lines().map(str::to_owned).collect())).into()
///     }
/// }
///
/// let app = App::new().post("/", |Lines(lines): Lines| format!("{} lines", lines.len()));
/// # let client = whippet::testing::TestClient::new(app);
/// # assert_eq!(client.post("/").body("a\nb\n").send().text(), "2 lines");
/// # client.post("/").body(&b"\xff"[..]).send().assert_status(400);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an extractor for the state `{S}`",
    label = "a handler cannot be given this",
    note = "the last argument implements `FromRequest<{S}>`, as `Json<T>`, `String` and `Bytes` do, or `FromRequestParts<{S}>`, as `Path<T>`, \
            `Query<T>`, `State<T>`, `Headers` and `Context` do",
    note = "the state is what `.with_state(…)` gives the application; if that is not `{S}`, name it: `#[whippet::handler(state = …)]`"
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
    ///
    /// # Example: a content type
    /// ```
    /// use whippet::{extract::{BodyNeed, Extracted, FromRequest}, prelude::*};
    ///
    /// struct Csv(String);
    ///
    /// impl<S> FromRequest<S> for Csv {
    ///     const BODY: BodyNeed = BodyNeed::Bytes;
    ///     const HEADERS: &'static [&'static str] = &["content-type"];
    ///
    ///     fn check(cx: &Context) -> Result<()> {
    ///         let is_csv = cx.header("content-type").is_some_and(|kind| kind.starts_with("text/csv"));
    ///         is_csv.then_some(()).ok_or_else(|| Error::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "send text/csv"))
    ///     }
    ///
    ///     fn from_request(_: &Context, body: Bytes, _state: &S) -> Extracted<Self> {
    ///         Ok(Csv(String::from_utf8_lossy(&body).into_owned())).into()
    ///     }
    /// }
    /// # let client = whippet::testing::TestClient::new(App::new().post("/", |Csv(csv): Csv| csv));
    /// # client.post("/").body("a,b").send().assert_status(415);
    /// # assert_eq!(client.post("/").header("content-type", "text/csv").body("a,b").send().text(), "a,b");
    /// ```
    fn check(cx: &Context) -> Result<()> {
        let _ = cx;
        Ok(())
    }

    /// Reads the request; `body` is empty where [`FromRequest::BODY`] wants nothing.
    ///
    /// # Example: the body and a header of the same request
    /// ```
    /// use whippet::{extract::{BodyNeed, Extracted, FromRequest}, prelude::*};
    ///
    /// struct Signed(Bytes);
    /// # fn sign(body: &[u8]) -> String { body.len().to_string() }
    ///
    /// impl<S> FromRequest<S> for Signed {
    ///     const BODY: BodyNeed = BodyNeed::Bytes;
    ///     const HEADERS: &'static [&'static str] = &["x-signature"];
    ///
    ///     fn from_request(cx: &Context, body: Bytes, _state: &S) -> Extracted<Self> {
    ///         if cx.header("x-signature").as_deref() != Some(&sign(&body)) {
    ///             return Err(Error::new(StatusCode::FORBIDDEN, "the signature is not of this body")).into();
    ///         }
    ///         Ok(Signed(body)).into()
    ///     }
    /// }
    /// # let client = whippet::testing::TestClient::new(App::new().post("/", |Signed(body): Signed| body));
    /// # client.post("/").body("abc").send().assert_status(403);
    /// # client.post("/").header("x-signature", "3").body("abc").send().assert_status(200);
    /// ```
    fn from_request(cx: &Context, body: Bytes, state: &S) -> Extracted<Self>;
}

/// Marks an extractor that reads the request itself.
///
/// ```
/// use whippet::{extract::{FromRequest, ViaRequest}, prelude::*};
/// fn may_read_the_body<T: FromRequest<(), ViaRequest>>() {}
/// may_read_the_body::<Json<Value>>();
/// may_read_the_body::<String>();
/// ```
#[derive(Debug)]
pub enum ViaRequest {}

/// Marks an extractor that reads the head only.
///
/// ```
/// use whippet::{extract::{FromRequest, ViaParts}, prelude::*};
/// fn reads_the_head_only<T: FromRequest<(), ViaParts>>() {}
/// reads_the_head_only::<Query<Vec<(String, String)>>>();
/// reads_the_head_only::<Context>();
/// ```
#[derive(Debug)]
pub enum ViaParts {}

impl<S, T: FromRequestParts<S>> FromRequest<S, ViaParts> for T {
    const BODY: BodyNeed = BodyNeed::None;
    const HEADERS: &'static [&'static str] = T::HEADERS;

    fn from_request(cx: &Context, _: Bytes, state: &S) -> Extracted<Self> {
        T::from_request_parts(cx, state)
    }
}
