//! [`Inbox`]: where the chunks of a streamed body come in, one after the other, as they are asked for.
//!
//! A stream asks, the exchange passes the question on to whoever drives it, and the answer wakes the stream.
//!
//! 1. Nothing is read before it is asked for, and one chunk at a time: that is the backpressure.
//! 2. A chunk that nobody fetched stays: a stream that is dropped while it waits loses nothing to the next question.
//! 3. It is open only while the exchange is polled: after the answer, and in tasks left behind, nobody would pass a question on.

use std::{
    cell::RefCell,
    task::{Poll, Waker},
};

use bytes::Bytes;

use crate::error::{Error, Rejection, Result};

/// Where the chunks of a streamed body come in.
#[derive(Default)]
pub(crate) struct Inbox(RefCell<State>);

#[derive(Default)]
enum State {
    #[default]
    Idle,
    /// A stream waits, and nobody knows of it yet.
    Wanted(Waker),
    /// A stream waits, and a chunk is being read.
    Asked(Waker),
    /// The next chunk; without bytes where the body is over.
    Arrived(Result<Bytes>),
    /// The request is over.
    Closed,
}

impl Inbox {
    /// Fetches the next chunk, or asks for it where it is open. Without bytes where the body is over.
    pub(crate) fn poll(&self, is_open: bool, waker: &Waker) -> Poll<Result<Bytes>> {
        let mut state = self.0.borrow_mut();
        match std::mem::take(&mut *state) {
            State::Arrived(chunk) => return Poll::Ready(chunk),
            State::Asked(_) => *state = State::Asked(waker.clone()),
            State::Closed => {
                *state = State::Closed;
                return Poll::Ready(Err(closed()));
            }
            _ if is_open => *state = State::Wanted(waker.clone()),
            _ => return Poll::Ready(Err(closed())),
        }
        Poll::Pending
    }

    /// Whether a chunk is to be read. Says so once for each.
    pub(crate) fn is_asked(&self) -> bool {
        let mut state = self.0.borrow_mut();
        match std::mem::take(&mut *state) {
            State::Wanted(waker) => {
                *state = State::Asked(waker);
                true
            }
            other => {
                *state = other;
                false
            }
        }
    }

    /// Ends it for ever, and gives whom to wake: nobody passes a chunk on any more.
    pub(crate) fn close(&self) -> Option<Waker> {
        match self.0.replace(State::Closed) {
            State::Wanted(waker) | State::Asked(waker) => Some(waker),
            _ => None,
        }
    }

    /// Takes a chunk in, and gives whom to wake: nobody where no chunk was asked for.
    pub(crate) fn put(&self, chunk: Result<Bytes>) -> Option<Waker> {
        match self.0.replace(State::Arrived(chunk)) {
            State::Asked(waker) => Some(waker),
            other => {
                self.0.replace(other);
                None
            }
        }
    }
}

/// The refusal of a body that is larger than its handler takes.
pub(crate) fn body_too_large(max_bytes: usize) -> Error {
    Error::rejected(Rejection::BodyTooLarge, format!("the body has more than {max_bytes} bytes"))
}

/// The refusal of a body that ended too early.
pub(crate) fn unreadable_body() -> Error {
    Error::rejected(Rejection::UnreadableBody, "the body ended before it was complete")
}

fn closed() -> Error {
    Error::internal("a body is read outside of its request: read it in the handler, before it answers")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_is_asked_for_once_and_waits_until_it_is_fetched() {
        let inbox = Inbox::default();
        assert!(inbox.poll(false, Waker::noop()).is_ready(), "closed");
        assert!(inbox.poll(true, Waker::noop()).is_pending());
        assert!(inbox.is_asked() && !inbox.is_asked());
        assert!(inbox.poll(true, Waker::noop()).is_pending() && !inbox.is_asked());
        assert!(inbox.put(Ok(Bytes::from_static(b"a"))).is_some());
        assert!(matches!(inbox.poll(false, Waker::noop()), Poll::Ready(Ok(chunk)) if chunk == "a"));
    }

    #[test]
    fn what_nobody_asked_for_is_forgotten() {
        let inbox = Inbox::default();
        assert!(inbox.put(Ok(Bytes::new())).is_none());
        assert!(inbox.poll(true, Waker::noop()).is_pending());
        assert!(inbox.put(Ok(Bytes::new())).is_none());
        assert!(inbox.is_asked());
    }
}
