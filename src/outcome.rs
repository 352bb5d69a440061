//! [`Outcome`]: how far a request has come.
//!
//! Three ways, because each costs differently: an answer that is there at once never becomes a future, a handler that needs the body
//! says so before anything is read, and only what truly waits is boxed.

use std::rc::Rc;

use bytes::Bytes;

use crate::{
    context::Context,
    error::Result,
    extract::{BodyNeed, Extracted, FromRequest, Gathering},
    platform::LocalBoxFuture,
    response::{IntoResponse, Response},
};

/// How far a request has come. Public for [`Handler`](crate::Handler) only, and not exported.
#[doc(hidden)]
pub enum Outcome {
    /// The answer.
    Ready(Response),
    /// The body is wanted.
    NeedBody(NeedBody),
    /// Something must be waited for, and then there is another outcome. Boxed up front: a future cannot move after its first poll.
    Later(LocalBoxFuture<Outcome>),
}

/// A handler that waits for the body of its request.
#[doc(hidden)]
pub struct NeedBody {
    pub(crate) max_bytes: usize,
    pub(crate) resume: Box<dyn FnOnce(Result<Bytes>) -> Outcome>,
}

impl Outcome {
    /// The outcome of a future answer.
    pub(crate) fn later<R: IntoResponse>(answer: impl Future<Output = R> + 'static) -> Self {
        Self::Later(Box::pin(async move { Self::Ready(answer.await.into_response()) }))
    }

    pub(crate) fn refused(error: crate::error::Error) -> Self {
        Self::Ready(error.into_response())
    }

    /// Goes on with one of a handler's arguments, once it is there; what is wrong with it is held back, unless it refuses the request.
    pub(crate) fn then<T: 'static>(
        mut gathering: Gathering,
        extracted: Extracted<T>,
        next: impl FnOnce(Option<T>, Gathering) -> Self + 'static,
    ) -> Self {
        let go_on = move |result: Result<T>| {
            let value = gathering.take(result);
            match gathering.go_on() {
                Ok(gathering) => next(value, gathering),
                Err(refusal) => Self::refused(refusal),
            }
        };
        match extracted {
            Extracted::Ready(result) => go_on(result),
            Extracted::Later(future) => Self::Later(Box::pin(async move { go_on(future.await) })),
        }
    }

    /// Goes on with a handler's last argument, which may want the body. It is asked even where the others have faults, so that all are told.
    pub(crate) fn with_last<S, V, H, L>(
        head: Result<H>,
        cx: Context,
        state: &Rc<S>,
        next: impl FnOnce(H, L) -> Self + 'static,
    ) -> Self
    where
        S: 'static,
        H: 'static,
        L: FromRequest<S, V>,
    {
        if let Err(error) = L::check(&cx) {
            return Self::both(head, L::without_body(error), next);
        }
        if L::BODY != BodyNeed::Bytes {
            return Self::both(head, L::from_request(&cx, Bytes::new(), state), next);
        }
        let (state, max_bytes) = (Rc::clone(state), cx.max_body_bytes());
        let resume = move |body: Result<Bytes>| {
            let last = match body {
                Ok(body) => L::from_request(&cx, body, &state),
                Err(error) => L::without_body(error),
            };
            Self::both(head, last, next)
        };
        Self::NeedBody(NeedBody { max_bytes, resume: Box::new(resume) })
    }

    fn both<H: 'static, L: 'static>(
        head: Result<H>,
        last: Extracted<L>,
        next: impl FnOnce(H, L) -> Self + 'static,
    ) -> Self {
        let go_on = |last: Result<L>| match (head, last) {
            (Ok(head), Ok(last)) => next(head, last),
            (Err(faults), Err(error)) if error.is_about_places() => Self::refused(faults.joined(error)),
            (_, Err(error)) | (Err(error), _) => Self::refused(error),
        };
        match last {
            Extracted::Ready(last) => go_on(last),
            Extracted::Later(last) => Self::Later(Box::pin(async move { go_on(last.await) })),
        }
    }
}
