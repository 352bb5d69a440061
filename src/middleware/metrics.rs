//! [`Metrics`]: tells a function of each request, once it is answered.
//!
//! Put around an application with [`App::with`](crate::App::with), as the outermost where the bytes are to be those that leave.
//!
//! 1. The function is called once for each request, after its answer: it holds nobody up. The platform keeps the instance alive for it.
//! 2. A request is known by its route's pattern, never by its path: a label with each user's number in it would be one series for each.
//!    Who asks what no route answers (404, 405) has no pattern. Its method is any token that the client has sent: as a label only where it is one of those
//!    that the application knows.
//! 3. Where the client went away, or a middleware further out gave the request up, there is no status, and the function is called nevertheless.
//! 4. After a panic nothing of its request runs any more: it is not counted.
//!
//! An instance ends without notice, and there are many at once: numbers that are only counted in memory are those of one instance since it began. Send
//! them to where they are added up, or write each as a line of the log. On Cloudflare the clock stands still while the module works:
//! there the active time is zero.
//!
//! # Example: how often, and how long
//! ```
//! use std::{cell::RefCell, rc::Rc};
//! use whippet::{middleware::{Measured, Metrics}, prelude::*, testing::TestClient};
//!
//! let counted = Rc::new(RefCell::new(Vec::new()));
//! let counter = Rc::clone(&counted);
//! let metrics = Metrics::new(move |measured: &Measured| {
//!     let route = measured.route.as_deref().unwrap_or("none");
//!     counter.borrow_mut().push(format!("{} {route} {:?}", measured.method, measured.status.map(|status| status.as_u16())));
//! });
//!
//! let client = TestClient::new(App::new().get("/dogs/{id}", || "lola").with(metrics));
//! client.get("/dogs/7").send();
//! client.get("/cats").send();
//! assert_eq!(*counted.borrow(), ["GET /dogs/{id} Some(200)", "GET none Some(404)"]);
//! ```

use std::{fmt, rc::Rc, time::Duration};

use http::{Method, StatusCode};

use super::watch::{Watched, seen, watch};
use crate::{context::Context, extract::Needs, middleware::Middleware, response::Response};

/// What is measured of a request.
///
/// ```
/// use whippet::{middleware::{Measured, Metrics}, prelude::*, testing::TestClient};
///
/// let slow = Metrics::new(|measured: &Measured| assert!(measured.duration.as_secs() < 10, "{:?}", measured.route));
/// TestClient::new(App::new().get("/", || "hello").with(slow)).get("/").send().assert_status(200);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Measured {
    /// The method.
    pub method: Method,
    /// The pattern of the route that answers, or of the fallback; `None` where nothing does.
    pub route: Option<String>,
    /// The status of the answer; `None` where there is none, since the client went away or the request was given up further out.
    pub status: Option<StatusCode>,
    /// How long the request took, up to where its answer came back to the middleware.
    pub duration: Duration,
    /// How long it has worked, without the time in which it waited.
    pub active: Duration,
    /// The bytes of the answer's body, as it came back to the middleware; 0 where it is sent without.
    pub bytes: usize,
}

impl Measured {
    fn new(cx: &Context, response: Option<&Response>) -> Self {
        let is_sent_without =
            |status| matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::NOT_MODIFIED);
        let body = response.filter(|response| *cx.method() != Method::HEAD && !is_sent_without(response.status()));
        // Read first, so that it is never more than the duration.
        let active = cx.active_time().unwrap_or_default();
        Self {
            method: cx.method().clone(),
            route: cx.matched_path().map(str::to_owned),
            status: response.map(Response::status),
            duration: cx.elapsed().unwrap_or_default(),
            active,
            bytes: body.map_or(0, |response| response.body().len()),
        }
    }
}

type Hook = Rc<dyn Fn(&Measured)>;

/// Tells a function of each request, once it is answered.
///
/// # Example: a line for what is slow
/// ```
/// use std::time::Duration;
/// use whippet::{middleware::Metrics, prelude::*, testing::TestClient, time::sleep};
/// # use std::{cell::Cell, rc::Rc};
/// # let slow = Rc::new(Cell::new(0));
/// # let count = Rc::clone(&slow);
/// let metrics = Metrics::new(move |measured| {
///     if measured.duration > Duration::from_secs(1) {
///         count.set(count.get() + 1);
///     }
/// });
/// let app = App::new().get("/", || "hello").get("/slow", async || sleep(Duration::from_secs(2)).await).with(metrics);
/// # let client = TestClient::new(app);
/// # client.get("/").send();
/// # client.get("/slow").send();
/// # assert_eq!(slow.get(), 1);
/// ```
#[derive(Clone)]
#[must_use]
pub struct Metrics {
    hook: Hook,
}

impl Metrics {
    /// Calls this function. It runs in the one thread that all requests share: it counts, and waits for nothing.
    ///
    /// ```
    /// use whippet::{middleware::{Measured, Metrics}, prelude::*, testing::TestClient};
    /// let metrics = Metrics::new(|measured: &Measured| assert_eq!(measured.bytes, 5));
    /// TestClient::new(App::new().get("/", || "hello").with(metrics)).get("/").send();
    /// ```
    pub fn new(hook: impl Fn(&Measured) + 'static) -> Self {
        Self { hook: Rc::new(hook) }
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

/// A request that is on its way.
struct Counted {
    cx: Context,
    hook: Hook,
}

impl Counted {
    fn tell(self, response: Option<&Response>) {
        let measured = Measured::new(&self.cx, response);
        self.cx.wait_until(async move { (self.hook)(&measured) });
    }
}

impl Watched for Counted {
    fn unanswered(self) {
        self.tell(None);
    }
}

impl Middleware for Metrics {
    fn needs(&self, needs: &mut Needs) {
        needs.timing();
    }

    fn before(&self, cx: &Context) -> Result<(), Response> {
        watch(cx, self, Counted { cx: cx.clone(), hook: Rc::clone(&self.hook) });
        Ok(())
    }

    fn after(&self, cx: &Context, response: &mut Response) {
        if let Some(counted) = seen::<Counted, _>(cx, self) {
            counted.tell(Some(response));
        }
    }
}
