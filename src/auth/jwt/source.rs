//! [`Keys`]: where the keys come from that a token may be verified with.

use std::rc::Rc;

use super::{
    JwkSet, Jwks, Key,
    token::{Reason, Token, UNACCEPTED},
};
use crate::{context::Context, extract::Extracted};

/// The keys that verify: one [`Key`], an array or a `Vec` of them, a [`JwkSet`], or [`Jwks`] of a server.
///
/// # Example: two, while one takes the place of the other
/// ```
/// use whippet::{auth::jwt::{Key, Keys, Verifier}, prelude::*};
///
/// fn verifier(bindings: &Bindings) -> Result<Verifier> {
///     let keys: Keys = [Key::from_binding(bindings, "JWT_SECRET")?, Key::from_binding(bindings, "OLD_JWT_SECRET")?].into();
///     Ok(Verifier::new(keys))
/// }
/// # assert!(verifier(&Bindings::default()).is_err());
/// ```
#[derive(Clone)]
pub struct Keys(pub(super) Rc<dyn Source>);

/// The keys that are meant for a token.
pub(super) type Found = Result<Vec<Key>, Reason>;

/// What has keys. A trait, so that an application whose keys are constant carries nothing that fetches any.
pub(super) trait Source {
    fn find(self: Rc<Self>, cx: &Context, token: &Rc<Token>) -> Extracted<Found>;

    /// What keeps the application from starting.
    fn fault(&self) -> Option<String>;
}

impl Source for Vec<Key> {
    fn find(self: Rc<Self>, _: &Context, token: &Rc<Token>) -> Extracted<Found> {
        Ok(meant(&self, token)).into()
    }

    fn fault(&self) -> Option<String> {
        if self.is_empty() {
            return Some("there is no key, and so no token that is accepted: give one".to_owned());
        }
        let twice = self.iter().enumerate().find(|(at, key)| {
            let is_same = |other: &Key| other.id() == key.id() && other.algorithm() == key.algorithm();
            key.id().is_some() && self[..*at].iter().any(is_same)
        });
        twice.map(|(_, key)| format!("two keys of {} have the id {:?}", key.algorithm(), key.id().unwrap_or_default()))
    }
}

/// Those of some keys that are meant for a token, or why there is none.
pub(super) fn meant(keys: &[Key], token: &Token) -> Found {
    let found: Vec<Key> = keys.iter().filter(|key| key.is_meant(token)).cloned().collect();
    if !found.is_empty() {
        Ok(found)
    } else if keys.iter().any(|key| key.algorithm() == token.algorithm) {
        Err("the token names a key that is not known")
    } else {
        Err(UNACCEPTED)
    }
}

impl From<Vec<Key>> for Keys {
    fn from(keys: Vec<Key>) -> Self {
        Self(Rc::new(keys))
    }
}

impl<const N: usize> From<[Key; N]> for Keys {
    fn from(keys: [Key; N]) -> Self {
        Vec::from(keys).into()
    }
}

impl From<Key> for Keys {
    fn from(key: Key) -> Self {
        vec![key].into()
    }
}

impl From<JwkSet> for Keys {
    fn from(set: JwkSet) -> Self {
        set.0.into()
    }
}

impl From<Jwks> for Keys {
    fn from(jwks: Jwks) -> Self {
        Self(Rc::new(jwks))
    }
}
