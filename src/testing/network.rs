//! [`TestNetwork`]: what answers in place of other servers.

use std::future::ready;

use http::Method;

use crate::{
    error::{Error, Result},
    fetch::{Fetch, Fetched, Network},
    platform::LocalBoxFuture,
    time::sleep,
};

/// What a test's network answers: an answer, or why there is none.
///
/// ```
/// use whippet::{fetch::Fetched, prelude::*, testing::{Answered, TestClient}};
/// fn network(answer: impl Answered + Clone + 'static) -> TestClient {
///     TestClient::new(App::new()).network(move |_| answer.clone())
/// }
/// network(Fetched::of(200, "")).get("/").send().assert_status(404);
/// ```
pub trait Answered {
    /// As a result.
    #[doc(hidden)]
    fn answered(self) -> Result<Fetched>;
}

impl Answered for Fetched {
    fn answered(self) -> Result<Fetched> {
        Ok(self)
    }
}

impl Answered for Result<Fetched> {
    fn answered(self) -> Result<Fetched> {
        self
    }
}

type Answers = Box<dyn Fn(&Fetch) -> Result<Fetched>>;

/// A function that answers in place of other servers.
pub(super) struct TestNetwork(pub(super) Answers);

impl Network for TestNetwork {
    fn send(&self, fetch: Fetch) -> LocalBoxFuture<Result<Fetched, String>> {
        // As a platform would, which has no page that a URL could be relative to.
        if !fetch.url().contains("://") {
            return Box::pin(ready(Err("the URL is none: it begins with https://".to_owned())));
        }
        if matches!(*fetch.method(), Method::GET | Method::HEAD) && !fetch.bytes().is_empty() {
            return Box::pin(ready(Err("a request with GET or HEAD cannot have a body".to_owned())));
        }
        let answer = (self.0)(&fetch).map_err(|error: Error| error.to_string());
        Box::pin(async move {
            let answer = answer?;
            sleep(answer.pause()).await;
            Ok(answer)
        })
    }
}
