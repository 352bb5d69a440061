//! [`Jwt`]: who has logged in, by a JSON Web Token. Feature `jwt`.
//!
//! 1. The token comes in `Authorization: Bearer …` (RFC 6750), or in a cookie where [`Jwt::cookie`] says so. Which tokens are accepted says a
//!    [`Verifier`]: see [`auth::jwt`](crate::auth::jwt).
//! 2. One that is accepted makes its `sub` the [`Identity`], with its roles, and [`Claims`](crate::auth::jwt::Claims) reads the rest. A token whose `sub` is missing, or no text, is
//!    accepted and names nobody: it has claims and no identity.
//! 3. Roles are those of `roles`, a list of texts, unless [`Jwt::roles`] says where they stand. What a client was granted (`scope`, RFC 8693) is no role of its user, unless that
//!    says so.
//! 4. No token is a 401; one that is not accepted a 401 with `invalid_token` and the reason, also where none is needed; one that is malformed as a header is a 400 with
//!    `invalid_request`.
//! 5. With a secret (HS256) a request goes on at once. Key pairs, and keys that are fetched, are waited for.
//!
//! A cookie is sent by the browser whoever has it sent: where it lets a client change anything, put [`Csrf`](super::Csrf) around it, and set it `HttpOnly`, `Secure` and
//! `SameSite=Lax`. Answers to what may come with a cookie, and those of an optional login, are told apart by `Vary`.
//!
//! # Example: members, and whoever comes along
//! ```
//! use std::time::Duration;
//! use whippet::{auth::{Identity, jwt::Signer}, middleware::Jwt, prelude::*};
//!
//! let signer = Signer::hs256("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a")?;
//! let app = App::new()
//!     .get("/", |who: Option<Identity>| format!("hello, {}", who.as_ref().map_or("stranger", Identity::name)))
//!     .get("/bowl", |who: Identity| format!("the bowl of {}", who.name()))
//!     .with(Jwt::new(signer.key()).optional());
//!
//! let client = whippet::testing::TestClient::new(app);
//! let token = signer.sign(&json!({ "sub": "lola" }), Duration::from_mins(15))?;
//! client.get("/bowl").header("authorization", &format!("Bearer {token}")).send().assert_text("the bowl of lola");
//! client.get("/").send().assert_text("hello, stranger");
//! client.get("/bowl").send().assert_status(401).assert_header("www-authenticate", "Bearer");
//! # Ok::<(), Error>(())
//! ```

use std::{borrow::Cow, fmt, rc::Rc};

use http::header;
use serde_json::Value;

use super::{Middleware, Next, Passage};
use crate::{
    auth::{
        Bearer, Challenge, Identity,
        jwt::{Presented, Verdict, Verifier, refused},
    },
    context::Context,
    error::{Error, Result},
    extract::{Extracted, Needs},
    response::Response,
};

/// Who has logged in, by a JSON Web Token: keeps an [`Identity`], and the [`Claims`](crate::auth::jwt::Claims). See [the rules](crate::auth::jwt).
///
/// # Errors
/// 401 where there is no token, or one that is not accepted; 400 where `Authorization` is malformed; 503 where keys are fetched and cannot be; each with a
/// `WWW-Authenticate` but the last.
///
/// # Example: one secret
/// ```
/// use whippet::{auth::{Identity, jwt::Key}, middleware::Jwt, prelude::*};
///
/// fn app(bindings: Bindings) -> Result<App> {
///     let key = Key::from_binding(&bindings, "JWT_SECRET")?;
///     Ok(App::new().get("/me", |who: Identity| who.name().to_owned()).with(Jwt::new(key)))
/// }
/// # let client = whippet::testing::TestClient::with_bindings(app, [("JWT_SECRET", json!("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a"))]);
/// client.get("/me").send().assert_status(401);
/// ```
#[must_use]
pub struct Jwt {
    verifier: Verifier,
    realm: Option<String>,
    cookie: Option<Cow<'static, str>>,
    roles: Option<Cow<'static, str>>,
    is_optional: bool,
    /// What a refusal says: made once.
    challenge: Challenge,
}

impl Jwt {
    /// Lets those in whose token is accepted: a [`Verifier`], or keys, which become one with its defaults.
    ///
    /// ```
    /// use whippet::{auth::jwt::{Key, Verifier}, middleware::Jwt, prelude::*};
    /// let key = Key::hs256("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a")?;
    /// let app = App::new().get("/", || "hello").with(Jwt::new(Verifier::new(key).audience("kennel")));
    /// # whippet::testing::TestClient::new(app).get("/").send().assert_status(401);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn new(verifier: impl Into<Verifier>) -> Self {
        let (verifier, challenge) = (verifier.into(), Challenge::new("Bearer"));
        Self { verifier, realm: None, cookie: None, roles: None, is_optional: false, challenge }
    }

    /// Lets a request without a token pass, too: [`Identity`] and `Claims` refuse it where they are asked for, their `Option` is `None`. A token that is not
    /// accepted is refused all the same.
    ///
    /// ```
    /// use whippet::{auth::jwt::Key, middleware::Jwt, prelude::*, testing::TestClient};
    /// let app = App::new().get("/", || "hello").with(Jwt::new(Key::hs256([7; 32])?).optional());
    /// TestClient::new(app).get("/").send().assert_text("hello");
    /// # Ok::<(), Error>(())
    /// ```
    pub fn optional(mut self) -> Self {
        self.is_optional = true;
        self
    }

    /// Looks for the token in a cookie of this name, and not in `Authorization`.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{auth::jwt::Signer, middleware::Jwt, prelude::*, testing::TestClient};
    /// let signer = Signer::hs256("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a")?;
    /// let client = TestClient::new(App::new().get("/", || "hello").with(Jwt::new(signer.key()).cookie("__Host-token")));
    /// let token = signer.sign(&json!({}), Duration::from_mins(15))?;
    /// client.get("/").header("cookie", &format!("theme=dark; __Host-token={token}")).send().assert_text("hello");
    /// let challenge = r#"Cookie cookie-name="__Host-token""#;
    /// client.get("/").send().assert_status(401).assert_header("www-authenticate", challenge);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn cookie(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.cookie = Some(name.into());
        self.challenging()
    }

    /// Takes the roles from the claim of this name alone, a list of texts or a text of words; or from a place further in, which begins with a slash (RFC 6901).
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{auth::{Identity, jwt::Signer}, middleware::Jwt, prelude::*, testing::TestClient};
    /// let signer = Signer::hs256("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a")?;
    /// let app = App::new()
    ///     .get("/", |who: Identity| who.roles().collect::<Vec<_>>().join(" "))
    ///     .with(Jwt::new(signer.key()).roles("/realm_access/roles"));
    /// let claims = json!({ "sub": "lola", "realm_access": { "roles": ["keeper", "vet"] }, "scope": "email" });
    /// let token = signer.sign(&claims, Duration::from_mins(15))?;
    /// TestClient::new(app).get("/").header("authorization", &format!("Bearer {token}")).send().assert_text("keeper vet");
    /// # Ok::<(), Error>(())
    /// ```
    pub fn roles(mut self, claim: impl Into<Cow<'static, str>>) -> Self {
        self.roles = Some(claim.into());
        self
    }

    /// Sets what the login is for, which a 401 says: visible ASCII. Without it nothing is said.
    ///
    /// ```
    /// use whippet::{auth::jwt::Key, middleware::Jwt, prelude::*, testing::TestClient};
    /// let app = App::new().with(Jwt::new(Key::hs256([7; 32])?).realm("kennel"));
    /// TestClient::new(app).get("/").send().assert_header("www-authenticate", r#"Bearer realm="kennel""#);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn realm(mut self, realm: impl Into<String>) -> Self {
        self.realm = Some(realm.into());
        self.challenging()
    }

    fn challenging(mut self) -> Self {
        let challenge = match &self.cookie {
            Some(name) => Challenge::new("Cookie").with("cookie-name", name),
            None => Challenge::new("Bearer"),
        };
        self.challenge = self.realm.iter().fold(challenge, |challenge, realm| challenge.realm(realm));
        self
    }

    /// The token of a request, if it has one.
    fn token(&self, cx: &Context) -> Result<Option<String>> {
        match &self.cookie {
            None => Ok(Bearer::of(cx, &self.challenge)?.map(|Bearer(token)| token)),
            Some(name) => Ok(cx.header("cookie").and_then(|field| value_of(&field, name))),
        }
    }
}

/// Lets a request in, or refuses it, by what its token has come to.
fn enter(cx: &Context, verdict: Result<Verdict>, challenge: Challenge, roles: Option<&str>) -> Result<()> {
    let claims = verdict?.map_err(|reason| refused(&challenge, reason))?;
    let claims = Value::Object(claims);
    if let Some(subject) = claims.get("sub").and_then(Value::as_str) {
        let identity = Identity::new(subject.to_owned());
        cx.set_extension(roles_of(&claims, roles).into_iter().fold(identity, Identity::with_role));
    } else {
        challenge.announce(cx);
    }
    cx.set_extension(Presented { claims: Some(Rc::new(claims)), challenge });
    Ok(())
}

/// The roles of some claims: from where they stand, or from `roles`.
fn roles_of(claims: &Value, place: Option<&str>) -> Vec<String> {
    match place {
        None => words(claims.get("roles")),
        Some(pointer) if pointer.starts_with('/') => words(claims.pointer(pointer)),
        Some(name) => words(claims.get(name)),
    }
}

/// The value of a cookie; the first, where there are several: browsers put the more specific path first. An empty one is none.
fn value_of(field: &str, name: &str) -> Option<String> {
    let mut pairs = field.split(';').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(other, _)| other.trim_matches([' ', '\t']) == name)?;
    Some(value.trim_matches([' ', '\t']).to_owned()).filter(|value| !value.is_empty())
}

/// The texts of a list, or the words of a text.
fn words(claim: Option<&Value>) -> Vec<String> {
    match claim {
        Some(Value::String(text)) => text.split_ascii_whitespace().map(str::to_owned).collect(),
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

impl Middleware for Jwt {
    fn needs(&self, needs: &mut Needs) {
        needs.header(if self.cookie.is_some() { "cookie" } else { "authorization" });
        for fault in self.verifier.fault().as_deref().into_iter().chain(self.challenge.fault()) {
            needs.fault(format!("Jwt: {fault}"));
        }
        if let Some(name) = &self.cookie
            && (name.is_empty() || name.contains(|letter: char| !letter.is_ascii_graphic() || "=;,".contains(letter)))
        {
            needs.fault(format!("Jwt: {name:?} cannot be the name of a cookie: give it letters, digits, `-` or `_`"));
        }
    }

    fn around(&self, cx: &Context, next: Next) -> Passage {
        let challenge = self.challenge.clone();
        let token = match self.token(cx) {
            Ok(Some(token)) => token,
            Ok(None) if self.is_optional => {
                challenge.announce(cx);
                // One that stands around it may have found a token where it looks.
                if cx.extension::<Presented>().is_none_or(|presented| presented.claims.is_none()) {
                    cx.set_extension(Presented { claims: None, challenge });
                }
                return next.into();
            }
            Ok(None) => return Response::from(challenge.unauthorized("log in first")).into(),
            Err(error) => return Response::from(error).into(),
        };
        match self.verifier.verdict(cx, &token) {
            Extracted::Ready(verdict) => match enter(cx, verdict, challenge, self.roles.as_deref()) {
                Ok(()) => next.into(),
                Err(error) => Response::from(error).into(),
            },
            Extracted::Later(verdict) => {
                let (cx, roles) = (cx.clone(), self.roles.clone());
                Passage::later(async move {
                    enter(&cx, verdict.await, challenge, roles.as_deref())?;
                    Ok::<_, Error>(next.run().await)
                })
            }
        }
    }

    fn after(&self, _: &Context, response: &mut Response) {
        if self.cookie.is_some() {
            response.headers_mut().add_vary(header::COOKIE);
        } else if self.is_optional {
            response.headers_mut().add_vary(header::AUTHORIZATION);
        }
    }
}

/// The settings, and nothing of the keys.
impl fmt::Debug for Jwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { verifier, realm, cookie, roles, is_optional, .. } = self;
        f.debug_struct("Jwt")
            .field("verifier", verifier)
            .field("realm", realm)
            .field("cookie", cookie)
            .field("roles", roles)
            .field("is_optional", is_optional)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_cookie_of_a_name_counts() {
        assert_eq!(value_of("a=1; token=x.y.z ;token=2", "token").as_deref(), Some("x.y.z"));
        for field in ["", "token", "token=", "tokens=1", "Token=1", "a=token=1"] {
            assert_eq!(value_of(field, "token"), None, "{field}");
        }
    }

    #[test]
    fn roles_are_texts_of_a_list_or_words() {
        let claims = json!({ "roles": ["a", 7, "b c"], "scope": " d  e ", "x": { "y": ["f"] }, "/z": "g", "n": 7 });
        assert_eq!(roles_of(&claims, None), ["a", "b c"]);
        assert_eq!(roles_of(&claims, Some("/x/y")), ["f"]);
        assert_eq!(roles_of(&claims, Some("scope")), ["d", "e"]);
        assert!(roles_of(&claims, Some("n")).is_empty() && roles_of(&claims, Some("/z")).is_empty());
    }
}
