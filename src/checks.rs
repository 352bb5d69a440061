//! What the macros ask of the compiler: `#[whippet::handler]` one question for each argument and one for the answer, `#[whippet::app]` one for
//! the function.
//!
//! Called in code that is compiled and never run. Each question stands where the type does, so that the refusal points at it; `Handler`
//! itself could only say that the whole function is none.

use crate::{
    extract::{FromRequest, FromRequestParts},
    response::IntoResponse,
    start::IntoApp,
};

/// Whether a function can start an application.
pub fn app<M>(_: impl IntoApp<M>) {}

/// Whether a type can be an argument of a handler of a state.
pub fn argument<S, T: FromRequestParts<S>>() {}

/// Whether a type can be the last argument of a handler of a state.
pub fn last_argument<S, T: FromRequest<S, V>, V>() {}

/// Whether a type can be an answer.
pub fn answer<T: IntoResponse>() {}

/// Whether a type is a future of an answer.
pub fn later_answer<T: Future<Output: IntoResponse>>() {}

/// Whether a value is an answer: for types that have no name.
pub fn answer_of<T: IntoResponse>(_: &T) {}

/// Whether a value is a future of an answer: for types that have no name.
pub fn later_answer_of<T: Future<Output: IntoResponse>>(_: &T) {}
