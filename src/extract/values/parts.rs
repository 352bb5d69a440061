//! What a value is made of: parameters by name, in their order, or as the elements of a list.

use serde::de::{DeserializeSeed, MapAccess, SeqAccess};

use super::{
    Mismatch, Pair, Texts,
    name::{WHOLE, step},
};

/// The parameters by name, each name once with all that begins with it.
pub(super) struct ByName<'a> {
    /// What is left, sorted.
    rest: &'a [&'a Pair<'a>],
    /// What belongs to the name that was given last.
    current: &'a [&'a Pair<'a>],
    depth: usize,
    is_form: bool,
}

impl<'a> ByName<'a> {
    pub(super) fn new(sorted: &'a [&'a Pair<'a>], depth: usize, is_form: bool) -> Self {
        Self { rest: sorted, current: &[], depth, is_form }
    }

    fn key(&self, pair: &Pair<'a>) -> Option<&'a str> {
        if self.depth == WHOLE { Some(pair.0) } else { step(pair.0, self.depth) }
    }
}

impl<'de> MapAccess<'de> for ByName<'_> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mismatch> {
        let Some(first) = self.rest.first() else { return Ok(None) };
        let Some(key) = self.key(first) else {
            return Err(Mismatch::new("has both a value and parts"));
        };
        let same = self.rest.iter().take_while(|pair| self.key(pair) == Some(key)).count();
        (self.current, self.rest) = self.rest.split_at(same);
        let pair: Pair<'_> = (key, key.into());
        let value = seed.deserialize(Texts::new(&[&pair]));
        value.map(Some).map_err(|mismatch| if mismatch.is_named() { mismatch } else { mismatch.of(key) })
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        let value = seed.deserialize(Texts::within(self.current, self.depth.saturating_add(1)).of_form(self.is_form));
        let key = self.current.first().and_then(|pair| self.key(pair));
        value.map_err(|mismatch| mismatch.of(key.unwrap_or_default()))
    }
}

/// The elements of a list: each that stands without an index, and of one index what belongs to it.
pub(in crate::extract) struct Each<'a> {
    rest: &'a [&'a Pair<'a>],
    depth: usize,
    count: usize,
    is_form: bool,
}

impl<'a> Each<'a> {
    pub(super) fn new(sorted: &'a [&'a Pair<'a>], depth: usize, is_form: bool) -> Self {
        Self { rest: sorted, depth, count: 0, is_form }
    }
}

impl<'de> SeqAccess<'de> for Each<'_> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mismatch> {
        let Some((name, _)) = self.rest.first() else { return Ok(None) };
        let index = step(name, self.depth).filter(|index| !index.is_empty());
        let same = match index {
            None => 1,
            Some(index) if is_index(index) => {
                self.rest.iter().take_while(|(name, _)| step(name, self.depth) == Some(index)).count()
            }
            Some(other) => return Err(Mismatch::new("is not the index of a list").of(other)),
        };
        let current;
        (current, self.rest) = self.rest.split_at(same);
        let value = seed.deserialize(Texts::element(current, self.depth.saturating_add(1)).of_form(self.is_form));
        let value = value.map_err(|mismatch| mismatch.of(index.unwrap_or(&self.count.to_string())));
        self.count += 1;
        value.map(Some)
    }
}

/// Whether it is a number as one writes it: `01` beside `1` would be the same element twice.
fn is_index(step: &str) -> bool {
    step.bytes().all(|byte| byte.is_ascii_digit()) && (step == "0" || !step.starts_with('0'))
}

/// The parameters one after the other, whatever their names; that which is left out has no text.
pub(super) struct InOrder<'a> {
    pub(super) pairs: std::slice::Iter<'a, Pair<'a>>,
    pub(super) left_out: Option<&'a str>,
    pub(super) is_form: bool,
}

impl<'de> SeqAccess<'de> for InOrder<'_> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mismatch> {
        let Some(pair) = self.pairs.next() else {
            let Some(name) = self.left_out.take() else { return Ok(None) };
            return seed.deserialize(Texts::new(&[])).map(Some).map_err(|mismatch| mismatch.of(name));
        };
        let value = seed.deserialize(Texts::entry(&[pair]).of_form(self.is_form));
        value.map(Some).map_err(|mismatch| mismatch.of(pair.0))
    }
}
