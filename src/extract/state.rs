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

/// How a part is taken out of the state. The whole of it, where it is `Clone`, is a part, too.
///
/// # Example: two parts, each known only to its handlers
/// ```
/// use std::rc::Rc;
/// use whippet::{extract::FromRef, prelude::*};
///
/// #[derive(Clone)]
/// struct Names(Rc<[&'static str]>);
/// #[derive(Clone, Copy)]
/// struct MaxNames(usize);
///
/// struct Everything { names: Names, max: MaxNames }
///
/// impl FromRef<Everything> for Names {
///     fn from_ref(everything: &Everything) -> Self { everything.names.clone() }
/// }
/// impl FromRef<Everything> for MaxNames {
///     fn from_ref(everything: &Everything) -> Self { everything.max }
/// }
///
/// fn list(State(names): State<Names>, State(MaxNames(max)): State<MaxNames>) -> String {
///     names.0.iter().take(max).copied().collect::<Vec<_>>().join(", ")
/// }
/// # let everything = Everything { names: Names(["lola", "rex", "bo"].into()), max: MaxNames(2) };
/// # let client = whippet::testing::TestClient::new(App::new().get("/", list).with_state(everything));
/// # assert_eq!(client.get("/").send().text(), "lola, rex");
/// ```
#[diagnostic::on_unimplemented(
    message = "the application's state `{S}` has no `{Self}`",
    label = "asked for with `State<{Self}>`",
    note = "for a part of the state, implement `FromRef<{S}>` for `{Self}`; for the whole of it, derive `Clone`",
    note = "the state is what `.with_state(…)` gives the application"
)]
pub trait FromRef<S> {
    /// Takes the part out, by a clone that should be cheap: it is done for each request that asks for it.
    ///
    /// ```
    /// use whippet::extract::FromRef;
    /// assert_eq!(u8::from_ref(&7), 7); // the whole, as a part of itself
    /// ```
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
