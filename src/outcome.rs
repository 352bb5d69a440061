//! [`Outcome`]: how far a request has come.
//!
//! Three ways, because each costs differently: an answer that is there at once never becomes a future, a handler that needs the body
//! says so before anything is read, and only what truly waits is boxed.

use bytes::Bytes;

use crate::{
    context::Context,
    error::Result,
    extract::{BodyNeed, Extracted, FromRequest, MAX_BODY_BYTES},
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

    /// Goes on with what was extracted, at once where it is there.
    pub(crate) fn then<T: 'static>(extracted: Extracted<T>, next: impl FnOnce(T) -> Self + 'static) -> Self {
        match extracted {
            Extracted::Ready(Ok(value)) => next(value),
            Extracted::Ready(Err(error)) => Self::refused(error),
            Extracted::Later(future) => Self::Later(Box::pin(async move {
                match future.await {
                    Ok(value) => next(value),
                    Err(error) => Self::refused(error),
                }
            })),
        }
    }

    /// Goes on with a last argument, which may want the body.
    pub(crate) fn then_last<S, V, T>(cx: Context, state: std::rc::Rc<S>, next: impl FnOnce(T) -> Self + 'static) -> Self
    where
        S: 'static,
        T: FromRequest<S, V>,
    {
        if let Err(error) = T::check(&cx) {
            return Self::refused(error);
        }
        match T::BODY {
            BodyNeed::None => Self::then(T::from_request(&cx, Bytes::new(), &state), next),
            BodyNeed::Bytes => {
                let resume = move |body: Result<Bytes>| match body {
                    Ok(body) => Self::then(T::from_request(&cx, body, &state), next),
                    Err(error) => Self::refused(error),
                };
                Self::NeedBody(NeedBody { max_bytes: MAX_BODY_BYTES, resume: Box::new(resume) })
            }
        }
    }
}
