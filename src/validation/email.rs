//! The rule `email`: the HTML standard's “valid e-mail address”.
//!
//! What a browser's `<input type=email>` takes, so that page and API agree. RFC 5322 is wider and narrower at the wrong places: it has
//! comments, quoted names and addresses over several lines, which no form and hardly a mail server takes, and forbids `a..b@example.com`,
//! which exists.

use super::{Text, host::is_label};

/// Whether a text is a valid e-mail address as the HTML standard defines it.
///
/// Before the one `@`: one or more ASCII letters, digits and ``.!#$%&'*+/=?^_`{|}~-``. After it: labels with dots between them; a label has 1 to 63
/// ASCII letters, digits and hyphens, and neither begins nor ends with a hyphen. One label is enough. No names beside the address, no comments, no
/// quotes; a domain in other letters is written in its ASCII form (`xn--…`). The whole may have any length, and no mail is sent: whether
/// somebody reads there is not known.
///
/// # Example: what is one
/// ```
/// use whippet::validation::is_email;
///
/// assert!(is_email("lola+walks@dogs.example"));
/// assert!(!is_email("Lola <lola@dogs.example>"));
/// assert!(!is_email("lola@dogs..example"));
/// ```
pub fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else { return false };
    !name.is_empty() && name.bytes().all(is_atext) && domain.split('.').all(is_label)
}

/// The rule for garde's derive: `#[garde(custom(whippet::validation::email))]`. Which texts pass, [`is_email`] tells; `None` passes.
///
/// With its path, since a field that is called `email` hides a function of that name from the rules of its struct.
///
/// # Errors
/// The fault `is not an e-mail address`.
///
/// # Example: on a field, on one that may be missing, on each of a list
/// ```
/// use whippet::{prelude::*, validation};
///
/// #[derive(Deserialize, Validate)]
/// struct Owner {
///     #[garde(custom(validation::email))]
///     email: String,
///     #[garde(custom(validation::email))]
///     second: Option<String>,
///     #[garde(inner(custom(validation::email)))]
///     friends: Vec<String>,
/// }
///
/// let app = App::new().post("/", |Valid(Json(owner)): Valid<Json<Owner>>| owner.email);
/// # let client = whippet::testing::TestClient::new(app);
/// let owner = json!({ "email": "lola@example", "friends": ["rex@example.com", "bo"] });
/// let answer = client.post("/").json(&owner).send().assert_status(422);
/// # let problem: Value = answer.json();
/// # assert_eq!(problem["errors"], json!([{ "in": "body", "path": "/friends/1", "message": "is not an e-mail address" }]));
/// ```
pub fn email<T: Text + ?Sized, C: ?Sized>(value: &T, _: &C) -> garde::Result {
    check(value.text())
}

fn check(text: Option<&str>) -> garde::Result {
    if text.is_none_or(is_email) { Ok(()) } else { Err(garde::Error::new("is not an e-mail address")) }
}

/// What a name is made of: RFC 5322's `atext`, and the dot.
fn is_atext(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte)
}
