//! [`Sent`]: the names in what a client sent, without the values. Read only where a rule does not hold.

use std::{borrow::Cow, fmt};

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// What was sent, as far as it has names.
#[doc(hidden)]
#[derive(Debug)]
pub enum Sent {
    /// Names with what stands below them, in no order.
    Object(Vec<(String, Sent)>),
    /// Names that stand for numbers: the parameters of a path, the elements of a nested list in a query.
    Params(Vec<(String, Sent)>),
    /// A JSON array up to the last that has names below it, or the texts of a name, be it repeated or not.
    List(Vec<Sent>),
    /// Anything else.
    Value,
}

impl Sent {
    /// The names of a document. It was read before: were it none, it would have none.
    pub(super) fn json(body: &[u8]) -> Self {
        let text = std::str::from_utf8(body).unwrap_or_default();
        serde_json::from_str(text).unwrap_or(Self::Value)
    }

    pub(super) fn params<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        Self::Params(names.map(|name| (name.to_owned(), Self::Value)).collect())
    }

    /// The names of headers: those that the type reads, sent or not.
    pub(super) fn headers<'a>(names: impl Iterator<Item = Cow<'a, str>>) -> Self {
        Self::Object(names.map(|name| (name.into_owned(), Self::List(Vec::new()))).collect())
    }

    /// The names of a query or a form, in which any text may be a list of one.
    pub(super) fn texts(self) -> Self {
        let Self::Object(entries) = self else { return self };
        Self::Object(entries.into_iter().map(|(name, below)| (name, below.within_texts())).collect())
    }

    fn within_texts(self) -> Self {
        match self.texts() {
            Self::Value => Self::List(vec![Self::Value]),
            Self::Object(entries) if entries.iter().all(|(name, _)| name.bytes().all(|byte| byte.is_ascii_digit())) => {
                Self::Params(entries)
            }
            other => other,
        }
    }

    /// The names that stand here, and what stands below them.
    pub(super) fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Object(entries) | Self::Params(entries) => entries,
            Self::List(_) | Self::Value => &[],
        }
    }
}

impl<'de> Deserialize<'de> for Sent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Names)
    }
}

struct Names;

macro_rules! values {
    ($($method:ident $value:ty),*) => {$(
        fn $method<E: Error>(self, _: $value) -> Result<Sent, E> {
            Ok(Sent::Value)
        }
    )*};
}

impl<'de> Visitor<'de> for Names {
    type Value = Sent;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    values! { visit_bool bool, visit_i64 i64, visit_u64 u64, visit_f64 f64, visit_str &str }

    fn visit_unit<E: Error>(self) -> Result<Sent, E> {
        Ok(Sent::Value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Sent, A::Error> {
        let mut list = Vec::new();
        let mut count = 0;
        while let Some(item) = items.next_element()? {
            // A million numbers, with nothing below them, take no memory.
            if !matches!(item, Sent::Value) {
                list.resize_with(count, || Sent::Value);
                list.push(item);
            }
            count += 1;
        }
        Ok(Sent::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Sent, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Sent::Object(entries))
    }
}
