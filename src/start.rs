//! [`IntoApp`]: the functions that can start an application.

use crate::{
    app::App,
    bindings::Bindings,
    error::{Error, Result},
};

/// A function that makes the application: with or without [`Bindings`], fallible or not.
///
/// `M` only tells the kinds of functions apart.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot start an application",
    note = "an application is started by `fn() -> App` or `fn(Bindings) -> App`, or one that returns `Result<App>`; an `App<S>` \
            becomes an `App` with `.with_state(…)`"
)]
pub trait IntoApp<M> {
    /// Makes the application.
    ///
    /// # Errors
    /// Whatever keeps it from starting.
    #[allow(clippy::wrong_self_convention, reason = "an application is made anew for each instance")]
    fn into_app(&self, bindings: Bindings) -> Result<App>;
}

/// What such a function returns.
pub trait Started {
    /// The application.
    ///
    /// # Errors
    /// Whatever keeps it from starting.
    fn started(self) -> Result<App>;
}

impl Started for App {
    fn started(self) -> Result<App> {
        Ok(self)
    }
}

impl<E: Into<Error>> Started for Result<App, E> {
    fn started(self) -> Result<App> {
        self.map_err(Into::into)
    }
}

impl<F: Fn() -> R, R: Started> IntoApp<()> for F {
    fn into_app(&self, _: Bindings) -> Result<App> {
        self().started()
    }
}

impl<F: Fn(Bindings) -> R, R: Started> IntoApp<(Bindings,)> for F {
    fn into_app(&self, bindings: Bindings) -> Result<App> {
        self(bindings).started()
    }
}
