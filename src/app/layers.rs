//! What stands around all routes of an application: its middleware.

use std::{panic::Location, rc::Rc};

use super::App;
use crate::middleware::{Middleware, Stack};

impl<S: 'static> App<S> {
    /// Puts a [middleware](crate::middleware) around all routes of this application, nested and merged ones included, wherever in the chain of calls it stands. The
    /// first is the outermost.
    ///
    /// It has the 405s of these routes, too, and the 404s below the application's prefix; for the outermost application, all other 404s.
    ///
    /// # Example: one around everything, one around a part
    /// ```
    /// use whippet::{middleware::{Next, from_fn}, prelude::*, testing::TestClient};
    ///
    /// let members = from_fn(async |cx: Context, next: Next| match cx.header("x-member") {
    ///     Some(_) => Ok(next.run().await),
    ///     None => Err(Error::new(StatusCode::FORBIDDEN, "members only")),
    /// });
    /// let note = from_fn(async |cx: Context, next: Next| {
    ///     cx.log(cx.path());
    ///     next.run().await
    /// });
    /// let club = App::new().get("/", || "welcome").with(members);
    /// let client = TestClient::new(App::new().with(note).get("/", || "the street").nest("/club", club));
    ///
    /// client.get("/").send().assert_text("the street");
    /// let refused = client.get("/club").send().assert_status(403);
    /// assert_eq!(refused.output(), ["/club"]);
    /// client.get("/club").header("x-member", "7").send().assert_text("welcome");
    /// ```
    #[track_caller]
    pub fn with<M: Middleware>(mut self, middleware: M) -> Self {
        let place = Location::caller();
        middleware.needs(&mut self.needs);
        let is_rerouting = self.needs.is_rerouting();
        // A middleware stands around many routes: what extractors ask of one does not concern it.
        let (faults, _) = self.needs.of_handler();
        for fault in faults {
            self.router.fault("middleware", &fault, place);
        }
        if is_rerouting {
            self.rerouting_at = Some(place);
        }
        let stack = Stack::with(self.scope.layers(), Rc::new(middleware), is_rerouting);
        self.scope.set_layers(Rc::new(stack));
        self.layered_at.get_or_insert(place);
        self
    }
}
