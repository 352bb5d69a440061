//! [`Login`]: what all that look at credentials have in common: asking, checking at once or later, and refusing.

use std::rc::Rc;

use super::{Next, Passage};
use crate::{
    auth::{Challenge, Identity},
    context::Context,
    error::{Error, Result},
    extract::{Extracted, Needs},
};

/// Whose credentials these are.
type Check<C> = Box<dyn Fn(C, &Context) -> Extracted<Option<Identity>>>;

/// Looks at credentials of a type.
pub(super) struct Login<C> {
    check: Check<C>,
    pub(super) is_optional: bool,
    pub(super) asking: Asking,
    fault: Option<String>,
}

/// What a refusal says.
#[derive(Clone)]
pub(super) struct Asking {
    pub(super) challenge: Challenge,
    pub(super) missing: &'static str,
    pub(super) wrong: &'static str,
    /// Whether the challenge tells that credentials are wrong from that there are none (RFC 6750, section 3.1).
    pub(super) has_code: bool,
}

impl Asking {
    fn missing(&self) -> Error {
        self.challenge.unauthorized(self.missing)
    }

    fn wrong(&self) -> Error {
        let challenge = self.challenge.clone();
        let challenge = if self.has_code { challenge.error("invalid_token", self.wrong) } else { challenge };
        challenge.unauthorized(self.wrong)
    }
}

impl<C: 'static> Login<C> {
    /// A check that is done at once.
    pub(super) fn new(asking: Asking, check: impl Fn(&C, &Context) -> Option<Identity> + 'static) -> Self {
        let check: Check<C> = Box::new(move |sent, cx| Extracted::Ready(Ok(check(&sent, cx))));
        Self { check, is_optional: false, asking, fault: None }
    }

    /// A check that has to be waited for.
    pub(super) fn later(asking: Asking, check: impl AsyncFn(C, Context) -> Result<Option<Identity>> + 'static) -> Self {
        // What it captures outlives it: the future of an async closure borrows from that.
        let check = Rc::new(check);
        let check: Check<C> = Box::new(move |sent, cx| {
            let (check, cx) = (Rc::clone(&check), cx.clone());
            Extracted::later(async move { check(sent, cx).await })
        });
        Self { check, is_optional: false, asking, fault: None }
    }

    /// The same, with what is wrong with the secrets.
    pub(super) fn with_fault(self, fault: Option<String>) -> Self {
        Self { fault, ..self }
    }

    /// Tells what is wrong with the settings.
    pub(super) fn tell(&self, name: &str, needs: &mut Needs) {
        for fault in self.fault.as_deref().into_iter().chain(self.asking.challenge.fault()) {
            needs.fault(format!("{name}: {fault}"));
        }
    }

    /// Lets a request pass, or refuses it, by what was sent.
    pub(super) fn around(&self, cx: &Context, sent: Result<Option<C>>, next: Next) -> Passage {
        let sent = match sent {
            Ok(Some(sent)) => sent,
            Ok(None) if self.is_optional => {
                self.asking.challenge.announce(cx);
                return next.into();
            }
            Ok(None) => return refused(self.asking.missing()),
            Err(error) => return refused(error),
        };
        match (self.check)(sent, cx) {
            Extracted::Ready(Ok(Some(identity))) => {
                cx.set_extension(identity);
                next.into()
            }
            Extracted::Ready(Ok(None)) => refused(self.asking.wrong()),
            Extracted::Ready(Err(error)) => refused(error),
            Extracted::Later(identity) => {
                let (cx, asking) = (cx.clone(), self.asking.clone());
                Passage::later(async move {
                    let identity = identity.await?.ok_or_else(|| asking.wrong())?;
                    cx.set_extension(identity);
                    Ok::<_, Error>(next.run().await)
                })
            }
        }
    }
}

/// A refusal that is there at once.
pub(super) fn refused(error: Error) -> Passage {
    crate::response::Response::from(error).into()
}
