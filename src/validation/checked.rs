//! [`Checked`]: what [`Valid`](super::Valid) needs of the extractor in it: the value, and where it was.

use bytes::Bytes;
use garde::Validate;
use serde::de::DeserializeOwned;

use super::sent::Sent;
use crate::{
    context::Context,
    error::Place,
    extract::{Extracted, Form, FromRequest, FromRequestParts, Header, Path, Query, Shape, header_name},
    json::Json,
};

/// An extractor whose value may have rules, and is read at once. Public for [`Valid`](super::Valid) only, and not exported.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no rules that could be checked",
    label = "asked for with `Valid<{Self}>`",
    note = "`Valid` takes `Json<T>`, `Form<T>`, `Query<T>`, `Path<T>` and `Header<T>`, whose `T` derives garde's `Validate`: \
            `garde` stands among your dependencies, as `serde` does"
)]
pub trait Checked: 'static {
    type Value: Validate + DeserializeOwned;

    const PLACE: Place;

    #[doc(hidden)]
    fn value(&self) -> &Self::Value;

    /// What the client sent, for the names of what is wrong.
    #[doc(hidden)]
    fn sent(cx: &Context, body: &Bytes) -> Sent;
}

macro_rules! checked {
    ($($extractor:ident at $place:ident: $sent:expr;)*) => {$(
        impl<T: Validate + DeserializeOwned + 'static> Checked for $extractor<T> {
            type Value = T;

            const PLACE: Place = Place::$place;

            fn value(&self) -> &T {
                &self.0
            }

            fn sent(cx: &Context, body: &Bytes) -> Sent {
                let sent: fn(&Context, &Bytes) -> Sent = $sent;
                sent(cx, body)
            }
        }
    )*};
}

checked! {
    Json at Body: |_, body| Sent::json(body);
    Form at Body: |cx, body| again(Form::from_request(cx, body.clone(), &()).map(|Form(sent)| sent));
    Query at Query: |cx, _| again(Query::from_request_parts(cx, &()).map(|Query(sent)| sent));
    Path at Path: |cx, _| Sent::params(cx.params().map(|(name, _)| name));
    Header at Header: |_, _| match Shape::of::<T>() {
        Shape::Struct(fields) => Sent::headers(fields.iter().map(|field| header_name(field))),
        _ => Sent::Value,
    };
}

/// What was read before, read for its names only.
fn again(names: Extracted<Sent>) -> Sent {
    match names {
        Extracted::Ready(Ok(sent)) => sent.texts(),
        _ => Sent::Value,
    }
}
