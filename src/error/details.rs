//! What can be told beside the status of an [`Error`]: title, type, faults, headers, members, and the cause.

use std::borrow::Cow;

use http::{HeaderName, HeaderValue};
use serde::Serialize;

use super::{Error, Fault};

/// The members that a problem document may have anyway (RFC 9457, section 3.1).
const MEMBERS: [&str; 6] = ["type", "title", "status", "detail", "instance", "errors"];

impl Error {
    /// Sets the title: a name of this sort of problem that does not change from one occurrence to the next. Without one it is the
    /// phrase of the status, such as `Not Found`.
    ///
    /// # Example: a problem with a name
    /// ```
    /// use whippet::prelude::*;
    ///
    /// fn order(Path(id): Path<u32>) -> Result<String> {
    ///     Err(Error::not_found(format!("no order {id}")).with_title("No such order"))
    /// }
    /// # let client = whippet::testing::TestClient::new(App::new().get("/orders/{id}", order));
    /// let problem: Value = client.get("/orders/7").send().assert_status(404).json();
    /// assert_eq!((&problem["title"], &problem["detail"]), (&json!("No such order"), &json!("no order 7")));
    /// ```
    #[must_use]
    pub fn with_title(mut self, title: impl Into<Cow<'static, str>>) -> Self {
        self.0.title = Some(title.into());
        self
    }

    /// Sets the type: a URI that stands for this sort of problem, and best leads to its description (RFC 9457, section 3.1.1). Without one
    /// it is `about:blank`: the status says it all.
    ///
    /// # Example: a problem that is described somewhere
    /// ```
    /// use whippet::prelude::*;
    ///
    /// let error = Error::not_found("no order 7").with_type("https://dogs.example/problems/no-such-order");
    /// assert_eq!(error.type_uri(), "https://dogs.example/problems/no-such-order");
    /// ```
    #[must_use]
    pub fn with_type(mut self, uri: impl Into<Cow<'static, str>>) -> Self {
        self.0.type_uri = Some(uri.into());
        self
    }

    /// Adds one place in the input that is at fault.
    ///
    /// # Example: two at once
    /// ```
    /// use whippet::prelude::*;
    ///
    /// let error = Error::unprocessable("the dog does not fit")
    ///     .with_fault(Fault::new(Place::Body, "/name", "must not be empty"))
    ///     .with_fault(Fault::new(Place::Query, "/dry_run", "must be true or false"));
    /// assert_eq!(error.faults().len(), 2);
    /// ```
    #[must_use]
    pub fn with_fault(mut self, fault: Fault) -> Self {
        self.0.faults.push(fault);
        self
    }

    /// Adds a header to the answer, such as `Retry-After`.
    ///
    /// # Example: later, please
    /// ```
    /// use whippet::prelude::*;
    ///
    /// fn busy() -> Error {
    ///     Error::new(StatusCode::SERVICE_UNAVAILABLE, "the kennel is being cleaned")
    ///         .with_header(header::RETRY_AFTER, HeaderValue::from_static("120"))
    /// }
    /// # let client = whippet::testing::TestClient::new(App::new().get("/", busy));
    /// client.get("/").send().assert_status(503).assert_header("retry-after", "120");
    /// ```
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.append(name, value);
        self
    }

    /// Adds the cause, for the log only.
    ///
    /// # Example: an answer that hides why
    /// ```
    /// use whippet::prelude::*;
    ///
    /// let cause = "x".parse::<u8>().unwrap_err();
    /// let error = Error::new(StatusCode::BAD_GATEWAY, "the kennel does not answer").with_source(cause);
    /// assert_eq!(error.to_string(), "502: the kennel does not answer: invalid digit found in string");
    /// ```
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error>>) -> Self {
        self.0.source = Some(source.into().into());
        self
    }

    /// Adds a member to the problem document (RFC 9457, section 3.2), such as the `balance` of an account that lacks money.
    ///
    /// A value that cannot be written as JSON, or a name that the document has already, makes it a 500 whose cause is logged.
    ///
    /// # Example: what a client can compute with
    /// ```
    /// use whippet::prelude::*;
    ///
    /// fn buy() -> Error {
    ///     Error::new(StatusCode::PAYMENT_REQUIRED, "the bowl costs 50").with_member("balance", &30)
    /// }
    /// # let client = whippet::testing::TestClient::new(App::new().get("/", buy));
    /// assert_eq!(client.get("/").send().assert_status(402).json::<Value>()["balance"], 30);
    /// ```
    #[must_use]
    pub fn with_member<T: Serialize + ?Sized>(mut self, name: impl Into<Cow<'static, str>>, value: &T) -> Self {
        let name = name.into();
        if MEMBERS.contains(&&*name) || self.0.members.iter().any(|(taken, _)| *taken == name) {
            return Self::internal(format!("a problem document has a member {name:?} already"));
        }
        match serde_json::to_string(value) {
            Ok(json) => self.0.members.push((name, json)),
            Err(error) => return Self::internal(error),
        }
        self
    }
}
