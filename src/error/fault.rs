//! [`Fault`]: one place in a request's input that is wrong.

use std::{borrow::Cow, fmt};

/// Where in the request a fault stands; the `in` of a problem document.
///
/// # Example: a header
/// ```
/// use whippet::prelude::*;
///
/// let fault = Fault::new(Place::Header, "/x-walk", "must be long or short");
/// assert_eq!(fault.to_string(), "header /x-walk: must be long or short");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// A parameter of the path.
    Path,
    /// A parameter of the query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// The body.
    Body,
}

impl Place {
    /// The name in a problem document.
    ///
    /// # Example: each of them
    /// ```
    /// use whippet::error::Place;
    ///
    /// let names = [Place::Path, Place::Query, Place::Header, Place::Cookie, Place::Body].map(Place::as_str);
    /// assert_eq!(names, ["path", "query", "header", "cookie", "body"]);
    /// ```
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
        }
    }
}

/// One place in the input that is wrong, and what is wrong with it.
///
/// # Example: a rule that no type expresses
/// ```
/// use whippet::prelude::*;
///
/// let error = Error::unprocessable("the order cannot be shipped")
///     .with_fault(Fault::new(Place::Body, "/items/0/count", "must be at least 1"));
/// assert_eq!(error.faults()[0].path(), "/items/0/count");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    place: Place,
    path: Cow<'static, str>,
    message: Cow<'static, str>,
}

impl Fault {
    /// A fault at a JSON Pointer (RFC 6901) within a place: `/id` for the parameter `id`, `""` for the whole of it.
    ///
    /// # Example: within a document
    /// ```
    /// use whippet::error::{Fault, Place};
    ///
    /// let fault = Fault::new(Place::Body, "/dogs/0/name", "must not be empty");
    /// assert_eq!(fault.path(), "/dogs/0/name");
    /// ```
    pub fn new(place: Place, path: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        Self { place, path: path.into(), message: message.into() }
    }

    /// A fault of one named parameter or header; the name is escaped as a JSON Pointer asks.
    pub(crate) fn of(place: Place, name: &str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(place, pointer_to(name), message)
    }

    /// The part of the request.
    ///
    /// # Example: of a fault in the query
    /// ```
    /// use whippet::error::{Fault, Place};
    ///
    /// assert_eq!(Fault::new(Place::Query, "/limit", "is too large").place(), Place::Query);
    /// ```
    pub fn place(&self) -> Place {
        self.place
    }

    /// The JSON Pointer within that part.
    ///
    /// # Example: of a fault in the query
    /// ```
    /// use whippet::error::{Fault, Place};
    ///
    /// assert_eq!(Fault::new(Place::Query, "/limit", "is too large").path(), "/limit");
    /// ```
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong, for the client.
    ///
    /// # Example: of a fault in the query
    /// ```
    /// use whippet::error::{Fault, Place};
    ///
    /// assert_eq!(Fault::new(Place::Query, "/limit", "is too large").message(), "is too large");
    /// ```
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.place.as_str(), self.path, self.message)
    }
}

/// The most letters of a name or a value that an answer repeats: a client may send one as long as a request.
pub(crate) const MOST_LETTERS: usize = 100;

/// The first letters of a text in which there is some of a client's.
pub(crate) fn shortened(text: &str, most_letters: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most_letters) {
        None => Cow::Borrowed(text),
        Some((at, _)) => Cow::Owned(format!("{}…", &text[..at])),
    }
}

/// One step of a JSON Pointer (RFC 6901, section 3): `~` and `/` are escaped, and a name of more than [`MOST_LETTERS`] is cut.
pub(crate) fn pointer_to(name: &str) -> String {
    let mut pointer = String::with_capacity(name.len() + 1);
    pointer.push('/');
    for character in shortened(name, MOST_LETTERS).chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
    pointer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_escapes_what_would_read_as_a_step() {
        assert_eq!(pointer_to("a/b~c"), "/a~1b~0c");
    }
}
