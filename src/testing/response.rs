//! [`TestResponse`]: an answer, with assertions.

use std::{
    future::{IntoFuture, Ready, ready},
    time::Duration,
};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::difference;
use crate::{headers::Headers, response::Response};

/// An answer, with assertions. Each assertion gives the answer back, so that they can be written one after the other.
///
/// # Example: an error
/// ```
/// use whippet::{prelude::*, testing::TestClient};
///
/// let client = TestClient::new(App::new().get("/dogs/{id}", |Path(id): Path<u32>| id.to_string()));
/// let answer = client.get("/dogs/lola").send()
///     .assert_status(422)
///     .assert_header("content-type", "application/problem+json");
/// assert_eq!(answer.json::<Value>()["errors"][0]["path"], "/id");
/// ```
#[derive(Debug)]
pub struct TestResponse {
    /// The method and the target.
    request: String,
    response: Response,
    is_head: bool,
    elapsed: Duration,
    log: Vec<String>,
    output: Vec<String>,
}

#[allow(clippy::expect_used, clippy::panic, reason = "documented at TestClient: a test fails by a panic")]
impl TestResponse {
    pub(super) fn new(request: String, response: Response, is_head: bool, elapsed: Duration) -> Self {
        assert!(!is_head || response.body().is_empty(), "an answer to HEAD has no body");
        Self { request, response, is_head, elapsed, log: Vec::new(), output: Vec::new() }
    }

    /// The same, with what was written to the error log, and to the log.
    pub(super) fn with_lines(self, log: Vec<String>, output: Vec<String>) -> Self {
        Self { log, output, ..self }
    }

    /// The status.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let answer = TestClient::new(App::new().get("/", || StatusCode::IM_A_TEAPOT)).get("/").send();
    /// assert_eq!(answer.status(), 418);
    /// ```
    pub fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// The headers.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let cookies = || ([(header::SET_COOKIE, "a=1"), (header::SET_COOKIE, "b=2")], "two cookies");
    /// let answer = TestClient::new(App::new().get("/", cookies)).get("/").send();
    /// assert_eq!(answer.headers().get_all("set-cookie").count(), 2);
    /// ```
    pub fn headers(&self) -> &Headers {
        self.response.headers()
    }

    /// The first value of a header, as text; `None` where the answer has none, or one that is not ASCII.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let answer = TestClient::new(App::new().get("/old", || Redirect::permanent("/new"))).get("/old").send();
    /// assert_eq!(answer.header("Location"), Some("/new"));
    /// assert_eq!(answer.header("content-type"), None);
    /// ```
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().get(name).and_then(|value| value.to_str().ok())
    }

    /// The body.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let answer = TestClient::new(App::new().get("/logo.png", || b"\x89PNG")).get("/logo.png").send();
    /// assert!(answer.bytes().starts_with(b"\x89PNG"));
    /// ```
    pub fn bytes(&self) -> &[u8] {
        self.response.body().as_bytes()
    }

    /// The body as text.
    ///
    /// # Panics
    /// Where it is not UTF-8.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let answer = TestClient::new(App::new().get("/", || Html("<h1>Zürich</h1>"))).get("/").send();
    /// assert!(answer.text().contains("Zürich"));
    /// ```
    #[track_caller]
    pub fn text(&self) -> &str {
        match std::str::from_utf8(self.bytes()) {
            Ok(text) => text,
            Err(error) => panic!("{}", self.failure("the body is not UTF-8", &error.to_string())),
        }
    }

    /// The body, read as JSON; the content type is not looked at.
    ///
    /// # Panics
    /// Where it is not the JSON of the type, and for an answer to HEAD.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// #[derive(Debug, Deserialize, PartialEq, Serialize)]
    /// struct Dog { name: String }
    ///
    /// let client = TestClient::new(App::new().get("/", || Json(Dog { name: "Lola".into() })));
    /// assert_eq!(client.get("/").send().json::<Dog>(), Dog { name: "Lola".into() });
    /// ```
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        match serde_json::from_slice(self.bytes()) {
            Ok(value) => value,
            Err(_) if self.is_head => panic!("{}: an answer to HEAD has no body", self.request),
            Err(error) => {
                panic!("{}", self.failure("the body is not the JSON that the test wants", &error.to_string()))
            }
        }
    }

    /// How long the answer took, in the test's own time: what the handler slept.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{prelude::*, testing::TestClient, time::sleep};
    /// let client = TestClient::new(App::new().get("/", || async { sleep(Duration::from_secs(60)).await }));
    /// assert_eq!(client.get("/").send().elapsed(), Duration::from_secs(60)); // at once
    /// ```
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The lines that the request wrote to the error log.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let fail = || -> Result<()> { Err(Error::internal("the disk is full")) };
    /// let answer = TestClient::new(App::new().get("/", fail)).get("/").send().assert_status(500);
    /// assert!(answer.log()[0].contains("the disk is full"));
    /// assert!(!answer.text().contains("disk")); // which is nobody else's business
    /// ```
    pub fn log(&self) -> &[String] {
        &self.log
    }

    /// The lines that it has left in the platform's log, as [`Context::log`](crate::Context::log) and `Logger` do.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |cx: Context| cx.log("somebody came"));
    /// assert_eq!(TestClient::new(app).get("/").send().output(), ["somebody came"]);
    /// ```
    pub fn output(&self) -> &[String] {
        &self.output
    }

    /// Asserts the status.
    ///
    /// # Panics
    /// Where it is another; the message has the body and the log.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", || NoContent));
    /// assert!(client.get("/").send().assert_status(204).bytes().is_empty());
    /// ```
    #[track_caller]
    pub fn assert_status(self, status: u16) -> Self {
        if self.status() != status {
            panic!("{}: expected status {status}, got {}{}", self.request, self.status(), self.story());
        }
        self
    }

    /// Asserts the first value of a header.
    ///
    /// # Panics
    /// Where it is another, or there is none; the message has the status, the names of the headers, the body and the log.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", || ([(header::CACHE_CONTROL, "max-age=60")], "hello")));
    /// client.get("/").send().assert_header("cache-control", "max-age=60");
    /// ```
    #[track_caller]
    pub fn assert_header(self, name: &str, value: &str) -> Self {
        if self.headers().get(name).is_none_or(|first| first != value) {
            let got: Vec<String> = self.headers().get_all(name).map(|value| format!("{value:?}")).collect();
            let got = if got.is_empty() { "it has none".to_owned() } else { format!("got {}", got.join(" and then ")) };
            let mut names: Vec<&str> = self.headers().iter().map(|(name, _)| name.as_str()).collect();
            names.dedup();
            let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            panic!(
                "{}",
                self.failure(&format!("header {name}: expected {value:?}, {got}"), &format!("headers: {names}"))
            );
        }
        self
    }

    /// Asserts the body as text.
    ///
    /// # Panics
    /// Where it is another, or not UTF-8; the message has the first line that differs, the status, the body and the log.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", || Html("<h1>hello</h1>")));
    /// client.get("/").send().assert_status(200).assert_text("<h1>hello</h1>");
    /// ```
    #[track_caller]
    pub fn assert_text(self, text: &str) -> Self {
        if let Some(lines) = difference::of_text(text, self.text()) {
            // A body of one line has been shown whole already.
            let rest = if self.text().contains('\n') { self.story() } else { self.logged() };
            panic!("{} (status {}): the text is another\n{lines}{rest}", self.request, self.status());
        }
        self
    }

    /// Asserts the body as JSON; the order of an object's members and the content type are not looked at.
    ///
    /// # Panics
    /// Where it is another, or not JSON; the message has the places that differ, the status, the body and the log.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/dogs/7", || Json(json!({ "name": "Lola", "age": 7 }))));
    /// client.get("/dogs/7").send().assert_status(200).assert_json(&json!({ "age": 7, "name": "Lola" }));
    /// ```
    #[track_caller]
    pub fn assert_json(self, document: &(impl Serialize + ?Sized)) -> Self {
        // Written and read, as the answer was: made a `Value` directly, an `f32` has more digits than it is written with.
        let text = serde_json::to_vec(document).expect("the expected document can be written as JSON");
        let expected: Value = serde_json::from_slice(&text).expect("what was written as JSON can be read");
        if let Some(places) = difference::of_json(&expected, &self.json()) {
            panic!("{}", self.failure("the JSON is another", &places));
        }
        self
    }

    /// What a test fails with: what is wrong, the particulars, the body and the log.
    fn failure(&self, wrong: &str, particulars: &str) -> String {
        format!("{} (status {}): {wrong}\n{particulars}{}", self.request, self.status(), self.story())
    }

    /// The body and the log, for people. A line break comes before each.
    fn story(&self) -> String {
        format!("\n{}{}", difference::shown(self.bytes()), self.logged())
    }

    fn logged(&self) -> String {
        self.log.iter().map(|line| format!("\nlog: {line}")).collect()
    }
}

/// The answer is there already: `.send().await` gives it back.
impl IntoFuture for TestResponse {
    type Output = Self;
    type IntoFuture = Ready<Self>;

    fn into_future(self) -> Self::IntoFuture {
        ready(self)
    }
}
