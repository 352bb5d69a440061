//! Named texts into a Rust type: how [`Path`](super::Path), [`Query`](super::Query), [`Form`](super::Form) and
//! [`Header`](super::Header) read their parameters.
//!
//! 1. A struct or a map takes them by name, a tuple or a list in their order, any other type takes the only one there is. A list of
//!    tuples of two takes each name with its text.
//! 2. In a query and a form a name goes on in brackets: `filter[tags][]=a` is an element of the list `tags` in `filter`. A struct that
//!    has a field with a bracket in its own name takes all names as they are, as a list does.
//! 3. What does not fit is a 422 that names the parameter, as far as serde says which it is.
//! 4. A path whose route has other parameters than the handler takes could never fit: that is the application's own mistake, a 500 whose
//!    cause is logged. Which parameters a query has is the client's choice, so there it is a 422.
//! 5. Everything is text: a type that lets serde guess (`flatten`, `tag`, `untagged`) finds text only, no numbers.
//!    An empty text in a form is `None` where there may be none.
//! 6. Numbers are written as Rust writes them, in ASCII digits, without spaces or underscores, and finite.

mod mismatch;
mod name;
mod parts;
mod text;

use std::{borrow::Cow, collections::BinaryHeap};

use serde::{
    Deserializer,
    de::{DeserializeOwned, Visitor},
    forward_to_deserialize_any,
};

pub(super) use self::{
    mismatch::{Mismatch, noun},
    text::Texts,
};
use self::{
    name::{Placed, WHOLE},
    parts::{ByName, InOrder},
};
use crate::error::{Place, Result};

/// A name and its text.
pub(super) type Pair<'a> = (&'a str, Cow<'a, str>);

/// Reads named texts into a type. `left_out` is the name of an optional one that stands last, and is not there.
pub(super) fn read<T: DeserializeOwned>(place: Place, pairs: Vec<Pair<'_>>, left_out: Option<&str>) -> Result<T> {
    let value = T::deserialize(Pairs { place, pairs: &pairs, left_out });
    value.map_err(|mismatch| mismatch.into_error(place, pairs.is_empty(), left_out))
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
            [] if self.left_out.is_some() => Err(Mismatch::missing().of(self.left_out.unwrap_or_default())),
            all => Err(Mismatch::arity(format!("one is taken, but there are {}", all.len() + self.optional()))),
        }
    }

    /// By name, and those of one name in their order. A heap, since a slice's own sort is a tenth of a small module.
    fn sorted(&self) -> Vec<&'a Pair<'a>> {
        let placed = self.pairs.iter().enumerate().map(|(index, pair)| Placed { pair, index });
        let sorted = placed.collect::<BinaryHeap<_>>().into_sorted_vec();
        sorted.into_iter().map(|placed| placed.pair).collect()
    }

    /// Whether an empty text is none where none may be.
    fn is_form(&self) -> bool {
        self.place == Place::Body
    }

    fn optional(&self) -> usize {
        usize::from(self.left_out.is_some())
    }

    fn check_len(&self, len: usize) -> Result<(), Mismatch> {
        let there = self.pairs.len() + self.optional();
        if there == len { Ok(()) } else { Err(Mismatch::arity(format!("{len} are taken, but there are {there}"))) }
    }

    fn by_name<'de, V: Visitor<'de>>(self, visitor: V, is_whole: bool) -> Result<V::Value, Mismatch> {
        let depth = if is_whole || self.place == Place::Path { WHOLE } else { 0 };
        visitor.visit_map(ByName::new(&self.sorted(), depth, self.is_form()))
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
        visitor.visit_seq(InOrder { pairs: self.pairs.iter(), left_out: None, is_form: self.is_form() })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Mismatch> {
        self.check_len(len)?;
        visitor.visit_seq(InOrder { pairs: self.pairs.iter(), left_out: self.left_out, is_form: self.is_form() })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.by_name(visitor, fields.iter().any(|field| field.contains('[')))
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.by_name(visitor, false)
    }

    forward_to_deserialize_any! { map ignored_any }
}

#[cfg(test)]
mod tests;
