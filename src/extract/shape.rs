//! [`Shape`]: what a type asks for, known before there is any request.
//!
//! A type that is read with serde says first what it is, and only then takes values: it is asked, and given none.

use std::fmt;

use serde::{
    Deserializer,
    de::{DeserializeOwned, Visitor},
    forward_to_deserialize_any,
};

/// What a type asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One value.
    One,
    /// As many values as are counted here, in their order.
    Tuple(usize),
    /// Values of these names, in the order of the fields: those of aliases, too.
    Struct(&'static [&'static str]),
    /// As many as there are: a list, a map, nothing at all, or a type that does not say.
    Any,
}

impl Shape {
    /// What a type asks for.
    pub(crate) fn of<T: DeserializeOwned>() -> Self {
        let mut shape = Self::Any;
        // That no value is made is the point.
        let _ = T::deserialize(Probe(&mut shape));
        shape
    }
}

struct Probe<'a>(&'a mut Shape);

impl Probe<'_> {
    fn note<T>(self, shape: Shape) -> Result<T, Noted> {
        *self.0 = shape;
        Err(Noted)
    }
}

/// Ends the reading of a type that has said what it is.
#[derive(Debug)]
struct Noted;

impl fmt::Display for Noted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there are no values yet")
    }
}

impl std::error::Error for Noted {}

impl serde::de::Error for Noted {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

macro_rules! one {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Noted> {
            self.note(Shape::One)
        }
    )*};
}

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = Noted;

    one! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_char deserialize_str
        deserialize_string deserialize_bytes deserialize_byte_buf deserialize_identifier
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Noted> {
        self.note(Shape::One)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, _: V) -> Result<V::Value, Noted> {
        self.note(Shape::Tuple(len))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, len: usize, _: V) -> Result<V::Value, Noted> {
        self.note(Shape::Tuple(len))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Noted> {
        self.note(Shape::Struct(fields))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Noted> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Noted> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Noted> {
        self.note(Shape::Any)
    }

    forward_to_deserialize_any! { unit unit_struct seq map ignored_any }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "only its shape is asked for")]
    struct Dog {
        #[serde(rename = "call-name", alias = "nick")]
        name: String,
        age: Option<u8>,
    }

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "only its shape is asked for")]
    struct Wrapped(Option<Dog>);

    #[derive(Deserialize)]
    #[serde(try_from = "(u8, u8)")]
    struct Range;

    impl From<(u8, u8)> for Range {
        fn from(_: (u8, u8)) -> Self {
            Self
        }
    }

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "only its shape is asked for")]
    enum Color {
        Red,
    }

    #[test]
    fn a_type_says_what_it_asks_for() {
        assert_eq!(Shape::of::<u8>(), Shape::One);
        assert_eq!(Shape::of::<Option<Color>>(), Shape::One);
        assert_eq!(Shape::of::<(u8, String)>(), Shape::Tuple(2));
        assert_eq!(Shape::of::<Range>(), Shape::Tuple(2));
        assert_eq!(Shape::of::<Vec<u8>>(), Shape::Any);
        assert_eq!(Shape::of::<std::collections::HashMap<String, u8>>(), Shape::Any);
        assert_eq!(Shape::of::<serde_json::Value>(), Shape::Any);
        assert_eq!(Shape::of::<()>(), Shape::Any);
        let Shape::Struct(fields) = Shape::of::<Wrapped>() else { panic!("a struct in a newtype is a struct") };
        assert_eq!(fields.len(), 3);
        for name in ["age", "call-name", "nick"] {
            assert!(fields.contains(&name), "{fields:?}");
        }
    }
}
