//! [`Basic`]: the name and the password of an `Authorization` field, as they were sent (RFC 7617).
//!
//! 1. The scheme is `Basic` in any case; a field of another scheme is as if none was sent.
//! 2. It is base64 of UTF-8 (section 2.1), with or without `=` at its end: a name, a colon, a password. A name has no colon, a password may; neither has control
//!    characters. Anything else is 401 again, and says why: no name and no password can be wrong in more ways than that.
//! 3. What more than 8,192 letters say is not decoded.

use std::fmt;

use base64ct::{Base64, Base64Unpadded, Encoding};

use super::{Challenge, bearer::of_scheme, challenge::REALM};
use crate::{
    context::Context,
    error::{Error, Rejection, Result},
    extract::{Extracted, FromRequestParts},
};

/// The most letters that are decoded.
const MOST_LETTERS: usize = 8192;

/// The name and the password of `Authorization: Basic …`, for a handler that looks at them itself. `Debug` shows the name only.
///
/// # Errors
/// 401 with `WWW-Authenticate: Basic` where there are none, `None` as an `Option`; 401, too, where they are malformed.
///
/// # Example: one user
/// ```
/// use whippet::{auth::{Basic, constant_time_eq}, prelude::*};
///
/// fn bowl(Basic { user, password }: Basic) -> StatusCode {
///     if constant_time_eq(user, "lola") & constant_time_eq(password, "bones") { StatusCode::OK } else { StatusCode::FORBIDDEN }
/// }
/// # let client = whippet::testing::TestClient::new(App::new().get("/", bowl));
/// client.get("/").header("authorization", "Basic bG9sYTpib25lcw==").send().assert_status(200);
/// let answer = client.get("/").send().assert_status(401);
/// answer.assert_header("www-authenticate", r#"Basic realm="login", charset="UTF-8""#);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Basic {
    /// The name, which may be empty.
    pub user: String,
    /// The password, which may be empty.
    pub password: String,
}

impl Basic {
    /// What is asked for: a realm, which this scheme has to have, and UTF-8.
    pub(crate) fn challenge(realm: &str) -> Challenge {
        Challenge::new("Basic").realm(realm).with("charset", "UTF-8")
    }

    /// The name and the password of a request, if it has them.
    ///
    /// # Errors
    /// 401 where they are malformed.
    pub(crate) fn of(cx: &Context, challenge: &Challenge) -> Result<Option<Self>> {
        let field = cx.header("authorization");
        let Some(letters) = field.as_deref().and_then(|field| of_scheme("basic", field)) else { return Ok(None) };
        let fault = |fault| challenge.refuse(Error::rejected(Rejection::Unauthorized, fault));
        read(letters).map(Some).map_err(fault)
    }
}

fn read(letters: &str) -> Result<Basic, &'static str> {
    if letters.len() > MOST_LETTERS {
        return Err("the credentials after Basic are too long");
    }
    let decoded =
        if letters.ends_with('=') { Base64::decode_vec(letters) } else { Base64Unpadded::decode_vec(letters) };
    let bytes = decoded.map_err(|_| "the credentials after Basic are not base64")?;
    let text = String::from_utf8(bytes).map_err(|_| "the credentials after Basic are not UTF-8")?;
    let (user, password) = text.split_once(':').ok_or("the credentials after Basic have no colon")?;
    if text.contains(char::is_control) {
        return Err("the credentials after Basic have control characters");
    }
    Ok(Basic { user: user.to_owned(), password: password.to_owned() })
}

impl<S> FromRequestParts<S> for Basic {
    const HEADERS: &'static [&'static str] = &["authorization"];

    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        let challenge = Self::challenge(REALM);
        let missing =
            || challenge.refuse(Error::rejected(Rejection::Unauthorized, "send a name and a password")).as_missing();
        Self::of(cx, &challenge).and_then(|basic| basic.ok_or_else(missing)).into()
    }
}

/// Without the password.
impl fmt::Debug for Basic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Basic").field("user", &self.user).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(text: &[u8]) -> Result<(String, String), &'static str> {
        read(&Base64::encode_string(text)).map(|basic| (basic.user, basic.password))
    }

    #[test]
    fn a_name_ends_at_the_first_colon() {
        let pair = |user: &str, password: &str| Ok((user.to_owned(), password.to_owned()));
        assert_eq!(of(b"Aladdin:open sesame"), pair("Aladdin", "open sesame"));
        assert_eq!(of("test:123£".as_bytes()), pair("test", "123£"));
        assert_eq!(of(b"a:b:c"), pair("a", "b:c"));
        assert_eq!(of(b":"), pair("", ""));
        assert_eq!(read("YTpi").map(|basic| basic.user), Ok("a".to_owned()));
        assert_eq!(read("YTo").map(|basic| basic.user), Ok("a".to_owned()));
    }

    #[test]
    fn what_is_malformed_is_said() {
        for (text, why) in [
            (&b"lola"[..], "no colon"),
            (b"", "no colon"),
            (b"\xff:a", "UTF-8"),
            (b"a\0:b", "control"),
            (b"a:b\n", "control"),
            (b"a:\x7f", "control"),
            ("a:\u{85}".as_bytes(), "control"),
        ] {
            assert!(of(text).unwrap_err().contains(why), "{text:?}");
        }
        for letters in ["!", "YTpi, Basic YTpi", "YTo==", "Y", "YT pi", "é"] {
            assert!(read(letters).unwrap_err().contains("base64"), "{letters}");
        }
        assert!(read(&"a".repeat(8193)).unwrap_err().contains("too long"));
    }

    #[test]
    fn a_password_is_not_shown() {
        let basic = Basic { user: "lola".to_owned(), password: "bones".to_owned() };
        assert_eq!(format!("{basic:?}"), r#"Basic { user: "lola", .. }"#);
    }

    proptest! {
        #[test]
        fn any_text_may_be_sent(text in "\\PC*|[A-Za-z0-9+/=]{0,80}") {
            if let Ok(basic) = read(&text) {
                prop_assert!(!basic.user.contains(':'));
            }
        }
    }
}
