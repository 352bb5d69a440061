//! [`Fetch`]: a request to another server, by the `fetch` of the platform.
//!
//! 1. The platform sends it: it knows TLS, proxies and HTTP/2, and pools connections. Waiting for it costs no CPU.
//! 2. It belongs to the request during which it is made: where that one's client goes away, or its future is dropped, it is cancelled.
//! 3. A server that cannot be reached, or does not answer in time, is an error of 502 or 504, whose cause is logged and not told. An answer of 400 or above is an
//!    answer.
//! 4. A redirect is followed, as `fetch` does it: a secret in a header that is not `authorization` goes along.
//!
//! The URL is the application's. One that a client has a say in lets it reach what only the server can (SSRF): compare its host with a list first.
//!
//! In plain `cargo test` there is no network: [`TestClient::network`](crate::testing::TestClient::network) says what answers.
//!
//! # Example: somebody else's API
//! ```
//! use whippet::{fetch::{Fetch, Fetched}, prelude::*, testing::TestClient};
//!
//! #[derive(Deserialize)]
//! struct Weather { degrees: i32 }
//!
//! async fn walk() -> Result<&'static str> {
//!     let weather: Weather = Fetch::get("https://weather.example/today").send().await?.json()?;
//!     Ok(if weather.degrees > 5 { "out" } else { "sofa" })
//! }
//!
//! let client = TestClient::new(App::new().get("/", walk)).network(|_| Fetched::of(200, r#"{"degrees":21}"#));
//! client.get("/").send().assert_text("out");
//! ```

mod fetched;
mod native;

use std::{cell::RefCell, fmt, rc::Rc, time::Duration};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use serde::Serialize;

pub use fetched::Fetched;

use crate::{
    error::{Error, Result},
    headers::Headers,
    time::sleep,
};

/// How long an answer may take, if nothing else is said.
const TIMEOUT: Duration = Duration::from_secs(10);

/// A request to another server.
///
/// # Example: JSON there and back
/// ```
/// use whippet::{fetch::{Fetch, Fetched}, prelude::*, testing::TestClient};
///
/// async fn order(State(key): State<&'static str>) -> Result<Json<Value>> {
///     let answer = Fetch::post("https://bones.example/orders")
///         .header(header::AUTHORIZATION, HeaderValue::from_static(key))
///         .json(&json!({ "bones": 3 }))?
///         .send()
///         .await?;
///     if answer.status() != StatusCode::CREATED {
///         return Err(Error::new(StatusCode::BAD_GATEWAY, "no bones today"));
///     }
///     Ok(Json(answer.json()?))
/// }
///
/// let app = App::new().post("/", order).with_state("Bearer t7");
/// let client = TestClient::new(app).network(|fetch| match fetch.headers().get("authorization") {
///     Some(_) => Fetched::of(201, r#"{"order":7}"#),
///     None => Fetched::of(401, ""),
/// });
/// client.post("/").send().assert_json(&json!({ "order": 7 }));
/// ```
#[derive(Clone)]
#[must_use = "nothing is asked until it is sent"]
pub struct Fetch {
    method: Method,
    url: String,
    headers: Headers,
    body: Bytes,
    timeout: Duration,
}

impl Fetch {
    /// A request of any method.
    ///
    /// ```
    /// use whippet::{Method, fetch::Fetch};
    /// assert_eq!(Fetch::new(Method::DELETE, "https://dogs.example/7").method(), Method::DELETE);
    /// ```
    pub fn new(method: Method, url: impl Into<String>) -> Self {
        Self { method, url: url.into(), headers: Headers::new(), body: Bytes::new(), timeout: TIMEOUT }
    }

    /// A `GET` request.
    ///
    /// ```
    /// use whippet::fetch::Fetch;
    /// assert_eq!(Fetch::get("https://dogs.example/").url(), "https://dogs.example/");
    /// ```
    pub fn get(url: impl Into<String>) -> Self {
        Self::new(Method::GET, url)
    }

    /// A `POST` request.
    ///
    /// ```
    /// use whippet::{Method, fetch::Fetch};
    /// assert_eq!(Fetch::post("https://dogs.example/").method(), Method::POST);
    /// ```
    pub fn post(url: impl Into<String>) -> Self {
        Self::new(Method::POST, url)
    }

    /// Adds a header.
    ///
    /// ```
    /// use whippet::{HeaderValue, fetch::Fetch, header};
    /// let fetch = Fetch::get("https://dogs.example/").header(header::ACCEPT, HeaderValue::from_static("text/csv"));
    /// assert!(fetch.headers().contains("accept"));
    /// ```
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }

    /// Sets the body. `fetch` refuses one with `GET` and `HEAD`.
    ///
    /// ```
    /// use whippet::fetch::Fetch;
    /// assert_eq!(Fetch::post("https://dogs.example/").body("woof").bytes(), &"woof");
    /// ```
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Sets the body to a document, and the content type to JSON's.
    ///
    /// # Errors
    /// 500 where the value cannot be written as JSON.
    ///
    /// ```
    /// use whippet::{fetch::Fetch, prelude::*};
    /// let fetch = Fetch::post("https://dogs.example/").json(&json!({ "name": "lola" }))?;
    /// assert_eq!(fetch.headers().get("content-type").unwrap(), "application/json");
    /// # Ok::<(), Error>(())
    /// ```
    pub fn json(mut self, document: &(impl Serialize + ?Sized)) -> Result<Self> {
        self.headers.set(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self.body = serde_json::to_vec(document)?.into();
        Ok(self)
    }

    /// Sets how long the answer, its body included, may take: 10 seconds unless said otherwise.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{fetch::{Fetch, Fetched}, prelude::*, testing::TestClient};
    ///
    /// let ask = async || Fetch::get("https://slow.example/").timeout(Duration::from_secs(1)).send().await.map(|_| "done");
    /// let client = TestClient::new(App::new().get("/", ask)).network(|_| Fetched::of(200, "").after(Duration::from_secs(2)));
    /// client.get("/").send().assert_status(504);
    /// ```
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The method.
    ///
    /// ```
    /// use whippet::{Method, fetch::Fetch};
    /// assert_eq!(Fetch::get("https://dogs.example/").method(), Method::GET);
    /// ```
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The URL, as it was given.
    ///
    /// ```
    /// use whippet::fetch::Fetch;
    /// assert_eq!(Fetch::get("https://dogs.example/?q=a").url(), "https://dogs.example/?q=a");
    /// ```
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The headers.
    ///
    /// ```
    /// use whippet::fetch::Fetch;
    /// assert!(Fetch::get("https://dogs.example/").headers().is_empty());
    /// ```
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The body.
    ///
    /// ```
    /// use whippet::fetch::Fetch;
    /// assert!(Fetch::get("https://dogs.example/").bytes().is_empty());
    /// ```
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// Sends it, and waits for the answer with its body. Dropping the future cancels it.
    ///
    /// # Errors
    /// 502 where the server cannot be reached or breaks off, or the URL is none; 504 where it takes too long. The cause is for the log.
    ///
    /// ```
    /// use whippet::{fetch::Fetch, prelude::*, testing::TestClient};
    /// let ask = async || Fetch::get("https://nowhere.example/").send().await.map(|_| "done");
    /// let client = TestClient::new(App::new().get("/", ask)).network(|_| Err(Error::internal("no route to host")));
    /// client.get("/").send().assert_status(502);
    /// ```
    pub async fn send(self) -> Result<Fetched> {
        let timeout = self.timeout;
        let url = self.url.clone();
        let network = NETWORK.with(|network| network.borrow().clone());
        let answer = async {
            match network {
                Some(network) => network.send(self).await,
                None => native::send(self).await,
            }
        };
        match within(timeout, answer).await {
            Some(Ok(answer)) => Ok(answer),
            Some(Err(cause)) => {
                Err(Error::new(StatusCode::BAD_GATEWAY, "a server that this one asks cannot be reached")
                    .with_source(format!("{}: {}", host_of(&url), without_urls(&cause, &url))))
            }
            None => Err(Error::new(StatusCode::GATEWAY_TIMEOUT, "a server that this one asks takes too long")
                .with_source(format!("{} did not answer within {} ms", host_of(&url), timeout.as_millis()))),
        }
    }
}

/// Without what may be secret: the values of its headers, its body, and of its URL all but the host.
impl fmt::Debug for Fetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        let mut debug = f.debug_struct("Fetch");
        debug.field("method", &self.method).field("host", &host_of(&self.url)).field("headers", &names);
        debug.field("bytes", &self.body.len()).field("timeout", &self.timeout).finish()
    }
}

/// Who is asked: what else is in a URL may be secret.
fn host_of(url: &str) -> &str {
    let Some((_, rest)) = url.split_once("://") else { return "a URL without a host" };
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    authority.rsplit('@').next().unwrap_or_default()
}

/// What a platform tells, where it repeats the URL that it cannot ask, or that URL as it has read it.
fn without_urls(told: &str, url: &str) -> String {
    // A few letters stand in other words, too.
    let told = if url.len() < 8 { told.to_owned() } else { told.replace(url, "its URL") };
    let words = told.split(' ').map(|word| if word.contains("://") { "its URL" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

async fn within<T>(timeout: Duration, work: impl Future<Output = T>) -> Option<T> {
    let (mut work, mut deadline) = (std::pin::pin!(work), std::pin::pin!(sleep(timeout)));
    std::future::poll_fn(|cx| match work.as_mut().poll(cx) {
        std::task::Poll::Ready(done) => std::task::Poll::Ready(Some(done)),
        std::task::Poll::Pending => deadline.as_mut().poll(cx).map(|()| None),
    })
    .await
}

/// What answers in place of the platform's network: a test's.
pub(crate) trait Network {
    fn send(&self, fetch: Fetch) -> crate::platform::LocalBoxFuture<Result<Fetched, String>>;
}

thread_local! {
    static NETWORK: RefCell<Option<Rc<dyn Network>>> = const { RefCell::new(None) };
}

/// Puts a network in place for this thread and gives back the one before.
pub(crate) fn set_network(network: Option<Rc<dyn Network>>) -> Option<Rc<dyn Network>> {
    NETWORK.with(|current| current.replace(network))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_secret_of_a_url_is_told() {
        let url = "https://lola:s3cret@dogs.example/?key=s3cret";
        for told in [
            format!("Failed to parse URL from {url}"),
            format!("Request cannot be constructed from a URL that includes credentials: {url}"),
            "Fetch API cannot load: https://lola:s3cret@dogs.example/?key=s3cret#.".to_owned(),
            format!("\"{url}\" is none"),
        ] {
            let told = without_urls(&told, url);
            assert!(told.contains("its URL") && !told.contains("s3cret"), "{told}");
        }
        assert_eq!(
            without_urls("fetch failed: connect ECONNREFUSED 127.0.0.1:1", ""),
            "fetch failed: connect ECONNREFUSED 127.0.0.1:1"
        );
        assert!(!without_urls("Failed to parse URL from no url?key=s3cret", "no url?key=s3cret").contains("s3cret"));
    }

    #[test]
    fn nothing_secret_of_a_url_is_logged() {
        const URL: &str = "https://lola:s3cret@dogs.example/?key=s3cret";
        let app = crate::App::new().get("/", async || Fetch::get(URL).send().await.map(|_| ""));
        let client = crate::testing::TestClient::new(app)
            .network(|_| Err::<Fetched, _>(Error::internal(format!("Failed to parse URL from {URL}"))));
        let answer = client.get("/").send().assert_status(502);
        let line = &answer.log()[0];
        assert!(line.contains("dogs.example: 500: Failed to parse URL from its URL"), "{line}");
        assert!(!line.contains("s3cret") && !answer.text().contains("dogs"), "{line}");
    }

    #[test]
    fn nothing_secret_is_shown() {
        let fetch = Fetch::post("https://lola:s3cret@dogs.example/?key=s3cret").body("s3cret");
        let shown = format!("{:?}", fetch.header(header::AUTHORIZATION, HeaderValue::from_static("Bearer s3cret")));
        assert!(shown.contains("dogs.example") && shown.contains("authorization"), "{shown}");
        assert!(!shown.contains("s3cret"), "{shown}");
    }
}
