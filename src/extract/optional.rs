//! `Option` and `Result` of extractors: what may be missing, and what the handler itself wants to refuse.

use bytes::Bytes;

use super::{BodyNeed, Extracted, FromRequest, FromRequestParts, Needs, ViaRequest};
use crate::{
    context::Context,
    description::Description,
    error::{Error, Result},
};

/// `None` where what it asks for was not sent at all ([`Error::is_missing`]); what was sent and is wrong is refused all the same.
impl<S, T: FromRequestParts<S>> FromRequestParts<S> for Option<T> {
    fn needs(needs: &mut Needs) {
        needs.optionally(T::needs);
    }

    fn describe(description: &mut Description) {
        T::describe(description);
    }

    fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self> {
        T::from_request_parts(cx, state).result(|result| match result {
            Err(error) if error.is_missing() => Ok(None),
            result => result.map(Some),
        })
    }
}

/// The refusal as a value: the handler decides what to answer.
impl<S, T: FromRequestParts<S>> FromRequestParts<S> for Result<T> {
    fn needs(needs: &mut Needs) {
        needs.leniently(T::needs);
    }

    fn describe(description: &mut Description) {
        T::describe(description);
    }

    fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self> {
        T::from_request_parts(cx, state).result(Ok)
    }
}

/// `None` where the body has no bytes, or it is a stream of no content type.
impl<S, T: FromRequest<S, ViaRequest>> FromRequest<S, ViaRequest> for Option<T> {
    const BODY: BodyNeed = T::BODY;

    fn needs(needs: &mut Needs) {
        T::needs(needs);
    }

    fn describe(description: &mut Description) {
        T::describe(description);
    }

    fn check(cx: &Context) -> Result<()> {
        match T::check(cx) {
            // Whether there is a body to miss it is not known yet.
            Err(error) if error.is_missing() => Ok(()),
            result => result,
        }
    }

    fn from_request(cx: &Context, body: Bytes, state: &S) -> Extracted<Self> {
        let checked = T::check(cx);
        let is_absent = match T::BODY {
            BodyNeed::Bytes => body.is_empty(),
            BodyNeed::None | BodyNeed::Stream => checked.is_err(),
        };
        match checked {
            _ if is_absent => Ok(None).into(),
            Err(error) => Err(error).into(),
            Ok(()) => T::from_request(cx, body, state).map(Some),
        }
    }
}

/// The refusal as a value: the handler decides what to answer.
impl<S, T: FromRequest<S, ViaRequest>> FromRequest<S, ViaRequest> for Result<T> {
    const BODY: BodyNeed = T::BODY;

    fn needs(needs: &mut Needs) {
        T::needs(needs);
    }

    fn describe(description: &mut Description) {
        T::describe(description);
    }

    fn check(cx: &Context) -> Result<()> {
        T::check(cx)
    }

    fn without_body(error: Error) -> Extracted<Self> {
        Ok(Err(error)).into()
    }

    fn from_request(cx: &Context, body: Bytes, state: &S) -> Extracted<Self> {
        T::from_request(cx, body, state).result(Ok)
    }
}
