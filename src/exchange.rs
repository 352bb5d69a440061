//! [`Exchange`]: one request on its way through a [`Service`], driven by whoever runs it.
//!
//! The boundary and the test client drive it alike: [`Exchange::start`], [`Exchange::resume`] when the body is there,
//! [`Exchange::poll`] when something woke it. Dropping it ends the work: that is how a client that goes away cancels.

use std::{
    rc::Rc,
    task::{Context as TaskContext, Poll, Waker},
};

use bytes::Bytes;

use crate::{
    answer::{finish, refuse},
    context::Context,
    error::{Error, Result},
    outcome::{NeedBody, Outcome},
    platform::{LocalBoxFuture, Platform},
    request::Head,
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
            return (None, Step::Ready(finish(&cx, &scope, response)));
        }
        let mut exchange = Self { cx, scope, stage: Stage::Done, waker: None };
        let step = exchange.advance(outcome, waker);
        (Some(exchange), step)
    }

    /// Goes on with the body, or with the reason why there is none.
    pub(crate) fn resume(&mut self, body: Result<Bytes>, waker: impl Fn() -> Waker) -> Step {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::NeedsBody(need) => self.advance((need.resume)(body), waker),
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
            Stage::Waits(future) => self.advance(Outcome::Later(future), waker),
            stage => {
                self.stage = stage;
                Step::Pending
            }
        }
    }

    fn advance(&mut self, mut outcome: Outcome, waker: impl Fn() -> Waker) -> Step {
        loop {
            match outcome {
                Outcome::Ready(response) => return Step::Ready(finish(&self.cx, &self.scope, response)),
                Outcome::NeedBody(need) => {
                    let max_bytes = need.max_bytes;
                    self.stage = Stage::NeedsBody(need);
                    return Step::NeedBody(max_bytes);
                }
                Outcome::Later(mut future) => {
                    let waker = self.waker.get_or_insert_with(&waker);
                    match future.as_mut().poll(&mut TaskContext::from_waker(waker)) {
                        Poll::Ready(next) => outcome = next,
                        Poll::Pending => {
                            self.stage = Stage::Waits(future);
                            return Step::Pending;
                        }
                    }
                }
            }
        }
    }
}

/// The refusal of a body that is larger than its handler takes.
pub(crate) fn body_too_large(max_bytes: usize) -> Error {
    Error::new(http::StatusCode::PAYLOAD_TOO_LARGE, format!("the body has more than {max_bytes} bytes"))
}
