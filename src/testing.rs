//! Requests to an application: [`TestClient`] in plain `cargo test`, without wasm and without JavaScript; on wasm32 also `fetch`, through
//! the real boundary.

mod clock;
mod platform;
mod response;

use std::{
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Wake, Waker},
};

use bytes::Bytes;
use http::Method;

use self::{clock::FakeClock, platform::TestPlatform};
use crate::{
    app::App,
    bindings::Bindings,
    client::Client,
    error::Error,
    exchange::{Exchange, Step, body_too_large},
    service::Service,
    start::IntoApp,
    time::set_clock,
};

#[cfg(target_arch = "wasm32")]
pub use crate::boundary::fetch;
pub use response::TestResponse;

/// Sends requests to an application, in the same thread and without a network. Time is faked: waiting takes none.
///
/// # Panics
/// All of its methods panic where a test should fail: an application that cannot start, a handler that waits for what never comes,
/// an assertion that does not hold.
///
/// # Example: a test
/// ```
/// use whippet::{prelude::*, testing::TestClient};
///
/// let client = TestClient::new(App::new().get("/users/{id}", |Path(id): Path<u32>| Json(json!({ "id": id }))));
/// let response = client.get("/users/7").send().assert_status(200);
/// assert_eq!(response.json::<Value>()["id"], 7);
/// client.post("/users/7").send().assert_status(405).assert_header("allow", "GET, HEAD, OPTIONS");
/// ```
pub struct TestClient {
    service: Service,
    bindings: Bindings,
}

impl TestClient {
    /// A client of an application.
    pub fn new(app: App) -> Self {
        Self::of(Service::freeze(app), Bindings::from_iter::<[(&str, serde_json::Value); 0]>([]))
    }

    /// A client of an application that is started with bindings.
    pub fn with_bindings<M, K: Into<String>>(
        app: impl IntoApp<M>,
        bindings: impl IntoIterator<Item = (K, serde_json::Value)>,
    ) -> Self {
        let bindings = Bindings::from_iter(bindings);
        Self::of(Service::start(&app, bindings.clone()), bindings)
    }

    #[allow(clippy::panic, reason = "documented: a test fails by a panic")]
    fn of(service: Result<Service, Error>, bindings: Bindings) -> Self {
        match service {
            Ok(service) => Self { service, bindings },
            Err(error) => panic!("the application cannot start: {error}"),
        }
    }

    /// A GET request.
    pub fn get(&self, target: &str) -> TestRequest<'_> {
        self.request("GET", target)
    }

    /// A POST request.
    pub fn post(&self, target: &str) -> TestRequest<'_> {
        self.request("POST", target)
    }

    /// A PUT request.
    pub fn put(&self, target: &str) -> TestRequest<'_> {
        self.request("PUT", target)
    }

    /// A PATCH request.
    pub fn patch(&self, target: &str) -> TestRequest<'_> {
        self.request("PATCH", target)
    }

    /// A DELETE request.
    pub fn delete(&self, target: &str) -> TestRequest<'_> {
        self.request("DELETE", target)
    }

    /// A HEAD request.
    pub fn head(&self, target: &str) -> TestRequest<'_> {
        self.request("HEAD", target)
    }

    /// An OPTIONS request.
    pub fn options(&self, target: &str) -> TestRequest<'_> {
        self.request("OPTIONS", target)
    }

    /// A request of any method. The target is a path with an optional query, percent-encoded.
    pub fn request(&self, method: &str, target: &str) -> TestRequest<'_> {
        let parts = TestPlatform::new(self.bindings.clone());
        TestRequest { client: self, method: method.to_owned(), target: target.to_owned(), parts, body: Bytes::new() }
    }
}

/// A request that is being put together.
#[must_use = "a request does nothing until it is sent"]
pub struct TestRequest<'a> {
    client: &'a TestClient,
    method: String,
    target: String,
    parts: TestPlatform,
    body: Bytes,
}

impl TestRequest<'_> {
    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.parts.headers.push((name.to_ascii_lowercase(), value.to_owned()));
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Sets the body to a JSON document, and the content type to match.
    pub fn json<T: serde::Serialize>(self, document: &T) -> Self {
        #[allow(clippy::expect_used, reason = "documented: a test fails by a panic")]
        let body = serde_json::to_vec(document).expect("the document can be written as JSON");
        self.header("content-type", "application/json").body(body)
    }

    /// Says who sends the request, as a platform would.
    pub fn client(mut self, client: &Client) -> Self {
        self.parts.client = client.pack();
        self
    }

    /// Sends it, and runs what it left to be done after the answer.
    pub fn send(self) -> TestResponse {
        let clock = Rc::new(FakeClock::default());
        let before = set_clock(Some(clock.clone()));
        let response = self.drive(&clock);
        set_clock(before);
        response
    }

    #[allow(clippy::panic, reason = "documented: a test fails by a panic")]
    fn drive(self, clock: &FakeClock) -> TestResponse {
        let mut head = format!("{}\0{}\0", self.method, self.target);
        for name in self.client.service.declared().iter() {
            if let Some(value) = crate::platform::Platform::header(&self.parts, name) {
                head.push('=');
                head.push_str(&value);
            }
            head.push('\0');
        }
        let woken = Arc::new(Woken(AtomicBool::new(false)));
        let waker = Waker::from(Arc::clone(&woken));
        let (after, log) = (Rc::clone(&self.parts.after), Rc::clone(&self.parts.log));
        let (mut exchange, mut step) =
            Exchange::start(&self.client.service, head, Box::new(self.parts), || waker.clone());
        let response = loop {
            step = match (step, exchange.as_mut()) {
                (Step::Ready(response), _) => break response,
                (Step::NeedBody(max), Some(exchange)) if self.body.len() > max => {
                    exchange.resume(Err(body_too_large(max)), || waker.clone())
                }
                (Step::NeedBody(_), Some(exchange)) => exchange.resume(Ok(self.body.clone()), || waker.clone()),
                (Step::Pending, Some(exchange)) if woken.take() || clock.advance() => exchange.poll(|| waker.clone()),
                _ => panic!("the handler of {} {} waits for what never comes", self.method, self.target),
            };
        };
        run_after(&after, clock);
        let is_head = self.method == Method::HEAD.as_str();
        TestResponse::new(response, is_head, log.take())
    }
}

/// Runs what was left to be done after the answer, and what that leaves.
#[allow(clippy::panic, reason = "documented: a test fails by a panic")]
fn run_after(after: &platform::Tasks, clock: &FakeClock) {
    let woken = Arc::new(Woken(AtomicBool::new(false)));
    let waker = Waker::from(Arc::clone(&woken));
    let mut cx = std::task::Context::from_waker(&waker);
    loop {
        let mut tasks = after.take();
        if tasks.is_empty() {
            return;
        }
        tasks.retain_mut(|task| task.as_mut().poll(&mut cx).is_pending());
        let waits = !tasks.is_empty();
        after.borrow_mut().append(&mut tasks);
        if waits && !woken.take() && !clock.advance() {
            panic!("a task left for after the answer waits for what never comes");
        }
    }
}

/// Remembers that it was woken.
struct Woken(AtomicBool);

impl Woken {
    fn take(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}
