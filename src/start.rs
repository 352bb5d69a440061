//! [`IntoApp`]: the functions that can start an application. [`Started`]: what they return.
//!
//! Called by the boundary, before an instance's first answer, and by tests.
//!
//! 1. What an application is started by is known when it is compiled: one that starts at once carries nothing that waits.
//! 2. A start that fails is tried again, by calling the function anew: so it is an `Fn`, and keeps nothing of the call before.

use crate::{
    app::App,
    bindings::Bindings,
    error::{Error, Result},
    platform::LocalBoxFuture,
};

/// A function that makes the application: with or without [`Bindings`], fallible or not, async or not.
///
/// `M` only tells the kinds of functions apart. [`#[whippet::app]`](macro@crate::app),
/// [`TestClient::with_bindings`](crate::testing::TestClient::with_bindings) and [`Service::start`](crate::Service::start) take such a
/// function.
///
/// An async one may wait for whatever it needs before the first request is answered: a configuration that is fetched, a table that is
/// read. It must not ask its own application, which is not there yet.
///
/// # Example: from the plainest on
/// ```
/// use std::time::Duration;
/// use whippet::{IntoApp, Service, prelude::*, testing::block_on, time::sleep};
///
/// fn plain() -> App {
///     App::new()
/// }
/// fn configured(bindings: Bindings) -> Result<App> {
///     let prefix: String = bindings.get("PREFIX")?;
///     Ok(App::new().base_path(&prefix))
/// }
/// async fn waiting(bindings: Bindings) -> Result<App> {
///     sleep(Duration::from_millis(20)).await; // or a request for what is not among the bindings
///     configured(bindings)
/// }
///
/// fn starts<M>(app: impl IntoApp<M>) -> bool {
///     let bindings = Bindings::from_iter([("PREFIX", json!("/api"))]);
///     block_on(Service::start(&app, bindings)).is_ok()
/// }
/// assert!(starts(plain) && starts(configured) && starts(waiting));
/// assert!(starts(|| App::new()) && starts(async || App::new()));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot start an application",
    note = "an application is started by `fn() -> App` or `fn(Bindings) -> App`, async or not, or one that returns `Result<App>`; an \
            `App<S>` becomes an `App` with `.with_state(…)`"
)]
pub trait IntoApp<M> {
    /// Makes the application.
    #[doc(hidden)]
    fn start(&self, bindings: Bindings) -> Starting;
}

/// An application that is being made. Public for [`IntoApp`] only, and not exported.
#[doc(hidden)]
#[allow(clippy::large_enum_variant, reason = "there is one for each start, and it is not kept")]
pub enum Starting {
    /// It is there, or cannot be.
    Ready(Result<App>),
    /// It must be waited for.
    Later(LocalBoxFuture<Result<App>>),
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
    note = "an `App<S>` becomes an `App` with `.with_state(…)`; an async function is handed over as it is: `TestClient::start(app)`"
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

/// Marks a function whose application must be waited for. Named nowhere, but public, since it is part of what the compiler infers.
#[doc(hidden)]
#[derive(Debug)]
pub enum Async {}

impl<F: Fn() -> R, R: Started> IntoApp<()> for F {
    fn start(&self, _: Bindings) -> Starting {
        Starting::Ready(self().started())
    }
}

impl<F: Fn(Bindings) -> R, R: Started> IntoApp<(Bindings,)> for F {
    fn start(&self, bindings: Bindings) -> Starting {
        Starting::Ready(self(bindings).started())
    }
}

impl<F: Fn() -> A, A: Future<Output: Started> + 'static> IntoApp<(Async,)> for F {
    fn start(&self, _: Bindings) -> Starting {
        later(self())
    }
}

impl<F: Fn(Bindings) -> A, A: Future<Output: Started> + 'static> IntoApp<(Async, Bindings)> for F {
    fn start(&self, bindings: Bindings) -> Starting {
        later(self(bindings))
    }
}

fn later(app: impl Future<Output: Started> + 'static) -> Starting {
    Starting::Later(Box::pin(async move { app.await.started() }))
}
