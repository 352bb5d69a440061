//! The macros of the `whippet` crate. Use them through it: `#[whippet::app]`.
//!
//! Each macro checks what only it can see, reports every fault at the place where it stands, and expands to calls into
//! the library; no behaviour lives here.

mod app;
mod extractor;
mod faults;
#[cfg(feature = "files")]
mod files;
mod function;
mod handler;
mod http_error;
mod test;

use proc_macro::TokenStream;

/// Makes a function the application that the compiled module answers with.
///
/// The function returns an `App`, or a `Result` of one, and takes nothing or the platform's `Bindings`. It may be `async`. On other
/// targets than `wasm32` it stays an ordinary function, for tests.
///
/// On `wasm32` it is called once for each instance of the module, before the first answer; while an `async` one is under way the other
/// requests wait. On platforms where no request may wait for what another began, as on Cloudflare's, each of those calls it for itself, and
/// the first application is kept: what it holds must not be bound to one request, as an open connection is there.
///
/// Where it fails or panics, the log says why, and requests are answered 503 with `Retry-After`. It is called again by the first request
/// after a pause: of a second, then twice as long each time, up to 30 seconds.
///
/// # Errors
/// A compile error where the attribute has arguments, where the function is generic, `unsafe`, `const` or
/// `extern`, has a receiver, takes more than one argument, or returns nothing.
///
/// # Example: the smallest application
/// ```
/// use whippet::prelude::*;
///
/// #[whippet::app]
/// fn app() -> App {
///     App::new().get("/", || "hello")
/// }
/// # fn main() { let _ = app(); }
/// ```
#[proc_macro_attribute]
pub fn app(attribute: TokenStream, item: TokenStream) -> TokenStream {
    app::expand(attribute.into(), item.into()).into()
}

/// Makes a function the extractor of the type that it returns: an argument of handlers, and of other such functions.
///
/// The function may be `async` and may return a `Result`, written as such, whose error is the answer: any that becomes a `whippet::Error`, such as
/// one that derives `HttpError`. Its arguments are extractors of the head; a `Dep<T>` among them is made once for each request, however many ask
/// for it. All of them are asked before any is awaited. The type must belong to the same crate.
///
/// An `Option` of it is `None` where the function's error, or that of one of its arguments, says that something was not sent at all
/// (`Error::is_missing`). Where that would take somebody who forgot one thing for a stranger, let the arguments be `Option`s and decide in the
/// function.
///
/// Any application can use the extractor that has what its arguments ask for: a `State<T>` that the application lacks does not compile.
/// Functions that need each other in a circle do not compile either. `#[whippet::extractor(state = AppState)]` ties it to one state.
///
/// # Errors
/// A compile error where the function is generic, `unsafe`, `const` or `extern`, has a receiver or more than eight arguments, or returns
/// nothing or a type without a name.
///
/// # Example: a route that nobody reaches without a login
/// ```
/// use whippet::{extract::Dep, prelude::*};
///
/// struct Token(String);
///
/// #[whippet::extractor]
/// fn token(cx: Context) -> Result<Token> {
///     let header = cx.header("authorization").and_then(|value| Some(value.strip_prefix("Bearer ")?.to_owned()));
///     header.map(Token).ok_or_else(|| Error::new(StatusCode::UNAUTHORIZED, "a bearer token is wanted").as_missing())
/// }
///
/// struct User { name: &'static str }
///
/// #[whippet::extractor]
/// async fn user(token: Dep<Token>) -> Result<User> {
///     match token.0.0.as_str() {
///         "t7" => Ok(User { name: "lola" }),
///         _ => Err(Error::new(StatusCode::FORBIDDEN, "nobody has this token")),
///     }
/// }
///
/// let app = App::new().get("/me", |user: Dep<User>| user.name);
/// # let client = whippet::testing::TestClient::new(app);
/// client.get("/me").send().assert_status(401);
/// client.get("/me").header("authorization", "Bearer t7").send().assert_text("lola");
/// ```
#[proc_macro_attribute]
pub fn extractor(attribute: TokenStream, item: TokenStream) -> TokenStream {
    extractor::expand(attribute.into(), item.into()).into()
}

/// Makes an application's own error type one that a handler can return: it says which answer each of its values is.
///
/// It derives `From<E> for whippet::Error`, so that `?` works in a handler that returns `whippet::Result`, and `IntoResponse`, so that
/// `Result<T, E>` is an answer. It goes on enums and structs. Each variant, or the struct, says what it is:
///
/// | attribute | effect |
/// | --- | --- |
/// | `#[http(status = 404)]` | the status, from 400 to 599; the one thing that must be said |
/// | `#[http(detail = "no order {0}")]` | the sentence for the client, a format string over the fields: `{0}`, `{id}`, `{id:?}` |
/// | `#[http(title = "No such order")]` | the name of this sort of problem; by default the phrase of the status |
/// | `#[http(type = "https://…")]` | the URI of this sort of problem; by default `about:blank` |
/// | `#[http(transparent)]` | the answer is that of the only field, which becomes a `whippet::Error` by itself |
/// | `#[source]` on a field | that field is the cause: the log sees it, the client does not |
/// | `#[from]` on an only field | as `#[source]`, and `From<T>` makes the variant of it, for `?` |
///
/// A `detail` is shown to the client with every status, those of 500 and above included: it is the application's own sentence. Causes never
/// are. The type gets neither `Display` nor `std::error::Error`, and must not have the latter: every `std::error::Error` is a
/// `whippet::Error` of 500 already.
///
/// # Errors
/// A compile error, all at once, where a variant has no status or one outside 400 to 599, a key is unknown or stands twice, a placeholder is no
/// field, two fields are the cause, `transparent` has other keys beside it or not exactly one field, and where the type is a union, has
/// generics, or has thiserror's `#[error]`.
///
/// # Example: the errors of a shop
/// ```
/// use whippet::prelude::*;
///
/// #[derive(Debug, HttpError)]
/// enum ShopError {
///     #[http(status = 404, title = "No such order", detail = "no order {0}", type = "https://shop.example/problems/order")]
///     NoSuchOrder(u32),
///     #[http(status = 409, detail = "{wanted} wanted, {left} left")]
///     SoldOut { wanted: u32, left: u32 },
///     #[http(status = 502, detail = "the warehouse does not answer")]
///     Warehouse(#[from] std::io::Error),
///     #[http(transparent)]
///     Other(#[from] Error),
/// }
///
/// fn order(Path(id): Path<u32>) -> Result<String, ShopError> {
///     match id {
///         7 => Ok("two leads".to_owned()),
///         8 => Err(ShopError::SoldOut { wanted: 2, left: 1 }),
///         9 => Err(std::io::Error::other("no route to host"))?,
///         10 => Err(Error::new(StatusCode::FORBIDDEN, "not yours"))?,
///         other => Err(ShopError::NoSuchOrder(other)),
///     }
/// }
///
/// # let client = whippet::testing::TestClient::new(App::new().get("/orders/{id}", order));
/// let problem: Value = client.get("/orders/3").send().assert_status(404).json();
/// assert_eq!((&problem["title"], &problem["detail"]), (&json!("No such order"), &json!("no order 3")));
/// client.get("/orders/8").send().assert_status(409);
/// let failed = client.get("/orders/9").send().assert_status(502);
/// assert!(failed.log()[0].ends_with(": 502: the warehouse does not answer: no route to host"));
/// client.get("/orders/10").send().assert_status(403);
/// # client.get("/orders/7").send().assert_status(200);
/// ```
#[proc_macro_derive(HttpError, attributes(http, source, from))]
pub fn http_error(item: TokenStream) -> TokenStream {
    http_error::expand(item.into()).into()
}

/// Checks a handler where it stands: a type that cannot be an argument or an answer is named, with the reason and the remedy.
///
/// Any function of extractors is a handler without this attribute; but where one of them does not fit, the compiler can only say at the
/// route that the whole function is none. The function stays as it is, and nothing is added to what runs.
///
/// An extractor may depend on the application's state. That is taken to be the `T` of the `State<T>` among the arguments, or `()` without one.
/// Where the arguments ask for parts of it, name the whole: `#[whippet::handler(state = AppState)]`.
///
/// # Errors
/// A compile error at the argument or the answer that does not fit, at an argument that reads the body and is not the last, at the ninth
/// argument, at a second type of state, and where the function is generic, `unsafe`, `const` or `extern`, or has a receiver.
///
/// # Example: with and without a state
/// ```
/// use whippet::{extract::FromRef, prelude::*};
///
/// #[derive(Clone)]
/// struct Motto(&'static str);
///
/// struct AppState { motto: Motto }
///
/// impl FromRef<AppState> for Motto {
///     fn from_ref(state: &AppState) -> Self {
///         state.motto.clone()
///     }
/// }
///
/// #[whippet::handler]
/// async fn greet(Path(name): Path<String>) -> String {
///     format!("hello, {name}")
/// }
///
/// #[whippet::handler(state = AppState)]
/// fn motto(State(motto): State<Motto>) -> &'static str {
///     motto.0
/// }
///
/// let app = App::new().get("/hello/{name}", greet).get("/motto", motto).with_state(AppState { motto: Motto("small") });
/// # let client = whippet::testing::TestClient::new(app);
/// # assert_eq!(client.get("/hello/you").send().text(), "hello, you");
/// # assert_eq!(client.get("/motto").send().text(), "small");
/// ```
///
/// # Example: a mistake
/// ```compile_fail
/// use whippet::prelude::*;
///
/// #[whippet::handler]
/// fn rename(Json(name): Json<String>, Path(id): Path<u32>) -> String { // `Json` reads the body, so it must be the last argument
///     format!("{id} is {name}")
/// }
/// ```
#[proc_macro_attribute]
pub fn handler(attribute: TokenStream, item: TokenStream) -> TokenStream {
    handler::expand(attribute.into(), item.into()).into()
}

/// Makes an async function a test: time is faked, so that `whippet::time::sleep` takes none.
///
/// The function takes nothing and returns nothing or a `Result`; `#[ignore]`, `#[should_panic]` and the like go beside it.
///
/// # Errors
/// A compile error where the attribute has arguments, where the function is not `async`, has arguments or generics, is `unsafe`, `const` or
/// `extern`, or is a `#[test]` already.
///
/// # Example: an hour that takes no time
/// ```
/// use std::time::Duration;
/// use whippet::{prelude::*, testing::TestClient, time::sleep};
///
/// #[whippet::test]
/// async fn a_walk_ends() -> Result<()> {
///     sleep(Duration::from_secs(3600)).await;
///     let client = TestClient::new(App::new().get("/", async || "home"));
///     assert_eq!(client.get("/").send().text(), "home");
///     Ok(())
/// }
/// ```
#[proc_macro_attribute]
pub fn test(attribute: TokenStream, item: TokenStream) -> TokenStream {
    test::expand(attribute.into(), item.into()).into()
}

/// Embeds a folder. Feature `files`; its documentation, whose example needs the same feature of `whippet`, is at `whippet::files!`.
#[cfg(feature = "files")]
#[proc_macro]
pub fn files(input: TokenStream) -> TokenStream {
    files::expand(input.into()).into()
}
