//! [`Texts`]: the one or more texts of a name, into a value.

use serde::{
    Deserializer,
    de::{DeserializeSeed, IntoDeserializer, SeqAccess, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};

use super::{Mismatch, Pair};

/// The one or more texts of a name.
pub(super) struct Texts<'a> {
    pairs: &'a [&'a Pair<'a>],
}

impl<'a> Texts<'a> {
    pub(super) fn new(pairs: &'a [&'a Pair<'a>]) -> Self {
        Self { pairs }
    }

    /// The only text there is.
    fn text(&self) -> Result<&'a str, Mismatch> {
        match self.pairs {
            [(_, text)] => Ok(text),
            [] => Err(Mismatch::new("is missing")),
            _ => Err(Mismatch::new(format!("stands {} times, but one value is wanted", self.pairs.len()))),
        }
    }
}

macro_rules! whole_numbers {
    ($($method:ident $visit:ident $number:ty),*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
            let text = self.text()?;
            let number = text.parse().map_err(|_| {
                Mismatch::new(format!("must be a whole number from {} to {}, not {text:?}", <$number>::MIN, <$number>::MAX))
            });
            visitor.$visit(number?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Texts<'_> {
    type Error = Mismatch;

    whole_numbers! {
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32, deserialize_i64 visit_i64 i64,
        deserialize_i128 visit_i128 i128, deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16, deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64, deserialize_u128 visit_u128 u128
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let text = self.text()?;
        let number = text.parse().map_err(|_| Mismatch::new(format!("must be a number, not {text:?}")));
        visitor.visit_f64(number?)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let text = self.text()?;
        match text.to_ascii_lowercase().as_str() {
            "true" | "1" | "on" | "yes" => visitor.visit_bool(true),
            "false" | "0" | "off" | "no" => visitor.visit_bool(false),
            _ => Err(Mismatch::new(format!("must be true or false, not {text:?}"))),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        // An optional segment of a path that is left out.
        if self.pairs.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_seq(Each { pairs: self.pairs.iter() })
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

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_str(self.text()?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit_struct tuple tuple_struct map struct identifier
    }
}

/// The texts one after the other.
struct Each<'a> {
    pairs: std::slice::Iter<'a, &'a Pair<'a>>,
}

impl<'de> SeqAccess<'de> for Each<'_> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mismatch> {
        let Some(pair) = self.pairs.next() else { return Ok(None) };
        seed.deserialize(Texts::new(&[pair])).map(Some)
    }
}
