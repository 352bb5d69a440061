//! [`Preconditions`]: the conditions of a request, looked at before a handler acts. Feature `etag`.
//!
//! 1. `If-Match`, or else `If-Unmodified-Since`, must hold; then `If-None-Match`, or else `If-Modified-Since` of GET and HEAD (RFC 9110, section 13.2.2).
//! 2. What does not hold is 412: of an action that is left undone. The 304 of GET and HEAD is [`Etag`](super::Etag)'s.
//! 3. A condition on a date is not looked at where the date cannot be read, or nobody knows when the thing was changed.
//!
//! The check and the change are two steps: where two requests may come between, the database has to compare once more, as with `update … where version = 7`.

use std::time::SystemTime;

use http::{Method, StatusCode};

use super::tags::names;
use crate::{
    context::Context,
    error::{Error, Fault, Place, Result},
    extract::{Extracted, FromRequestParts},
};

pub(super) const HEADERS: [&str; 4] = ["if-match", "if-none-match", "if-modified-since", "if-unmodified-since"];

/// The conditions of a request: a handler checks them against what is there before it changes it. Feature `etag`.
///
/// It needs no middleware.
///
/// # Example: nobody's change is lost
/// ```
/// use whippet::{middleware::Preconditions, prelude::*, testing::TestClient};
///
/// fn replace(conditions: Preconditions, text: String) -> Result<NoContent> {
///     let tag = "\"v7\""; // of what is stored
///     conditions.check(Some(tag))?;
///     let _stored = text;
///     Ok(NoContent)
/// }
///
/// let client = TestClient::new(App::new().put("/note", replace));
/// client.put("/note").header("if-match", "\"v7\"").body("new").send().assert_status(204);
/// client.put("/note").header("if-match", "\"v6\"").body("new").send().assert_status(412);
/// client.put("/note").header("if-none-match", "*").body("new").send().assert_status(412); // only where there is none
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preconditions {
    is_read: bool,
    if_match: Option<String>,
    if_none_match: Option<String>,
    if_modified_since: Option<String>,
    if_unmodified_since: Option<String>,
}

/// What the conditions come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Holds,
    /// The client has it already: 304 of GET and HEAD.
    Unchanged,
    /// That of this header does not hold.
    Fails(Failed),
}

/// The header whose condition does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Failed(&'static str);

impl Failed {
    pub(super) fn into_error(self) -> Error {
        let fault = Fault::new(Place::Header, format!("/{}", self.0), "does not hold for what is there");
        Error::new(StatusCode::PRECONDITION_FAILED, "a condition of the request does not hold").with_fault(fault)
    }
}

impl Preconditions {
    pub(super) fn of(cx: &Context) -> Self {
        let [if_match, if_none_match, if_modified_since, if_unmodified_since] =
            HEADERS.map(|name| cx.header(name).map(|value| value.into_owned()));
        let is_read = matches!(*cx.method(), Method::GET | Method::HEAD);
        Self { is_read, if_match, if_none_match, if_modified_since, if_unmodified_since }
    }

    /// Whether the request has no condition: a handler may want one, and refuse with 428 (RFC 6585, section 3).
    ///
    /// ```
    /// use whippet::{middleware::Preconditions, prelude::*, testing::TestClient};
    ///
    /// let replace = |conditions: Preconditions| {
    ///     if conditions.is_empty() { StatusCode::PRECONDITION_REQUIRED } else { StatusCode::NO_CONTENT }
    /// };
    /// let client = TestClient::new(App::new().put("/", replace));
    /// client.put("/").send().assert_status(428);
    /// client.put("/").header("if-match", "\"v7\"").send().assert_status(204);
    /// ```
    pub fn is_empty(&self) -> bool {
        let all = [&self.if_match, &self.if_none_match, &self.if_modified_since, &self.if_unmodified_since];
        all.into_iter().all(Option::is_none)
    }

    /// Checks them against the tag of what is there, with its quotation marks; `None` where nothing is there.
    ///
    /// # Errors
    /// 412, which names the header whose condition does not hold.
    ///
    /// ```
    /// use whippet::{middleware::Preconditions, prelude::*, testing::TestClient};
    /// let create = |conditions: Preconditions| conditions.check(None).map(|()| StatusCode::CREATED);
    /// let client = TestClient::new(App::new().put("/", create));
    /// client.put("/").header("if-none-match", "*").send().assert_status(201);
    /// client.put("/").header("if-match", "*").send().assert_status(412);
    /// ```
    pub fn check(&self, tag: Option<&str>) -> Result<()> {
        refused(self.verdict(tag, None, tag.is_some()))
    }

    /// Checks them against what is there: its tag, if it has one, and when it was changed, to the second.
    ///
    /// # Errors
    /// 412, which names the header whose condition does not hold.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use whippet::{middleware::Preconditions, prelude::*, testing::TestClient};
    ///
    /// fn remove(conditions: Preconditions) -> Result<NoContent> {
    ///     let changed = SystemTime::UNIX_EPOCH + Duration::from_hours(24);
    ///     conditions.check_changed(None, changed)?;
    ///     Ok(NoContent)
    /// }
    /// let client = TestClient::new(App::new().delete("/", remove));
    /// let request = || client.delete("/");
    /// request().header("if-unmodified-since", "Fri, 02 Jan 1970 00:00:00 GMT").send().assert_status(204);
    /// request().header("if-unmodified-since", "Thu, 01 Jan 1970 23:59:59 GMT").send().assert_status(412);
    /// ```
    pub fn check_changed(&self, tag: Option<&str>, changed: SystemTime) -> Result<()> {
        refused(self.verdict(tag, Some(changed), true))
    }

    pub(super) fn verdict(&self, tag: Option<&str>, changed: Option<SystemTime>, is_there: bool) -> Verdict {
        // A date has whole seconds: what was changed within one was changed at its beginning.
        let seconds = |time: SystemTime| time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let is_after = |date: &Option<String>| {
            let date = httpdate::parse_http_date(date.as_deref()?).ok()?;
            Some(seconds(changed?) > seconds(date))
        };
        match &self.if_match {
            Some(list) if !is_there || !names(list, tag, true) => return Verdict::Fails(Failed("if-match")),
            None if is_after(&self.if_unmodified_since) == Some(true) => {
                return Verdict::Fails(Failed("if-unmodified-since"));
            }
            _ => {}
        }
        match &self.if_none_match {
            Some(list) if is_there && names(list, tag, false) => {
                if self.is_read {
                    Verdict::Unchanged
                } else {
                    Verdict::Fails(Failed("if-none-match"))
                }
            }
            None if self.is_read && is_after(&self.if_modified_since) == Some(false) => Verdict::Unchanged,
            _ => Verdict::Holds,
        }
    }
}

fn refused(verdict: Verdict) -> Result<()> {
    match verdict {
        // What the client has already is no reason not to look at it.
        Verdict::Holds | Verdict::Unchanged => Ok(()),
        Verdict::Fails(failed) => Err(failed.into_error()),
    }
}

impl<S> FromRequestParts<S> for Preconditions {
    const HEADERS: &'static [&'static str] = &HEADERS;

    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        Ok(Self::of(cx)).into()
    }
}
