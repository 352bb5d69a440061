//! The whole body, as bytes or as text.

use bytes::Bytes;

use super::{BodyNeed, Extracted, FromRequest, Rejection};
use crate::{
    context::Context,
    error::{Error, Fault, Place},
};

/// The body as it came, of any content type. 413 beyond [`Context::max_body_bytes`](crate::Context::max_body_bytes).
impl<S> FromRequest<S> for Bytes {
    const BODY: BodyNeed = BodyNeed::Bytes;

    fn from_request(_: &Context, body: Bytes, _: &S) -> Extracted<Self> {
        Ok(body).into()
    }
}

/// The body as text, of any content type. 400 where it is not UTF-8.
impl<S> FromRequest<S> for String {
    const BODY: BodyNeed = BodyNeed::Bytes;

    fn from_request(_: &Context, body: Bytes, _: &S) -> Extracted<Self> {
        let text = String::from_utf8(body.into());
        let not_text = |error: std::string::FromUtf8Error| {
            let at = error.utf8_error().valid_up_to();
            let fault = Fault::new(Place::Body, "", format!("is not UTF-8: the byte at {at} does not fit"));
            Error::rejected(Rejection::NotUtf8, "the body is not UTF-8").with_fault(fault)
        };
        text.map_err(not_text).into()
    }
}
