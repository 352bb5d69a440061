//! Signatures of key pairs: by the platform's WebCrypto on wasm32, by Rust elsewhere.
//!
//! WebCrypto is in every runtime, and costs a module little; it can only be waited for. Ed25519 alone, in Rust, would be 19 kB of compressed code. Elsewhere
//! nothing is waited for, in functions of the same shape.

#[cfg(target_arch = "wasm32")]
pub(super) use crate::boundary::{SigningKey, VerifyingKey};

#[cfg(not(target_arch = "wasm32"))]
pub(super) use rust::{SigningKey, VerifyingKey};

#[cfg(not(target_arch = "wasm32"))]
mod rust {
    use ed25519_dalek::Signer;
    use p256::ecdsa::signature::Verifier as _;
    use rsa::{
        BigUint, RsaPrivateKey, RsaPublicKey,
        pkcs8::DecodePrivateKey,
        signature::{SignatureEncoding, Signer as _, Verifier as _},
    };

    use super::super::{Algorithm, der::private_bytes, public::Public};

    const MOST_RSA_BITS: usize = 8192;

    /// A public key that verifies.
    pub(in crate::auth::jwt) struct VerifyingKey(Public);

    impl VerifyingKey {
        pub(in crate::auth::jwt) fn new(public: Public) -> Self {
            Self(public)
        }

        /// # Errors
        /// The key is none.
        #[allow(clippy::unused_async, reason = "of the shape of the one that waits")]
        pub(in crate::auth::jwt) async fn verify(&self, message: &[u8], signature: &[u8]) -> Result<bool, String> {
            match &self.0 {
                Public::Rs256 { n, e } => rs256(n, e, message, signature),
                Public::Es256(point) => es256(point, message, signature),
                Public::EdDsa(key) => ed25519(key, message, signature),
            }
        }
    }

    fn rs256(n: &[u8], e: &[u8], message: &[u8], signature: &[u8]) -> Result<bool, String> {
        let [n, e] = [n, e].map(BigUint::from_bytes_be);
        let key = RsaPublicKey::new_with_max_size(n, e, MOST_RSA_BITS).map_err(|error| error.to_string())?;
        let Ok(signature) = rsa::pkcs1v15::Signature::try_from(signature) else { return Ok(false) };
        let key = rsa::pkcs1v15::VerifyingKey::<rsa::sha2::Sha256>::new(key);
        Ok(key.verify(message, &signature).is_ok())
    }

    fn es256(point: &[u8], message: &[u8], signature: &[u8]) -> Result<bool, String> {
        let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(point).map_err(|error| error.to_string())?;
        let Ok(signature) = p256::ecdsa::Signature::from_slice(signature) else { return Ok(false) };
        Ok(key.verify(message, &signature).is_ok())
    }

    fn ed25519(key: &[u8; 32], message: &[u8], signature: &[u8]) -> Result<bool, String> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(key).map_err(|error| error.to_string())?;
        let Ok(signature) = ed25519_dalek::Signature::from_slice(signature) else { return Ok(false) };
        Ok(key.verify_strict(message, &signature).is_ok())
    }

    /// A private key that signs.
    pub(in crate::auth::jwt) struct SigningKey {
        algorithm: Algorithm,
        der: Vec<u8>,
    }

    impl SigningKey {
        pub(in crate::auth::jwt) fn new(algorithm: Algorithm, der: Vec<u8>) -> Self {
            Self { algorithm, der }
        }

        /// # Errors
        /// The key is none.
        #[allow(clippy::unused_async, reason = "of the shape of the one that waits")]
        pub(in crate::auth::jwt) async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, String> {
            let none = || format!("the private key of {} is none", self.algorithm);
            match self.algorithm {
                Algorithm::Rs256 => {
                    let key = RsaPrivateKey::from_pkcs8_der(&self.der).map_err(|_| none())?;
                    let key = rsa::pkcs1v15::SigningKey::<rsa::sha2::Sha256>::new(key);
                    Ok(key.try_sign(message).map_err(|_| none())?.to_vec())
                }
                Algorithm::Es256 => {
                    let key = private_bytes(&self.der).and_then(|key| p256::ecdsa::SigningKey::from_slice(key).ok());
                    let signature: p256::ecdsa::Signature = key.ok_or_else(none)?.sign(message);
                    Ok(signature.to_bytes().to_vec())
                }
                Algorithm::EdDsa => {
                    let key = private_bytes(&self.der).and_then(|key| key.try_into().ok()).ok_or_else(none)?;
                    Ok(ed25519_dalek::SigningKey::from_bytes(key).sign(message).to_vec())
                }
                Algorithm::Hs256 => Err(none()),
            }
        }
    }
}
