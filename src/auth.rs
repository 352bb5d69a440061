//! Who sends a request: [`Identity`], and the credentials that it is known by. Feature `access`.
//!
//! A middleware ([`BearerAuth`](crate::middleware::BearerAuth), [`BasicAuth`](crate::middleware::BasicAuth),
//! [`ApiKey`](crate::middleware::ApiKey), `Jwt`) looks at the credentials and keeps an [`Identity`] in the request; handlers ask for it as
//! an argument, or for a [`Role`].
//!
//! 1. Nobody has logged in: 401 with `WWW-Authenticate` (RFC 9110, section 11.6.1), which says how to. Somebody has, and may not do this: 403.
//! 2. What was sent is compared with secrets in a time that does not tell how much of it is right: [`constant_time_eq`].
//! 3. No secret is shown by `Debug`, written to a log, or repeated in an answer.
//! 4. Credentials are only as safe as the way they take: serve them over HTTPS.
//!
//! | | |
//! | --- | --- |
//! | [`Identity`] | who has logged in: a name, roles, and whatever else is known |
//! | [`Role<R>`](Role) | somebody who has a role |
//! | [`Bearer`], [`Basic`] | the credentials as they were sent, for a handler that checks them itself |
//! | [`Challenge`] | what a 401 says about how to log in |
//!
//! # Example: a public page, one for members, one for a few
//! ```
//! use whippet::{auth::{Identity, Role, RoleName}, middleware::BearerAuth, prelude::*};
//!
//! struct Keeper;
//!
//! impl RoleName for Keeper {
//!     const NAME: &'static str = "keeper";
//! }
//!
//! let tokens = [("t7-of-lola", Identity::new("lola")), ("t8-of-rex", Identity::new("rex").with_role("keeper"))];
//! let app = App::new()
//!     .get("/", |who: Option<Identity>| format!("hello, {}", who.as_ref().map_or("stranger", Identity::name)))
//!     .get("/bowl", |who: Identity| format!("the bowl of {}", who.name()))
//!     .get("/keys", |who: Role<Keeper>| format!("the keys, {}", who.name()))
//!     .with(BearerAuth::tokens(tokens).optional());
//!
//! let client = whippet::testing::TestClient::new(app);
//! client.get("/").send().assert_text("hello, stranger");
//! client.get("/bowl").send().assert_status(401).assert_header("www-authenticate", r#"Bearer realm="login""#);
//! client.get("/bowl").header("authorization", "Bearer t7-of-lola").send().assert_text("the bowl of lola");
//! client.get("/keys").header("authorization", "Bearer t7-of-lola").send().assert_status(403);
//! client.get("/keys").header("authorization", "Bearer t8-of-rex").send().assert_text("the keys, rex");
//! ```

mod basic;
mod bearer;
mod challenge;
mod identity;
#[cfg(feature = "jwt")]
pub mod jwt;
mod role;
mod secret;

pub use basic::Basic;
pub use bearer::Bearer;
pub use challenge::Challenge;
pub(crate) use challenge::REALM;
pub use identity::Identity;
pub(crate) use identity::somebody;
pub(crate) use role::forbidden;
pub use role::{Role, RoleName};
pub(crate) use secret::Secrets;
pub use secret::constant_time_eq;
