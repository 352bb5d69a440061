//! [`State`]: what the application was given at start-up, shared by all requests.

use super::{Extracted, FromRequestParts};
use crate::context::Context;

/// What the application was given with [`App::with_state`](crate::App::with_state), or a part of it.
///
/// It is shared by all requests of an instance: what belongs to one request or one user has no place in it.
///
/// # Example: a part of the state
/// ```
/// use whippet::{extract::FromRef, prelude::*};
///
/// #[derive(Clone)]
/// struct Motto(&'static str);
///
/// struct Everything { motto: Motto }
///
/// impl FromRef<Everything> for Motto {
///     fn from_ref(everything: &Everything) -> Self {
///         everything.motto.clone()
///     }
/// }
///
/// let app = App::new()
///     .get("/", |State(Motto(motto)): State<Motto>| motto)
///     .with_state(Everything { motto: Motto("small, fast") });
/// # let client = whippet::testing::TestClient::new(app);
/// # assert_eq!(client.get("/").send().text(), "small, fast");
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct State<T>(
    /// The state, or the part of it.
    pub T,
);

/// How a part is taken out of the state.
#[diagnostic::on_unimplemented(
    message = "the application's state `{S}` has no `{Self}`",
    label = "asked for with `State<{Self}>`",
    note = "give the application its state with `.with_state(…)`, or implement `FromRef<{S}>` for `{Self}`"
)]
pub trait FromRef<S> {
    /// Takes the part out, by a clone that should be cheap.
    fn from_ref(state: &S) -> Self;
}

impl<T: Clone> FromRef<T> for T {
    fn from_ref(state: &T) -> Self {
        state.clone()
    }
}

impl<S, T: FromRef<S> + 'static> FromRequestParts<S> for State<T> {
    fn from_request_parts(_: &Context, state: &S) -> Extracted<Self> {
        Ok(Self(T::from_ref(state))).into()
    }
}
