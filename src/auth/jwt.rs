//! JSON Web Tokens: made, and accepted only where everything about them is right. Feature `jwt`.
//!
//! The middleware is [`Jwt`](crate::middleware::Jwt); what it accepts says a [`Verifier`], and who has come is an
//! [`Identity`](super::Identity), or [`Claims`] of one's own type.
//!
//! 1. A key verifies tokens of exactly one algorithm, which is known from its kind. `alg` of a token only says which keys are tried: `none`, another
//!    algorithm, and a public key as the secret of an HMAC get nowhere.
//! 2. Only then the claims are looked at: `exp` has to be there and be later than now, `nbf` is not later, `aud` names this application, `iss` is one that is
//!    expected; `iat` does not count. Clocks may differ by 60 seconds.
//! 3. A token has one spelling: three parts of base64url without padding, JSON in which no name stands twice, at most 8,192 bytes. What asks for more than there is (`crit`,
//!    encryption, a token in a token) is refused; keys that a token brings along (`jku`, `jwk`, `x5u`, `x5c`) are not looked at.
//! 4. A refusal is 401 with `invalid_token` and a reason that helps who sent it; no key, secret or token is in an answer, a log or `Debug`.
//! 5. HS256 is verified at once, without a promise. Key pairs are WebCrypto's on wasm32, which has to be waited for, and costs the module nothing.
//!
//! A token cannot be taken back: until it expires it is accepted. Make it last minutes, and let a longer one, which you can look up, renew it.
//!
//! Sources: RFC 7515 (JWS), 7517 (JWK), 7518 (algorithms), 7519 (JWT), 8037 (Ed25519), 8725 (best current practices), 6750 (errors).
//!
//! | | |
//! | --- | --- |
//! | [`Key`], [`JwkSet`], [`Jwks`] | what verifies: a key, some, or those that a server has |
//! | [`Verifier`] | which tokens are accepted |
//! | [`Claims`] | the claims of the token of a request, as a type |
//! | [`Signer`], [`PrivateKey`] | what makes tokens: with a secret, or with a private key |
//!
//! # Example: a login, and who is logged in
//! ```
//! use std::time::Duration;
//! use whippet::{auth::{Identity, jwt::Signer}, middleware::Jwt, prelude::*};
//!
//! fn login(State(signer): State<Signer>) -> Result<String> {
//!     signer.sign(&json!({ "sub": "lola", "roles": ["keeper"] }), Duration::from_mins(15))
//! }
//!
//! fn app(bindings: Bindings) -> Result<App> {
//!     let signer = Signer::from_binding(&bindings, "JWT_SECRET")?;
//!     let members = App::new().get("/me", |who: Identity| who.name().to_owned()).with(Jwt::new(signer.key()));
//!     Ok(App::new().post("/login", login).nest("/members", members).with_state(signer))
//! }
//! # let client = whippet::testing::TestClient::with_bindings(app, [("JWT_SECRET", json!("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a"))]);
//! # let token = client.post("/login").send().text().to_owned();
//! # client.get("/members/me").header("authorization", &format!("Bearer {token}")).send().assert_text("lola");
//! # client.get("/members/me").send().assert_status(401);
//! ```

mod algorithm;
mod claims;
mod der;
mod jwk;
mod jwks;
mod key;
mod native;
mod private_key;
mod public;
mod rules;
mod signer;
mod source;
mod token;
mod verifier;

pub use algorithm::Algorithm;
pub use claims::Claims;
pub(crate) use claims::{Presented, refused};
pub use jwk::JwkSet;
pub use jwks::Jwks;
pub use key::Key;
pub use private_key::PrivateKey;
#[cfg(target_arch = "wasm32")]
pub(crate) use public::Public;
pub use signer::Signer;
pub use source::Keys;
pub(crate) use verifier::Verdict;
pub use verifier::Verifier;
