//! [`Header`]: headers by name, as the fields of a struct.
//!
//! The names are those of the struct's fields, asked for once when the application is built, so that they come together.

use std::borrow::Cow;

use serde::{
    Deserializer,
    de::{DeserializeOwned, DeserializeSeed, MapAccess, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};

use super::{
    Extracted, FromRequestParts, Needs,
    shape::Shape,
    values::{Mismatch, Pair, Texts},
};
use crate::{
    context::{Context, field_name},
    error::Place,
};

/// Headers, as a struct whose fields are named as they are: `x_token` is `X-Token`.
///
/// Each `_` of a field's name stands for a `-`, case does not count, and `#[serde(rename = "…")]` names a header that no field can be called
/// after. Numbers and truth are written as in [`Query`](super::Query). An `Option` may be missing; a `#[serde(default)]` too. A `Vec` takes the
/// elements of a header that is a list, between its commas and over repeated fields (RFC 9110, section 5.6.1); quotes do not keep a comma
/// from parting, so a list of quoted strings is better taken as a `String`, or with `TypedHeader`.
///
/// # Errors
/// 422 where a header is missing or does not fit its type; it is named. `Option<Header<T>>` is `None` where none of them was sent and one is missing.
/// A type that is no struct, or has a field whose name can be no header's, keeps the application from starting.
///
/// # Example: a token and a list
/// ```
/// use whippet::prelude::*;
///
/// #[derive(Deserialize)]
/// struct Wanted { x_token: String, x_limit: Option<u8>, #[serde(default)] x_tags: Vec<String> }
///
/// let app = App::new()
///     .get("/", |Header(wanted): Header<Wanted>| format!("{} {:?} {:?}", wanted.x_token, wanted.x_limit, wanted.x_tags));
/// # let client = whippet::testing::TestClient::new(app);
/// let answer = client.get("/").header("x-token", "t7").header("x-tags", "fast, small").send();
/// assert_eq!(answer.text(), r#"t7 None ["fast", "small"]"#);
/// client.get("/").send().assert_status(422);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Header<T>(
    /// The headers.
    pub T,
);

impl<S, T: DeserializeOwned + 'static> FromRequestParts<S> for Header<T> {
    fn needs(needs: &mut Needs) {
        declare(needs, Shape::of::<T>(), std::any::type_name::<T>());
    }

    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        let mut is_absent = true;
        let value = T::deserialize(Fields { cx, is_absent: &mut is_absent }).map(Header);
        value
            .map_err(|mismatch| {
                mismatch.renamed(|name| name_of(name).into_owned()).into_error(Place::Header, is_absent, None)
            })
            .into()
    }
}

fn declare(needs: &mut Needs, shape: Shape, name: &str) {
    let Shape::Struct(fields) = shape else {
        return needs.fault(format!(
            "Header<{name}> does not say which headers it reads: give it a struct whose fields are named as they are; all headers are in Headers"
        ));
    };
    for field in fields {
        match name_of(field) {
            name if field_name(&name).is_some() => needs.header(name),
            name => needs.fault(format!("{name:?} cannot be the name of a header: give the field another name")),
        }
    }
}

/// The name of a field's header, in lower case.
pub(crate) fn name_of(field: &str) -> Cow<'_, str> {
    if field.bytes().any(|byte| byte == b'_' || byte.is_ascii_uppercase()) {
        Cow::Owned(field.replace('_', "-").to_ascii_lowercase())
    } else {
        Cow::Borrowed(field)
    }
}

/// The headers of a request, for a struct.
struct Fields<'a> {
    cx: &'a Context,
    /// Whether none of the headers was sent.
    is_absent: &'a mut bool,
}

impl<'de> Deserializer<'de> for Fields<'_> {
    type Error = Mismatch;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        let sent = sent(self.cx, fields);
        *self.is_absent = sent.is_empty();
        visitor.visit_map(Sent { rest: sent.iter(), current: None })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_some(self)
    }

    // Such a type keeps the application from starting.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map enum
        identifier ignored_any
    }
}

fn sent<'a>(cx: &'a Context, fields: &'static [&'static str]) -> Vec<Pair<'a>> {
    let names: Vec<Cow<'_, str>> = fields.iter().map(|field| name_of(field)).collect();
    // A field and its alias may be one header.
    let is_first = |at: usize| !names[..at].contains(&names[at]);
    let firsts = fields.iter().enumerate().filter(|(at, _)| is_first(*at));
    firsts.filter_map(|(at, field)| Some((*field, cx.header(&names[at])?))).collect()
}

/// The headers that were sent, one after the other.
struct Sent<'a> {
    rest: std::slice::Iter<'a, Pair<'a>>,
    current: Option<&'a Pair<'a>>,
}

impl<'de> MapAccess<'de> for Sent<'_> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mismatch> {
        self.current = self.rest.next();
        self.current.map(|(name, _)| seed.deserialize(StrDeserializer::new(name))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        let (name, value) = self.current.map_or(("", ""), |(name, value)| (*name, value));
        seed.deserialize(Value { name, value }).map_err(|mismatch| mismatch.of(name))
    }
}

/// The value of one header.
struct Value<'a> {
    name: &'a str,
    value: &'a str,
}

/// As a text among others is read.
macro_rules! as_text {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
            Texts::new(&[&(self.name, self.value.into())]).$method(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Value<'_> {
    type Error = Mismatch;

    as_text! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_char deserialize_str
        deserialize_string deserialize_bytes deserialize_byte_buf deserialize_identifier deserialize_unit deserialize_map deserialize_any
        deserialize_ignored_any
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        Texts::new(&[&(self.name, self.value.into())]).deserialize_enum(name, variants, visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let elements = elements(self.name, self.value);
        Texts::new(&elements.iter().collect::<Vec<_>>()).deserialize_seq(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! { unit_struct }
}

/// The elements of a list; empty ones do not count.
fn elements<'a>(name: &'a str, value: &'a str) -> Vec<Pair<'a>> {
    let elements = value.split(',').map(|element| element.trim_matches([' ', '\t']));
    elements.filter(|element| !element.is_empty()).map(|element| (name, element.into())).collect()
}
