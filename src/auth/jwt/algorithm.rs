//! [`Algorithm`]: how a token is signed.

use std::fmt;

/// How a token is signed (RFC 7518, section 3.1; RFC 8037). There are no others, and `none` is none.
///
/// ```
/// use whippet::auth::jwt::{Algorithm, Key};
/// let key = Key::hs256("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a")?;
/// assert_eq!(key.algorithm(), Algorithm::Hs256);
/// assert_eq!(Algorithm::EdDsa.to_string(), "EdDSA");
/// # Ok::<(), whippet::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// `HS256`: HMAC with SHA-256, whose one secret signs and verifies.
    Hs256,
    /// `RS256`: RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// `ES256`: ECDSA with P-256 and SHA-256.
    Es256,
    /// `EdDSA` with Ed25519; RFC 9864 calls it `Ed25519`, and a token may, too.
    EdDsa,
}

impl Algorithm {
    /// The algorithm that a header's `alg` names, in exactly this spelling.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "HS256" => Some(Self::Hs256),
            "RS256" => Some(Self::Rs256),
            "ES256" => Some(Self::Es256),
            "EdDSA" | "Ed25519" => Some(Self::EdDsa),
            _ => None,
        }
    }

    /// The name that a token's header has.
    ///
    /// ```
    /// use whippet::auth::jwt::Algorithm;
    /// assert_eq!(Algorithm::Rs256.name(), "RS256");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
