//! How a cookie's value is protected: [`Signed`] against change, [`Encrypted`] against reading, too.
//!
//! 1. The name is part of what is protected: a value cannot be moved to another cookie.
//! 2. Whatever was not written with one of the keys is no cookie; nothing is said about why.
//!
//! The primitives are those of the RustCrypto crates: HMAC-SHA-256, and XChaCha20-Poly1305, whose nonces are long enough to be random.

use base64ct::{Base64UrlUnpadded, Encoding};
use chacha20poly1305::{AeadInOut, KeyInit, XChaCha20Poly1305, XNonce};
use hkdf::hmac::{Hmac, Mac};
use sha2::Sha256;

use super::{Key, key::Secrets};
use crate::error::{Error, Result};

const NONCE_BYTES: usize = 24;

/// The letters of a signature: 32 bytes in base64.
const SIGNATURE_LETTERS: usize = 43;

/// A way to protect values.
#[doc(hidden)]
pub trait Seal: 'static {
    /// The value as it goes to the client.
    ///
    /// # Errors
    /// 500 where the platform has no random bytes.
    #[doc(hidden)]
    fn seal(key: &Key, name: &str, value: &str) -> Result<String>;

    /// The value that was sealed with this key, or an older one of it, for this name.
    #[doc(hidden)]
    fn open(key: &Key, name: &str, sealed: &str) -> Option<String>;
}

/// Marks cookies that everybody can read and only this application can write.
///
/// ```
/// use whippet::cookies::{SealedCookies, Signed, SignedCookies};
/// fn is_signed(jar: SealedCookies<Signed>) -> SignedCookies { jar }
/// ```
#[derive(Clone, Copy, Debug)]
pub enum Signed {}

/// Marks cookies that only this application can read and write.
///
/// ```
/// use whippet::cookies::{Encrypted, PrivateCookies, SealedCookies};
/// fn is_private(jar: SealedCookies<Encrypted>) -> PrivateCookies { jar }
/// ```
#[derive(Clone, Copy, Debug)]
pub enum Encrypted {}

/// The signature, and then the value as it is.
impl Seal for Signed {
    fn seal(key: &Key, name: &str, value: &str) -> Result<String> {
        let signature = signature(key.newest(), name, value)?.finalize().into_bytes();
        Ok(Base64UrlUnpadded::encode_string(&signature) + value)
    }

    fn open(key: &Key, name: &str, sealed: &str) -> Option<String> {
        let (claimed, value) = sealed.split_at_checked(SIGNATURE_LETTERS)?;
        let claimed = Base64UrlUnpadded::decode_vec(claimed).ok()?;
        // In a time that does not tell how much of it is right.
        let mut all = key.all().filter_map(|secrets| signature(secrets, name, value).ok());
        all.any(|signature| signature.verify_slice(&claimed).is_ok()).then(|| value.to_owned())
    }
}

fn signature(secrets: &Secrets, name: &str, value: &str) -> Result<Hmac<Sha256>> {
    let mut signature = <Hmac<Sha256> as KeyInit>::new_from_slice(&secrets.signing)?;
    // Where the name ends is told, so that no letter of it counts as one of the value.
    signature.update(&(name.len() as u64).to_be_bytes());
    signature.update(name.as_bytes());
    signature.update(value.as_bytes());
    Ok(signature)
}

/// The nonce, the encrypted value, the tag: all in base64.
impl Seal for Encrypted {
    fn seal(key: &Key, name: &str, value: &str) -> Result<String> {
        let mut nonce = [0; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(|error| Error::internal(format!("no random bytes: {error}")))?;
        let mut sealed = value.as_bytes().to_vec();
        let sealing = cipher(key.newest()).encrypt_in_place(&XNonce::from(nonce), name.as_bytes(), &mut sealed);
        sealing.map_err(|_| Error::internal("a cookie cannot be encrypted: it is too long"))?;
        sealed.splice(0..0, nonce);
        Ok(Base64UrlUnpadded::encode_string(&sealed))
    }

    fn open(key: &Key, name: &str, sealed: &str) -> Option<String> {
        let sealed = Base64UrlUnpadded::decode_vec(sealed).ok()?;
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>()?;
        let open = |secrets| {
            let mut value = sealed.to_vec();
            cipher(secrets).decrypt_in_place(&XNonce::from(*nonce), name.as_bytes(), &mut value).ok()?;
            String::from_utf8(value).ok()
        };
        key.all().find_map(open)
    }
}

fn cipher(secrets: &Secrets) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&secrets.encryption.into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(byte: u8) -> Key {
        Key::derive_from([byte; 32]).unwrap()
    }

    fn only_what_was_sealed_opens<P: Seal>(name: &str, value: &str, at: usize) {
        let sealed = P::seal(&key(1), name, value).unwrap();
        assert_eq!(P::open(&key(1), name, &sealed).as_deref(), Some(value));
        assert_eq!(P::open(&key(2), name, &sealed), None);
        assert_eq!(P::open(&key(2).with_old(&key(1)), name, &sealed).as_deref(), Some(value));
        assert_eq!(P::open(&key(1), &format!("{name}x"), &sealed), None);
        let letters: Vec<char> = sealed.chars().collect();
        let at = at % letters.len();
        for other in ["", "A", "=", "é", "\0"] {
            let changed: String =
                letters[..at].iter().collect::<String>() + other + &letters[at + 1..].iter().collect::<String>();
            assert!(changed == sealed || P::open(&key(1), name, &changed).is_none(), "{sealed} and {changed}");
        }
        assert_eq!(P::open(&key(1), name, &letters[..at].iter().collect::<String>()), None);
    }

    #[test]
    fn a_letter_of_the_name_is_none_of_the_value() {
        let sealed = Signed::seal(&key(1), "ab", "c").unwrap();
        let moved = format!("{}bc", &sealed[..SIGNATURE_LETTERS]);
        assert_eq!(Signed::open(&key(1), "a", &moved), None);
    }

    #[test]
    fn the_same_value_never_looks_the_same_when_encrypted() {
        let seal = || Encrypted::seal(&key(1), "a", "b").unwrap();
        assert_ne!(seal(), seal());
    }

    proptest! {
        #[test]
        fn nothing_but_what_was_sealed_opens(name in "\\PC{0,9}", value in "\\PC{0,40}", at in any::<usize>()) {
            only_what_was_sealed_opens::<Signed>(&name, &value, at);
            only_what_was_sealed_opens::<Encrypted>(&name, &value, at);
        }

        #[test]
        fn any_text_may_be_sent(text in "\\PC*|[A-Za-z0-9_-]{30,90}") {
            prop_assert_eq!(Signed::open(&key(1), "a", &text), None);
            prop_assert_eq!(Encrypted::open(&key(1), "a", &text), None);
        }
    }
}
