//! [`watch`] and [`seen`]: what a middleware keeps of a request until the answer comes back to it, or the request ends without.
//!
//! It is kept as an extension, which is let go of when the request ends. What is still there then has seen no answer: the client went away, or a
//! middleware further out gave the request up. So nothing is left for after the answer, and an answer that is there at once stays so.

use std::cell::RefCell;

use crate::context::Context;

/// What is kept of a request.
pub(super) trait Watched: 'static {
    /// The request ended, and no answer came.
    fn unanswered(self);
}

/// What several middlewares of one type keep, each under its address.
struct Watches<W: Watched>(RefCell<Vec<(usize, W)>>);

impl<W: Watched> Drop for Watches<W> {
    fn drop(&mut self) {
        for (_, watched) in self.0.take() {
            watched.unanswered();
        }
    }
}

fn address<M>(owner: &M) -> usize {
    std::ptr::from_ref(owner).addr()
}

/// Keeps something until [`seen`] takes it, or the request ends.
pub(super) fn watch<W: Watched, M>(cx: &Context, owner: &M, watched: W) {
    if cx.extension::<Watches<W>>().is_none() {
        cx.set_extension(Watches::<W>(RefCell::default()));
    }
    if let Some(watches) = cx.extension::<Watches<W>>() {
        watches.0.borrow_mut().push((address(owner), watched));
    }
}

/// Takes what the owner keeps of a request: its answer came.
pub(super) fn seen<W: Watched, M>(cx: &Context, owner: &M) -> Option<W> {
    let watches = cx.extension::<Watches<W>>()?;
    let mut watches = watches.0.borrow_mut();
    let at = watches.iter().rposition(|(other, _)| *other == address(owner))?;
    Some(watches.swap_remove(at).1)
}

/// Looks at what the owner keeps of a request.
#[cfg(feature = "tracing")]
pub(super) fn kept<W: Watched, M, T>(cx: &Context, owner: &M, look: impl FnOnce(&W) -> T) -> Option<T> {
    let watches = cx.extension::<Watches<W>>()?;
    let watches = watches.0.borrow();
    watches.iter().rev().find(|(other, _)| *other == address(owner)).map(|(_, watched)| look(watched))
}
