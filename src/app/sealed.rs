//! What an application becomes when nothing more is said about it: routes that know all that holds for them.

use std::rc::Rc;

use super::{App, BasePath, BoundRouter};
use crate::{extract::Needs, routing::Claim, scope::Scope};

/// Whose the paths are that have no route.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unrouted {
    Own,
    Others,
}

impl<S: 'static> App<S> {
    /// The same as a part of another application.
    pub(super) fn within(mut self, unrouted: Unrouted) -> (BoundRouter<S>, Needs) {
        if let Some(place) = self.rerouting_at {
            let fault = "it changes what a request asks for before its route is found, so that nobody knows yet whose it will be: put it \
                         around the outermost application";
            self.router.fault("middleware", fault, place);
        }
        self.sealed(unrouted)
    }

    /// Tells each route what this application says about all of them, and puts them under the base path.
    fn sealed(self, unrouted: Unrouted) -> (BoundRouter<S>, Needs) {
        let Self { mut router, needs, scope, on_error_at, layered_at, trailing_slash, base_path, .. } = self;
        if let Some(policy) = trailing_slash {
            router.trailing_slash(policy);
        }
        let has_prefix = unrouted == Unrouted::Own || base_path.is_some();
        let claim = match (on_error_at, layered_at) {
            (Some(place), _) => Some((Claim::Errors, place)),
            (None, Some(place)) => Some((Claim::Way, place)),
            (None, None) => None,
        };
        if let Some((claim, place)) = claim.filter(|_| has_prefix) {
            router.scope(Rc::default(), claim, place);
        }
        // Routes of one router share what is said about them.
        let mut last: Option<(Rc<Scope>, Rc<Scope>)> = None;
        let mut enclose = |inner: &mut Rc<Scope>| match &last {
            Some((before, after)) if Rc::ptr_eq(before, inner) => *inner = Rc::clone(after),
            _ => {
                let after = Rc::new(inner.enclosed(&scope));
                last = Some((std::mem::replace(inner, Rc::clone(&after)), after));
            }
        };
        if !scope.is_silent() {
            router.endpoints_mut().for_each(|bound| enclose(&mut bound.scope));
            router.scopes_mut().for_each(&mut enclose);
        }
        if let Some(BasePath { prefix, place, put }) = base_path {
            router = put(router, &prefix, place);
        }
        (router, needs)
    }

    pub(crate) fn into_parts(self) -> (BoundRouter<S>, Needs, Scope) {
        let scope = self.scope.clone();
        let (router, needs) = self.sealed(Unrouted::Others);
        (router, needs, scope)
    }
}
