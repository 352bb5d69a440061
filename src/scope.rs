//! [`Scope`]: what a router says about all its routes, whatever their handlers answer.
//!
//! Each route carries its own, with what the routers around it say already added, so that nothing is looked up while a request is
//! on its way.

use std::rc::Rc;

use crate::{
    context::Context,
    error::Error,
    extract::MAX_BODY_BYTES,
    response::{IntoResponse, Response},
};

/// Turns an error into an answer.
pub(crate) type OnError = Rc<dyn Fn(Error, Context) -> Response>;

/// What a router says about all its routes.
#[derive(Clone, Default)]
pub(crate) struct Scope {
    /// The inner router's first.
    on_error: Vec<OnError>,
    max_answer_bytes: Option<usize>,
}

impl Scope {
    /// Says how errors are answered, before what was said around it.
    pub(crate) fn on_error<R: IntoResponse>(&mut self, answer: impl Fn(Error, Context) -> R + 'static) {
        self.on_error.push(Rc::new(move |error, cx| answer(error, cx).into_response()));
    }

    pub(crate) fn limit_answers(&mut self, max_bytes: usize) {
        self.max_answer_bytes = Some(max_bytes);
    }

    /// The same, and what a router around it says.
    pub(crate) fn enclosed(&self, outer: &Self) -> Self {
        Self {
            on_error: self.on_error.iter().chain(&outer.on_error).cloned().collect(),
            max_answer_bytes: self.max_answer_bytes.or(outer.max_answer_bytes),
        }
    }

    /// What turns errors into answers, the innermost first; an error that one returns goes to the next.
    pub(crate) fn error_answers(&self) -> impl Iterator<Item = &OnError> {
        self.on_error.iter()
    }

    /// The most that an answer may have.
    pub(crate) fn max_answer_bytes(&self) -> usize {
        // The platform's limit is the same in both directions.
        self.max_answer_bytes.unwrap_or(MAX_BODY_BYTES)
    }
}
