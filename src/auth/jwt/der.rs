//! Keys as PEM (RFC 7468): the three kinds that there are algorithms for, and nothing else of DER.

use base64ct::{Base64, Encoding};

use super::{Algorithm, public::Public};

const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OBJECT: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

const KINDS: &str = "RSA, P-256 or Ed25519";

/// The public key of a `PUBLIC KEY`.
///
/// # Errors
/// What is wrong with it, and what to do.
pub(super) fn public(pem: &str) -> Result<Public, String> {
    let der = content(pem, "PUBLIC KEY", "openssl pkey -pubout, of a certificate openssl x509 -pubkey -noout")?;
    spki(&der).unwrap_or_else(|| Err(format!("the PUBLIC KEY is none of {KINDS}")))
}

/// A `PRIVATE KEY`: what it signs with, and its DER (PKCS #8).
///
/// # Errors
/// What is wrong with it, and what to do.
pub(super) fn private(pem: &str) -> Result<(Algorithm, Vec<u8>), String> {
    let der = content(pem, "PRIVATE KEY", "openssl pkcs8 -topk8 -nocrypt")?;
    let algorithm = pkcs8(&der).ok_or_else(|| format!("the PRIVATE KEY is none of {KINDS}"))?;
    Ok((algorithm, der))
}

/// The private bytes of an Ed25519 or P-256 key in PKCS #8.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn private_bytes(der: &[u8]) -> Option<&[u8]> {
    let mut key = Der(Der(der).read(SEQUENCE)?);
    key.read(INTEGER)?;
    key.read(SEQUENCE)?;
    let inner = key.read(OCTET_STRING)?;
    // RFC 8410, section 7; RFC 5915, section 3.
    Der(inner).read(OCTET_STRING).or_else(|| {
        let mut key = Der(Der(inner).read(SEQUENCE)?);
        key.read(INTEGER)?;
        key.read(OCTET_STRING)
    })
}

/// What stands between the lines of a label. A binding may have `\n` for its line breaks.
fn content(pem: &str, label: &str, remedy: &str) -> Result<Vec<u8>, String> {
    let is_other = || format!("a PEM that begins with -----BEGIN {label}----- is wanted, and this is none: {remedy}");
    let (_, rest) = pem.split_once(&format!("-----BEGIN {label}-----")).ok_or_else(is_other)?;
    let (text, _) = rest.split_once(&format!("-----END {label}-----")).ok_or_else(is_other)?;
    let base64: String = text.replace("\\n", "\n").chars().filter(|letter| !letter.is_ascii_whitespace()).collect();
    Base64::decode_vec(&base64).map_err(|_| format!("the {label} is not base64"))
}

/// A SubjectPublicKeyInfo (RFC 5280, section 4.1); `None` where it is that of another algorithm.
fn spki(der: &[u8]) -> Option<Result<Public, String>> {
    let mut key = Der(Der(der).read(SEQUENCE)?);
    let mut algorithm = Der(key.read(SEQUENCE)?);
    let object = algorithm.read(OBJECT)?;
    let bits = key.read(BIT_STRING)?.strip_prefix(&[0])?;
    if object == RSA {
        let mut numbers = Der(Der(bits).read(SEQUENCE)?);
        Some(Public::rsa(numbers.read(INTEGER)?, numbers.read(INTEGER)?))
    } else if object == EC && algorithm.read(OBJECT)? == P256 {
        let (x, y) = bits.strip_prefix(&[4])?.split_at_checked(32)?;
        Some(Public::p256(x, y))
    } else if object == ED25519 {
        Some(Public::ed25519(bits))
    } else {
        None
    }
}

/// What a PrivateKeyInfo (RFC 5208, section 5) signs with.
fn pkcs8(der: &[u8]) -> Option<Algorithm> {
    let mut key = Der(Der(der).read(SEQUENCE)?);
    key.read(INTEGER)?;
    let mut algorithm = Der(key.read(SEQUENCE)?);
    let object = algorithm.read(OBJECT)?;
    key.read(OCTET_STRING)?;
    if object == RSA {
        Some(Algorithm::Rs256)
    } else if object == EC && algorithm.read(OBJECT)? == P256 {
        Some(Algorithm::Es256)
    } else if object == ED25519 {
        Some(Algorithm::EdDsa)
    } else {
        None
    }
}

/// What is left to be read.
struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    /// The content of the next value, if it has this tag.
    fn read(&mut self, tag: u8) -> Option<&'a [u8]> {
        let (&[found, first], rest) = self.0.split_first_chunk::<2>()?;
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81 => rest.split_first().map(|(length, rest)| (usize::from(*length), rest))?,
            0x82 => rest.split_first_chunk().map(|(length, rest)| (usize::from(u16::from_be_bytes(*length)), rest))?,
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        if found != tag {
            return None;
        }
        self.0 = rest;
        Some(content)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\\n-----END PUBLIC KEY-----\n";

    #[test]
    fn a_binding_may_have_its_line_breaks_in_two_letters() {
        let Public::EdDsa(key) = public(PUBLIC).unwrap() else { panic!("this is an Ed25519 key") };
        assert_eq!(key[..3], [0xd7, 0x5a, 0x98]);
        assert!(public(&PUBLIC.replace("\\n", "\r\n")).is_ok());
    }

    #[test]
    fn what_is_no_public_key_says_what_to_do() {
        for other in
            ["", "secret", "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----", PUBLIC.split_at(60).0]
        {
            assert!(public(other).unwrap_err().contains("openssl"), "{other}");
        }
        assert!(public(&PUBLIC.replace("MCow", "MC*w")).unwrap_err().contains("base64"));
        assert!(public(&PUBLIC.replace("MCowBQYDK2Vw", "MCowBQYDK2Vx")).unwrap_err().contains(KINDS));
        assert!(private(PUBLIC).unwrap_err().contains("pkcs8"));
    }

    proptest! {
        #[test]
        fn any_bytes_may_be_given(mut der: Vec<u8>, tag: u8, at: usize) {
            let _ = (spki(&der), pkcs8(&der), private_bytes(&der));
            let mut key = Base64::decode_vec("MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=").unwrap();
            let at = at % key.len();
            key[at] = tag;
            let _ = spki(&key);
            key.truncate(at);
            der.extend(key);
            let _ = (spki(&der), pkcs8(&der), private_bytes(&der));
        }
    }
}
