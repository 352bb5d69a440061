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
//! | `boundary/` | JavaScript hands over one packed head; wasm32 only |
//! | `request` | the head is read: method, path, query, declared headers |
//! | `exchange` | the request begins its way, and stops where it must wait |
//! | `service` | the frozen application looks for a handler |
//! | `routing/` | matchit finds the path, the methods of the path are asked |
//! | `context` | what the request carries from here on |
//! | `handler` | a function, its arguments extracted one by one |
//! | `extract/`, `json` | a path parameter, a query, a header, a body becomes a Rust type |
//! | `outcome` | at once, after the body, or later |
//! | `response/` | what the handler returned becomes status, headers, body |
//! | `error/` | every failure becomes a problem document |
//! | `boundary/` | status, headers and body leave together |
//!
//! # Features
//!
//! None yet: what an application does not use is not in its module.

mod app;
mod bindings;
mod body;
#[cfg(target_arch = "wasm32")]
mod boundary;
mod client;
mod context;
pub mod error;
mod exchange;
pub mod extract;
mod handler;
mod headers;
mod json;
mod outcome;
mod platform;
mod request;
pub mod response;
mod routing;
mod service;
mod start;
pub mod testing;
pub mod time;

pub use app::App;
pub use bindings::Bindings;
pub use body::Body;
pub use bytes::Bytes;
pub use client::{Client, Geo};
pub use context::Context;
pub use error::{Error, ErrorKind, Result};
pub use handler::Handler;
pub use headers::Headers;
pub use http::{HeaderName, HeaderValue, Method, StatusCode, header};
pub use json::Json;
pub use platform::LocalBoxFuture;
pub use service::Service;
pub use start::{IntoApp, Started};
pub use whippet_macros::app;

/// What a file of routes wants: `use whippet::prelude::*`.
///
/// The derives of `Deserialize` and `Serialize` need `serde` among the dependencies of the crate that uses them.
pub mod prelude {
    pub use crate::{
        App, Bindings, Bytes, Client, Context, Error, HeaderName, HeaderValue, Headers, Json, Method, Result,
        StatusCode,
        error::{Fault, Place},
        extract::{Path, Query, State},
        header,
        response::{Html, IntoResponse, Redirect, Response},
    };
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
    #[cfg(target_arch = "wasm32")]
    pub use wasm_bindgen;

    #[cfg(target_arch = "wasm32")]
    pub use crate::boundary::install;
}
