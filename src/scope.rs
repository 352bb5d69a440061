//! [`Scope`]: what a router says about all its routes, whatever their handlers answer.
//!
//! Each route carries its own, with what the routers around it say already added, so that nothing is looked up while a request is
//! on its way.

use std::{any::Any, borrow::Cow, rc::Rc};

use crate::{
    context::Context,
    error::Error,
    extract::MAX_BODY_BYTES,
    handler::Endpoint,
    head::Head,
    outcome::Outcome,
    platform::Platform,
    response::{IntoResponse, Response},
};

/// Turns an error into an answer.
pub(crate) type OnError = Rc<dyn Fn(Error, Context) -> Response>;

/// What stands at the end of the way in: a handler, or the answer where there is none.
pub(crate) type Innermost = Result<Endpoint<()>, Response>;

/// The middleware of a route. A trait, so that an application without any carries nothing that could run one.
pub(crate) trait Layers: Any {
    /// Changes what a request asks for, before its route is looked for.
    fn reroute(&self, head: Head, declared: &[Cow<'static, str>], platform: &dyn Platform) -> Head;

    /// Sends a request through all of them but the outermost `from`, and back.
    fn run(self: Rc<Self>, from: usize, scope: Rc<Scope>, cx: Context, innermost: Innermost) -> Outcome;

    /// The same, around those of a router within; that one says `answers` things about errors.
    fn around(&self, inner: Option<&Rc<dyn Layers>>, answers: usize) -> Rc<dyn Layers>;
}

/// What a router says about all its routes.
#[derive(Clone, Default)]
pub(crate) struct Scope {
    /// The inner router's first.
    on_error: Vec<OnError>,
    max_answer_bytes: Option<usize>,
    layers: Option<Rc<dyn Layers>>,
}

impl Scope {
    /// Says how errors are answered, before what was said around it.
    pub(crate) fn on_error<R: IntoResponse>(&mut self, answer: impl Fn(Error, Context) -> R + 'static) {
        self.on_error.push(Rc::new(move |error, cx| answer(error, cx).into_response()));
    }

    pub(crate) fn limit_answers(&mut self, max_bytes: usize) {
        self.max_answer_bytes = Some(max_bytes);
    }

    /// Takes these in place of the middleware it has.
    pub(crate) fn set_layers(&mut self, layers: Rc<dyn Layers>) {
        self.layers = Some(layers);
    }

    pub(crate) fn layers(&self) -> Option<&Rc<dyn Layers>> {
        self.layers.as_ref()
    }

    /// Whether nothing is said.
    pub(crate) fn is_silent(&self) -> bool {
        self.on_error.is_empty() && self.max_answer_bytes.is_none() && self.layers.is_none()
    }

    /// The same, and what a router around it says.
    pub(crate) fn enclosed(&self, outer: &Self) -> Self {
        let mut on_error = self.on_error.clone();
        on_error.extend_from_slice(&outer.on_error);
        Self {
            on_error,
            max_answer_bytes: self.max_answer_bytes.or(outer.max_answer_bytes),
            layers: match &outer.layers {
                Some(outer) => Some(outer.around(self.layers.as_ref(), self.on_error.len())),
                None => self.layers.clone(),
            },
        }
    }

    /// What turns errors into answers, the innermost first; an error that one returns goes to the next.
    pub(crate) fn error_answers(&self) -> &[OnError] {
        &self.on_error
    }

    /// The most that an answer may have.
    pub(crate) fn max_answer_bytes(&self) -> usize {
        // The platform's limit is the same in both directions.
        self.max_answer_bytes.unwrap_or(MAX_BODY_BYTES)
    }
}
