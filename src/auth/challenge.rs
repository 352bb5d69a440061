//! [`Challenge`]: what a 401 says about how to log in.
//!
//! Made by the middleware that looks at credentials; read by whoever refuses a request because nobody has logged in.
//!
//! 1. A challenge is a scheme and parameters (RFC 9110, section 11.3); each has a `WWW-Authenticate` field of its own.
//! 2. Values are quoted, whatever they are. What no quoted string can hold becomes `?`, and [`Challenge::fault`] says so.
//! 3. A middleware that lets a request pass without a login announces its challenge: the 401 of an [`Identity`](super::Identity) further in has all of them.

use std::borrow::Cow;

use http::{HeaderValue, StatusCode, header};

use crate::{
    context::Context,
    error::{Error, Rejection},
};

/// The realm of who has not named one. `Basic` has to have one, `Bearer` some parameter (RFC 7617, section 2; RFC 6750, section 3).
pub(crate) const REALM: &str = "login";

/// What a 401 says about how to log in: the value of `WWW-Authenticate`.
///
/// # Example: a scheme of one's own
/// ```
/// use whippet::{auth::Challenge, prelude::*};
///
/// fn bowl(cx: Context) -> Result<&'static str> {
///     let challenge = Challenge::new("Bark").realm("kennel").with("times", "3");
///     match cx.header("authorization").as_deref() {
///         Some("Bark bark bark bark") => Ok("the bowl"),
///         _ => Err(challenge.unauthorized("bark first")),
///     }
/// }
/// # let client = whippet::testing::TestClient::new(App::new().get("/", bowl));
/// let answer = client.get("/").send().assert_status(401);
/// answer.assert_header("www-authenticate", r#"Bark realm="kennel", times="3""#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Challenge {
    text: String,
    has_parameters: bool,
    fault: Option<String>,
}

/// The challenges that were announced, for who refuses a request further in.
struct Announced(Vec<Challenge>);

impl Challenge {
    /// The challenge of a scheme, such as `Bearer`, without parameters.
    ///
    /// ```
    /// use whippet::auth::Challenge;
    /// let error = Challenge::new("Bearer").unauthorized("log in first");
    /// assert_eq!(error.headers().get("www-authenticate").unwrap(), "Bearer");
    /// ```
    pub fn new(scheme: &str) -> Self {
        let mut challenge = Self { text: String::new(), has_parameters: false, fault: None };
        challenge.push_token(scheme);
        challenge
    }

    /// Adds a parameter.
    ///
    /// ```
    /// use whippet::auth::Challenge;
    /// let error = Challenge::new("Basic").with("charset", "UTF-8").unauthorized("log in first");
    /// assert_eq!(error.headers().get("www-authenticate").unwrap(), r#"Basic charset="UTF-8""#);
    /// ```
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.text.push_str(if self.has_parameters { ", " } else { " " });
        self.has_parameters = true;
        self.push_token(name);
        self.text.push_str("=\"");
        for letter in value.chars() {
            if matches!(letter, '"' | '\\') {
                self.text.push('\\');
            }
            self.push(letter, letter == ' ' || letter.is_ascii_graphic(), value);
        }
        self.text.push('"');
        self
    }

    /// Adds the realm: what the login is for, in words that a user may be shown.
    ///
    /// ```
    /// use whippet::auth::Challenge;
    /// let error = Challenge::new("Basic").realm("the \"kennel\"").unauthorized("log in first");
    /// assert_eq!(error.headers().get("www-authenticate").unwrap(), r#"Basic realm="the \"kennel\"""#);
    /// ```
    pub fn realm(self, realm: &str) -> Self {
        self.with("realm", realm)
    }

    /// Adds why the credentials that were sent do not do (RFC 6750, section 3): a code for programs, such as `invalid_token`, and a sentence for
    /// developers. A quotation mark or backslash in the sentence becomes an apostrophe: it may have none.
    ///
    /// ```
    /// use whippet::auth::Challenge;
    /// let error = Challenge::new("Bearer").error("invalid_token", "the token has expired").unauthorized("log in again");
    /// let expected = r#"Bearer error="invalid_token", error_description="the token has expired""#;
    /// assert_eq!(error.headers().get("www-authenticate").unwrap(), expected);
    /// ```
    pub fn error(self, code: &str, description: &str) -> Self {
        self.with("error", code).with("error_description", &description.replace(['"', '\\'], "'"))
    }

    /// What is wrong with it: for [`Needs::fault`](crate::extract::Needs::fault). `None` where it can be sent as it was said.
    ///
    /// ```
    /// use whippet::auth::Challenge;
    /// assert_eq!(Challenge::new("Basic").realm("kennel").fault(), None);
    /// assert!(Challenge::new("Basic").realm("chenil d'été").fault().unwrap().contains("chenil"));
    /// ```
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// The refusal: 401 with this challenge, and a sentence for the client.
    ///
    /// ```
    /// use whippet::auth::Challenge;
    /// assert_eq!(Challenge::new("Bearer").unauthorized("log in first").status(), 401);
    /// ```
    pub fn unauthorized(&self, detail: impl Into<Cow<'static, str>>) -> Error {
        self.refuse(Error::new(StatusCode::UNAUTHORIZED, detail))
    }

    /// Adds this challenge to another refusal, as to a 400 or 403 of RFC 6750.
    ///
    /// ```
    /// use whippet::{Error, auth::Challenge};
    /// let challenge = Challenge::new("Bearer").error("invalid_request", "there are two tokens");
    /// assert_eq!(challenge.refuse(Error::bad_request("there are two tokens")).status(), 400);
    /// ```
    pub fn refuse(&self, error: Error) -> Error {
        // Only what can be sent has been pushed.
        match HeaderValue::from_str(&self.text) {
            Ok(value) => error.with_header(header::WWW_AUTHENTICATE, value),
            Err(error) => Error::internal(error),
        }
    }

    /// Says of a request that passes without a login how there could have been one: for the 401 of an [`Identity`](super::Identity) further in.
    ///
    /// # Example: a login that is a cookie
    /// ```
    /// use whippet::{auth::{Challenge, Identity}, middleware::Middleware, prelude::*};
    ///
    /// struct Login;
    ///
    /// impl Middleware for Login {
    ///     fn before(&self, cx: &Context) -> Result<(), Response> {
    ///         match cx.header("cookie").as_deref() {
    ///             Some("dog=lola") => cx.set_extension(Identity::new("lola")),
    ///             _ => Challenge::new("Cookie").realm("kennel").announce(cx),
    ///         }
    ///         Ok(())
    ///     }
    /// }
    ///
    /// let app = App::new().get("/", |who: Identity| who.name().to_owned()).with(Login);
    /// let client = whippet::testing::TestClient::new(app);
    /// client.get("/").header("cookie", "dog=lola").send().assert_text("lola");
    /// client.get("/").send().assert_status(401).assert_header("www-authenticate", r#"Cookie realm="kennel""#);
    /// ```
    pub fn announce(&self, cx: &Context) {
        let before = cx.extension::<Announced>();
        let before = before.iter().flat_map(|announced| announced.0.iter());
        let all: Vec<Self> = before.filter(|other| *other != self).chain([self]).cloned().collect();
        cx.set_extension(Announced(all));
    }

    /// The refusal of a request of nobody: with all challenges that were announced for it, or with that of a bearer token where none was.
    pub(super) fn nobody(cx: &Context) -> Error {
        let error = Error::rejected(Rejection::Unauthorized, "log in first");
        let error = match cx.extension::<Announced>() {
            Some(announced) => announced.0.iter().fold(error, |error, challenge| challenge.refuse(error)),
            None => Self::new("Bearer").realm(REALM).refuse(error),
        };
        error.as_missing()
    }

    fn push_token(&mut self, token: &str) {
        if token.is_empty() {
            self.fault =
                Some("a challenge has a scheme, and its parameters have names: one of them is empty".to_owned());
        }
        for letter in token.chars() {
            self.push(letter, letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter), token);
        }
    }

    fn push(&mut self, letter: char, is_allowed: bool, text: &str) {
        if !is_allowed {
            self.fault =
                Some(format!("{text:?} cannot be part of a challenge: {letter:?} has no place in WWW-Authenticate"));
        }
        self.text.push(if is_allowed { letter } else { '?' });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_sent_is_a_fault_and_never_breaks_the_header() {
        for text in ["é", "a\r\nb", "\0", "\t", "\u{7f}"] {
            let challenge = Challenge::new("Basic").realm(text);
            assert!(challenge.fault().is_some_and(|fault| fault.contains("WWW-Authenticate")), "{text:?}");
            assert_eq!(challenge.unauthorized("").status(), 401);
        }
        for name in ["", "a b", "a=", "\"", "é"] {
            assert!(Challenge::new(name).fault().is_some(), "{name:?}");
            assert!(Challenge::new("a").with(name, "b").fault().is_some(), "{name:?}");
        }
        assert_eq!(Challenge::new("a").with("b", "").with("c", "\"\\").text, r#"a b="", c="\"\\""#);
        assert_eq!(Challenge::new("a").error("b", "\"c\\").text, r#"a error="b", error_description="'c'""#);
    }
}
