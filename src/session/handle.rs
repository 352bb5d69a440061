//! [`Session`]: the session of a request, as an argument.

use std::{
    cell::{Cell, RefCell},
    fmt,
    rc::Rc,
};

use serde::{Serialize, de::DeserializeOwned};

use super::keeper::{Found, Keeper};
use crate::{
    context::Context,
    error::{Error, Result},
    extract::{Extracted, FromRequestParts},
};

/// The session of a request: values by name, of any type that serde knows. Feature `session`.
///
/// What is changed is kept when the request is answered. All clones of a request are one session.
///
/// # Errors
/// As an argument: 500 where no [`Sessions`](super::Sessions) stands around the route, and whatever a store returns. A session that has ended, or was tampered with, is an empty
/// one.
///
/// # Example: a counter
/// ```
/// use whippet::{cookies::Key, prelude::*, session::{Session, Sessions}};
///
/// fn count(session: Session) -> Result<String> {
///     let visits = session.get::<u32>("visits").unwrap_or(0) + 1;
///     session.insert("visits", &visits)?;
///     Ok(format!("visit {visits}"))
/// }
///
/// let app = App::new().get("/", count).with(Sessions::encrypted(Key::derive_from([7; 32])?));
/// # let client = whippet::testing::TestClient::new(app);
/// let answer = client.get("/").send().assert_text("visit 1");
/// let cookie = answer.header("set-cookie").unwrap().split("; ").next().unwrap();
/// client.get("/").header("cookie", cookie).send().assert_text("visit 2");
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct Session(Rc<Live>);

/// The session of a request that goes through: not yet looked for, or found.
pub(super) struct Live {
    pub(super) keeper: Rc<Keeper>,
    found: RefCell<Found>,
    is_found: Cell<bool>,
    /// That of another `Sessions`, which stands around.
    pub(super) outer: Option<Rc<Self>>,
}

impl Live {
    pub(super) fn new(keeper: &Rc<Keeper>, outer: Option<Rc<Self>>) -> Self {
        Self { keeper: Rc::clone(keeper), found: RefCell::default(), is_found: Cell::new(false), outer }
    }

    /// What a handler has made of it; `None` where none has asked for it.
    pub(super) fn found(&self) -> Option<&RefCell<Found>> {
        self.is_found.get().then_some(&self.found)
    }

    /// Of two that look for it at once the first counts: what it has changed is not lost.
    fn put(&self, found: Found) {
        if !self.is_found.replace(true) {
            self.found.replace(found);
        }
    }
}

impl Session {
    /// The value of a name; `None` where there is none, or it does not fit the type, as after the application has changed it.
    ///
    /// ```
    /// use whippet::{prelude::*, session::Session};
    /// fn theme(session: Session) -> String {
    ///     session.get("theme").unwrap_or_else(|| "light".to_owned())
    /// }
    /// ```
    pub fn get<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let found = self.0.found.borrow();
        serde_json::from_str(found.record.get(name)?).ok()
    }

    /// Sets the value of a name. One that is there already, and the same, is no change.
    ///
    /// # Errors
    /// 500 where the value cannot be written as JSON, or the name has a NUL in it.
    ///
    /// ```
    /// use whippet::{prelude::*, session::Session};
    /// fn choose(session: Session, Path(theme): Path<String>) -> Result<NoContent> {
    ///     session.insert("theme", &theme)?;
    ///     Ok(NoContent)
    /// }
    /// ```
    pub fn insert<T: Serialize + ?Sized>(&self, name: &str, value: &T) -> Result<()> {
        if name.contains('\0') {
            return Err(Error::internal(format!("{name:?} is no name of a value in a session: it has a NUL")));
        }
        let value = serde_json::to_string(value)?;
        let mut found = self.0.found.borrow_mut();
        found.is_changed |= found.record.set(name, value);
        Ok(())
    }

    /// Removes the value of a name, if there is one. A session without values is not kept.
    ///
    /// ```
    /// use whippet::{prelude::*, session::Session};
    /// fn empty_basket(session: Session) -> NoContent {
    ///     session.remove("basket");
    ///     NoContent
    /// }
    /// ```
    pub fn remove(&self, name: &str) {
        let mut found = self.0.found.borrow_mut();
        found.is_changed |= found.record.remove(name);
    }

    /// Whether there is no value.
    ///
    /// ```
    /// use whippet::{prelude::*, session::Session};
    /// fn is_known(session: Session) -> String {
    ///     (!session.is_empty()).to_string()
    /// }
    /// ```
    pub fn is_empty(&self) -> bool {
        self.0.found.borrow().record.entries.is_empty()
    }

    /// Begins a new session with the same values: at each login, and wherever somebody may do more than before. Its id is a new one, the old one
    /// is forgotten; so who has had the client use an id that he knows (session fixation) has nothing.
    ///
    /// ```
    /// use whippet::{prelude::*, session::Session};
    /// fn login(session: Session) -> Result<NoContent> {
    ///     session.renew();
    ///     session.insert("user", "lola")?;
    ///     Ok(NoContent)
    /// }
    /// ```
    pub fn renew(&self) {
        self.0.found.borrow_mut().is_renewed = true;
    }

    /// Ends the session: its values, its cookie, and what a store has of it. What is inserted after that begins a new one.
    ///
    /// ```
    /// use whippet::{prelude::*, session::Session};
    /// fn logout(session: Session) -> Redirect {
    ///     session.destroy();
    ///     Redirect::see_other("/")
    /// }
    /// ```
    pub fn destroy(&self) {
        let mut found = self.0.found.borrow_mut();
        found.record.entries.clear();
        found.is_destroyed = true;
    }
}

impl<S> FromRequestParts<S> for Session {
    const HEADERS: &'static [&'static str] = &["cookie"];

    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        let Some(live) = cx.extension::<Live>() else {
            let cause =
                "no Sessions stands around this route: give the application one, .with(Sessions::encrypted(key))";
            return Err(Error::internal(cause).as_missing()).into();
        };
        if live.is_found.get() {
            return Ok(Self(live)).into();
        }
        live.keeper.find(cx).map(move |found| {
            live.put(found);
            Self(live)
        })
    }
}

/// The names: a value may be a secret.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = self.0.found.borrow();
        f.debug_set().entries(found.record.entries.iter().map(|(name, _)| name)).finish()
    }
}
