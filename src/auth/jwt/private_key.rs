//! [`PrivateKey`]: what makes tokens that others can verify.

use std::{borrow::Cow, fmt, rc::Rc, time::Duration};

use serde::Serialize;

use super::{
    Algorithm, der,
    native::SigningKey,
    signer::{Names, joined},
};
use crate::{
    bindings::Bindings,
    error::{Error, Result},
};

/// Makes tokens with a private key: RS256, ES256 or EdDSA, as its kind says. Who has the public key can verify them, and make none. A clone is cheap. `Debug`
/// shows nothing of the key.
///
/// On wasm32 WebCrypto signs, which has to be waited for.
///
/// # Example: tokens for another service
/// ```
/// use std::time::Duration;
/// use whippet::{auth::jwt::PrivateKey, prelude::*};
///
/// async fn token(State(key): State<PrivateKey>) -> Result<String> {
///     key.sign(&json!({ "sub": "kennel", "aud": "https://bones.example" }), Duration::from_mins(5)).await
/// }
///
/// fn app(bindings: Bindings) -> Result<App> {
///     let key = PrivateKey::from_binding(&bindings, "JWT_PRIVATE_KEY")?.with_id("2026-07");
///     Ok(App::new().post("/token", token).with_state(key))
/// }
/// # let pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----";
/// # let client = whippet::testing::TestClient::with_bindings(app, [("JWT_PRIVATE_KEY", json!(pem))]);
/// # assert_eq!(client.post("/token").send().assert_status(200).text().split('.').count(), 3);
/// ```
#[derive(Clone)]
pub struct PrivateKey {
    algorithm: Algorithm,
    key: Rc<SigningKey>,
    names: Names,
}

impl PrivateKey {
    /// A key of a PEM: `-----BEGIN PRIVATE KEY-----` (PKCS #8), whose line breaks may be written `\n`.
    ///
    /// # Errors
    /// 500 where it is none, or of another kind than RSA, P-256 and Ed25519. At start-up this keeps the application from starting.
    ///
    /// ```
    /// use whippet::auth::jwt::{Algorithm, PrivateKey};
    /// let pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----";
    /// assert_eq!(PrivateKey::from_pem(pem)?.algorithm(), Algorithm::EdDsa);
    /// assert!(PrivateKey::from_pem("-----BEGIN EC PRIVATE KEY-----").unwrap_err().to_string().contains("openssl pkcs8"));
    /// # Ok::<(), whippet::Error>(())
    /// ```
    pub fn from_pem(pem: &str) -> Result<Self> {
        Self::read(pem).map_err(Error::internal)
    }

    /// A key that a binding holds as a PEM.
    ///
    /// # Errors
    /// 500 where the binding is not set, is no text, or no key as [`PrivateKey::from_pem`] wants it; the log names the binding.
    ///
    /// ```
    /// use whippet::{auth::jwt::PrivateKey, prelude::*};
    /// let bindings = Bindings::from_iter([("JWT_PRIVATE_KEY", json!("short"))]);
    /// assert!(PrivateKey::from_binding(&bindings, "JWT_PRIVATE_KEY").unwrap_err().to_string().contains("JWT_PRIVATE_KEY"));
    /// ```
    pub fn from_binding(bindings: &Bindings, name: &str) -> Result<Self> {
        let pem: String = bindings.get(name)?;
        Self::read(&pem).map_err(|fault| Error::internal(format!("the binding {name}: {fault}")))
    }

    fn read(pem: &str) -> Result<Self, String> {
        let (algorithm, der) = der::private(pem)?;
        Ok(Self { algorithm, key: Rc::new(SigningKey::new(algorithm, der)), names: Names::default() })
    }

    /// The same with an id, which tokens name in their `kid`.
    ///
    /// ```
    /// use whippet::auth::jwt::PrivateKey;
    /// fn this_year(key: PrivateKey) -> PrivateKey {
    ///     key.with_id("2026")
    /// }
    /// ```
    #[must_use]
    pub fn with_id(mut self, id: impl Into<Cow<'static, str>>) -> Self {
        self.names.key_id = Some(id.into());
        self
    }

    /// The same with another `typ` of its tokens, which is `JWT` unless said otherwise.
    ///
    /// ```
    /// use whippet::auth::jwt::PrivateKey;
    /// fn for_access(key: PrivateKey) -> PrivateKey {
    ///     key.typ("at+jwt")
    /// }
    /// ```
    #[must_use]
    pub fn typ(mut self, typ: impl Into<Cow<'static, str>>) -> Self {
        self.names.kind = typ.into();
        self
    }

    /// The algorithm.
    ///
    /// ```
    /// use whippet::auth::jwt::{Algorithm, PrivateKey};
    /// fn is_small(key: &PrivateKey) -> bool {
    ///     key.algorithm() != Algorithm::Rs256
    /// }
    /// ```
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// A token of some claims, which expires after a while, in whole seconds: `iat` and `exp` are set, in place of what the claims have of them.
    ///
    /// # Errors
    /// 500 where the claims are no JSON object, and where the key cannot be used.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{auth::jwt::PrivateKey, prelude::*, testing::block_on};
    /// let pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----";
    /// let key = PrivateKey::from_pem(pem)?;
    /// let token = block_on(async { key.sign(&json!({ "sub": "lola" }), Duration::from_mins(5)).await })?;
    /// assert!(token.starts_with("eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9."));
    /// # Ok::<(), Error>(())
    /// ```
    pub async fn sign<T: Serialize + ?Sized>(&self, claims: &T, lifetime: Duration) -> Result<String> {
        let message = self.names.message(self.algorithm, claims, lifetime)?;
        let signature = self.key.sign(message.as_bytes()).await.map_err(Error::internal)?;
        Ok(joined(message, &signature))
    }
}

/// Nothing of the key.
impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { algorithm, names, .. } = self;
        f.debug_struct("PrivateKey").field("algorithm", algorithm).field("names", names).finish_non_exhaustive()
    }
}
