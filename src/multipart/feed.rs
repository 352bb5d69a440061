//! [`Feed`]: how the chunks of the body come to the parser, which takes streams that are `Send` only.
//!
//! Chunks are handed over and nothing waits in here: when the parser wants more than there is, whoever polls it gets the next chunk and polls
//! again. So the body itself, which is bound to its request, stays outside.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context as TaskContext, Poll},
};

use bytes::Bytes;
use futures_core::Stream;

/// Where chunks are put for the parser.
#[derive(Clone, Default)]
pub(super) struct Feed(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    chunk: Option<Bytes>,
    is_ended: bool,
    counted: usize,
}

impl Feed {
    /// What the parser reads of.
    pub(super) fn stream(&self) -> impl Stream<Item = std::io::Result<Bytes>> + Send + 'static {
        self.clone()
    }

    pub(super) fn put(&self, chunk: Bytes) {
        self.with(|state| {
            state.counted += chunk.len();
            state.chunk = Some(chunk);
        });
    }

    pub(super) fn end(&self) {
        self.with(|state| state.is_ended = true);
    }

    pub(super) fn is_ended(&self) -> bool {
        self.with(|state| state.is_ended)
    }

    /// Counts anew the bytes that are put.
    pub(super) fn start_counting(&self) {
        self.with(|state| state.counted = 0);
    }

    pub(super) fn counted(&self) -> usize {
        self.with(|state| state.counted)
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Stream for Feed {
    type Item = std::io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, _: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        self.with(|state| match state.chunk.take() {
            Some(chunk) => Poll::Ready(Some(Ok(chunk))),
            None if state.is_ended => Poll::Ready(None),
            None => Poll::Pending,
        })
    }
}

/// Some of the content of a part.
pub(super) fn poll_chunk(
    field: &mut multer::Field<'static>,
    task: &mut TaskContext<'_>,
) -> Poll<Option<multer::Result<Bytes>>> {
    Pin::new(field).poll_next(task)
}
