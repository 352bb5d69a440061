//! The state, where the route wants one: no more than it wants.

#[cfg(feature = "key")]
use whippet::cookies::Key;
use whippet::prelude::*;

/// What starts: it cannot fail without a key.
#[cfg(not(feature = "key"))]
pub(crate) type Start = App;
#[cfg(feature = "key")]
pub(crate) type Start = Result<App>;

#[cfg(not(any(feature = "state", feature = "key")))]
pub(crate) type Shared = ();
#[cfg(all(feature = "state", not(feature = "key")))]
pub(crate) type Shared = Motto;
#[cfg(feature = "key")]
pub(crate) type Shared = Key;

/// What is shared by all requests.
#[cfg(feature = "state")]
#[derive(Clone, Copy)]
pub(crate) struct Motto(pub(crate) &'static str);

#[cfg(all(feature = "state", feature = "key"))]
impl whippet::extract::FromRef<Key> for Motto {
    fn from_ref(_: &Key) -> Self {
        Self("")
    }
}

/// The application with its state; without one it is what it was.
#[cfg(not(any(feature = "state", feature = "key")))]
pub(crate) fn given(app: App) -> Start {
    app
}

#[cfg(all(feature = "state", not(feature = "key")))]
pub(crate) fn given(app: App<Motto>) -> Start {
    app.with_state(Motto("small, fast, fetches"))
}

#[cfg(feature = "key")]
pub(crate) fn given(app: App<Key>) -> Start {
    Ok(app.with_state(Key::derive_from("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a")?))
}
