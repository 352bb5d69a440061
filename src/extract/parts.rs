//! Parts of the head that are given as they are: the context, the method, all headers, the bindings, the client.

use http::Method;

use super::{Extracted, FromRequestParts};
use crate::{bindings::Bindings, client::Client, context::Context, headers::Headers};

impl<S> FromRequestParts<S> for Context {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        Ok(cx.clone()).into()
    }
}

impl<S> FromRequestParts<S> for Method {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        Ok(cx.method().clone()).into()
    }
}

/// All headers. This converts each of them: where one is enough, [`Context::header`] costs less.
impl<S> FromRequestParts<S> for Headers {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        Ok(cx.headers()).into()
    }
}

impl<S> FromRequestParts<S> for Bindings {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        Ok(cx.bindings()).into()
    }
}

impl<S> FromRequestParts<S> for Client {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        Ok(cx.client()).into()
    }
}
