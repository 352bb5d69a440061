//! [`TestRequest`]: a request that is being put together.

use std::{
    fmt::Display,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::{TestClient, TestResponse, body::TestBody, run::Request};
use crate::{client::Client, context::field_name};

/// All that a form encodes (the URL standard's `application/x-www-form-urlencoded`), and the space, which it writes as `+`.
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_');

/// A request that is being put together.
///
/// # Example: everything that it may carry
/// ```
/// use whippet::{prelude::*, testing::TestClient};
///
/// let test = TestClient::new(App::new().post("/dogs", |client: Client, cx: Context, Json(dog): Json<Value>| {
///     format!("{} from {:?} by {:?}", dog["name"], client.address, cx.header("user-agent"))
/// }));
/// let mut sender = Client::default();
/// sender.address = "192.0.2.1".parse().ok();
/// let request = test.post("/dogs").client(&sender).header("User-Agent", "curl").json(&json!({ "name": "Lola" }));
/// assert_eq!(request.send().text(), r#""Lola" from Some(192.0.2.1) by Some("curl")"#);
/// ```
#[must_use = "a request does nothing until it is sent"]
pub struct TestRequest<'a> {
    client: &'a TestClient,
    request: Request,
}

impl<'a> TestRequest<'a> {
    pub(super) fn new(client: &'a TestClient, request: Request) -> Self {
        Self { client, request }
    }

    pub(super) fn into_inner(self) -> Request {
        self.request
    }

    /// Adds parameters to the query, encoded as a form's; what the target has of a query stays before them.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/dogs", |cx: Context| cx.query().to_owned()));
    /// let request = client.get("/dogs?page=2").query(&[("name", &"Lola & Rex"), ("age", &7)]);
    /// assert_eq!(request.send().text(), "page=2&name=Lola+%26+Rex&age=7");
    /// ```
    pub fn query(mut self, parameters: &[(&str, &dyn Display)]) -> Self {
        for (name, value) in parameters {
            let target = &mut self.request.target;
            if !target.contains('?') {
                target.push('?');
            } else if !target.ends_with(['?', '&']) {
                target.push('&');
            }
            push_form(target, name);
            target.push('=');
            push_form(target, &value.to_string());
        }
        self
    }

    /// Adds a header; one that is there already is repeated, not replaced.
    ///
    /// # Panics
    /// Where the name or the value can be in no request.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", |cx: Context| cx.header("accept").map(|value| value.into_owned())));
    /// let request = client.get("/").header("Accept", "text/html").header("Accept", "*/*");
    /// assert_eq!(request.send().text(), "text/html, */*");
    /// ```
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        assert!(field_name(name).is_some(), "{name:?} is no name of a header: a platform would not let it through");
        assert!(!value.contains(['\0', '\r', '\n']), "{value:?} is no value of a header");
        self.request.platform.headers.push((name.to_ascii_lowercase(), value.to_owned()));
        self
    }

    /// Sets the body: text or bytes. It says nothing of a content type.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().post("/", |body: Bytes| body.len().to_string()));
    /// assert_eq!(client.post("/").body(vec![0_u8; 1000]).send().text(), "1000");
    /// client.post("/").body(vec![0_u8; 5_000_000]).send().assert_status(413);
    /// ```
    pub fn body(self, body: impl Into<Bytes>) -> Self {
        self.chunks([body])
    }

    /// Sets the body to chunks, which come one after the other: what [`BodyStream`](crate::BodyStream) sees of a real one. To any
    /// other extractor they are one body.
    ///
    /// ```
    /// use whippet::{BodyStream, prelude::*, testing::TestClient};
    ///
    /// async fn sizes(mut body: BodyStream) -> Result<String> {
    ///     let mut sizes = Vec::new();
    ///     while let Some(chunk) = body.next().await {
    ///         sizes.push(chunk?.len().to_string());
    ///     }
    ///     Ok(sizes.join(" "))
    /// }
    ///
    /// let client = TestClient::new(App::new().post("/", sizes));
    /// assert_eq!(client.post("/").chunks(["one", "three"]).send().text(), "3 5");
    /// ```
    pub fn chunks<B: Into<Bytes>>(mut self, chunks: impl IntoIterator<Item = B>) -> Self {
        self.request.body = TestBody::of(chunks.into_iter().map(Into::into));
        self
    }

    /// Lets time pass before each chunk of the body; the default is none. Set the body first.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{prelude::*, testing::TestClient};
    ///
    /// let client = TestClient::new(App::new().post("/", |text: String| text));
    /// let answer = client.post("/").chunks(["a", "b", "c"]).chunk_every(Duration::from_secs(2)).send();
    /// assert_eq!((answer.text(), answer.elapsed().as_secs()), ("abc", 6));
    /// ```
    pub fn chunk_every(mut self, pause: Duration) -> Self {
        self.request.body.pause = pause;
        self
    }

    /// Breaks the body off after what it has, as where a client goes away while it sends. Set the body first.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().post("/", |text: String| text));
    /// client.post("/").body("half of i").broken_off().send().assert_status(400);
    /// ```
    pub fn broken_off(mut self) -> Self {
        self.request.body.is_broken = true;
        self
    }

    /// Sets the body to a JSON document, and the content type to match.
    ///
    /// # Panics
    /// Where the document cannot be written as JSON, as a map whose keys are not text.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().post("/sum", |Json(all): Json<Vec<i32>>| all.iter().sum::<i32>().to_string()));
    /// assert_eq!(client.post("/sum").json(&[1, 2, 3]).send().text(), "6");
    /// ```
    #[track_caller]
    #[allow(clippy::expect_used, reason = "documented: a test fails by a panic")]
    pub fn json(self, document: &(impl Serialize + ?Sized)) -> Self {
        let body = serde_json::to_vec(document).expect("the document can be written as JSON");
        self.header("content-type", "application/json").body(body)
    }

    /// Sets what time it is for the request; without it, that of the machine. Of several that are sent
    /// [together](TestClient::together) the first says it for all.
    ///
    /// # Example: a lock that opens at midnight
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use whippet::{prelude::*, testing::TestClient, time::now};
    ///
    /// let midnight = SystemTime::UNIX_EPOCH + Duration::from_hours(24);
    /// let client = TestClient::new(App::new().get("/", move || if now() < midnight { "closed" } else { "open" }));
    /// client.get("/").at(midnight - Duration::from_secs(1)).send().assert_text("closed");
    /// client.get("/").at(midnight).send().assert_text("open");
    /// ```
    pub fn at(mut self, time: SystemTime) -> Self {
        self.request.at = Some(time);
        self
    }

    /// Says who sends the request, as a platform would. The default is that nobody knows.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let test = TestClient::new(App::new().get("/", |client: Client| client.address.map(|address| address.to_string())));
    /// let mut sender = Client::default();
    /// sender.address = "2001:db8::7".parse().ok();
    /// assert_eq!(test.get("/").client(&sender).send().text(), "2001:db8::7");
    /// ```
    pub fn client(mut self, client: &Client) -> Self {
        self.request.platform.client = client.pack();
        self
    }

    /// Sends it, and runs what it left to be done after the answer.
    ///
    /// The answer is there at once; `.await` does no more than give it back, so that a test reads alike in an async function.
    ///
    /// # Panics
    /// Where the handler panics, or waits for what never comes.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::{TestClient, block_on}};
    /// let client = TestClient::new(App::new().get("/", || async { "hello" }));
    /// assert_eq!(client.get("/").send().text(), "hello");
    /// block_on(async { assert_eq!(client.get("/").send().await.text(), "hello") });
    /// ```
    #[track_caller]
    #[allow(clippy::expect_used, reason = "one request has one answer")]
    pub fn send(self) -> TestResponse {
        self.client.run(vec![self.request]).pop().expect("one request has one answer")
    }
}

fn push_form(target: &mut String, text: &str) {
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            target.push('+');
        }
        target.extend(utf8_percent_encode(word, FORM));
    }
}
