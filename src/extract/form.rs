//! [`Form`]: the fields of a form that was sent.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::{BodyNeed, Extracted, FromRequest, Rejection, query};
use crate::{
    context::Context,
    error::{Error, Place, Result},
    headers::{CONTENT_TYPE, essence},
};

const FORM: &str = "application/x-www-form-urlencoded";

/// The most fields that a form may have: a few megabytes hold a million, which nobody means and all would wait for.
const MAX_FIELDS: usize = 10_000;

/// The fields of a form, `application/x-www-form-urlencoded`: a handler's last argument.
///
/// They are read as [`Query`](super::Query) reads parameters, nested ones and lists included, but that an empty field is `None` for an
/// `Option`: browsers send each field, be it filled in or not. A form with files is a `Multipart`.
///
/// # Errors
/// 415 where the content type is another or missing (before the body is read), 413 beyond
/// [`Context::max_body_bytes`](crate::Context::max_body_bytes) or 10,000 fields, 400 where a percent-encoding does not give UTF-8, and 422 where a field is missing or does
/// not fit its type; the field is named.
///
/// # Example: a new dog
/// ```
/// use whippet::prelude::*;
///
/// #[derive(Deserialize)]
/// struct Dog { name: String, age: u8, #[serde(default)] is_chipped: bool }
///
/// fn create(Form(dog): Form<Dog>) -> String {
///     format!("{}, {}{}", dog.name, dog.age, if dog.is_chipped { ", chipped" } else { "" })
/// }
///
/// let app = App::new().post("/dogs", create);
/// # let client = whippet::testing::TestClient::new(app);
/// let post = |body: &'static str| client.post("/dogs").header("content-type", "application/x-www-form-urlencoded").body(body).send();
/// assert_eq!(post("name=Lola+B&age=7&is_chipped=on").text(), "Lola B, 7, chipped");
/// post("name=Lola&age=old").assert_status(422);
/// client.post("/dogs").body("name=Lola&age=7").send().assert_status(415);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Form<T>(
    /// The fields.
    pub T,
);

impl<S, T: DeserializeOwned + 'static> FromRequest<S> for Form<T> {
    const BODY: BodyNeed = BodyNeed::Bytes;
    const HEADERS: &'static [&'static str] = &[CONTENT_TYPE];

    fn check(cx: &Context) -> Result<()> {
        check_content_type(cx)
    }

    fn from_request(_: &Context, body: Bytes, _: &S) -> Extracted<Self> {
        if body.split(|byte| *byte == b'&').filter(|field| !field.is_empty()).count() > MAX_FIELDS {
            let detail = format!("the form has more than {MAX_FIELDS} fields");
            return Err(Error::rejected(Rejection::BodyTooLarge, detail)).into();
        }
        query::read(Place::Body, Rejection::InvalidForm, &body).map(Form).into()
    }
}

fn check_content_type(cx: &Context) -> Result<()> {
    let refuse = |detail: String| Error::rejected(Rejection::UnsupportedMediaType, detail);
    let Some(header) = cx.header(CONTENT_TYPE) else {
        return Err(refuse(format!("there is no content type; send {FORM}")).as_missing());
    };
    let essence = essence(&header);
    if essence.eq_ignore_ascii_case(FORM) {
        return Ok(());
    }
    Err(refuse(format!("the content type {essence} is not a form's; send {FORM}")))
}
