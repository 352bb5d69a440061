//! [`IntoApp`]: the functions that can start an application. [`Started`]: what they return.

use crate::{
    app::App,
    bindings::Bindings,
    error::{Error, Result},
};

/// A function that makes the application: with or without [`Bindings`], fallible or not.
///
/// `M` only tells the kinds of functions apart. [`#[whippet::app]`](macro@crate::app) and
/// [`TestClient::with_bindings`](crate::testing::TestClient::with_bindings) take such a function.
///
/// # Example: from the plainest on
/// ```
/// use whippet::{IntoApp, prelude::*};
///
/// fn plain() -> App {
///     App::new()
/// }
/// fn configured(bindings: Bindings) -> Result<App> {
///     let prefix: String = bindings.get("PREFIX")?;
///     Ok(App::new().base_path(&prefix))
/// }
///
/// fn starts<M>(app: impl IntoApp<M>) -> bool {
///     app.into_app(Bindings::from_iter([("PREFIX", json!("/api"))])).is_ok()
/// }
/// assert!(starts(plain) && starts(configured));
/// ```
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
    ///
    /// ```
    /// use whippet::{IntoApp, prelude::*};
    /// let app = (|| App::new().get("/", || "hello")).into_app(Bindings::from_iter([("NAME", json!("lola"))]))?;
    /// assert_eq!(app.routes().len(), 1);
    /// # Ok::<(), Error>(())
    /// ```
    #[allow(clippy::wrong_self_convention, reason = "an application is made anew for each instance")]
    fn into_app(&self, bindings: Bindings) -> Result<App>;
}

/// What a function that starts an application returns: an [`App`], or a `Result` of one with any error that becomes an [`Error`].
///
/// [`TestClient::new`](crate::testing::TestClient::new) takes either, too.
///
/// # Example: an error of another crate's
/// ```
/// use std::num::ParseIntError;
/// use whippet::{prelude::*, testing::TestClient};
///
/// fn app() -> Result<App, ParseIntError> {
///     let limit: u32 = "10".parse()?;
///     Ok(App::new().get("/", move || limit.to_string()))
/// }
/// assert_eq!(TestClient::new(app()).get("/").send().text(), "10");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no application that can start",
    label = "not an `App`, or a `Result` of one",
    note = "an `App<S>` becomes an `App` with `.with_state(…)`"
)]
pub trait Started {
    /// The application.
    ///
    /// # Errors
    /// Whatever keeps it from starting.
    ///
    /// ```
    /// use whippet::{Started, prelude::*};
    /// let failed: Result<App, std::fmt::Error> = Err(std::fmt::Error);
    /// assert_eq!(failed.started().err().unwrap().status(), StatusCode::INTERNAL_SERVER_ERROR);
    /// ```
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
