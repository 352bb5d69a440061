//! [`Texts`]: the texts of a name, and of the names that go on from it, into a value.

use std::fmt;

use serde::{
    Deserializer,
    de::{IntoDeserializer, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};

use super::{
    Mismatch, Pair,
    name::{MAX_STEPS, WHOLE, step},
    parts::{ByName, Each},
};
use crate::error::{MOST_LETTERS, shortened};

/// The texts of a name: one, several of a list, or the parts of something larger.
#[derive(Clone, Copy)]
pub(in crate::extract) struct Texts<'a> {
    /// Sorted, those without further steps first.
    pairs: &'a [&'a Pair<'a>],
    /// How many steps of their names led here.
    depth: usize,
    role: Role,
    /// Whether an empty text is none where none may be: browsers send each field of a form, be it filled in or not.
    is_form: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// What a name stands for.
    Value,
    /// One of a list of names and values: a tuple takes both.
    Entry,
    /// One of a list: no list itself, or a type that holds itself would go on for ever.
    Element,
}

impl<'a> Texts<'a> {
    /// Those of one name, whatever brackets it has.
    pub(in crate::extract) fn new(pairs: &'a [&'a Pair<'a>]) -> Self {
        Self::within(pairs, WHOLE)
    }

    /// Those that have the first steps of their names in common.
    pub(super) fn within(pairs: &'a [&'a Pair<'a>], depth: usize) -> Self {
        Self { pairs, depth, role: Role::Value, is_form: false }
    }

    /// The same, in a form or not.
    pub(super) fn of_form(self, is_form: bool) -> Self {
        Self { is_form, ..self }
    }

    /// One of a list of names and values.
    pub(super) fn entry(pairs: &'a [&'a Pair<'a>]) -> Self {
        Self { role: Role::Entry, ..Self::new(pairs) }
    }

    /// One of the texts of a name.
    pub(super) fn element(pairs: &'a [&'a Pair<'a>], depth: usize) -> Self {
        Self { role: Role::Element, ..Self::within(pairs, depth) }
    }

    /// The next step of those that have the most.
    #[inline(never)]
    fn next_step(&self) -> Option<&'a str> {
        self.pairs.last().and_then(|(name, _)| step(name, self.depth))
    }

    /// The only text there is.
    #[inline(never)]
    fn text(&self) -> Result<&'a str, Mismatch> {
        match self.pairs {
            [] => Err(Mismatch::missing()),
            _ if self.next_step().is_some() => Err(Mismatch::new("has parts, but one value is wanted")),
            [(_, text)] => Ok(text),
            _ => Err(Mismatch::new(format!("stands {} times, but one value is wanted", self.pairs.len()))),
        }
    }

    fn check_depth(&self) -> Result<(), Mismatch> {
        if self.depth > MAX_STEPS && self.next_step().is_some() {
            return Err(Mismatch::new(format!("is nested deeper than {MAX_STEPS} brackets")));
        }
        Ok(())
    }
}

#[inline(never)]
fn wanted(what: fmt::Arguments<'_>, text: &str) -> Mismatch {
    Mismatch::new(format!("must be {what}, not {:?}", shortened(text, MOST_LETTERS)))
}

macro_rules! numbers {
    ($($method:ident $visit:ident $number:ty, $is_number:expr, $wanted:expr;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
            let text = self.text()?;
            match text.parse::<$number>() {
                Ok(number) if $is_number(number) => visitor.$visit(number),
                _ => Err(wanted($wanted, text)),
            }
        }
    )*};
}

macro_rules! whole_numbers {
    ($($method:ident $visit:ident $number:ty),*) => {
        numbers! {$(
            $method $visit $number, |_| true, format_args!("a whole number from {} to {}", <$number>::MIN, <$number>::MAX);
        )*}
    };
}

impl<'de> Deserializer<'de> for Texts<'_> {
    type Error = Mismatch;

    whole_numbers! {
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32, deserialize_i64 visit_i64 i64,
        deserialize_i128 visit_i128 i128, deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16, deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64, deserialize_u128 visit_u128 u128
    }

    // Neither infinite nor no number at all, as in JSON: no range of a rule would refuse the latter.
    numbers! {
        deserialize_f32 visit_f32 f32, f32::is_finite, format_args!("a number");
        deserialize_f64 visit_f64 f64, f64::is_finite, format_args!("a number");
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let text = self.text()?;
        let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
        if is(&["true", "1", "on", "yes", "t", "y"]) {
            visitor.visit_bool(true)
        } else if is(&["false", "0", "off", "no", "f", "n"]) {
            visitor.visit_bool(false)
        } else {
            Err(wanted(format_args!("true or false"), text))
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.pairs {
            // An optional segment of a path that is left out.
            [] => visitor.visit_none(),
            [(_, text)] if self.is_form && text.is_empty() && self.next_step().is_none() => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.role == Role::Element && self.next_step().is_none() {
            return Err(Mismatch::new("is one value, but a list is wanted"));
        }
        self.check_depth()?;
        visitor.visit_seq(Each::new(self.pairs, self.depth, self.is_form))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mismatch> {
        match self.pairs {
            [pair] if self.role == Role::Entry => {
                let name: Pair<'_> = (pair.0, pair.0.into());
                visitor.visit_seq(Each::new(&[&name, pair], WHOLE, self.is_form))
            }
            _ => self.deserialize_seq(visitor),
        }
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        let text: StrDeserializer<'_, Mismatch> = self.text()?.into_deserializer();
        visitor.visit_enum(text)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.check_depth()?;
        match self.next_step() {
            Some(_) => visitor.visit_map(ByName::new(self.pairs, self.depth, self.is_form)),
            None => visitor.visit_str(self.text()?),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_map(visitor)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.next_step() {
            Some("") => self.deserialize_seq(visitor),
            None if self.pairs.len() > 1 => self.deserialize_seq(visitor),
            _ => self.deserialize_map(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_str(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { bytes byte_buf unit_struct }
}
