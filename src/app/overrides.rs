//! What tests put in the place of an application's dependencies.

use std::panic::Location;

use super::App;

impl<S: 'static> App<S> {
    /// Gives every [`Dep<T>`](crate::extract::Dep) of this application, nested and merged ones included, this value in place of what its
    /// extractor would make: for tests. The extractor is not called, and neither is what it asks for.
    ///
    /// Of two for one type the last holds. A type that nothing in the application asks for keeps it from starting, and so does an override in
    /// an application that is nested in another, or merged: write it at the outermost.
    ///
    /// # Example: a route that wants a user, without logging in
    /// ```
    /// use whippet::{extract::Dep, prelude::*, testing::TestClient};
    ///
    /// struct User(&'static str);
    ///
    /// #[whippet::extractor]
    /// fn user(cx: Context) -> Result<User> {
    ///     let token = cx.header("authorization").ok_or_else(|| Error::new(StatusCode::UNAUTHORIZED, "log in first"))?;
    ///     if token == "Dog lola" { Ok(User("lola")) } else { Err(Error::new(StatusCode::FORBIDDEN, "another dog")) }
    /// }
    ///
    /// fn app() -> App {
    ///     App::new().get("/", |user: Dep<User>| user.0.0)
    /// }
    /// TestClient::new(app()).get("/").send().assert_status(401);
    ///
    /// let client = TestClient::new(app().override_dependency::<User>(User("rex")));
    /// client.get("/").send().assert_text("rex");
    /// ```
    #[track_caller]
    pub fn override_dependency<T: 'static>(mut self, value: T) -> Self {
        self.needs.put(value, Location::caller());
        self
    }
}
