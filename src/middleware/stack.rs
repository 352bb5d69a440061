//! [`Stack`]: the middleware of a route, from the outermost to the innermost, and how a request goes through it.

use std::{any::Any, borrow::Cow, rc::Rc};

use super::{
    Middleware,
    next::{Next, Way},
};
use crate::{
    answer::explain,
    context::Context,
    head::Head,
    incoming::Incoming,
    outcome::{NeedBody, Outcome},
    platform::Platform,
    response::Response,
    scope::{Innermost, Layers, Scope},
};

/// The middleware of a route, from the outermost to the innermost.
#[derive(Clone, Default)]
pub(crate) struct Stack(Vec<Layer>);

#[derive(Clone)]
struct Layer {
    middleware: Rc<dyn Middleware>,
    /// How much of what is said about errors is said further in: it does not hold for what this one refuses.
    inner: usize,
    is_rerouting: bool,
}

impl Stack {
    /// The same, and one further in. What is taken for none is none.
    pub(crate) fn with(layers: Option<&Rc<dyn Layers>>, middleware: Rc<dyn Middleware>, is_rerouting: bool) -> Self {
        let mut stack = layers.and_then(|layers| Self::of(layers)).cloned().unwrap_or_default();
        stack.0.push(Layer { middleware, inner: 0, is_rerouting });
        stack
    }

    fn of(layers: &Rc<dyn Layers>) -> Option<&Self> {
        (&**layers as &dyn Any).downcast_ref()
    }
}

/// The way back out, as far as to a middleware that waits, or to the end.
struct Back {
    stack: Rc<Stack>,
    scope: Rc<Scope>,
    from: usize,
}

impl Back {
    /// Takes the handler's answer out, once it is there.
    fn pass(self, outcome: Outcome, cx: Context) -> Outcome {
        match outcome {
            Outcome::Ready(response) => Outcome::Ready(self.respond(&cx, self.stack.0.len(), 0, response)),
            Outcome::NeedBody(NeedBody { max_bytes, resume }) => {
                let resume = Box::new(move |body| self.pass(resume(body), cx));
                Outcome::NeedBody(NeedBody { max_bytes, resume })
            }
            Outcome::Later(future) => Outcome::Later(Box::pin(async move { self.pass(future.await, cx) })),
        }
    }

    /// Takes an answer out, from before a middleware on; what is said `inner` about errors does not hold for it.
    fn respond(&self, cx: &Context, before: usize, inner: usize, response: Response) -> Response {
        let mut response = explain(cx, &self.scope, inner, response);
        for layer in self.stack.0[self.from..before].iter().rev() {
            layer.middleware.after(cx, &mut response);
            response = explain(cx, &self.scope, layer.inner, response);
        }
        response
    }
}

impl Layers for Stack {
    fn reroute(&self, mut head: Head, declared: &[Cow<'static, str>], platform: &dyn Platform) -> Head {
        let mut incoming = Incoming { head: &mut head, declared, platform };
        for layer in self.0.iter().filter(|layer| layer.is_rerouting) {
            layer.middleware.reroute(&mut incoming);
        }
        head
    }

    fn run(self: Rc<Self>, from: usize, scope: Rc<Scope>, cx: Context, innermost: Innermost) -> Outcome {
        let back = Back { stack: Rc::clone(&self), scope: Rc::clone(&scope), from };
        let mut next = Next { layers: self, scope, cx: cx.clone(), at: from, innermost };
        while let Some(Layer { middleware, inner, .. }) = back.stack.0.get(next.at) {
            if let Err(response) = middleware.before(&cx) {
                return Outcome::Ready(back.respond(&cx, next.at, *inner, response));
            }
            next.at += 1;
            let after = next.at;
            match middleware.around(&cx, next).0 {
                Way::On(on) => next = on,
                Way::Answered(response) => return Outcome::Ready(back.respond(&cx, after, *inner, response)),
                Way::Later(future) => {
                    let inner = *inner;
                    return Outcome::Later(Box::pin(async move {
                        let response = future.await;
                        Outcome::Ready(back.respond(&cx, after, inner, response))
                    }));
                }
            }
        }
        let outcome = match next.innermost {
            // Who has a state has it already: `App::with_state`.
            Ok(endpoint) => endpoint(cx.clone(), &Rc::new(())),
            Err(response) => Outcome::Ready(response),
        };
        back.pass(outcome, cx)
    }

    fn around(&self, inner: Option<&Rc<dyn Layers>>, answers: usize) -> Rc<dyn Layers> {
        let outer = self.0.iter().map(|layer| Layer { inner: layer.inner + answers, ..layer.clone() });
        let inner = inner.and_then(|layers| Self::of(layers)).into_iter().flat_map(|stack| stack.0.iter().cloned());
        Rc::new(Self(outer.chain(inner).collect()))
    }
}
