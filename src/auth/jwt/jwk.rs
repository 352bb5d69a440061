//! [`JwkSet`]: keys as JSON (RFC 7517).

use std::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::{Map, Value};

use super::{Algorithm, Key, public::Public, token::object};
use crate::error::{Error, Result};

/// More keys are not looked at: each costs time with each token that names none.
pub(super) const MOST_KEYS: usize = 32;

/// A set of keys, as JSON has it: `{"keys":[…]}`.
///
/// A key that no algorithm here is for, or that is not for verifying, is left out (RFC 7517, section 5).
///
/// # Example: from a binding
/// ```
/// use whippet::{auth::{Identity, jwt::JwkSet}, middleware::Jwt, prelude::*};
///
/// fn app(bindings: Bindings) -> Result<App> {
///     let keys = JwkSet::from_json(&bindings.get::<String>("JWKS")?)?;
///     Ok(App::new().get("/", |who: Identity| who.name().to_owned()).with(Jwt::new(keys)))
/// }
/// # let jwks = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
/// # let client = whippet::testing::TestClient::with_bindings(app, [("JWKS", json!(jwks))]);
/// # client.get("/").send().assert_status(401);
/// ```
#[derive(Clone, Debug)]
pub struct JwkSet(pub(super) Vec<Key>);

impl JwkSet {
    /// Reads a set.
    ///
    /// # Errors
    /// 500 where it is none, has more than 32 keys, or not one of them can be used; the log says why of the first.
    ///
    /// ```
    /// use whippet::auth::jwt::JwkSet;
    /// let set = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},{"kty":"EC","crv":"P-521"}]}"#;
    /// assert_eq!(JwkSet::from_json(set)?.keys().len(), 1);
    /// assert!(JwkSet::from_json(r#"{"keys":[]}"#).is_err());
    /// # Ok::<(), whippet::Error>(())
    /// ```
    pub fn from_json(json: &str) -> Result<Self> {
        read(json.as_bytes(), |_| true).map(Self).map_err(Error::internal)
    }

    /// The keys that can be used.
    ///
    /// ```
    /// use whippet::auth::jwt::{Algorithm, JwkSet};
    /// let set = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
    /// assert_eq!(JwkSet::from_json(set)?.keys()[0].algorithm(), Algorithm::EdDsa);
    /// # Ok::<(), whippet::Error>(())
    /// ```
    pub fn keys(&self) -> &[Key] {
        &self.0
    }
}

/// The keys of a set that can be used and are wanted.
///
/// # Errors
/// It is no set, or there is none.
pub(super) fn read(json: &[u8], is_wanted: fn(Algorithm) -> bool) -> Result<Vec<Key>, String> {
    let keys = match object(json).and_then(|mut set| set.remove("keys")) {
        Some(Value::Array(keys)) => keys,
        _ => return Err("the set of keys is no JSON object with a list named keys".to_owned()),
    };
    if keys.len() > MOST_KEYS {
        return Err(format!("the set has {} keys, and may have {MOST_KEYS}", keys.len()));
    }
    let mut first_fault = None;
    let mut usable = Vec::new();
    for key in keys {
        let key = match key {
            Value::Object(members) => Key::of_jwk(Jwk(members)),
            _ => Err("it is no JSON object".to_owned()),
        };
        match key {
            Ok(key) if is_wanted(key.algorithm()) => usable.push(key),
            Ok(key) => {
                first_fault = first_fault.or_else(|| Some(format!("{} is not for a public set", key.algorithm())))
            }
            Err(fault) => first_fault = first_fault.or(Some(fault)),
        }
    }
    if usable.is_empty() {
        let fault = first_fault.unwrap_or_else(|| "it is empty".to_owned());
        return Err(format!("the set has no key that can be used: {fault}"));
    }
    Ok(usable)
}

/// A JWK.
pub(super) struct Jwk(Map<String, Value>);

/// What a JWK holds.
pub(super) enum Data {
    Secret(Vec<u8>),
    Public(Public),
}

/// Reads a JWK.
///
/// # Errors
/// It is no JSON object, or has a name twice.
pub(super) fn parse(json: &str) -> Result<Jwk, String> {
    object(json.as_bytes()).map(Jwk).ok_or_else(|| "the JWK is no JSON object, or has a name twice".to_owned())
}

impl Jwk {
    /// The id and the key, if it is for verifying.
    ///
    /// # Errors
    /// Why it is not.
    pub(super) fn read(&self) -> Result<(Option<String>, Data), String> {
        let (algorithm, data) = match (self.text("kty")?, self.find("crv")?) {
            ("oct", None) => (Algorithm::Hs256, Data::Secret(self.bytes("k")?)),
            ("RSA", None) => (Algorithm::Rs256, Data::Public(Public::rsa(&self.bytes("n")?, &self.bytes("e")?)?)),
            ("EC", Some("P-256")) => {
                (Algorithm::Es256, Data::Public(Public::p256(&self.bytes("x")?, &self.bytes("y")?)?))
            }
            ("OKP", Some("Ed25519")) => (Algorithm::EdDsa, Data::Public(Public::ed25519(&self.bytes("x")?)?)),
            (kind, curve) => {
                let curve = curve.map(|curve| format!(" with the curve {curve:?}")).unwrap_or_default();
                return Err(format!("the kind of key {kind:?}{curve} is none of oct, RSA, P-256 and Ed25519"));
            }
        };
        if let Some(alg) = self.find("alg")?.filter(|alg| Algorithm::named(alg) != Some(algorithm)) {
            return Err(format!("the key is for {alg:?}, and only {algorithm} is verified with one of its kind"));
        }
        if let Some(purpose) = self.find("use")?.filter(|purpose| *purpose != "sig") {
            return Err(format!("the key is for {purpose:?}, not for sig"));
        }
        match self.0.get("key_ops") {
            None => {}
            Some(Value::Array(uses)) if uses.iter().any(|each| each == "verify") => {}
            Some(_) => return Err("the key_ops of the key lack verify".to_owned()),
        }
        Ok((self.find("kid")?.map(str::to_owned), data))
    }

    fn find(&self, name: &str) -> Result<Option<&str>, String> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(format!("the member {name} of the JWK is no text")),
        }
    }

    fn text(&self, name: &str) -> Result<&str, String> {
        self.find(name)?.ok_or_else(|| format!("the JWK has no member {name}"))
    }

    /// Without a word of the value: it may be a secret.
    fn bytes(&self, name: &str) -> Result<Vec<u8>, String> {
        Base64UrlUnpadded::decode_vec(self.text(name)?)
            .map_err(|_| format!("the member {name} of the JWK is not base64url"))
    }
}

/// Nothing of it.
impl fmt::Debug for Jwk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Jwk")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    fn fault(members: &str) -> String {
        parse(&format!("{{{members}}}")).and_then(|jwk| jwk.read().map(drop)).err().unwrap_or_default()
    }

    #[test]
    fn a_key_is_for_verifying_by_the_algorithm_of_its_kind() {
        let key = format!(r#""kty":"OKP","crv":"Ed25519","x":"{X}""#);
        for good in
            ["", r#","alg":"EdDSA""#, r#","alg":"Ed25519""#, r#","use":"sig""#, r#","key_ops":["sign","verify"]"#]
        {
            assert_eq!(fault(&format!("{key}{good}")), "", "{good}");
        }
        for (bad, why) in [
            (r#","alg":"ES256""#, "only EdDSA"),
            (r#","alg":"none""#, "only EdDSA"),
            (r#","alg":7"#, "no text"),
            (r#","use":"enc""#, "not for sig"),
            (r#","key_ops":["sign"]"#, "verify"),
            (r#","key_ops":"verify""#, "verify"),
            (r#","kid":7"#, "no text"),
            (r#","kid":"a","kid":"b""#, "twice"),
        ] {
            assert!(fault(&format!("{key}{bad}")).contains(why), "{bad}: {}", fault(&format!("{key}{bad}")));
        }
    }

    #[test]
    fn a_key_that_is_none_says_why() {
        let short = format!("{}8", "_".repeat(170));
        for (members, why) in [
            (String::new(), "no member kty"),
            (r#""kty":"RSA""#.to_owned(), "no member n"),
            (format!(r#""kty":"RSA","n":"{short}","e":"AQAB""#), "1024 bits"),
            (format!(r#""kty":"OKP","crv":"Ed25519","x":"{X}=""#), "base64url"),
            (r#""kty":"OKP","crv":"Ed25519","x":"AAAA""#.to_owned(), "32 bytes"),
            (format!(r#""kty":"OKP","crv":"X25519","x":"{X}""#), "X25519"),
            (format!(r#""kty":"EC","crv":"P-256","x":"{X}","y":"AAAA""#), "32 bytes"),
            (format!(r#""kty":"EC","crv":"P-384","x":"{X}","y":"{X}""#), "P-384"),
        ] {
            assert!(fault(&members).contains(why), "{members}: {}", fault(&members));
        }
        let secret = "c2VjcmV0";
        assert!(!fault(&format!(r#""kty":"oct","k":"{secret}=""#)).contains(secret));
    }

    #[test]
    fn a_set_keeps_what_can_be_used_and_is_wanted() {
        let secret = "A".repeat(43);
        let set = format!(r#"{{"keys":[7,{{"kty":"oct","k":"{secret}"}},{{"kty":"OKP","crv":"Ed25519","x":"{X}"}}]}}"#);
        assert_eq!(read(set.as_bytes(), |_| true).unwrap().len(), 2);
        assert_eq!(read(set.as_bytes(), |algorithm| algorithm != Algorithm::Hs256).unwrap().len(), 1);
        let many = format!(r#"{{"keys":[{}7]}}"#, "7,".repeat(MOST_KEYS));
        for set in ["", "[]", "{}", r#"{"keys":{}}"#, r#"{"keys":[]}"#, r#"{"keys":[7]}"#, &many] {
            assert!(read(set.as_bytes(), |_| true).is_err(), "{set}");
        }
    }

    proptest! {
        #[test]
        fn any_json_may_be_sent(kind in "oct|RSA|EC|OKP", curve in "P-256|Ed25519", x in "[A-Za-z0-9_-]{0,60}", y in "[A-Za-z0-9_-]{43}") {
            let _ = fault(&format!(r#""kty":"{kind}","crv":"{curve}","x":"{x}","y":"{y}","n":"{x}","e":"AQAB","k":"{x}""#));
        }
    }
}
