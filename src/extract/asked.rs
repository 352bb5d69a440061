//! [`Context::extract`]: an extractor, asked outside of a handler's arguments.

use super::FromRequestParts;
use crate::{context::Context, error::Result};

impl Context {
    /// What an extractor gives that needs no state: for middleware, which has no arguments.
    ///
    /// What it needs is not told when the application is frozen: a header that nothing else declares costs a call to the platform, and
    /// [`App::override_dependency`](crate::App::override_dependency) knows of a [`Dep`](super::Dep) only where some handler asks for it, too. A middleware of its own type
    /// tells both in its `needs`.
    ///
    /// # Errors
    /// What the extractor refuses.
    ///
    /// # Example: a middleware that wants a user
    /// ```
    /// use whippet::{extract::Dep, middleware::{Next, from_fn}, prelude::*, testing::TestClient};
    ///
    /// struct User(String);
    ///
    /// #[whippet::extractor]
    /// fn user(cx: Context) -> Result<User> {
    ///     let name = cx.header("x-user").ok_or_else(|| Error::new(StatusCode::UNAUTHORIZED, "log in first"))?;
    ///     Ok(User(name.into_owned()))
    /// }
    ///
    /// let journal = from_fn(async |cx: Context, next: Next| -> Result<Response> {
    ///     let user: Dep<User> = cx.extract().await?;
    ///     cx.log(&format!("{} came", user.0.0));
    ///     Ok(next.run().await)
    /// });
    /// let client = TestClient::new(App::new().get("/", |user: Dep<User>| user.0.0.clone()).with(journal));
    /// assert_eq!(client.get("/").header("x-user", "lola").send().assert_text("lola").output(), ["lola came"]);
    /// client.get("/").send().assert_status(401);
    /// ```
    pub async fn extract<T: FromRequestParts<()>>(&self) -> Result<T> {
        T::from_request_parts(self, &()).wait().await
    }
}
