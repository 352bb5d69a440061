//! What the macros ask of the compiler: `#[whippet::handler]` one question for each argument and one for the answer, `#[whippet::app]` one for
//! the function, `#[whippet::extractor]` one for its refusal.
//!
//! Called in code that is compiled and never run. Each question stands where the type does, so that the refusal points at it; `Handler`
//! itself could only say that the whole function is none.

use crate::{
    error::Error,
    extract::{FromRequest, FromRequestParts},
    response::IntoResponse,
    start::IntoApp,
};

/// What a function of `#[whippet::extractor]` refuses with.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the refusal of an extractor",
    label = "no error that can be answered",
    note = "derive `HttpError` for `{Self}`, which says the status of each of its values, or return a `whippet::Result`"
)]
pub trait IntoRefusal {
    /// The error that is answered.
    fn into_refusal(self) -> Error;
}

#[diagnostic::do_not_recommend]
impl<E: Into<Error>> IntoRefusal for E {
    fn into_refusal(self) -> Error {
        self.into()
    }
}

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
