//! [`Key`]: what verifies tokens, each of one algorithm.

use std::{fmt, rc::Rc};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{
    Algorithm, der,
    jwk::{self, Jwk},
    native::VerifyingKey,
    public::Public,
    token::Token,
};
use crate::{
    bindings::Bindings,
    error::{Error, Result},
    extract::Extracted,
};

/// The fewest bytes of a secret: as many as the sum has (RFC 7518, section 3.2).
const FEWEST_BYTES: usize = 32;

/// A key that verifies tokens of one algorithm, which is that of the key, whatever a token says: what was signed by anything else does not get to it. A clone
/// is cheap. `Debug` shows the algorithm and the id.
///
/// | made by | of | algorithm |
/// | --- | --- | --- |
/// | [`Key::hs256`] | a secret of at least 32 bytes | HS256 |
/// | [`Key::from_pem`], [`Key::from_jwk`] | an RSA key of 2048 to 8192 bits | RS256 |
/// | the same | a P-256 key | ES256 |
/// | the same | an Ed25519 key | EdDSA |
///
/// A key with an [id](Key::with_id) verifies tokens that name it, and those that name none; a key without one all tokens of its algorithm.
///
/// # Example: the public key of whoever makes the tokens
/// ```
/// use whippet::{auth::{Identity, jwt::Key}, middleware::Jwt, prelude::*};
///
/// fn app(bindings: Bindings) -> Result<App> {
///     let key = Key::from_binding(&bindings, "JWT_PUBLIC_KEY")?;
///     Ok(App::new().get("/", |who: Identity| who.name().to_owned()).with(Jwt::new(key)))
/// }
/// # let key = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----";
/// # let client = whippet::testing::TestClient::with_bindings(app, [("JWT_PUBLIC_KEY", json!(key))]);
/// # client.get("/").send().assert_status(401);
/// ```
#[derive(Clone)]
pub struct Key {
    id: Option<Rc<str>>,
    verifier: Rc<dyn Verify>,
}

/// What a key does. A trait, so that an application whose keys are secrets carries nothing that asks WebCrypto.
trait Verify {
    fn algorithm(&self) -> Algorithm;

    fn verify(self: Rc<Self>, token: &Rc<Token>) -> Extracted<bool>;
}

impl Key {
    /// A key of a secret that signs and verifies: at least 32 bytes that nobody can guess, such as what `openssl rand -base64 32` prints.
    ///
    /// # Errors
    /// 500 where it has fewer than 32 bytes, or is a PEM: whoever has that public key could sign tokens. At start-up this keeps the application from starting.
    ///
    /// ```
    /// use whippet::auth::jwt::Key;
    /// assert!(Key::hs256("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a").is_ok());
    /// assert!(Key::hs256("secret").unwrap_err().to_string().contains("has 6 bytes"));
    /// ```
    pub fn hs256(secret: impl AsRef<[u8]>) -> Result<Self> {
        Secret::new(secret.as_ref()).map(Self::of).map_err(Error::internal)
    }

    /// A key of a PEM: `-----BEGIN PUBLIC KEY-----`, whose line breaks may be written `\n`.
    ///
    /// # Errors
    /// 500 where it is none, or of another kind than RSA, P-256 and Ed25519.
    ///
    /// ```
    /// use whippet::auth::jwt::{Algorithm, Key};
    /// let pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";
    /// assert_eq!(Key::from_pem(pem)?.algorithm(), Algorithm::EdDsa);
    /// assert!(Key::from_pem("-----BEGIN PRIVATE KEY-----").unwrap_err().to_string().contains("openssl pkey -pubout"));
    /// # Ok::<(), whippet::Error>(())
    /// ```
    pub fn from_pem(pem: &str) -> Result<Self> {
        der::public(pem).map(Self::public).map_err(Error::internal)
    }

    /// A key of a JWK (RFC 7517): with its `kid` as id. What is private in it does not count.
    ///
    /// # Errors
    /// 500 where it is none, or of another kind than RSA, P-256, Ed25519 and `oct`, or not for verifying by the algorithm of its kind, as `alg`, `use` and
    /// `key_ops` say.
    ///
    /// ```
    /// use whippet::auth::jwt::{Algorithm, Key};
    /// let jwk = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"a"}"#;
    /// assert_eq!(Key::from_jwk(jwk)?.algorithm(), Algorithm::EdDsa);
    /// assert!(Key::from_jwk(&jwk.replace("OKP", "EC")).is_err());
    /// # Ok::<(), whippet::Error>(())
    /// ```
    pub fn from_jwk(jwk: &str) -> Result<Self> {
        let jwk = jwk::parse(jwk).map_err(Error::internal)?;
        Self::of_jwk(jwk).map_err(Error::internal)
    }

    /// A key that a binding holds: a PEM, a JWK, or a secret.
    ///
    /// # Errors
    /// 500 where the binding is not set, is no text, or no key; the log names the binding.
    ///
    /// ```
    /// use whippet::{auth::jwt::Key, prelude::*};
    /// let bindings = Bindings::from_iter([("JWT_SECRET", json!("short"))]);
    /// let refusal = Key::from_binding(&bindings, "JWT_SECRET").unwrap_err().to_string();
    /// assert!(refusal.contains("the binding JWT_SECRET: ") && !refusal.contains("short"));
    /// ```
    pub fn from_binding(bindings: &Bindings, name: &str) -> Result<Self> {
        let text: String = bindings.get(name)?;
        let text = text.trim();
        let key = if text.starts_with("-----BEGIN") {
            der::public(text).map(Self::public)
        } else if text.starts_with('{') {
            jwk::parse(text).and_then(Self::of_jwk)
        } else {
            Secret::new(text.as_bytes()).map(Self::of)
        };
        key.map_err(|fault| Error::internal(format!("the binding {name}: {fault}")))
    }

    /// The same key with an id: it verifies tokens whose `kid` is this, and those that have none.
    ///
    /// ```
    /// use whippet::auth::jwt::Key;
    /// let key = Key::hs256("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a")?.with_id("2026-07");
    /// assert_eq!(key.id(), Some("2026-07"));
    /// # Ok::<(), whippet::Error>(())
    /// ```
    #[must_use]
    pub fn with_id(mut self, id: impl AsRef<str>) -> Self {
        self.id = Some(id.as_ref().into());
        self
    }

    /// The id.
    ///
    /// ```
    /// use whippet::auth::jwt::Key;
    /// assert_eq!(Key::hs256([7; 32])?.id(), None);
    /// # Ok::<(), whippet::Error>(())
    /// ```
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The one algorithm.
    ///
    /// ```
    /// use whippet::auth::jwt::{Algorithm, Key};
    /// assert_eq!(Key::hs256([7; 32])?.algorithm(), Algorithm::Hs256);
    /// # Ok::<(), whippet::Error>(())
    /// ```
    pub fn algorithm(&self) -> Algorithm {
        self.verifier.algorithm()
    }

    pub(super) fn of_jwk(jwk: Jwk) -> Result<Self, String> {
        let (id, data) = jwk.read()?;
        let key = match data {
            jwk::Data::Secret(secret) => Self::of(Secret::new(&secret)?),
            jwk::Data::Public(public) => Self::public(public),
        };
        Ok(id.into_iter().fold(key, |key, id| key.with_id(id)))
    }

    pub(super) fn of(secret: Secret) -> Self {
        Self { id: None, verifier: Rc::new(secret) }
    }

    fn public(public: Public) -> Self {
        let (algorithm, signature_bytes) = (public.algorithm(), public.signature_bytes());
        Self { id: None, verifier: Rc::new(Pair { algorithm, signature_bytes, key: VerifyingKey::new(public) }) }
    }

    /// Whether a token may be this key's.
    pub(super) fn is_meant(&self, token: &Token) -> bool {
        let is_named = match (&self.id, &token.key_id) {
            (Some(id), Some(named)) => **id == **named,
            _ => true,
        };
        is_named && self.algorithm() == token.algorithm
    }

    /// Whether a token that is meant for this key was signed by it.
    pub(super) fn verify(&self, token: &Rc<Token>) -> Extracted<bool> {
        Rc::clone(&self.verifier).verify(token)
    }
}

/// A secret that signs and verifies: HMAC as it is once it has read the key, which is two of a short token's six blocks.
#[derive(Clone)]
pub(super) struct Secret(Hmac<Sha256>);

impl Secret {
    pub(super) fn new(secret: &[u8]) -> Result<Self, String> {
        let bytes = secret.len();
        if bytes < FEWEST_BYTES {
            return Err(format!(
                "a secret for HS256 has at least {FEWEST_BYTES} bytes, and this has {bytes} bytes: take what `openssl rand -base64 32` prints"
            ));
        }
        if secret.trim_ascii_start().starts_with(b"-----BEGIN") {
            return Err("a secret for HS256 is no PEM, which others may know: that is for Key::from_pem".to_owned());
        }
        // A key may have any length (RFC 2104, section 2), so this does not fail.
        Hmac::new_from_slice(secret).map(Self).map_err(|fault| fault.to_string())
    }

    pub(super) fn mac(&self, message: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        mac.update(message);
        mac
    }
}

impl Verify for Secret {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Hs256
    }

    fn verify(self: Rc<Self>, token: &Rc<Token>) -> Extracted<bool> {
        // In a time that does not tell how much of it is right.
        Ok(self.mac(token.message()).verify_slice(&token.signature).is_ok()).into()
    }
}

/// The public key of a pair.
struct Pair {
    algorithm: Algorithm,
    signature_bytes: usize,
    key: VerifyingKey,
}

impl Verify for Pair {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    fn verify(self: Rc<Self>, token: &Rc<Token>) -> Extracted<bool> {
        // Not each WebCrypto says of another length that it is wrong: that of Cloudflare fails, as if the key were none.
        if token.signature.len() != self.signature_bytes {
            return Ok(false).into();
        }
        let token = Rc::clone(token);
        Extracted::later(async move {
            let verified = self.key.verify(token.message(), &token.signature).await;
            verified.map_err(|why| Error::internal(format!("a public key of {} cannot be used: {why}", self.algorithm)))
        })
    }
}

/// Nothing that is secret.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("algorithm", &self.algorithm()).field("id", &self.id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_shown() {
        let key = Key::hs256("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a").unwrap().with_id("a");
        assert_eq!(format!("{key:?}"), r#"Key { algorithm: Hs256, id: Some("a"), .. }"#);
    }

    #[test]
    fn a_public_key_is_no_secret() {
        let pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";
        for text in [pem.to_owned(), format!("\n {pem}")] {
            assert!(Key::hs256(text).unwrap_err().to_string().contains("Key::from_pem"));
        }
    }
}
