//! What an [`Error`] is as an extractor's refusal, and how several become one.

use std::borrow::Cow;

use http::StatusCode;

use super::{Error, Rejection};

impl Error {
    /// What an extractor refuses; the status stands in the table.
    pub(crate) fn rejected(rejection: Rejection, detail: impl Into<Cow<'static, str>>) -> Self {
        let mut error = Self::new(rejection.status(), detail);
        error.0.rejection = Some(rejection);
        error
    }

    /// Which of the framework's extractors' refusals it is; `None` for any other error.
    ///
    /// # Example: telling refusals apart
    /// ```
    /// use whippet::{extract::Rejection, prelude::*};
    ///
    /// let app = App::new().get("/", |page: Result<Query<(u32,)>>| format!("{:?}", page.err().and_then(|error| error.rejection())));
    /// # let client = whippet::testing::TestClient::new(app);
    /// assert_eq!(client.get("/?page=x").send().text(), "Some(MistypedQuery)");
    /// assert_eq!(Error::not_found("").rejection(), None);
    /// ```
    pub fn rejection(&self) -> Option<Rejection> {
        self.0.rejection
    }

    /// Says of an extractor's refusal that what it asks for was not sent at all: an `Option` of the extractor is `None` then.
    ///
    /// # Example: a user who need not be logged in
    /// ```
    /// use whippet::{extract::{Extracted, FromRequestParts}, prelude::*};
    ///
    /// struct User(String);
    ///
    /// impl<S> FromRequestParts<S> for User {
    ///     fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
    ///         let Some(token) = cx.header("authorization") else {
    ///             return Err(Error::new(StatusCode::UNAUTHORIZED, "log in first").as_missing()).into();
    ///         };
    ///         let name = token.strip_prefix("Dog ").map(|name| User(name.to_owned()));
    ///         name.ok_or_else(|| Error::new(StatusCode::UNAUTHORIZED, "the token is not one of ours")).into()
    ///     }
    /// }
    ///
    /// let app = App::new().get("/", |user: Option<User>| user.map_or("stranger".to_owned(), |user| user.0));
    /// # let client = whippet::testing::TestClient::new(app);
    /// assert_eq!(client.get("/").send().text(), "stranger");
    /// assert_eq!(client.get("/").header("authorization", "Dog lola").send().text(), "lola");
    /// client.get("/").header("authorization", "Cat tom").send().assert_status(401);
    /// ```
    #[must_use]
    pub fn as_missing(mut self) -> Self {
        self.0.is_missing = true;
        self
    }

    /// Whether what was asked for was not sent at all.
    ///
    /// ```
    /// use whippet::Error;
    /// assert!(Error::bad_request("no token").as_missing().is_missing());
    /// assert!(!Error::bad_request("a token of another realm").is_missing());
    /// ```
    pub fn is_missing(&self) -> bool {
        self.0.is_missing
    }

    /// Whether it says no more than which places of the request are wrong: several such errors can be told together.
    pub(crate) fn is_about_places(&self) -> bool {
        let inner = &*self.0;
        matches!(inner.status, StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY)
            && !inner.faults.is_empty()
            && inner.title.is_none()
            && inner.type_uri.is_none()
            && inner.headers.is_empty()
            && inner.members.is_empty()
            && inner.source.is_none()
    }

    /// Two errors about places as one: 400 where one of them is, since that one could not be read at all. What both say is said once; it is
    /// one of a rejection, or about what is missing, only where both are.
    pub(crate) fn joined(mut self, other: Self) -> Self {
        if other.0.status == StatusCode::BAD_REQUEST {
            self.0.status = other.0.status;
        }
        self.0.is_missing &= other.0.is_missing;
        self.0.rejection = self.0.rejection.filter(|rejection| Some(*rejection) == other.0.rejection);
        let (mut faults, known) = (other.0.faults, self.0.faults.len());
        faults.retain(|fault| !self.0.faults.contains(fault));
        self.0.faults.append(&mut faults);
        if self.0.faults.len() > known {
            self.0.detail = format!("{}; {}", self.0.detail, other.0.detail).into();
        }
        self
    }

    /// The same, but not about what the client did not send.
    pub(crate) fn not_missing(mut self) -> Self {
        self.0.is_missing = false;
        self
    }

    /// The same error, for one more that asked for the same.
    pub(crate) fn again(&self) -> Self {
        Self(self.0.clone())
    }
}
