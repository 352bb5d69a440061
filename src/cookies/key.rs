//! [`Key`]: the secret that cookies are signed and encrypted with.

use std::{fmt, rc::Rc};

use hkdf::Hkdf;
use sha2::Sha256;

use crate::{
    bindings::Bindings,
    error::{Error, Result},
};

/// The fewest bytes of a secret: as many as the keys that are made of it have.
const FEWEST_BYTES: usize = 32;

/// The secret that [`SignedCookies`](super::SignedCookies) and [`PrivateCookies`](super::PrivateCookies) are written with: a part of the
/// application's state. Feature `secure-cookies`.
///
/// The keys that are used are derived from the secret (HKDF-SHA-256), one for each purpose. A clone is cheap. `Debug` shows nothing of it.
///
/// # Example: from the environment
/// ```
/// use whippet::{cookies::Key, extract::FromRef, prelude::*};
///
/// struct Kennel { key: Key }
///
/// impl FromRef<Kennel> for Key {
///     fn from_ref(kennel: &Kennel) -> Self {
///         kennel.key.clone()
///     }
/// }
///
/// fn app(bindings: Bindings) -> Result<App> {
///     let key = Key::from_binding(&bindings, "COOKIE_SECRET")?;
///     let login = |jar: PrivateCookies| (jar.add(("user", "lola")), NoContent);
///     Ok(App::new().post("/login", login).with_state(Kennel { key }))
/// }
/// # let client = whippet::testing::TestClient::with_bindings(app, [("COOKIE_SECRET", json!("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a"))]);
/// # assert!(client.post("/login").send().header("set-cookie").unwrap().starts_with("user="));
/// ```
#[derive(Clone)]
pub struct Key {
    newest: Secrets,
    /// What older cookies may have been written with.
    old: Rc<[Secrets]>,
}

/// What is derived from one secret.
#[derive(Clone)]
pub(super) struct Secrets {
    pub(super) signing: [u8; 32],
    pub(super) encryption: [u8; 32],
}

impl Key {
    /// The key of a secret: at least 32 bytes that nobody can guess, such as what `openssl rand -base64 32` prints.
    ///
    /// # Errors
    /// 500 where it has fewer than 32 bytes. At start-up this keeps the application from starting.
    ///
    /// ```
    /// use whippet::cookies::Key;
    /// assert!(Key::derive_from("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a").is_ok());
    /// assert!(Key::derive_from("secret").unwrap_err().to_string().contains("has 6 bytes"));
    /// ```
    pub fn derive_from(secret: impl AsRef<[u8]>) -> Result<Self> {
        derive(secret.as_ref()).map_err(Error::internal)
    }

    /// The key of a secret that a binding holds.
    ///
    /// # Errors
    /// 500 where the binding is not set, is no text, or has fewer than 32 bytes; the log names the binding.
    ///
    /// ```
    /// use whippet::{cookies::Key, prelude::*};
    /// let bindings = Bindings::from_iter([("COOKIE_SECRET", json!("short"))]);
    /// let refusal = Key::from_binding(&bindings, "COOKIE_SECRET").unwrap_err().to_string();
    /// assert!(refusal.contains("the binding COOKIE_SECRET: ") && !refusal.contains("short"));
    /// ```
    pub fn from_binding(bindings: &Bindings, name: &str) -> Result<Self> {
        let secret: String = bindings.get(name)?;
        derive(secret.as_bytes()).map_err(|fault| Error::internal(format!("the binding {name}: {fault}")))
    }

    /// Lets cookies that were written with an older key be read, too. New ones are written with this one.
    ///
    /// # Example: a secret is replaced, and nobody is logged out
    /// ```
    /// use whippet::{cookies::Key, prelude::*};
    ///
    /// fn key(bindings: &Bindings) -> Result<Key> {
    ///     let key = Key::from_binding(bindings, "COOKIE_SECRET")?;
    ///     match bindings.find::<String>("OLD_COOKIE_SECRET")? {
    ///         Some(old) => Ok(key.with_old(&Key::derive_from(old)?)),
    ///         None => Ok(key),
    ///     }
    /// }
    /// # assert!(key(&Bindings::from_iter([("COOKIE_SECRET", json!("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a"))])).is_ok());
    /// ```
    #[must_use]
    pub fn with_old(self, old: &Self) -> Self {
        let old = self.old.iter().chain(old.all()).cloned().collect();
        Self { newest: self.newest, old }
    }

    /// What cookies are written with.
    pub(super) fn newest(&self) -> &Secrets {
        &self.newest
    }

    /// What cookies may have been written with.
    pub(super) fn all(&self) -> impl Iterator<Item = &Secrets> {
        std::iter::once(&self.newest).chain(&*self.old)
    }
}

fn derive(secret: &[u8]) -> Result<Key, String> {
    let bytes = secret.len();
    if bytes < FEWEST_BYTES {
        return Err(format!(
            "a secret for cookies has at least {FEWEST_BYTES} bytes, and this has {bytes} bytes: take what `openssl rand -base64 32` prints"
        ));
    }
    let (mut signing, mut encryption) = ([0; 32], [0; 32]);
    let derived = Hkdf::<Sha256>::new(None, secret);
    // 32 bytes are never too many: the limit is 255 times that.
    let made = derived.expand(b"whippet signed cookies", &mut signing);
    made.and_then(|()| derived.expand(b"whippet private cookies", &mut encryption))
        .map_err(|error| error.to_string())?;
    Ok(Key { newest: Secrets { signing, encryption }, old: Rc::new([]) })
}

/// Nothing of it.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_secret_makes_two_keys_and_shows_neither() {
        let key = Key::derive_from([7; 32]).unwrap();
        let secrets = key.newest();
        assert_ne!(secrets.signing, secrets.encryption);
        assert_eq!(secrets.signing, Key::derive_from([7; 32]).unwrap().newest().signing);
        assert_ne!(secrets.signing, Key::derive_from([8; 32]).unwrap().newest().signing);
        assert_eq!(format!("{key:?}"), "Key");
        assert_eq!(key.clone().with_old(&key).all().count(), 2);
        assert!(Key::derive_from([7; 31]).is_err());
    }
}
