//! [`Token`]: the compact form (RFC 7515, section 7.1), taken apart.
//!
//! 1. Three parts in base64url without padding, each in its one spelling. Five are those of an encrypted token, which is not read.
//! 2. The header is an object in which no name stands twice. What it says beside `alg`, `kid` and `typ` is not looked at: `jku`, `jwk`, `x5u` and `x5c`
//!    name keys that whoever made the token has chosen. `crit` demands what is not looked at (section 4.1.11), and `cty` of `JWT` says that the claims are in another
//!    token: both are refused.
//! 3. What is in the payload is not looked at before the signature is.

use std::fmt;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

use super::Algorithm;

/// Why a token is not accepted: a sentence for who has sent it.
pub(super) type Reason = &'static str;

/// A token whose signature nobody has looked at.
pub(super) struct Token {
    pub(super) algorithm: Algorithm,
    pub(super) key_id: Option<String>,
    pub(super) kind: Option<String>,
    text: String,
    /// Where the second part begins, and where it ends.
    payload: (usize, usize),
    pub(super) signature: Vec<u8>,
}

impl Token {
    /// Takes a token apart.
    ///
    /// # Errors
    /// It is none, or not one that is accepted.
    pub(super) fn parse(text: &str, most_bytes: usize) -> Result<Self, Reason> {
        if text.len() > most_bytes {
            return Err("the token is too long");
        }
        let mut parts = text.split('.');
        let (Some(header), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(match text.split('.').count() {
                5 => "the token is encrypted, and only signed ones are accepted",
                _ => "the token has not three parts",
            });
        };
        let start = header.len() + 1;
        let signature = decoded(signature)?;
        let mut header =
            object(&decoded(header)?).ok_or("the header of the token is no JSON object, or says a thing twice")?;
        if header.contains_key("crit") {
            return Err("the token demands an extension that is not understood");
        }
        if header.contains_key("enc") {
            return Err("the token is encrypted, and only signed ones are accepted");
        }
        if text_of(&mut header, "cty")?.is_some_and(|cty| is_kind(&cty, "JWT")) {
            return Err("the token holds another token");
        }
        let algorithm = text_of(&mut header, "alg")?.as_deref().and_then(Algorithm::named);
        Ok(Self {
            algorithm: algorithm.ok_or(UNACCEPTED)?,
            key_id: text_of(&mut header, "kid")?,
            kind: text_of(&mut header, "typ")?,
            payload: (start, start + payload.len()),
            text: text.to_owned(),
            signature,
        })
    }

    /// What is signed.
    pub(super) fn message(&self) -> &[u8] {
        &self.text.as_bytes()[..self.payload.1]
    }

    /// The payload.
    ///
    /// # Errors
    /// It is not base64url.
    pub(super) fn payload(&self) -> Result<Vec<u8>, Reason> {
        let (start, end) = self.payload;
        decoded(&self.text[start..end])
    }
}

pub(super) const UNACCEPTED: Reason = "the token is signed by an algorithm that is not accepted";

/// Who has sent the token knows what is in it: the decoder in constant time that secrets have would take three times as long for nothing.
fn decoded(part: &str) -> Result<Vec<u8>, Reason> {
    BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|_| "a part of the token is not base64url")
}

fn text_of(header: &mut Map<String, Value>, name: &str) -> Result<Option<String>, Reason> {
    match header.remove(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err("the header of the token has a member of the wrong type"),
    }
}

/// Whether two media types are the same: `application/` may be left out, and case does not count (RFC 7515, section 4.1.9).
pub(super) fn is_kind(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|kind| {
        let kind = kind.to_ascii_lowercase();
        kind.strip_prefix("application/").map(str::to_owned).unwrap_or(kind)
    });
    one == other
}

/// A JSON object, in which no name stands twice, however deep.
pub(super) fn object(bytes: &[u8]) -> Option<Map<String, Value>> {
    match serde_json::from_slice(bytes) {
        Ok(Unique(Value::Object(object))) => Some(object),
        _ => None,
    }
}

/// A JSON value in which no name stands twice.
struct Unique(Value);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UniqueVisitor).map(Self)
    }
}

struct UniqueVisitor;

impl<'de> Visitor<'de> for UniqueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Unique(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some((name, Unique(value))) = members.next_entry::<String, Unique>()? {
            if object.insert(name, value).is_some() {
                return Err(de::Error::custom("a name stands twice"));
            }
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encoded(header: &str) -> String {
        format!("{}.e30.AA", BASE64_URL_SAFE_NO_PAD.encode(header))
    }

    fn parse(header: &str) -> Result<Token, Reason> {
        Token::parse(&encoded(header), 8192)
    }

    #[test]
    fn what_is_signed_ends_before_the_signature() {
        let text = encoded(r#"{"alg":"ES256","kid":"a","typ":"JWT"}"#);
        let token = Token::parse(&text, 8192).unwrap();
        assert_eq!(token.message(), text.strip_suffix(".AA").unwrap().as_bytes());
        assert_eq!(token.payload().unwrap(), b"{}");
        assert_eq!((token.algorithm, token.key_id.as_deref(), token.signature.len()), (Algorithm::Es256, Some("a"), 1));
    }

    #[test]
    fn a_name_may_stand_once_however_deep() {
        assert!(object(br#"{"a":{"b":1,"c":[{"b":1}]}}"#).is_some());
        for text in [r#"{"a":1,"a":1}"#, r#"{"a":{"b":1,"b":2}}"#, r#"{"a":[{"b":1,"\u0062":2}]}"#, "[]", "1", "{} {}"]
        {
            assert!(object(text.as_bytes()).is_none(), "{text}");
        }
        assert!(object(format!("{}{}", "[".repeat(200), "]".repeat(200)).as_bytes()).is_none());
    }

    #[test]
    fn a_header_that_asks_for_more_is_refused() {
        assert!(parse(r#"{"alg":"HS256","jku":"https://evil.example","jwk":{},"x5u":"x"}"#).is_ok());
        for header in [
            r#"{"alg":"none"}"#,
            r#"{"alg":"None"}"#,
            r#"{"alg":"hs256"}"#,
            r#"{"alg":null}"#,
            r#"{"alg":["HS256"]}"#,
            r#"{"alg":"HS256","crit":[]}"#,
            r#"{"alg":"HS256","enc":"A128GCM"}"#,
            r#"{"alg":"HS256","cty":"jwt"}"#,
            r#"{"alg":"HS256","kid":["a"]}"#,
            r#"{"alg":"HS256","alg":"none"}"#,
            "{}",
            "[]",
            "",
        ] {
            assert!(parse(header).is_err(), "{header}");
        }
    }

    #[test]
    fn a_part_has_one_spelling() {
        assert_eq!(decoded("-_8A").unwrap(), [0xfb, 0xff, 0]);
        assert_eq!(decoded("AA").unwrap(), [0]);
        for part in ["AB", "AA==", "AAA=", "+/8A", "A", "AAAAA", "A A", "AA\n"] {
            assert!(decoded(part).is_err(), "{part:?}");
        }
    }

    #[test]
    fn a_media_type_may_leave_its_first_half_out() {
        assert!(is_kind("at+JWT", "application/at+jwt"));
        assert!(!is_kind("JWT", "at+jwt"));
    }

    proptest! {
        #[test]
        fn any_text_may_be_sent(text in "\\PC*|[A-Za-z0-9_.-]{0,80}|(e30\\.){0,5}") {
            let _ = Token::parse(&text, 60);
        }

        #[test]
        fn any_header_may_be_sent(header in "\\PC*|\\{\"alg\":\"HS256\",\"[a-z]{3,4}\":[\\[\\]{}\"0-9a]{1,4}\\}") {
            let _ = parse(&header);
        }
    }
}
