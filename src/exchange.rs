//! [`Exchange`]: one request on its way through a [`Service`], driven by whoever runs it.
//!
//! The boundary and the test client drive it alike: [`Exchange::start`], [`Exchange::resume`] when the body is there,
//! [`Exchange::poll`] when something woke it. Dropping it ends the work: that is how a client that goes away cancels.
//!
//! The context is told the end, once: with the answer, or when an exchange is dropped that has none.

use std::{
    rc::Rc,
    task::{Context as TaskContext, Poll, Waker},
};

use bytes::Bytes;

use crate::{
    answer::{finish, refuse},
    context::Context,
    error::Result,
    head::Head,
    outcome::{NeedBody, Outcome},
    platform::{LocalBoxFuture, Platform},
    response::Response,
    scope::Scope,
    service::{Call, Service},
};

/// What an exchange needs next.
pub(crate) enum Step {
    /// Nothing: here is the answer.
    Ready(Response),
    /// The body, up to a number of bytes: [`Exchange::resume`].
    NeedBody(usize),
    /// The next chunk of the body, which no bytes end: [`Exchange::resume`]. It may be woken meanwhile, as with `Pending`.
    NeedChunk,
    /// To be woken: [`Exchange::poll`].
    Pending,
}

/// One request on its way through a service.
pub(crate) struct Exchange {
    cx: Context,
    scope: Rc<Scope>,
    stage: Stage,
    /// Made when something is polled for the first time: what answers at once needs none.
    waker: Option<Waker>,
}

enum Stage {
    NeedsBody(NeedBody),
    Waits(LocalBoxFuture<Outcome>),
    Done,
}

impl Exchange {
    /// Begins with a packed head. `None` in place of the exchange where it is over already.
    pub(crate) fn start(
        service: &Service,
        head: impl Into<Box<str>>,
        platform: Box<dyn Platform>,
        waker: impl Fn() -> Waker,
    ) -> (Option<Self>, Step) {
        let head = head.into();
        let is_head = head.starts_with("HEAD\0");
        let head = match Head::parse(head) {
            Ok(head) => head,
            Err(error) => return (None, Step::Ready(refuse(&error, is_head))),
        };
        let Call { cx, scope, outcome } = service.call(head, platform);
        if let Outcome::Ready(response) = outcome {
            return (None, Step::Ready(leave(&cx, &scope, response)));
        }
        let mut exchange = Self { cx, scope, stage: Stage::Done, waker: None };
        let step = exchange.advance(outcome, waker);
        exchange.cx.works(false);
        (Some(exchange), step)
    }

    /// Goes on with the body or a chunk of it, or with the reason why there is none.
    pub(crate) fn resume(&mut self, body: Result<Bytes>, waker: impl Fn() -> Waker) -> Step {
        self.cx.works(true);
        let step = self.go_on(body, waker);
        self.cx.works(false);
        step
    }

    fn go_on(&mut self, body: Result<Bytes>, waker: impl Fn() -> Waker) -> Step {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::NeedsBody(need) => self.advance((need.resume)(body), waker),
            Stage::Waits(future) => {
                match self.cx.put_chunk(body) {
                    // Who waits is most often the exchange itself, which goes on at once.
                    Some(reader) if self.waker.as_ref().is_some_and(|waker| waker.will_wake(&reader)) => {}
                    Some(reader) => reader.wake(),
                    None => {}
                }
                self.advance(Outcome::Later(future), waker)
            }
            stage => {
                self.stage = stage;
                Step::Pending
            }
        }
    }

    /// The most that the wanted body may have; 0 where none is wanted.
    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "asked by the boundary only"))]
    pub(crate) fn max_bytes(&self) -> usize {
        if let Stage::NeedsBody(need) = &self.stage { need.max_bytes } else { 0 }
    }

    /// Goes on after something woke it.
    pub(crate) fn poll(&mut self, waker: impl Fn() -> Waker) -> Step {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Waits(future) => {
                self.cx.works(true);
                let step = self.advance(Outcome::Later(future), waker);
                self.cx.works(false);
                step
            }
            stage => {
                self.stage = stage;
                Step::Pending
            }
        }
    }

    fn advance(&mut self, mut outcome: Outcome, waker: impl Fn() -> Waker) -> Step {
        loop {
            match outcome {
                Outcome::Ready(response) => return Step::Ready(leave(&self.cx, &self.scope, response)),
                Outcome::NeedBody(need) => {
                    let max_bytes = need.max_bytes;
                    self.stage = Stage::NeedsBody(need);
                    return Step::NeedBody(max_bytes);
                }
                Outcome::Later(mut future) => {
                    let waker = self.waker.get_or_insert_with(&waker);
                    self.cx.set_polled(true);
                    let polled = future.as_mut().poll(&mut TaskContext::from_waker(waker));
                    self.cx.set_polled(false);
                    match polled {
                        Poll::Ready(next) => outcome = next,
                        Poll::Pending => {
                            self.stage = Stage::Waits(future);
                            return if self.cx.is_chunk_asked() { Step::NeedChunk } else { Step::Pending };
                        }
                    }
                }
            }
        }
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        if !matches!(self.stage, Stage::Done) {
            // The work goes first: what it still holds is not cleaned up after.
            self.stage = Stage::Done;
            self.cx.ended(None);
        }
    }
}

/// Makes an answer ready to leave, and ends the exchange.
fn leave(cx: &Context, scope: &Scope, response: Response) -> Response {
    let response = finish(cx, scope, response);
    cx.ended(Some(response.status()));
    response
}
