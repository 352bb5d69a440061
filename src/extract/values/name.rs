//! What a name says of where its value belongs: `filter[tags][]` is a further one of the `tags` of the `filter`.
//!
//! 1. A name without an opening bracket is one step: itself. What stands before the first opening bracket is the first step, what
//!    stands in each pair of brackets is another.
//! 2. Every text is a name: a closing bracket may lack, and what stands between two pairs of brackets is passed over, as PHP does.
//! 3. Steps are in order of their length first, so that `9` stands before `10` without anything being counted.

use std::cmp::Ordering;

use super::Pair;

/// How deep a value may lie: what is deeper is refused, so that no type that holds itself can be made to use up the stack.
pub(super) const MAX_STEPS: usize = 16;

/// In place of a number of steps: the whole name is the only step, whatever brackets it has.
pub(super) const WHOLE: usize = usize::MAX;

/// The step of a name after `depth` others.
#[inline(never)]
pub(super) fn step(name: &str, depth: usize) -> Option<&str> {
    name.split('[').nth(depth).map(|step| inner(depth, step))
}

fn inner(depth: usize, step: &str) -> &str {
    if depth == 0 { step } else { step.split_once(']').map_or(step, |(inner, _)| inner) }
}

/// A parameter and its place among the others.
pub(super) struct Placed<'a> {
    pub(super) pair: &'a Pair<'a>,
    pub(super) index: usize,
}

/// By steps, so that what belongs together stands together, what has fewer steps first; the same in the order in which it was sent.
impl<'a> Ord for Placed<'a> {
    #[inline(never)]
    fn cmp(&self, other: &Self) -> Ordering {
        let (one, two) = (self.pair.0, other.pair.0);
        if one == two {
            return self.index.cmp(&other.index);
        }
        // What both begin with is compared as bytes, for long names that differ late.
        let common = one.bytes().zip(two.bytes()).take_while(|(one, two)| one == two).enumerate();
        let same = common.fold(0, |last, (at, (byte, _))| if byte == b'[' { at } else { last });
        let rest = |name: &'a str| steps(name.get(same..).unwrap_or_default());
        rest(one).cmp(rest(two)).then_with(|| one.cmp(two)).then(self.index.cmp(&other.index))
    }
}

fn steps(name: &str) -> impl Iterator<Item = (usize, &str)> {
    let steps = name.split('[').enumerate().map(|(depth, step)| inner(depth, step));
    steps.map(|step| (step.len(), step))
}

impl PartialOrd for Placed<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Placed<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Placed<'_> {}
