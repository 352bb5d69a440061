//! [`Shortcuts`]: from a path to the routes that answer it, where no others may have a say. matchit does the look-up.

use super::trie::{Plain, Trie};

/// From a path to the slots of the one pattern, or the few, that can be meant by it.
#[derive(Debug, Default)]
pub(super) struct Shortcuts(matchit::Router<Box<[usize]>>);

impl Shortcuts {
    pub(super) fn of(trie: &Trie) -> Self {
        let mut router = matchit::Router::new();
        let mut are_taken = true;
        trie.plain(&mut String::new(), 0, &mut |Plain { skeleton, slots }| {
            are_taken &= router.insert(skeleton, slots.into()).is_ok();
        });
        // What matchit does not take would be found too late beside what it does; without it all is found.
        Self(if are_taken { router } else { matchit::Router::new() })
    }

    /// The slots that are meant by a path, the most specific first; none where others may be, too.
    pub(super) fn find(&self, path: &str) -> &[usize] {
        self.0.at(path).map_or(&[], |found| found.value)
    }
}
