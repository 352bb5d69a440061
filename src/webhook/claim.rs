//! [`Claim`]: what the headers of a webhook say of its body, and how signatures are written.

use std::{
    borrow::Cow,
    time::{Duration, SystemTime},
};

use base64ct::{Base64, Encoding};

use crate::{
    context::Context,
    error::{Error, Result},
};

/// The bytes of an HMAC-SHA-256.
pub(super) type Mac = [u8; 32];

/// More digits than any time of the next thousand years has.
const MOST_DIGITS: usize = 11;

/// What the headers of a request claim: which signatures its body has, and what else was signed.
///
/// # Example: a signature of the time and the body
/// ```
/// use whippet::webhook::Claim;
///
/// let signature = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
/// let claim = Claim::from_hex([signature]).unwrap().sent_at(1_531_420_618).signed_before("1531420618.");
/// assert!(Claim::from_hex(["none"]).is_none());
/// # let _ = claim;
/// ```
#[derive(Debug)]
#[must_use]
pub struct Claim {
    signatures: Vec<Mac>,
    before: String,
    id: Option<String>,
    seconds: Option<u64>,
}

impl Claim {
    /// Signatures as hexadecimal digits, in lower case; `None` where not one of them is 32 bytes. Those that are not are left out.
    ///
    /// ```
    /// use whippet::webhook::Claim;
    /// assert!(Claim::from_hex(["0".repeat(64).as_str(), "broken"]).is_some());
    /// assert!(Claim::from_hex(["F".repeat(64).as_str()]).is_none());
    /// ```
    pub fn from_hex<'a>(signatures: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        Self::of(signatures.into_iter().filter_map(bytes_of_hex))
    }

    /// Signatures in base64 (RFC 4648, section 4), padded; `None` where not one of them is 32 bytes. Those that are not are left out.
    ///
    /// ```
    /// use whippet::webhook::Claim;
    /// assert!(Claim::from_base64(["rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="]).is_some());
    /// assert!(Claim::from_base64(["rAvf"]).is_none());
    /// ```
    pub fn from_base64<'a>(signatures: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let bytes = |text: &str| Base64::decode_vec(text).ok()?.try_into().ok();
        Self::of(signatures.into_iter().filter_map(bytes))
    }

    fn of(signatures: impl Iterator<Item = Mac>) -> Option<Self> {
        let signatures: Vec<Mac> = signatures.collect();
        (!signatures.is_empty()).then(|| Self { signatures, before: String::new(), id: None, seconds: None })
    }

    /// What was signed, too, and stands before the body.
    ///
    /// ```
    /// use whippet::webhook::Claim;
    /// let claim = Claim::from_hex(["0".repeat(64).as_str()]).map(|claim| claim.signed_before("v0:7:"));
    /// # assert!(claim.is_some());
    /// ```
    pub fn signed_before(mut self, text: impl Into<String>) -> Self {
        self.before = text.into();
        self
    }

    /// The number of the delivery.
    ///
    /// ```
    /// use whippet::webhook::Claim;
    /// let claim = Claim::from_hex(["0".repeat(64).as_str()]).map(|claim| claim.id("msg_7"));
    /// # assert!(claim.is_some());
    /// ```
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// When it was signed, in seconds since 1970. Only what is a part of [`Claim::signed_before`], too, is known to be true.
    ///
    /// ```
    /// use whippet::webhook::Claim;
    /// let claim = Claim::from_hex(["0".repeat(64).as_str()]).map(|claim| claim.sent_at(7));
    /// # assert!(claim.is_some());
    /// ```
    pub fn sent_at(mut self, seconds: u64) -> Self {
        self.seconds = Some(seconds);
        self
    }

    /// A signature as hexadecimal digits, in lower case.
    ///
    /// ```
    /// use whippet::webhook::Claim;
    /// assert!(Claim::to_hex(&[0xab; 32]).starts_with("abab"));
    /// ```
    #[must_use]
    pub fn to_hex(signature: &[u8; 32]) -> String {
        let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value & 15)]);
        signature.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
    }

    /// A signature in base64, padded.
    ///
    /// ```
    /// use whippet::webhook::Claim;
    /// assert_eq!(Claim::to_base64(&[0; 32]), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    /// ```
    #[must_use]
    pub fn to_base64(signature: &[u8; 32]) -> String {
        Base64::encode_string(signature)
    }

    pub(super) fn signatures(&self) -> &[Mac] {
        &self.signatures
    }

    pub(super) fn before(&self) -> &str {
        &self.before
    }

    pub(super) fn seconds(&self) -> Option<u64> {
        self.seconds
    }

    /// Its number, and when it was signed. A time of more years than the machine can count is none.
    pub(super) fn into_delivery(self) -> (Option<String>, Option<SystemTime>) {
        let sent_at = self.seconds.and_then(|seconds| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)));
        (self.id, sent_at)
    }
}

fn bytes_of_hex(text: &str) -> Option<Mac> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    let bytes: Option<Vec<u8>> = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect();
    bytes?.try_into().ok()
}

/// The value of a header that must be there.
pub(super) fn required<'a>(cx: &'a Context, name: &str) -> Result<Cow<'a, str>> {
    cx.header(name).ok_or_else(|| Error::bad_request(format!("the header {name} is missing")).as_missing())
}

pub(super) fn malformed(name: &str, form: &str) -> Error {
    Error::bad_request(format!("the header {name} is malformed: it has the form {form}"))
}

/// Digits as a number of seconds.
pub(super) fn seconds(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.len() <= MOST_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_time_is_digits_only() {
        assert_eq!(seconds("1531420618"), Some(1_531_420_618));
        for text in ["", "-1", "+1", " 1", "1.5", "1e3", "0x1", "123456789012", "١"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(signature: [u8; 32]) {
            let [hex, base64] = [Claim::to_hex(&signature), Claim::to_base64(&signature)];
            prop_assert_eq!(Claim::from_hex([hex.as_str()]).unwrap().signatures, [signature]);
            prop_assert_eq!(Claim::from_base64([base64.as_str()]).unwrap().signatures, [signature]);
        }

        #[test]
        fn any_text_may_be_sent(text in "\\PC*|[0-9a-fA-F=+/]{0,70}") {
            for claim in [Claim::from_hex([text.as_str()]), Claim::from_base64([text.as_str()])].into_iter().flatten() {
                prop_assert_eq!(claim.signatures().len(), 1);
            }
        }
    }
}
