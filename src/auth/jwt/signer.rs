//! [`Signer`]: what makes tokens with a secret.

use std::{
    borrow::Cow,
    fmt,
    time::{Duration, SystemTime},
};

use base64ct::{Base64UrlUnpadded, Encoding};
use hmac::Mac;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Algorithm, Key, key::Secret};
use crate::{
    bindings::Bindings,
    error::{Error, Result},
    time::now,
};

/// Makes tokens with a secret (HS256), at once. Who verifies them knows the secret, too, and could make them: for tokens that others verify there is
/// [`PrivateKey`](super::PrivateKey). A clone is cheap enough for a state. `Debug` shows nothing of the secret.
///
/// # Example: a token for a quarter of an hour
/// ```
/// use std::time::Duration;
/// use whippet::{auth::jwt::Signer, prelude::*};
///
/// #[derive(Serialize)]
/// struct User { sub: String, roles: Vec<String> }
///
/// fn login(State(signer): State<Signer>) -> Result<Json<Value>> {
///     let user = User { sub: "lola".to_owned(), roles: vec!["keeper".to_owned()] };
///     let token = signer.sign(&user, Duration::from_mins(15))?;
///     Ok(Json(json!({ "access_token": token, "token_type": "Bearer", "expires_in": 900 })))
/// }
///
/// let signer = Signer::hs256("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a")?;
/// let app = App::new().post("/login", login).with_state(signer);
/// # whippet::testing::TestClient::new(app).post("/login").send().assert_status(200);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone)]
pub struct Signer {
    secret: Secret,
    names: Names,
}

impl Signer {
    /// Makes tokens with a secret of at least 32 bytes that nobody can guess, such as what `openssl rand -base64 32` prints.
    ///
    /// # Errors
    /// 500 where it has fewer than 32 bytes, or is a PEM. At start-up this keeps the application from starting.
    ///
    /// ```
    /// use whippet::auth::jwt::Signer;
    /// assert!(Signer::hs256("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a").is_ok());
    /// assert!(Signer::hs256("secret").is_err());
    /// ```
    pub fn hs256(secret: impl AsRef<[u8]>) -> Result<Self> {
        let secret = Secret::new(secret.as_ref()).map_err(Error::internal)?;
        Ok(Self { secret, names: Names::default() })
    }

    /// Makes tokens with a secret that a binding holds.
    ///
    /// # Errors
    /// 500 where the binding is not set, is no text, or no secret as [`Signer::hs256`] wants it; the log names the binding.
    ///
    /// ```
    /// use whippet::{auth::jwt::Signer, prelude::*};
    /// let bindings = Bindings::from_iter([("JWT_SECRET", json!("short"))]);
    /// assert!(Signer::from_binding(&bindings, "JWT_SECRET").unwrap_err().to_string().contains("JWT_SECRET"));
    /// ```
    pub fn from_binding(bindings: &Bindings, name: &str) -> Result<Self> {
        let secret: String = bindings.get(name)?;
        let secret = Secret::new(secret.trim().as_bytes());
        let secret = secret.map_err(|fault| Error::internal(format!("the binding {name}: {fault}")))?;
        Ok(Self { secret, names: Names::default() })
    }

    /// The same with an id for the key, which tokens name in their `kid`.
    ///
    /// ```
    /// use whippet::auth::jwt::Signer;
    /// let signer = Signer::hs256([7; 32])?.with_id("2026-07");
    /// assert_eq!(signer.key().id(), Some("2026-07"));
    /// # Ok::<(), whippet::Error>(())
    /// ```
    #[must_use]
    pub fn with_id(mut self, id: impl Into<Cow<'static, str>>) -> Self {
        self.names.key_id = Some(id.into());
        self
    }

    /// The same with another `typ` of its tokens, which is `JWT` unless said otherwise: one for each thing that a token is for.
    ///
    /// ```
    /// use whippet::auth::jwt::Signer;
    /// let refresh = Signer::hs256([7; 32])?.typ("refresh+jwt");
    /// # let _ = refresh;
    /// # Ok::<(), whippet::Error>(())
    /// ```
    #[must_use]
    pub fn typ(mut self, typ: impl Into<Cow<'static, str>>) -> Self {
        self.names.kind = typ.into();
        self
    }

    /// The key that verifies what this signs.
    ///
    /// ```
    /// use whippet::auth::jwt::{Algorithm, Signer};
    /// assert_eq!(Signer::hs256([7; 32])?.key().algorithm(), Algorithm::Hs256);
    /// # Ok::<(), whippet::Error>(())
    /// ```
    pub fn key(&self) -> Key {
        let key = Key::of(self.secret.clone());
        self.names.key_id.iter().fold(key, |key, id| key.with_id(id))
    }

    /// A token of some claims, which expires after a while, in whole seconds: `iat` and `exp` are set, in place of what the claims have of them.
    ///
    /// # Errors
    /// 500 where the claims are no JSON object.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{auth::jwt::Signer, prelude::*};
    /// let signer = Signer::hs256("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a")?;
    /// assert_eq!(signer.sign(&json!({ "sub": "lola" }), Duration::from_mins(15))?.split('.').count(), 3);
    /// assert!(signer.sign("lola", Duration::from_mins(15)).is_err());
    /// # Ok::<(), Error>(())
    /// ```
    pub fn sign<T: Serialize + ?Sized>(&self, claims: &T, lifetime: Duration) -> Result<String> {
        let message = self.names.message(Algorithm::Hs256, claims, lifetime)?;
        let signature = self.secret.mac(message.as_bytes()).finalize().into_bytes();
        Ok(joined(message, &signature))
    }
}

/// What the headers of tokens say.
#[derive(Clone, Debug)]
pub(super) struct Names {
    pub(super) key_id: Option<Cow<'static, str>>,
    pub(super) kind: Cow<'static, str>,
}

impl Default for Names {
    fn default() -> Self {
        Self { key_id: None, kind: Cow::Borrowed("JWT") }
    }
}

impl Names {
    /// What is to be signed.
    ///
    /// # Errors
    /// 500 where the claims are no JSON object.
    pub(super) fn message<T: Serialize + ?Sized>(
        &self,
        algorithm: Algorithm,
        claims: &T,
        lifetime: Duration,
    ) -> Result<String> {
        let Value::Object(mut claims) = serde_json::to_value(claims)? else {
            return Err(Error::internal("the claims of a token are a JSON object: give a struct or a map"));
        };
        let issued = now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        claims.insert("iat".to_owned(), issued.into());
        claims.insert("exp".to_owned(), issued.saturating_add(lifetime.as_secs()).into());
        let mut header = Map::new();
        header.insert("alg".to_owned(), algorithm.name().into());
        header.insert("typ".to_owned(), (*self.kind).into());
        if let Some(id) = &self.key_id {
            header.insert("kid".to_owned(), (**id).into());
        }
        let [header, claims] = [header, claims]
            .map(|object| Base64UrlUnpadded::encode_string(Value::Object(object).to_string().as_bytes()));
        Ok(format!("{header}.{claims}"))
    }
}

/// A token of what was signed.
pub(super) fn joined(message: String, signature: &[u8]) -> String {
    message + "." + &Base64UrlUnpadded::encode_string(signature)
}

/// Nothing of the secret.
impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("names", &self.names).finish_non_exhaustive()
    }
}
