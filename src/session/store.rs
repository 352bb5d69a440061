//! [`SessionStore`]: where sessions are kept under their ids; [`MemoryStore`]: in the memory of one instance.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    fmt,
    rc::Rc,
    time::{Duration, SystemTime},
};

use crate::{extract::Extracted, time::now};

/// As good as for ever.
const LONGEST: Duration = Duration::from_hours(24 * 365 * 100);

/// Where sessions are kept: a database, or whatever has a place for text under a name, and forgets it after a time.
///
/// An id is 32 letters of `A-Za-z0-9_-` that nobody can guess: who has it has the session. Keep it as you would keep a password, and out of logs.
///
/// # Errors
/// What `load` returns is the answer to a request that asks for its session, what is returned later takes the place of the answer: 500, unless the error says otherwise.
///
/// # Example: one that another crate has made
/// ```
/// use std::{cell::RefCell, collections::HashMap, rc::Rc, time::Duration};
/// use whippet::{extract::Extracted, prelude::*, session::{Session, SessionStore, Sessions}, time::sleep};
///
/// #[derive(Clone, Default)]
/// struct Database(Rc<RefCell<HashMap<String, String>>>);
///
/// impl SessionStore for Database {
///     fn load(&self, id: &str) -> Extracted<Option<String>> {
///         let (database, id) = (self.clone(), id.to_owned());
///         Extracted::later(async move {
///             sleep(Duration::from_millis(5)).await;
///             Ok(database.0.borrow().get(&id).cloned())
///         })
///     }
///
///     fn save(&self, id: &str, session: &str, _expires_in: Duration) -> Extracted<()> {
///         self.0.borrow_mut().insert(id.to_owned(), session.to_owned());
///         Ok(()).into()
///     }
///
///     fn delete(&self, id: &str) -> Extracted<()> {
///         self.0.borrow_mut().remove(id);
///         Ok(()).into()
///     }
/// }
///
/// let database = Database::default();
/// let app = App::new().post("/", |session: Session| session.insert("visits", &1)).with(Sessions::stored(database.clone()));
/// whippet::testing::TestClient::new(app).post("/").send().assert_status(200);
/// assert_eq!(database.0.borrow().len(), 1);
/// ```
pub trait SessionStore: 'static {
    /// The session of an id; `None` where there is none, or no longer. One that was there is asked for once more before it is saved.
    ///
    /// ```
    /// use whippet::{extract::Extracted, session::SessionStore};
    /// fn is_there(store: &impl SessionStore, id: &str) -> Extracted<bool> {
    ///     store.load(id).map(|session| session.is_some())
    /// }
    /// ```
    fn load(&self, id: &str) -> Extracted<Option<String>>;

    /// Keeps a session under its id, in the place of the one that was there; it may be forgotten after the time.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{extract::Extracted, session::SessionStore};
    /// fn copy(store: &impl SessionStore, session: &str) -> Extracted<()> {
    ///     store.save("copy", session, Duration::from_secs(60))
    /// }
    /// ```
    fn save(&self, id: &str, session: &str, expires_in: Duration) -> Extracted<()>;

    /// Forgets the session of an id, if there is one.
    ///
    /// ```
    /// use whippet::{extract::Extracted, session::SessionStore};
    /// fn log_out(store: &impl SessionStore, id: &str) -> Extracted<()> {
    ///     store.delete(id)
    /// }
    /// ```
    fn delete(&self, id: &str) -> Extracted<()>;
}

/// One that several share.
impl<S: SessionStore + ?Sized> SessionStore for Rc<S> {
    fn load(&self, id: &str) -> Extracted<Option<String>> {
        (**self).load(id)
    }

    fn save(&self, id: &str, session: &str, expires_in: Duration) -> Extracted<()> {
        (**self).save(id, session, expires_in)
    }

    fn delete(&self, id: &str) -> Extracted<()> {
        (**self).delete(id)
    }
}

/// Keeps sessions in the memory of this instance: for one server, or for tests. On Vercel and Cloudflare the next request may be another instance's, which
/// does not know them.
///
/// # Example: logged out everywhere
/// ```
/// use std::rc::Rc;
/// use whippet::{prelude::*, session::{MemoryStore, Session, Sessions}};
///
/// let store = Rc::new(MemoryStore::new());
/// let app = App::new().post("/", |session: Session| session.insert("user", "lola")).with(Sessions::stored(store.clone()));
/// whippet::testing::TestClient::new(app).post("/").send().assert_status(200);
/// assert_eq!(store.len(), 1);
/// store.clear();
/// assert!(store.is_empty());
/// ```
#[must_use]
pub struct MemoryStore {
    max_sessions: usize,
    sessions: RefCell<BTreeMap<Box<str>, Kept>>,
}

struct Kept {
    text: Box<str>,
    until: SystemTime,
}

impl MemoryStore {
    /// A store of 10,000 sessions at most.
    ///
    /// ```
    /// use whippet::session::{MemoryStore, Sessions};
    /// let sessions = Sessions::stored(MemoryStore::new());
    /// ```
    pub fn new() -> Self {
        Self { max_sessions: 10_000, sessions: RefCell::default() }
    }

    /// Says how many sessions there may be; at least one. One more makes room by letting go of those that have ended, and then of a tenth, those that would end first.
    ///
    /// ```
    /// use whippet::session::{MemoryStore, Sessions};
    /// let sessions = Sessions::stored(MemoryStore::new().max_sessions(500));
    /// ```
    pub fn max_sessions(mut self, max_sessions: usize) -> Self {
        self.max_sessions = max_sessions.max(1);
        self
    }

    /// How many sessions there are, some of which may have ended.
    ///
    /// ```
    /// assert_eq!(whippet::session::MemoryStore::new().len(), 0);
    /// ```
    pub fn len(&self) -> usize {
        self.sessions.borrow().len()
    }

    /// Whether there is no session.
    ///
    /// ```
    /// assert!(whippet::session::MemoryStore::new().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.sessions.borrow().is_empty()
    }

    /// Forgets all sessions.
    ///
    /// ```
    /// whippet::session::MemoryStore::new().clear();
    /// ```
    pub fn clear(&self) {
        self.sessions.borrow_mut().clear();
    }

    fn make_room(&self, sessions: &mut BTreeMap<Box<str>, Kept>) {
        let now = now();
        sessions.retain(|_, kept| kept.until > now);
        if sessions.len() < self.max_sessions {
            return;
        }
        let mut ends: Vec<SystemTime> = sessions.values().map(|kept| kept.until).collect();
        ends.sort_unstable();
        // A tenth at once: looking through all of them for each new one would be work that anybody can ask for.
        let Some(last) = ends.get(self.max_sessions / 10).copied() else { return };
        sessions.retain(|_, kept| kept.until > last);
    }
}

/// How many there are: who has an id has its session.
impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} sessions", self.len())
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl SessionStore for MemoryStore {
    fn load(&self, id: &str) -> Extracted<Option<String>> {
        let sessions = self.sessions.borrow();
        let kept = sessions.get(id).filter(|kept| kept.until > now());
        Ok(kept.map(|kept| kept.text.to_string())).into()
    }

    fn save(&self, id: &str, session: &str, expires_in: Duration) -> Extracted<()> {
        let mut sessions = self.sessions.borrow_mut();
        if sessions.len() >= self.max_sessions && !sessions.contains_key(id) {
            self.make_room(&mut sessions);
        }
        let until = now() + expires_in.min(LONGEST);
        sessions.insert(id.into(), Kept { text: session.into(), until });
        Ok(()).into()
    }

    fn delete(&self, id: &str) -> Extracted<()> {
        self.sessions.borrow_mut().remove(id);
        Ok(()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_never_more_sessions_than_may_be_and_the_last_that_began_stay() {
        let store = MemoryStore::new().max_sessions(20);
        for index in 0..100_u64 {
            let Extracted::Ready(Ok(())) = store.save(&format!("id {index}"), "", Duration::from_secs(1000 + index))
            else {
                panic!("it waits")
            };
            assert!(store.len() <= 20);
        }
        let is_there = |id: &str| matches!(store.load(id), Extracted::Ready(Ok(Some(_))));
        assert!(is_there("id 99") && is_there("id 90") && !is_there("id 0"));
        let _ = store.save("id 99", "", Duration::ZERO);
        assert!(!is_there("id 99"), "it has ended");
        let _ = store.save("id 99", "", Duration::MAX);
        assert!(is_there("id 99"), "it lasts for ever");
        assert_eq!(format!("{store:?}"), format!("{} sessions", store.len()));
    }
}
