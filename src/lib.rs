//! Rust fetch handlers for the edge: routes in Rust, compiled to WebAssembly, served as a Web-standard `fetch`.
//!
//! ```
//! use whippet::prelude::*;
//!
//! #[whippet::app]
//! fn app() -> App {
//!     App::new()
//!         .get("/api/health", || Json(json!({ "status": "ok" })))
//!         .get("/api/hello/{name}", |Path(name): Path<String>| format!("hello, {name}"))
//! }
//! # fn main() {
//! # let client = whippet::testing::TestClient::new(app());
//! # assert_eq!(client.get("/api/hello/you").send().text(), "hello, you");
//! # }
//! ```
//!
//! # The way of a request
//!
//! It walks through the files in this order, and never back:
//!
//! | file | what happens there |
//! | --- | --- |
//! | `boundary/` | JavaScript hands over method and target, and what is asked for; wasm32 only |
//! | `head` | the head is read: method, path, query; declared headers where they are asked for |
//! | `exchange` | the request begins its way, and stops where it must wait |
//! | `service` | the frozen application looks for a handler |
//! | `routing/` | the most specific route that fits the path and answers the method is found: by matchit where there are many and only one may be meant, else in a trie |
//! | `context` | what the request carries from here on |
//! | `middleware/` | what stands around the route lets it pass, or answers itself; the answer comes back the same way |
//! | `handler` | a function: all its arguments are extracted, and what is wrong with them is told together |
//! | `extract/`, `cookies/`, `json`, `validation/` | a path parameter, a query, a header, a cookie, a body becomes a Rust type, and keeps its rules |
//! | `inbox`, `body_stream`, `multipart/`, `request` | a streamed body comes in, chunk by chunk |
//! | `outcome` | at once, after the body, or later |
//! | `response/` | what the handler returned becomes status, headers, body |
//! | `scope`, `answer` | an error becomes what its router says, else a problem document; HTTP's rules for HEAD and statuses are kept |
//! | `boundary/` | status, headers and body leave together |
//!
//! # Features
//!
//! None is on by default: what an application does not use is not in its module.
//!
//! | feature | what it adds |
//! | --- | --- |
//! | `access` | who sends a request: `BearerAuth`, `BasicAuth`, `ApiKey`, roles, `IpAllow`; see `auth` |
//! | `compression` | `Compression` |
//! | `cookies` | `Cookies`: what the client keeps, read and set |
//! | `etag` | `Etag`, and conditional requests |
//! | `files` | `files!`, which embeds a folder, and `App::files`, which answers with it |
//! | `jwt` | `Jwt`: who has logged in, by a JSON Web Token, and what makes one; see `auth::jwt` |
//! | `logging` | `RequestId`, `Logger`, and the trace that a request belongs to |
//! | `multipart` | `Multipart`: forms with files, streamed |
//! | `regex` | any regular expression as the constraint of a parameter: `{pet:(cats\|dogs)}`; see [`routing`] |
//! | `secure-cookies` | `SignedCookies` and `PrivateCookies`, which nobody else can write, or read |
//! | `session` | `Session`: what is kept of a visitor, in a cookie or a store; see `session` |
//! | `tracing` | `Logger::tracing`: a span of the crate `tracing` for each request |
//! | `typed-headers` | `TypedHeader`: header fields from the types of the crate `headers` |
//! | `validation` | `Valid`: rules that a type cannot say, over the derive of the crate `garde` |
//! | `webhooks` | `Webhook`: what Stripe, GitHub, Slack and others have signed; see `webhook` |

mod answer;
mod app;
#[cfg(feature = "access")]
pub mod auth;
mod bindings;
mod body;
mod body_stream;
#[cfg(target_arch = "wasm32")]
mod boundary;
mod checks;
mod client;
mod context;
#[cfg(feature = "cookies")]
pub mod cookies;
mod description;
pub mod error;
mod exchange;
pub mod extract;
pub mod fetch;
#[cfg(feature = "files")]
mod files;
mod handler;
mod head;
mod headers;
mod inbox;
mod incoming;
mod json;
pub mod middleware;
#[cfg(feature = "multipart")]
pub mod multipart;
mod outcome;
mod platform;
mod reference;
mod request;
pub mod response;
pub mod routing;
mod scope;
mod service;
#[cfg(feature = "session")]
pub mod session;
mod start;
pub mod testing;
pub mod time;
#[cfg(feature = "validation")]
pub mod validation;
#[cfg(feature = "webhooks")]
pub mod webhook;

pub use app::App;
pub use bindings::Bindings;
pub use body::Body;
pub use body_stream::BodyStream;
pub use bytes::Bytes;
pub use client::{Client, Geo};
pub use context::Context;
pub use error::{Error, ErrorKind, Result};
#[cfg(feature = "files")]
pub use files::{File, Files};
pub use handler::Handler;
pub use headers::Headers;
pub use http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header};
pub use json::Json;
pub use platform::LocalBoxFuture;
pub use request::Request;
pub use routing::{Route, TrailingSlash};
pub use service::Service;
pub use start::{IntoApp, Started};
/// The files of a folder as a constant [`Files`]: the program holds them, and reads nothing when it runs. Feature `files`.
///
/// The folder is named from that of the crate's `Cargo.toml` on. All files in it and in its folders are taken but those whose name begins
/// with a dot. The media type is guessed from the name, the entity tag made of the content. A file that changes is compiled anew; one that is
/// added is seen when the crate is compiled next.
///
/// # Errors
/// A compile error where the folder is not there, is no folder or cannot be read, and where a name is not UTF-8.
///
/// # Example: a style sheet
/// ```
/// # /*
/// static ASSETS: whippet::Files = whippet::files!("public");
/// # */
/// # static ASSETS: whippet::Files = whippet::files!("tests/fixtures/files");
///
/// let style = ASSETS.get("style.css").unwrap();
/// assert_eq!(style.media_type(), "text/css; charset=utf-8");
/// ```
#[cfg(feature = "files")]
#[doc(inline)]
pub use whippet_macros::files;
pub use whippet_macros::{HttpError, app, extractor, handler, test};

/// What a file of routes wants: `use whippet::prelude::*`.
///
/// The derives of `Deserialize` and `Serialize` need `serde` among the dependencies of the crate that uses them.
pub mod prelude {
    #[cfg(feature = "cookies")]
    pub use crate::cookies::Cookies;
    #[cfg(feature = "secure-cookies")]
    pub use crate::cookies::{PrivateCookies, SignedCookies};
    #[cfg(feature = "multipart")]
    pub use crate::multipart::Multipart;
    #[cfg(feature = "typed-headers")]
    pub use crate::response::TypedHeader;
    #[cfg(feature = "validation")]
    pub use crate::validation::Valid;
    pub use crate::{
        App, Bindings, Bytes, Client, Context, Error, HeaderName, HeaderValue, Headers, HttpError, Json, Method,
        Result, StatusCode, TrailingSlash,
        error::{Fault, Place},
        extract::{Dep, Form, Header, Path, Query, State},
        header,
        response::{Created, Html, IntoResponse, NoContent, Redirect, Response},
    };
    #[cfg(feature = "validation")]
    pub use garde::Validate;
    pub use serde::{Deserialize, Serialize};
    pub use serde_json::{Value, json};
}

/// The examples of the README are compiled, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// Support for the macros; not part of the public interface.
#[doc(hidden)]
pub mod __private {
    pub use crate::description::Description;
    #[cfg(feature = "files")]
    pub use crate::files::{file, files};
    pub use crate::{
        checks::{IntoRefusal, answer, answer_of, app, argument, last_argument, later_answer, later_answer_of},
        extract::ViaRequest,
    };

    #[cfg(target_arch = "wasm32")]
    pub use wasm_bindgen;

    #[cfg(target_arch = "wasm32")]
    pub use crate::boundary::install;

    /// A status that `#[derive(HttpError)]` has read, and found to be an error's.
    pub fn status(code: u16) -> crate::StatusCode {
        crate::StatusCode::from_u16(code).unwrap_or(crate::StatusCode::INTERNAL_SERVER_ERROR)
    }
}
