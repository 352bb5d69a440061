//! Signatures of key pairs, by the runtime's WebCrypto.
//!
//! A key is imported when it is used first, and kept: it belongs to no request. A promise does, and is kept nowhere.

use std::cell::OnceCell;

use base64ct::{Base64UrlUnpadded, Encoding};
use js_sys::{Array, Object, Promise, Reflect, Uint8Array, futures::JsFuture};
use wasm_bindgen::{JsCast, prelude::*};

use crate::auth::jwt::{Algorithm, Public};

#[wasm_bindgen]
extern "C" {
    type SubtleCrypto;

    #[wasm_bindgen(method, catch, js_name = importKey)]
    fn import_key(
        this: &SubtleCrypto,
        format: &str,
        key: &JsValue,
        algorithm: &JsValue,
        is_extractable: bool,
        usages: &Array,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn verify(
        this: &SubtleCrypto,
        algorithm: &JsValue,
        key: &JsValue,
        signature: &[u8],
        message: &[u8],
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn sign(this: &SubtleCrypto, algorithm: &JsValue, key: &JsValue, message: &[u8]) -> Result<Promise, JsValue>;
}

/// The runtime's own; an error where it has none, as a page that is not served over HTTPS.
fn subtle() -> Result<SubtleCrypto, JsValue> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into())?;
    let subtle = Reflect::get(&crypto, &"subtle".into())?;
    if subtle.is_undefined() { Err("there is no crypto.subtle here".into()) } else { Ok(subtle.unchecked_into()) }
}

/// What names an algorithm, both where a key is imported and where it is used.
fn parameters(algorithm: Algorithm) -> Result<JsValue, JsValue> {
    let members: &[(&str, &str)] = match algorithm {
        Algorithm::Rs256 => &[("name", "RSASSA-PKCS1-v1_5"), ("hash", "SHA-256")],
        Algorithm::Es256 => &[("name", "ECDSA"), ("namedCurve", "P-256"), ("hash", "SHA-256")],
        Algorithm::EdDsa => &[("name", "Ed25519")],
        Algorithm::Hs256 => &[("name", "HMAC"), ("hash", "SHA-256")],
    };
    object(members)
}

fn object(members: &[(&str, &str)]) -> Result<JsValue, JsValue> {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &(*name).into(), &(*value).into())?;
    }
    Ok(object.into())
}

/// Imports a key, unless that was done before.
async fn imported(
    kept: &OnceCell<JsValue>,
    format: &str,
    key: impl FnOnce() -> Result<JsValue, JsValue>,
    algorithm: &JsValue,
    usage: &str,
) -> Result<JsValue, JsValue> {
    if let Some(key) = kept.get() {
        return Ok(key.clone());
    }
    let promise = subtle()?.import_key(format, &key()?, algorithm, false, &Array::of1(&usage.into()))?;
    let key = JsFuture::from(promise).await?;
    // Another request may have been faster: both are the same.
    Ok(kept.get_or_init(|| key).clone())
}

/// What an error says of itself: never the key.
fn told(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok().and_then(|message| message.as_string());
    let why = message.or_else(|| error.as_string()).unwrap_or_else(|| "it failed".to_owned());
    format!("WebCrypto: {why}")
}

/// A public key that verifies.
pub(crate) struct VerifyingKey {
    public: Public,
    imported: OnceCell<JsValue>,
}

impl VerifyingKey {
    pub(crate) fn new(public: Public) -> Self {
        Self { public, imported: OnceCell::new() }
    }

    /// # Errors
    /// The key is none, or the runtime does not know the algorithm.
    pub(crate) async fn verify(&self, message: &[u8], signature: &[u8]) -> Result<bool, String> {
        self.is_signed(message, signature).await.map_err(|error| told(&error))
    }

    async fn is_signed(&self, message: &[u8], signature: &[u8]) -> Result<bool, JsValue> {
        let algorithm = parameters(self.public.algorithm())?;
        let format = if matches!(self.public, Public::Rs256 { .. }) { "jwk" } else { "raw" };
        let key = imported(&self.imported, format, || data(&self.public), &algorithm, "verify").await?;
        let promise = subtle()?.verify(&algorithm, &key, signature, message)?;
        JsFuture::from(promise).await.map(|is_signed| is_signed.is_truthy())
    }
}

fn data(public: &Public) -> Result<JsValue, JsValue> {
    match public {
        Public::Rs256 { n, e } => {
            let [n, e] = [n, e].map(|number| Base64UrlUnpadded::encode_string(number));
            object(&[("kty", "RSA"), ("n", &n), ("e", &e)])
        }
        Public::Es256(point) => Ok(Uint8Array::from(&point[..]).into()),
        Public::EdDsa(key) => Ok(Uint8Array::from(&key[..]).into()),
    }
}

/// A private key that signs.
pub(crate) struct SigningKey {
    algorithm: Algorithm,
    der: Vec<u8>,
    imported: OnceCell<JsValue>,
}

impl SigningKey {
    pub(crate) fn new(algorithm: Algorithm, der: Vec<u8>) -> Self {
        Self { algorithm, der, imported: OnceCell::new() }
    }

    /// # Errors
    /// The key is none, or the runtime does not know the algorithm.
    pub(crate) async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, String> {
        self.signature(message).await.map_err(|error| told(&error))
    }

    async fn signature(&self, message: &[u8]) -> Result<Vec<u8>, JsValue> {
        let algorithm = parameters(self.algorithm)?;
        let der = || Ok(Uint8Array::from(&*self.der).into());
        let key = imported(&self.imported, "pkcs8", der, &algorithm, "sign").await?;
        let signature = JsFuture::from(subtle()?.sign(&algorithm, &key, message)?).await?;
        Ok(Uint8Array::new(&signature).to_vec())
    }
}
