//! [`Public`]: a public key, looked at as far as that needs no arithmetic.

use super::Algorithm;

/// Fewer bits can be factored (RFC 7518, section 3.3).
const FEWEST_RSA_BYTES: usize = 2048 / 8;

/// More take too long to be worked with.
const MOST_RSA_BYTES: usize = 8192 / 8;

/// More digits of an exponent are none of a key that anybody makes.
const MOST_EXPONENT_BYTES: usize = 4;

/// A public key: numbers in big-endian bytes, as short as can be.
#[derive(Debug)]
pub(crate) enum Public {
    /// The modulus and the exponent.
    Rs256 {
        n: Vec<u8>,
        e: Vec<u8>,
    },
    /// A point of P-256, uncompressed (SEC 1, section 2.3.3).
    Es256([u8; 65]),
    EdDsa([u8; 32]),
}

impl Public {
    /// # Errors
    /// The modulus has too few or too many bits, or the exponent is none.
    pub(super) fn rsa(n: &[u8], e: &[u8]) -> Result<Self, String> {
        let [n, e] = [n, e].map(|number| &number[number.iter().take_while(|byte| **byte == 0).count()..]);
        if !(FEWEST_RSA_BYTES..=MOST_RSA_BYTES).contains(&n.len()) {
            let bits = n.len() * 8;
            return Err(format!("the RSA key has {bits} bits, and must have from 2048 to 8192"));
        }
        let is_odd = |number: &[u8]| number.last().is_some_and(|byte| byte % 2 == 1);
        if !is_odd(n) || !is_odd(e) || e == [1] || e.len() > MOST_EXPONENT_BYTES {
            return Err("the RSA key has a modulus or an exponent that is none of a key".to_owned());
        }
        Ok(Self::Rs256 { n: n.to_vec(), e: e.to_vec() })
    }

    /// # Errors
    /// A coordinate has not 32 bytes.
    pub(super) fn p256(x: &[u8], y: &[u8]) -> Result<Self, String> {
        let point = [&[4], x, y].concat().try_into().ok().filter(|_| x.len() == 32);
        point.map(Self::Es256).ok_or_else(|| "a coordinate of P-256 has 32 bytes".to_owned())
    }

    /// # Errors
    /// It has not 32 bytes.
    pub(super) fn ed25519(key: &[u8]) -> Result<Self, String> {
        key.try_into().map(Self::EdDsa).map_err(|_| "an Ed25519 key has 32 bytes".to_owned())
    }

    /// How many bytes each of its signatures has.
    pub(super) fn signature_bytes(&self) -> usize {
        match self {
            Self::Rs256 { n, .. } => n.len(),
            Self::Es256(_) | Self::EdDsa(_) => 64,
        }
    }

    pub(crate) fn algorithm(&self) -> Algorithm {
        match self {
            Self::Rs256 { .. } => Algorithm::Rs256,
            Self::Es256(_) => Algorithm::Es256,
            Self::EdDsa(_) => Algorithm::EdDsa,
        }
    }
}
