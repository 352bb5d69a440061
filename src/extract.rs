//! Extractors: what a handler may ask for as an argument.
//!
//! Called by [`Handler`](crate::Handler), argument by argument, in the order in which they stand.
//!
//! 1. All arguments but the last read the head ([`FromRequestParts`]); the last may also read the body ([`FromRequest`]).
//! 2. The body is read after all head extractors have agreed: who is refused by one of them has sent its body in vain. One that only finds
//!    faults in what was sent (400, 422) does not end it: the faults of all arguments, the body's too, are answered together.
//! 3. An extractor tells which headers it reads ([`Needs`]), so that they arrive with the request in one piece.
//! 4. `Option` of an extractor is `None` where what it asks for was not sent, of one that asks for several where one of them was not; [`Result`] of one hands its refusal to the handler; a
//!    tuple is several at once. [`Dep`] makes its value once for each request.
//!
//! | extractor | gives | its `Option` is `None` where |
//! | --- | --- | --- |
//! | [`Path<T>`](Path) | the parameters of the route | the path has none |
//! | [`Query<T>`](Query) | those of the query, with lists and what is nested | there is no query |
//! | [`Header<T>`](Header), `TypedHeader<T>` | headers, as a struct, or of the crate `headers` | none of them was sent |
//! | `Cookies`, `SignedCookies`, `PrivateCookies` | what the client keeps | never: a jar may be empty |
//! | [`Json<T>`](crate::Json), [`Form<T>`](Form), `Multipart` | the body, as the content type says | there is no body |
//! | `String`, [`Bytes`], [`BodyStream`](crate::BodyStream), [`Request`](crate::Request) | the body of any content type | the body is empty; never for the last two |
//! | `Valid<E>` | what `E` gives, if all rules hold | that of `E` is |
//! | [`State<T>`](State), [`Bindings`](crate::Bindings) | what the application, and what the platform has | never |
//! | [`Dep<T>`](Dep) | what the extractor `T` makes, once for each request | that of `T` is |
//! | [`Extension<T>`](Extension) | what was set earlier on the request's way | nobody has set it |
//! | [`Client`](crate::Client), [`ClientIp`], [`Geo`](crate::Geo) | who sends the request | the address is not known, for `ClientIp` |
//! | `Method`, `Uri`, [`MatchedPath`], [`Headers`](crate::Headers), [`Context`] | the rest of the head | never |
//!
//! What the extractors of this crate refuse, and with which status, stands in one table: [`Rejection`].

mod asked;
mod body;
mod dependency;
mod extension;
mod extracted;
mod form;
mod gathering;
mod header;
mod needs;
mod optional;
mod parts;
mod path;
mod query;
mod shape;
mod state;
mod tuple;
#[cfg(feature = "typed-headers")]
mod typed_header;
mod values;

use bytes::Bytes;

pub use crate::error::Rejection;
pub use dependency::Dep;
pub use extension::Extension;
pub use extracted::Extracted;
pub use form::Form;
pub(crate) use gathering::{Gathering, all_of};
pub use header::Header;
#[cfg(feature = "validation")]
pub(crate) use header::name_of as header_name;
pub use needs::Needs;
pub(crate) use needs::{Needed, RouteCheck};
pub use parts::{ClientIp, MatchedPath};
pub use path::Path;
pub use query::Query;
#[cfg(feature = "validation")]
pub(crate) use shape::Shape;
pub use state::{FromRef, State};

pub use crate::context::MAX_BODY_BYTES;
use crate::{
    context::Context,
    description::Description,
    error::{Error, Result},
};

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
    /// A stream: its chunks, one after the other, as they come.
    Stream,
}

/// An argument that is made of the request's head: any argument of a handler.
///
/// # Errors
/// Whatever [`Error`] it returns is the answer.
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
    note = "a type of your own becomes one by `#[whippet::extractor]` above the function that makes it",
    note = "the state is what `.with_state(…)` gives the application; if that is not `{S}`, name it: `#[whippet::handler(state = …)]`"
)]
pub trait FromRequestParts<S>: Sized + 'static {
    /// The headers that it may read, in lower case.
    const HEADERS: &'static [&'static str] = &[];

    /// Tells what it needs, once, when the application is built: its headers, unless it says otherwise. One that asks for others tells
    /// theirs, too.
    ///
    /// # Example: on top of two others
    /// ```
    /// use whippet::{extract::{Extracted, FromRequestParts, Needs}, prelude::*};
    ///
    /// struct Who(String);
    ///
    /// impl<S> FromRequestParts<S> for Who {
    ///     fn needs(needs: &mut Needs) {
    ///         <(Client, Method) as FromRequestParts<S>>::needs(needs);
    ///         needs.header("user-agent");
    ///     }
    ///
    ///     fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self> {
    ///         let agent = cx.header("user-agent").unwrap_or_default().into_owned();
    ///         <(Client, Method)>::from_request_parts(cx, state).map(move |(_, method)| Who(format!("{method} by {agent}")))
    ///     }
    /// }
    /// # let client = whippet::testing::TestClient::new(App::new().get("/", |Who(who): Who| who));
    /// # client.get("/").header("user-agent", "fetch").send().assert_text("GET by fetch");
    /// ```
    fn needs(needs: &mut Needs) {
        needs.headers(Self::HEADERS);
    }

    /// Reads the head.
    ///
    /// # Example: by hand, from two places
    /// ```
    /// use whippet::{extract::{Extracted, FromRequestParts}, prelude::*};
    ///
    /// struct Language(String);
    ///
    /// impl<S> FromRequestParts<S> for Language {
    ///     const HEADERS: &'static [&'static str] = &["accept-language"];
    ///
    ///     fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
    ///         let asked = cx.param("language").or_else(|| cx.header("accept-language"));
    ///         Ok(Language(asked.map_or("en".to_owned(), Into::into))).into()
    ///     }
    /// }
    /// # let app = App::new().get("/{language?}", |Language(language): Language| language);
    /// # let client = whippet::testing::TestClient::new(app);
    /// # assert_eq!(client.get("/").header("accept-language", "de").send().text(), "de");
    /// # assert_eq!(client.get("/fr").header("accept-language", "de").send().text(), "fr");
    /// ```
    fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self>;

    /// Says what it reads: for documents that are made of an application, and called for nothing else.
    #[doc(hidden)]
    fn describe(_: &mut Description) {}
}

/// An argument that may be made of the request's body: a handler's last.
///
/// Each [`FromRequestParts`] is one, too. The marker `V` only tells the two apart.
///
/// # Errors
/// Whatever [`Error`] it returns is the answer; 413 where it wants a body of more than [`Context::max_body_bytes`](crate::Context::max_body_bytes).
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

    /// Tells what it needs, once, when the application is built: its headers, unless it says otherwise. One that asks for others tells
    /// theirs, too.
    ///
    /// # Example: a body and a dependency
    /// ```
    /// use whippet::{extract::{BodyNeed, Extracted, FromRequest, FromRequestParts, Needs}, prelude::*};
    ///
    /// struct Note { by: Method, text: String }
    ///
    /// impl<S> FromRequest<S> for Note {
    ///     const BODY: BodyNeed = BodyNeed::Bytes;
    ///
    ///     fn needs(needs: &mut Needs) {
    ///         <Dep<Method> as FromRequestParts<S>>::needs(needs);
    ///     }
    ///
    ///     fn from_request(cx: &Context, body: Bytes, state: &S) -> Extracted<Self> {
    ///         let text = String::from_utf8_lossy(&body).into_owned();
    ///         Dep::<Method>::from_request_parts(cx, state).map(|Dep(method)| Note { by: (*method).clone(), text })
    ///     }
    /// }
    /// # let client = whippet::testing::TestClient::new(App::new().post("/", |note: Note| format!("{} {}", note.by, note.text)));
    /// # client.post("/").body("woof").send().assert_text("POST woof");
    /// ```
    fn needs(needs: &mut Needs) {
        needs.headers(Self::HEADERS);
    }

    /// What it is where it was refused before its body was there.
    #[doc(hidden)]
    fn without_body(error: Error) -> Extracted<Self> {
        Err(error).into()
    }

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

    /// Says what it reads: for documents that are made of an application, and called for nothing else.
    #[doc(hidden)]
    fn describe(_: &mut Description) {}
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
    fn needs(needs: &mut Needs) {
        T::needs(needs);
    }

    fn from_request(cx: &Context, _: Bytes, state: &S) -> Extracted<Self> {
        T::from_request_parts(cx, state)
    }

    fn describe(description: &mut Description) {
        T::describe(description);
    }
}
