//! [`Shortcuts`]: from a path to the routes that answer it, where no others may have a say. matchit does the look-up.

use super::trie::{Plain, Trie};

/// How many patterns there are where shortcuts begin to pay: of fewer, the trie finds one within some ten nanoseconds of them, and a cold
/// start is spared making them.
const FEWEST: usize = 16;

/// From a path to the slots of the one pattern, or the few, that can be meant by it.
#[derive(Debug)]
pub(super) struct Shortcuts(Option<Router>);

type Router = matchit::Router<Box<[usize]>>;

impl Shortcuts {
    pub(super) fn of(trie: &Trie, patterns: usize) -> Self {
        Self(if patterns < FEWEST { None } else { router(trie) })
    }

    /// The slots that are meant by a path, the most specific first; none where others may be, too.
    pub(super) fn find(&self, path: &str) -> &[usize] {
        self.0.as_ref().map_or(&[], |router| at(router, path))
    }
}

#[inline(never)]
fn at<'a>(router: &'a Router, path: &str) -> &'a [usize] {
    router.at(path).map_or(&[], |found| found.value)
}

/// `None` where matchit does not take all: what it takes not would be found too late beside what it does.
#[inline(never)]
fn router(trie: &Trie) -> Option<Router> {
    let mut router = Router::new();
    let mut are_taken = true;
    trie.plain(&mut String::new(), 0, &mut |Plain { skeleton, slots }| {
        are_taken &= router.insert(skeleton, slots.into()).is_ok();
    });
    are_taken.then_some(router)
}
