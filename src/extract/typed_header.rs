//! [`TypedHeader`] as an argument: a header that is read by a type which knows its name and its syntax.

use headers::Header;

use super::{Extracted, FromRequestParts, Needs, Rejection};
use crate::{
    context::{Context, to_value},
    error::{Error, Fault, Place, Result},
    response::TypedHeader,
};

/// 422 where it is missing (`Option` of it is `None`), 400 where its value is not what its syntax allows; it is named.
impl<S, H: Header + 'static> FromRequestParts<S> for TypedHeader<H> {
    fn needs(needs: &mut Needs) {
        needs.header(H::name().as_str());
    }

    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        let name = H::name().as_str();
        let value = match cx.header(name) {
            Some(value) => to_value(&value).and_then(|value| H::decode(&mut std::iter::once(&value)).ok()),
            None => return missing(name).into(),
        };
        value.map(Self).ok_or_else(|| invalid(name)).into()
    }
}

fn missing<T>(name: &str) -> Result<T> {
    let error = Error::rejected(Rejection::MissingHeader, format!("the header {name} is missing"));
    Err(error.with_fault(Fault::of(Place::Header, name, "is missing")).as_missing())
}

fn invalid(name: &str) -> Error {
    let error = Error::rejected(Rejection::InvalidHeader, format!("the header {name} is not what its syntax allows"));
    error.with_fault(Fault::of(Place::Header, name, "is not what its syntax allows"))
}
