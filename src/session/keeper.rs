//! [`Keeper`]: how a session is found by its cookie, and what becomes of it when the request is answered.

use std::{rc::Rc, time::Duration, time::SystemTime};

use base64ct::{Base64UrlUnpadded, Encoding};

use super::{record::Record, store::SessionStore};
use crate::{
    context::Context,
    cookies::{Cookie, Cookies, Key, Seal, time::Duration as CookieAge},
    error::{Error, Result},
    extract::{Extracted, FromRequestParts},
    headers::Headers,
    response::IntoHeaders,
    time::now,
};

/// The random bytes of an id, and the letters that they are written with.
const ID_BYTES: usize = 24;
const ID_LETTERS: usize = 32;

/// Where sessions are.
pub(super) enum Place {
    /// In the cookie itself, sealed.
    Cookie { key: Key, seal: fn(&Key, &str, &str) -> Result<String>, open: fn(&Key, &str, &str) -> Option<String> },
    /// In a store.
    Store(Rc<dyn SessionStore>),
}

/// How sessions are kept.
pub(super) struct Keeper {
    pub(super) place: Place,
    /// What all cookies have; its name is theirs.
    pub(super) cookie: Cookie<'static>,
    pub(super) idle: Duration,
    pub(super) most: Duration,
    pub(super) ends_with_browser: bool,
}

/// The session of a request.
#[derive(Default)]
pub(super) struct Found {
    pub(super) record: Record,
    /// What it is stored under.
    pub(super) id: Option<String>,
    /// Whether the client has sent it.
    pub(super) was_sent: bool,
    pub(super) is_changed: bool,
    pub(super) is_renewed: bool,
    pub(super) is_destroyed: bool,
}

/// What a cookie is sealed with.
pub(super) fn sealed<P: Seal>(key: Key) -> Place {
    Place::Cookie { key, seal: P::seal, open: P::open }
}

fn seconds() -> u64 {
    now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs()
}

impl Keeper {
    /// The session that a client has sent, or an empty one.
    pub(super) fn find(self: &Rc<Self>, cx: &Context) -> Extracted<Found> {
        let Extracted::Ready(Ok(jar)) = Cookies::from_request_parts(cx, &()) else {
            return Ok(Found::default()).into();
        };
        let name = self.cookie.name();
        let mut sent = jar.iter().filter(|cookie| cookie.name() == name).map(Cookie::value);
        match &self.place {
            Place::Cookie { key, open, .. } => {
                Ok(sent.find_map(|value| self.read(&open(key, name, value)?, None)).unwrap_or_default()).into()
            }
            Place::Store(store) => match sent.find(|value| is_id(value)) {
                None => Ok(Found::default()).into(),
                Some(id) => {
                    let (keeper, id) = (Rc::clone(self), id.to_owned());
                    let text = store.load(&id);
                    text.map(move |text| text.and_then(|text| keeper.read(&text, Some(id))).unwrap_or_default())
                }
            },
        }
    }

    /// What was kept, if it has not ended.
    fn read(&self, text: &str, id: Option<String>) -> Option<Found> {
        let record = Record::read(text).filter(|record| !record.left(seconds(), self.idle, self.most).is_zero())?;
        Some(Found { record, id, was_sent: true, ..Found::default() })
    }

    /// Keeps a session, and gives the cookie that says so; nothing where there is nothing to keep.
    pub(super) fn keep(&self, found: &mut Found, is_failure: bool) -> Extracted<Option<Headers>> {
        if is_failure && !found.is_destroyed {
            return Ok(None).into();
        }
        let now = seconds();
        let is_another = found.is_renewed || found.is_destroyed || !found.was_sent;
        if found.record.entries.is_empty() {
            return if found.was_sent { self.forget(found) } else { Ok(None).into() };
        }
        // Each answer could make it last longer. A tenth of the time is less than anybody notices, and spares most of them the cookie.
        let is_due = now.saturating_sub(found.record.written) >= (self.idle.as_secs() / 10).max(1);
        if !found.is_changed && !is_another && !is_due {
            return Ok(None).into();
        }
        found.record.written = now;
        if is_another {
            found.record.begun = now;
        }
        let left = found.record.left(now, self.idle, self.most);
        match &self.place {
            Place::Cookie { key, seal, .. } => {
                let sealed = seal(key, self.cookie.name(), &found.record.write());
                sealed.and_then(|value| self.set(value, left)).map(Some).into()
            }
            Place::Store(store) => {
                if let Some(id) = found.id.clone().filter(|_| !is_another) {
                    return self.keep_again(store, id, found.record.write(), left);
                }
                let id = match random_id() {
                    Ok(id) => id,
                    Err(error) => return Err(error).into(),
                };
                let (old, cookie) = (found.id.replace(id.clone()), self.set(id.clone(), left));
                let (store, text) = (Rc::clone(store), found.record.write());
                let Some(old) = old else {
                    return store.save(&id, &text, left).result(|saved| saved.and(cookie).map(Some));
                };
                let is_destroyed = found.is_destroyed;
                // One that another request has destroyed meanwhile does not come back under another id.
                store.load(&old).and_then(move |kept| match kept {
                    None if !is_destroyed => Ok(None).into(),
                    _ => store
                        .save(&id, &text, left)
                        .and_then(move |()| store.delete(&old))
                        .result(|deleted| deleted.and(cookie).map(Some)),
                })
            }
        }
    }

    /// Keeps it under the id that it has, unless another request has destroyed or renewed it meanwhile: a logout is not taken back by who was there before.
    fn keep_again(
        &self,
        store: &Rc<dyn SessionStore>,
        id: String,
        text: String,
        left: Duration,
    ) -> Extracted<Option<Headers>> {
        let (store, cookie) = (Rc::clone(store), self.set(id.clone(), left));
        store.load(&id).and_then(move |kept| match kept {
            Some(_) => store.save(&id, &text, left).result(|saved| saved.and(cookie).map(Some)),
            None => Ok(None).into(),
        })
    }

    fn forget(&self, found: &mut Found) -> Extracted<Option<Headers>> {
        let removal = Cookies::default().remove(self.cookie.clone()).into_headers();
        let deleted = match (&self.place, found.id.take()) {
            (Place::Store(store), Some(id)) => store.delete(&id),
            _ => Ok(()).into(),
        };
        deleted.result(|deleted| deleted.and(removal).map(Some))
    }

    fn set(&self, value: String, left: Duration) -> Result<Headers> {
        let mut cookie = self.cookie.clone();
        cookie.set_value(value);
        if !self.ends_with_browser {
            cookie.set_max_age(CookieAge::seconds(i64::try_from(left.as_secs()).unwrap_or(i64::MAX)));
        }
        Cookies::default().add(cookie).into_headers().map_err(|error| {
            Error::internal(format!(
                "the session cannot be kept: {}; keep less in it, or the session in a store: Sessions::stored",
                error.source().map(ToString::to_string).unwrap_or_default()
            ))
        })
    }
}

/// An id that nobody can guess.
fn random_id() -> Result<String> {
    let mut bytes = [0; ID_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| Error::internal(format!("no random bytes: {error}")))?;
    Ok(Base64UrlUnpadded::encode_string(&bytes))
}

/// Whether a text can be an id: a store is asked for nothing else, whatever a client sends.
fn is_id(text: &str) -> bool {
    text.len() == ID_LETTERS && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_random_and_only_an_id_is_looked_for() {
        let id = random_id().unwrap();
        assert!(is_id(&id) && id != random_id().unwrap());
        for text in [
            "",
            "a",
            &"a".repeat(31),
            &"a".repeat(33),
            &"*".repeat(32),
            &"é".repeat(16),
            "../../../../../../../../../../etc",
        ] {
            assert!(!is_id(text), "{text:?}");
        }
    }
}
