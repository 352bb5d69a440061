//! [`Bearer`]: the token of an `Authorization` field, as it was sent (RFC 6750, section 2.1).
//!
//! 1. The scheme is `Bearer` in any case. A field of another scheme is no bearer token: it is as if none was sent (section 3.1).
//! 2. A token is a `b64token`: letters, digits, `-._~+/`, and `=` at its end. Anything else, two tokens, or a field that was sent twice, is 400 with
//!    `invalid_request`.
//! 3. Tokens in a form or in the query (sections 2.2 and 2.3) are not looked for: they end up in logs and histories.

use std::fmt;

use super::{Challenge, challenge::REALM};
use crate::{
    context::Context,
    error::{Error, Rejection, Result},
    extract::{Extracted, FromRequestParts},
};

/// The token of `Authorization: Bearer …`, for a handler that looks at it itself. `Debug` does not show it.
///
/// # Errors
/// 401 with `WWW-Authenticate: Bearer` where there is none, `None` as an `Option`; 400 with the error `invalid_request` where it is malformed.
///
/// # Example: a token that is passed on
/// ```
/// use whippet::{auth::Bearer, prelude::*};
///
/// fn whoami(Bearer(token): Bearer) -> String {
///     format!("a token of {} letters", token.len())
/// }
/// # let client = whippet::testing::TestClient::new(App::new().get("/", whoami));
/// client.get("/").header("authorization", "bearer t7").send().assert_text("a token of 2 letters");
/// client.get("/").send().assert_status(401).assert_header("www-authenticate", r#"Bearer realm="login""#);
/// client.get("/").header("authorization", "Bearer").send().assert_status(400);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Bearer(
    /// The token.
    pub String,
);

impl Bearer {
    /// The token of a request, if it has one.
    ///
    /// # Errors
    /// 400 where it is malformed.
    pub(crate) fn of(cx: &Context, challenge: &Challenge) -> Result<Option<Self>> {
        let field = cx.header("authorization");
        let Some(token) = field.as_deref().and_then(|field| of_scheme("bearer", field)) else { return Ok(None) };
        match fault(token) {
            None => Ok(Some(Self(token.to_owned()))),
            Some(fault) => {
                let error = Error::rejected(Rejection::InvalidCredentials, fault);
                Err(challenge.clone().error("invalid_request", fault).refuse(error))
            }
        }
    }

    /// Whether a text can be sent as a token.
    pub(crate) fn is_possible(token: &str) -> bool {
        fault(token).is_none()
    }
}

/// What a field has after its scheme, where that is the one asked for, in any case.
pub(super) fn of_scheme<'a>(scheme: &str, field: &'a str) -> Option<&'a str> {
    let (sent, rest) = field.split_once(' ').unwrap_or((field, ""));
    sent.eq_ignore_ascii_case(scheme).then(|| rest.trim_matches(' '))
}

fn fault(token: &str) -> Option<&'static str> {
    let body = token.trim_end_matches('=');
    if token.is_empty() {
        Some("there is no token after Bearer")
    } else if token.contains(',') {
        Some("the header authorization was sent twice, or has more than a token")
    } else if body.is_empty() || !body.bytes().all(is_letter) {
        Some("the token has characters that no bearer token has")
    } else {
        None
    }
}

/// Whether a token may have it: each has some hundred.
fn is_letter(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'+' | b'/')
}

impl<S> FromRequestParts<S> for Bearer {
    const HEADERS: &'static [&'static str] = &["authorization"];

    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        let challenge = Challenge::new("Bearer").realm(REALM);
        let missing = || challenge.refuse(Error::rejected(Rejection::Unauthorized, "send a bearer token")).as_missing();
        Self::of(cx, &challenge).and_then(|token| token.ok_or_else(missing)).into()
    }
}

/// Nothing of it.
impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_the_letters_that_the_rfc_allows() {
        for token in ["a", "t7", "A-Za._~+/z09==", "mF_9.B5f-4.1JqM", &"a".repeat(10_000)] {
            assert_eq!(fault(token), None, "{token}");
        }
        for token in ["", "=", "a b", "a=b", "a,b", "a\u{0}", "é", "\"a\"", "a\tb"] {
            assert!(fault(token).is_some(), "{token:?}");
        }
    }

    #[test]
    fn a_scheme_is_read_in_any_case_and_whole() {
        assert_eq!(of_scheme("bearer", "BEARER  a "), Some("a"));
        assert_eq!(of_scheme("bearer", "bearer"), Some(""));
        for other in ["", "Bearera", "Basic a", "Bear er", "Bearer\ta"] {
            assert_eq!(of_scheme("bearer", other), None, "{other:?}");
        }
    }

    #[test]
    fn a_token_is_not_shown() {
        assert_eq!(format!("{:?}", Bearer("t7".to_owned())), "Bearer");
    }
}
