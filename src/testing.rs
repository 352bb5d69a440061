//! Requests to an application: [`TestClient`] in plain `cargo test`, without wasm and without JavaScript; on wasm32 also `fetch`, through
//! the real boundary.

mod body;
mod clock;
mod difference;
mod network;
mod platform;
mod request;
mod response;
mod run;
mod woken;

use std::rc::Rc;

use self::{body::TestBody, network::TestNetwork, platform::TestPlatform, run::Request};
use crate::{
    bindings::Bindings,
    error::{Error, Result},
    fetch::{Fetch, Network},
    service::Service,
    start::{IntoApp, Started},
};

#[cfg(target_arch = "wasm32")]
pub use crate::boundary::fetch;
pub use network::Answered;
pub use request::TestRequest;
pub use response::TestResponse;
pub use run::block_on;

/// Sends requests to an application, in the same thread and without a network. Time is faked: waiting takes none.
///
/// # Panics
/// All of its methods panic where a test should fail: an application that cannot start, a handler that waits for what never comes,
/// an assertion that does not hold. The place that is named with the message is the test's.
///
/// # Example: a test
/// ```
/// use whippet::{prelude::*, testing::TestClient};
///
/// let client = TestClient::new(App::new().get("/users/{id}", |Path(id): Path<u32>| Json(json!({ "id": id }))));
/// let response = client.get("/users/7").send().assert_status(200); // in an async test: .send().await
/// assert_eq!(response.json::<Value>()["id"], 7);
/// client.post("/users/7").send().assert_status(405).assert_header("allow", "GET, HEAD, OPTIONS");
/// ```
pub struct TestClient {
    service: Service,
    bindings: Bindings,
    network: Option<Rc<dyn Network>>,
}

impl TestClient {
    /// A client of an application, or of what a function returned that may fail to make one; without bindings.
    ///
    /// # Panics
    /// Where the application cannot start; the message says what is wrong with which route.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", || "hello"));
    /// assert_eq!(client.get("/").send().text(), "hello");
    /// ```
    ///
    /// # Example: one that may fail
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    ///
    /// fn app(bindings: Bindings) -> Result<App> {
    ///     let limit = bindings.find::<u32>("LIMIT")?.unwrap_or(10);
    ///     Ok(App::new().get("/", move || limit.to_string()))
    /// }
    ///
    /// assert_eq!(TestClient::new(app(Bindings::default())).get("/").send().text(), "10");
    /// ```
    #[track_caller]
    pub fn new(app: impl Started) -> Self {
        Self::of(app.started().and_then(Service::freeze), Bindings::default())
    }

    /// A client of the application that a function makes, which is called as the platform would call it: the function of
    /// [`#[whippet::app]`](macro@crate::app). There are no bindings.
    ///
    /// # Panics
    /// Where the function returns an error or waits for what never comes, or the application cannot start.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    ///
    /// fn app(bindings: Bindings) -> Result<App> {
    ///     let motto = bindings.find("MOTTO")?.unwrap_or_else(|| "fetch".to_owned());
    ///     Ok(App::new().get("/", move || motto.clone()))
    /// }
    ///
    /// assert_eq!(TestClient::start(app).get("/").send().text(), "fetch");
    /// ```
    ///
    /// # Example: one that waits
    /// ```
    /// use std::time::Duration;
    /// use whippet::{prelude::*, testing::TestClient, time::sleep};
    ///
    /// async fn app() -> App {
    ///     sleep(Duration::from_secs(60)).await; // in a test time takes none
    ///     App::new().get("/", || "at last")
    /// }
    ///
    /// assert_eq!(TestClient::start(app).get("/").send().text(), "at last");
    /// ```
    #[track_caller]
    pub fn start<M>(app: impl IntoApp<M>) -> Self {
        Self::start_with(&app, Bindings::default())
    }

    /// A client of an application that is started with bindings: of the function, since it may read them.
    ///
    /// # Panics
    /// Where the function returns an error or waits for what never comes, or the application cannot start.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = |bindings: Bindings| bindings.get("MOTTO").map(|motto: String| App::new().get("/", move || motto.clone()));
    /// let client = TestClient::with_bindings(app, [("MOTTO", json!("fetch"))]);
    /// assert_eq!(client.get("/").send().text(), "fetch");
    /// ```
    #[track_caller]
    pub fn with_bindings<M, K: Into<String>>(
        app: impl IntoApp<M>,
        bindings: impl IntoIterator<Item = (K, serde_json::Value)>,
    ) -> Self {
        let bindings = Bindings::from_iter(bindings);
        Self::start_with(&app, bindings)
    }

    #[track_caller]
    fn start_with<M>(app: &impl IntoApp<M>, bindings: Bindings) -> Self {
        let service = run::to_end(Service::start(app, bindings.clone()));
        Self::of(service.unwrap_or_else(|| Err(Error::internal("it waits for what never comes"))), bindings)
    }

    #[track_caller]
    #[allow(clippy::panic, reason = "documented: a test fails by a panic")]
    fn of(service: Result<Service>, bindings: Bindings) -> Self {
        match service {
            Ok(service) => Self { service, bindings, network: None },
            Err(error) => panic!("{}", refusal(&error)),
        }
    }

    /// A GET request.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/dogs", || "all dogs"));
    /// client.get("/dogs?page=2").send().assert_status(200);
    /// client.get("/cats").send().assert_status(404);
    /// ```
    pub fn get(&self, target: &str) -> TestRequest<'_> {
        self.request("GET", target)
    }

    /// A POST request.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().post("/echo", |text: String| text));
    /// assert_eq!(client.post("/echo").body("woof").send().text(), "woof");
    /// ```
    pub fn post(&self, target: &str) -> TestRequest<'_> {
        self.request("POST", target)
    }

    /// A PUT request.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().put("/dogs/{id}", |Path(id): Path<u8>, Json(_): Json<Value>| id.to_string()));
    /// client.put("/dogs/7").json(&json!({ "name": "Lola" })).send().assert_status(200);
    /// client.put("/dogs/seven").json(&json!({})).send().assert_status(422);
    /// ```
    pub fn put(&self, target: &str) -> TestRequest<'_> {
        self.request("PUT", target)
    }

    /// A PATCH request.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().patch("/dogs/7", |Json(_): Json<Value>| NoContent));
    /// let request = client.patch("/dogs/7").header("content-type", "application/merge-patch+json");
    /// request.body(r#"{"age":8}"#).send().assert_status(204);
    /// ```
    pub fn patch(&self, target: &str) -> TestRequest<'_> {
        self.request("PATCH", target)
    }

    /// A DELETE request.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let remove = |Path(id): Path<u8>| (id == 7).then_some(NoContent); // None is 404
    /// let client = TestClient::new(App::new().delete("/dogs/{id}", remove));
    /// client.delete("/dogs/7").send().assert_status(204);
    /// client.delete("/dogs/8").send().assert_status(404);
    /// ```
    pub fn delete(&self, target: &str) -> TestRequest<'_> {
        self.request("DELETE", target)
    }

    /// A HEAD request.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", || Html("<h1>hello</h1>")));
    /// let answer = client.head("/").send().assert_header("content-type", "text/html; charset=utf-8");
    /// assert!(answer.bytes().is_empty());
    /// ```
    pub fn head(&self, target: &str) -> TestRequest<'_> {
        self.request("HEAD", target)
    }

    /// An OPTIONS request.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/dogs", || "all dogs").delete("/dogs", || "none"));
    /// client.options("/dogs").send().assert_status(204).assert_header("allow", "GET, HEAD, DELETE, OPTIONS");
    /// ```
    pub fn options(&self, target: &str) -> TestRequest<'_> {
        self.request("OPTIONS", target)
    }

    /// Says what answers in place of other servers: what [`Fetch`] asks. Without it nothing does: there is no network in a test.
    ///
    /// ```
    /// use whippet::{fetch::{Fetch, Fetched}, prelude::*, testing::TestClient};
    ///
    /// let ask = async || Fetch::get("https://dogs.example/7").send().await?.text().map(str::to_owned);
    /// let client = TestClient::new(App::new().get("/", ask)).network(|fetch| match fetch.url() {
    ///     "https://dogs.example/7" => Fetched::of(200, "lola"),
    ///     _ => Fetched::of(404, "no such dog"),
    /// });
    /// client.get("/").send().assert_text("lola");
    /// ```
    #[must_use]
    pub fn network<A: Answered>(mut self, answer: impl Fn(&Fetch) -> A + 'static) -> Self {
        self.network = Some(Rc::new(TestNetwork(Box::new(move |fetch| answer(fetch).answered()))));
        self
    }

    /// A request of any method. The target is a path with an optional query, percent-encoded.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().on("QUERY", "/dogs", |question: String| question));
    /// assert_eq!(client.request("QUERY", "/dogs").body("age > 7").send().text(), "age > 7");
    /// client.request("no method", "/dogs").send().assert_status(400);
    /// ```
    pub fn request(&self, method: &str, target: &str) -> TestRequest<'_> {
        let platform = TestPlatform::new(self.bindings.clone());
        let request = Request {
            method: method.to_owned(),
            target: target.to_owned(),
            platform,
            body: TestBody::default(),
            at: None,
        };
        TestRequest::new(self, request)
    }

    /// Sends requests at once, as one instance gets them under load: all begin before the first goes on, and they take turns where
    /// they wait. The answers come in the order of the requests.
    ///
    /// # Panics
    /// Where a handler panics, or waits for what never comes.
    ///
    /// # Example: requests do not see each other
    /// ```
    /// use std::time::Duration;
    /// use whippet::{prelude::*, testing::TestClient, time::sleep};
    ///
    /// let client = TestClient::new(App::new().get("/{name}", |Path(name): Path<String>| async move {
    ///     sleep(Duration::from_secs(1)).await;
    ///     name
    /// }));
    /// let answers = client.together([client.get("/lola"), client.get("/rex")]);
    /// assert_eq!(answers[0].text(), "lola");
    /// assert_eq!(answers[1].text(), "rex");
    /// assert_eq!(answers[1].elapsed(), Duration::from_secs(1));
    /// ```
    #[track_caller]
    pub fn together<'a>(&'a self, requests: impl IntoIterator<Item = TestRequest<'a>>) -> Vec<TestResponse> {
        self.run(requests.into_iter().map(TestRequest::into_inner).collect())
    }

    #[track_caller]
    #[allow(clippy::panic, reason = "documented: a test fails by a panic")]
    fn run(&self, requests: Vec<Request>) -> Vec<TestResponse> {
        match run::run(&self.service, self.network.clone(), requests) {
            Ok(responses) => responses,
            Err(stuck) => panic!("{stuck}"),
        }
    }
}

/// That an application cannot start, and why, for the developer: one fault a line. The status is the client's business.
fn refusal(error: &Error) -> String {
    let mut text = format!("{error:#}");
    if text.is_empty() {
        text.push_str(error.title());
    }
    let mark = if text.contains('\n') { '\n' } else { ' ' };
    format!("the application cannot start:{mark}{text}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Fault, Place};

    #[test]
    fn a_refusal_says_why_and_no_status() {
        let told = |error: Error| refusal(&error).trim_start_matches("the application cannot start:").to_owned();
        assert_eq!(told(Error::internal("no database")), " no database");
        assert_eq!(told(Error::not_found("")), " Not Found");
        assert_eq!(told(Error::from("x".parse::<u8>().unwrap_err())), " invalid digit found in string");
        assert_eq!(told(Error::internal("a\nb")), "\na\nb");
        let faulty = Error::unprocessable("the rules").with_fault(Fault::new(Place::Body, "/port", "is missing"));
        assert_eq!(told(faulty).lines().count(), 3);
    }
}
