//! Named texts into a Rust type: how [`Path`](super::Path) and [`Query`](super::Query) read their parameters.
//!
//! 1. A struct or a map takes them by name, a tuple or a list in their order, any other type takes the only one there is.
//! 2. What does not fit is a 422 that names the parameter, as far as serde says which it is.
//! 3. A path whose route has another number of parameters than the handler takes could never fit: that is the application's own
//!    mistake, a 500 whose cause is logged. How many parameters a query has is the client's choice, so there it is a 422.
//! 4. Everything is text: a type that lets serde guess (`flatten`, `tag`, `untagged`) finds text only, no numbers.

mod text;

use std::{borrow::Cow, collections::BinaryHeap, fmt};

use serde::{
    Deserializer,
    de::{DeserializeOwned, DeserializeSeed, MapAccess, SeqAccess, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};

use self::text::Texts;
use crate::error::{Error, Fault, Place, Result};

type Pair<'a> = (&'a str, Cow<'a, str>);

/// Reads named texts into a type. `left_out` is the name of an optional one that stands last, and is not there.
pub(super) fn read<T: DeserializeOwned>(place: Place, pairs: Vec<Pair<'_>>, left_out: Option<&str>) -> Result<T> {
    T::deserialize(Pairs { place, pairs: &pairs, left_out }).map_err(|mismatch| mismatch.into_error(place))
}

/// Why texts do not fit a type.
#[derive(Debug)]
pub(super) struct Mismatch {
    name: Option<String>,
    message: String,
    is_arity: bool,
}

impl Mismatch {
    fn new(message: impl Into<String>) -> Self {
        Self { name: None, message: message.into(), is_arity: false }
    }

    /// There are more or fewer parameters than are taken.
    fn arity(message: String) -> Self {
        Self { name: None, message, is_arity: true }
    }

    /// Names the parameter, where nobody did so before.
    fn of(mut self, name: &str) -> Self {
        self.name.get_or_insert_with(|| name.to_owned());
        self
    }

    fn into_error(self, place: Place) -> Error {
        let Some(name) = self.name else {
            let detail = format!("the {} parameters do not fit: {}", place.as_str(), self.message);
            return if self.is_arity && place == Place::Path {
                Error::internal(detail)
            } else {
                Error::unprocessable(detail).with_fault(Fault::new(place, "", self.message))
            };
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
    place: Place,
    pairs: &'a [Pair<'a>],
    left_out: Option<&'a str>,
}

impl<'a> Pairs<'a> {
    /// The only one there is.
    fn only(&self) -> Result<&'a Pair<'a>, Mismatch> {
        match self.pairs {
            [pair] if self.left_out.is_none() => Ok(pair),
            [] if self.left_out.is_some() => Err(Mismatch::new("is missing").of(self.left_out.unwrap_or_default())),
            all => Err(Mismatch::arity(format!("one is taken, but there are {}", all.len() + self.optional()))),
        }
    }

    /// By name, and those of one name in their order. A heap, since a slice's own sort is a tenth of a small module.
    fn sorted(&self) -> Vec<&'a Pair<'a>> {
        let names = self.pairs.iter().enumerate().map(|(index, (name, _))| (*name, index));
        let names: BinaryHeap<(&str, usize)> = names.collect();
        names.into_sorted_vec().into_iter().map(|(_, index)| &self.pairs[index]).collect()
    }

    fn optional(&self) -> usize {
        usize::from(self.left_out.is_some())
    }

    fn check_len(&self, len: usize) -> Result<(), Mismatch> {
        let there = self.pairs.len() + self.optional();
        if there == len { Ok(()) } else { Err(Mismatch::arity(format!("{len} are taken, but there are {there}"))) }
    }
}

macro_rules! only {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
            let pair = self.only()?;
            Texts::new(&[pair]).$method(visitor).map_err(|mismatch| mismatch.of(pair.0))
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
        let pair = self.only()?;
        Texts::new(&[pair]).deserialize_enum(name, variants, visitor).map_err(|mismatch| mismatch.of(pair.0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if !self.pairs.is_empty() {
            visitor.visit_some(self)
        } else if self.place == Place::Path && self.left_out.is_none() {
            Err(Mismatch::arity("one is taken, but there are 0".to_owned()))
        } else {
            visitor.visit_none()
        }
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
        visitor.visit_seq(InOrder { pairs: self.pairs.iter(), left_out: None })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Mismatch> {
        self.check_len(len)?;
        visitor.visit_seq(InOrder { pairs: self.pairs.iter(), left_out: self.left_out })
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
        visitor.visit_map(ByName { rest: &self.sorted(), current: &[] })
    }

    forward_to_deserialize_any! { map struct ignored_any }
}

/// The parameters one after the other, whatever their names; that which is left out has no text.
struct InOrder<'a> {
    pairs: std::slice::Iter<'a, Pair<'a>>,
    left_out: Option<&'a str>,
}

impl<'de> SeqAccess<'de> for InOrder<'_> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mismatch> {
        let Some(pair) = self.pairs.next() else {
            let Some(name) = self.left_out.take() else { return Ok(None) };
            return seed.deserialize(Texts::new(&[])).map(Some).map_err(|mismatch| mismatch.of(name));
        };
        let value = seed.deserialize(Texts::new(&[pair]));
        value.map(Some).map_err(|mismatch| mismatch.of(pair.0))
    }
}

/// The parameters by name, each name once with all its texts.
struct ByName<'a> {
    /// What is left, sorted by name.
    rest: &'a [&'a Pair<'a>],
    /// The texts of the name that was given last.
    current: &'a [&'a Pair<'a>],
}

impl<'de> MapAccess<'de> for ByName<'_> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mismatch> {
        let Some((name, _)) = self.rest.first() else { return Ok(None) };
        let same = self.rest.iter().take_while(|(other, _)| other == name).count();
        (self.current, self.rest) = self.rest.split_at(same);
        seed.deserialize(StrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        let value = seed.deserialize(Texts::new(self.current));
        let name = self.current.first().map_or("", |(name, _)| *name);
        value.map_err(|mismatch| mismatch.of(name))
    }
}

#[cfg(test)]
mod tests;
