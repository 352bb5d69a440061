//! What the platform does for a request: who sends it, its environment, work after the answer, the log.

use std::future::Future;

use super::Context;
use crate::{bindings::Bindings, client::Client, platform::Level};

impl Context {
    /// Who sends the request, as far as the platform knows; on when to trust it see [`Client`].
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |cx: Context| if cx.client().address.is_some() { "known" } else { "unknown" });
    /// assert_eq!(TestClient::new(app).get("/").send().text(), "unknown");
    /// ```
    pub fn client(&self) -> Client {
        Client::parse(&self.0.platform.client())
    }

    /// The platform's environment.
    ///
    /// # Example: a switch that is read anew for each request
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    ///
    /// fn page(cx: Context) -> Result<&'static str> {
    ///     let is_closed = cx.bindings().find("CLOSED")?.unwrap_or(false);
    ///     Ok(if is_closed { "back soon" } else { "welcome" })
    /// }
    /// let client = TestClient::with_bindings(|| App::new().get("/", page), [("CLOSED", json!(true))]);
    /// assert_eq!(client.get("/").send().text(), "back soon");
    /// ```
    pub fn bindings(&self) -> Bindings {
        self.0.platform.bindings()
    }

    /// Runs a future after the answer was given: for a log line or a cache that the client need not wait for.
    ///
    /// The platform keeps the instance alive for it, on Vercel up to the function's maximal duration.
    ///
    /// # Example: counting without letting anybody wait
    /// ```
    /// use std::{cell::Cell, rc::Rc};
    /// use whippet::{prelude::*, testing::TestClient};
    ///
    /// fn page(State(visits): State<Rc<Cell<u32>>>, cx: Context) -> &'static str {
    ///     cx.wait_until(async move { visits.set(visits.get() + 1) });
    ///     "hello"
    /// }
    ///
    /// let visits = Rc::new(Cell::new(0));
    /// let client = TestClient::new(App::new().get("/", page).with_state(Rc::clone(&visits)));
    /// client.get("/").send(); // which runs the task, too
    /// assert_eq!(visits.get(), 1);
    /// ```
    pub fn wait_until(&self, task: impl Future<Output = ()> + 'static) {
        self.0.platform.wait_until(Box::pin(task));
    }

    /// Writes a line to the platform's log: the standard output of a server.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |cx: Context| cx.log("somebody came"));
    /// assert_eq!(TestClient::new(app).get("/").send().output(), ["somebody came"]);
    /// ```
    pub fn log(&self, line: &str) {
        self.0.platform.log(line, Level::Info);
    }

    /// Writes a line to the platform's error log: the standard error of a server.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |cx: Context| cx.log_error("the kennel is on fire"));
    /// assert_eq!(TestClient::new(app).get("/").send().log(), ["the kennel is on fire"]);
    /// ```
    pub fn log_error(&self, line: &str) {
        self.0.platform.log(line, Level::Error);
    }
}
