//! Sessions: what is kept of a visitor from one request to the next, under a cookie. Feature `session`.
//!
//! [`Sessions`] is the middleware, [`Session`] the argument of a handler.
//!
//! 1. A session is in the cookie itself, [encrypted](Sessions::encrypted) or [signed](Sessions::signed), so that no store is needed; or it is [stored](Sessions::stored), and
//!    the cookie has no more than an id of 192 random bits.
//! 2. It is read when a handler asks for it, and written where it was changed: a request that does neither costs nothing. What is empty is not kept: a visitor of whom there is
//!    nothing to remember has no cookie.
//! 3. It ends when nothing was asked for with it for a while, and a while after it began, whatever happens. Both times stand inside of the seal, or in the store: what a
//!    client makes of its cookie does not count. What was tampered with, has ended, or cannot be read any more is an empty session, never an error.
//! 4. The cookie is `__Host-session` with `Secure`, `HttpOnly`, `SameSite=Lax` and `Path=/`. An answer that sets it has `Cache-Control: no-store`, one that was made with a session
//!    `Vary: cookie`.
//! 5. An answer of 500 and above writes nothing, unless the session was destroyed.
//!
//! **At a login call [`Session::renew`]**: somebody else may know the id from before. **A cookie cannot be taken back**: who has copied one that holds the session
//! itself can use it until it ends, also after [`Session::destroy`]; where that matters, store sessions.
//!
//! Of two requests at once, each changes what it has read, and the last one to be answered wins. So what must not be lost, as a balance, has no place in a session.
//! A stored session that was destroyed or renewed meanwhile stays so: what the other one has changed is lost.
//!
//! Source: RFC 6265bis; OWASP's Session Management Cheat Sheet.
//!
//! # Example: a login
//! ```
//! use whippet::{cookies::Key, prelude::*, session::{Session, Sessions}};
//!
//! fn login(session: Session, Json(name): Json<String>) -> Result<NoContent> {
//!     session.renew(); // a new beginning, of which nobody else knows
//!     session.insert("user", &name)?;
//!     Ok(NoContent)
//! }
//!
//! fn whoami(session: Session) -> Result<String> {
//!     session.get("user").ok_or_else(|| Error::new(StatusCode::UNAUTHORIZED, "log in first"))
//! }
//!
//! fn logout(session: Session) -> NoContent {
//!     session.destroy();
//!     NoContent
//! }
//!
//! fn app(bindings: Bindings) -> Result<App> {
//!     let sessions = Sessions::encrypted(Key::from_binding(&bindings, "SESSION_SECRET")?);
//!     Ok(App::new().get("/", whoami).post("/login", login).post("/logout", logout).with(sessions))
//! }
//! # let client = whippet::testing::TestClient::with_bindings(app, [("SESSION_SECRET", json!("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a"))]);
//! let answer = client.post("/login").json("lola").send().assert_status(204);
//! let cookie = answer.header("set-cookie").unwrap().split("; ").next().unwrap();
//! client.get("/").header("cookie", cookie).send().assert_text("lola");
//! client.get("/").send().assert_status(401);
//! ```
//!
//! # Example: who it is, for all that asks for an `Identity`
//! ```
//! # #[cfg(feature = "access")] {
//! use whippet::{auth::{Challenge, Identity}, cookies::Key, extract::FromRequestParts, prelude::*, session::{Session, Sessions}};
//! use whippet::middleware::{Next, from_fn};
//!
//! async fn remember(cx: Context, next: Next) -> Result<Response> {
//!     let session = Session::from_request_parts(&cx, &()).wait().await?;
//!     match session.get::<String>("user") {
//!         Some(name) => cx.set_extension(Identity::new(name)),
//!         None => Challenge::new("Cookie").realm("login").announce(&cx),
//!     }
//!     Ok(next.run().await)
//! }
//!
//! let app = App::new()
//!     .get("/", |who: Identity| format!("hello, {}", who.name()))
//!     .with(Sessions::encrypted(Key::derive_from([7; 32])?))
//!     .with(from_fn(remember));
//! # whippet::testing::TestClient::new(app).get("/").send().assert_status(401);
//! # }
//! # Ok::<(), whippet::Error>(())
//! ```

mod handle;
mod keeper;
mod record;
mod sessions;
mod store;

pub use handle::Session;
pub use sessions::Sessions;
pub use store::{MemoryStore, SessionStore};
