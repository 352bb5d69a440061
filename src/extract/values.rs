//! Named texts into a Rust type: how [`Path`](super::Path) and [`Query`](super::Query) read their parameters.
//!
//! 1. A struct or a map takes them by name, a tuple or a list in their order, any other type takes the only one there is.
//! 2. What does not fit is a 422 that names the parameter. A type that could never fit, as a tuple of three where the route
//!    has two parameters, is the application's own mistake: a 500 whose cause is logged.

mod text;

use std::{borrow::Cow, fmt};

use serde::{
    Deserializer,
    de::{DeserializeOwned, DeserializeSeed, MapAccess, SeqAccess, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};

use self::text::Texts;
use crate::error::{Error, Fault, Place, Result};

type Pair<'a> = (&'a str, Cow<'a, str>);

/// Reads named texts into a type.
pub(super) fn read<T: DeserializeOwned>(place: Place, pairs: Vec<Pair<'_>>) -> Result<T> {
    T::deserialize(Pairs { pairs: &pairs }).map_err(|mismatch| mismatch.into_error(place))
}

/// Why texts do not fit a type.
#[derive(Debug)]
pub(super) struct Mismatch {
    name: Option<String>,
    message: String,
}

impl Mismatch {
    fn new(message: impl Into<String>) -> Self {
        Self { name: None, message: message.into() }
    }

    /// Names the parameter, where nobody did so before.
    fn of(mut self, name: &str) -> Self {
        self.name.get_or_insert_with(|| name.to_owned());
        self
    }

    fn into_error(self, place: Place) -> Error {
        let Some(name) = self.name else {
            return Error::internal(format!("the {} parameters: {}", place.as_str(), self.message));
        };
        let detail = format!("the {} parameter {name} {}", place.as_str(), self.message);
        Error::unprocessable(detail).with_fault(Fault::of(place, &name, self.message))
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Mismatch {}

impl serde::de::Error for Mismatch {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new("is missing").of(field)
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self::new("is not known").of(field)
    }
}

/// All parameters.
struct Pairs<'a> {
    pairs: &'a [Pair<'a>],
}

impl<'a> Pairs<'a> {
    /// The only one there is.
    fn only(&self) -> Result<(&'a str, Texts<'a>), Mismatch> {
        match self.pairs {
            [(name, _)] => Ok((name, Texts::new(self.pairs.iter().collect()))),
            pairs => Err(Mismatch::new(format!("the handler takes one value, but there are {}", pairs.len()))),
        }
    }

    fn check_len(&self, len: usize) -> Result<(), Mismatch> {
        let there = self.pairs.len();
        if there == len {
            Ok(())
        } else {
            Err(Mismatch::new(format!("the handler takes {len}, but there are {there}")))
        }
    }
}

macro_rules! only {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
            let (name, texts) = self.only()?;
            texts.$method(visitor).map_err(|mismatch| mismatch.of(name))
        }
    )*};
}

impl<'de> Deserializer<'de> for Pairs<'_> {
    type Error = Mismatch;

    only! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_char deserialize_str
        deserialize_string deserialize_bytes deserialize_byte_buf deserialize_identifier
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        let (parameter, texts) = self.only()?;
        texts.deserialize_enum(name, variants, visitor).map_err(|mismatch| mismatch.of(parameter))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.pairs.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_seq(InOrder { pairs: self.pairs.iter() })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Mismatch> {
        self.check_len(len)?;
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_map(ByName { pairs: self.pairs, next: 0, current: None })
    }

    forward_to_deserialize_any! { map struct ignored_any }
}

/// The parameters one after the other, whatever their names.
struct InOrder<'a> {
    pairs: std::slice::Iter<'a, Pair<'a>>,
}

impl<'de> SeqAccess<'de> for InOrder<'_> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mismatch> {
        let Some(pair) = self.pairs.next() else { return Ok(None) };
        let value = seed.deserialize(Texts::new(vec![pair]));
        value.map(Some).map_err(|mismatch| mismatch.of(pair.0))
    }
}

/// The parameters by name, each name once with all its texts.
struct ByName<'a> {
    pairs: &'a [Pair<'a>],
    next: usize,
    current: Option<&'a str>,
}

impl<'de> MapAccess<'de> for ByName<'_> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mismatch> {
        while let Some((name, _)) = self.pairs.get(self.next) {
            let seen = self.pairs[..self.next].iter().any(|(earlier, _)| earlier == name);
            self.next += 1;
            if !seen {
                self.current = Some(name);
                return seed.deserialize(StrDeserializer::new(name)).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        let name = self.current.take().unwrap_or_default();
        let texts = self.pairs.iter().filter(|(key, _)| *key == name).collect();
        seed.deserialize(Texts::new(texts)).map_err(|mismatch| mismatch.of(name))
    }
}

#[cfg(test)]
mod tests;
