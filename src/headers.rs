//! [`Headers`]: an ordered list of header fields, of a request or of a response.
//!
//! The atoms are those of the `http` crate. The list is a plain vector: a response has a handful of fields, and a search over
//! them costs less than a hash. Repeated names are kept, so a second `Set-Cookie` is never lost.

use http::{HeaderName, HeaderValue};

/// An ordered list of header fields; a name may occur more than once.
///
/// # Example: two cookies
/// ```
/// use whippet::{header, Headers, HeaderValue};
///
/// let mut headers = Headers::new();
/// headers.append(header::SET_COOKIE, HeaderValue::from_static("a=1"));
/// headers.append(header::SET_COOKIE, HeaderValue::from_static("b=2"));
/// assert_eq!(headers.get_all("set-cookie").count(), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers(Vec<(HeaderName, HeaderValue)>);

impl Headers {
    /// An empty list.
    ///
    /// # Example: nothing in it
    /// ```
    /// use whippet::Headers;
    ///
    /// assert!(Headers::new().is_empty());
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The first value of a name, without regard to case.
    ///
    /// # Example: one that is there
    /// ```
    /// use whippet::{header, Headers, HeaderValue};
    ///
    /// let mut headers = Headers::new();
    /// headers.append(header::VARY, HeaderValue::from_static("accept"));
    /// assert_eq!(headers.get("Vary").unwrap(), "accept");
    /// assert!(headers.get("etag").is_none());
    /// ```
    pub fn get(&self, name: &str) -> Option<&HeaderValue> {
        self.0.iter().find(|(key, _)| key.as_str().eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// All values of a name, in the order in which they were added, without regard to case.
    ///
    /// # Example: two of them
    /// ```
    /// use whippet::{header, Headers, HeaderValue};
    ///
    /// let mut headers = Headers::new();
    /// headers.append(header::VARY, HeaderValue::from_static("accept"));
    /// headers.append(header::VARY, HeaderValue::from_static("cookie"));
    /// assert_eq!(headers.get_all("vary").collect::<Vec<_>>(), ["accept", "cookie"]);
    /// ```
    pub fn get_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a HeaderValue> {
        self.0.iter().filter(move |(key, _)| key.as_str().eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Whether a name occurs, without regard to case.
    ///
    /// # Example: in capitals
    /// ```
    /// use whippet::{header, Headers, HeaderValue};
    ///
    /// let mut headers = Headers::new();
    /// headers.append(header::VARY, HeaderValue::from_static("accept"));
    /// assert!(headers.contains("VARY"));
    /// ```
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Sets a name to one value, in place of all it had.
    ///
    /// # Example: the last word
    /// ```
    /// use whippet::{header, Headers, HeaderValue};
    ///
    /// let mut headers = Headers::new();
    /// headers.append(header::VARY, HeaderValue::from_static("accept"));
    /// headers.set(header::VARY, HeaderValue::from_static("*"));
    /// assert_eq!(headers.get_all("vary").count(), 1);
    /// ```
    pub fn set(&mut self, name: HeaderName, value: HeaderValue) {
        self.remove(&name);
        self.append(name, value);
    }

    /// Adds a value and keeps those that are there.
    ///
    /// # Example: a second cookie
    /// ```
    /// use whippet::{header, Headers, HeaderValue};
    ///
    /// let mut headers = Headers::new();
    /// headers.append(header::SET_COOKIE, HeaderValue::from_static("a=1"));
    /// headers.append(header::SET_COOKIE, HeaderValue::from_static("b=2"));
    /// assert_eq!(headers.len(), 2);
    /// ```
    pub fn append(&mut self, name: HeaderName, value: HeaderValue) {
        self.0.push((name, value));
    }

    /// Makes room for some fields more.
    pub(crate) fn reserve(&mut self, fields: usize) {
        self.0.reserve(fields);
    }

    /// Removes all values of a name.
    ///
    /// # Example: none left
    /// ```
    /// use whippet::{header, Headers, HeaderValue};
    ///
    /// let mut headers = Headers::new();
    /// headers.append(header::VARY, HeaderValue::from_static("accept"));
    /// headers.remove(&header::VARY);
    /// assert!(headers.is_empty());
    /// ```
    pub fn remove(&mut self, name: &HeaderName) {
        self.remove_if(|key| key == name);
    }

    /// Removes all fields of such names.
    pub(crate) fn remove_if(&mut self, is_one: impl Fn(&HeaderName) -> bool) {
        // Most often there is none, and looking is cheaper than sorting out.
        if self.0.iter().any(|(name, _)| is_one(name)) {
            self.0.retain(|(name, _)| !is_one(name));
        }
    }

    /// Says that the answer depends on a header of the request: adds its name to `Vary`, unless that has it, or `*`, already (RFC 9110, section
    /// 12.5.5).
    ///
    /// # Example: one answer for each language
    /// ```
    /// use whippet::{Headers, header};
    ///
    /// let mut headers = Headers::new();
    /// headers.add_vary(header::ACCEPT_LANGUAGE);
    /// headers.add_vary(header::ORIGIN);
    /// headers.add_vary(header::ACCEPT_LANGUAGE);
    /// assert_eq!(headers.get_all("vary").collect::<Vec<_>>(), ["accept-language", "origin"]);
    /// ```
    pub fn add_vary(&mut self, name: HeaderName) {
        let is_said = |item: &str| item == "*" || item.eq_ignore_ascii_case(name.as_str());
        let values = self.get_all("vary").filter_map(|value| value.to_str().ok());
        let is_there = values.flat_map(|value| value.split(',')).any(|item| is_said(item.trim()));
        if !is_there {
            self.append(http::header::VARY, name.into());
        }
    }

    /// All fields in their order.
    ///
    /// # Example: names and values
    /// ```
    /// use whippet::{header, Headers, HeaderValue};
    ///
    /// let mut headers = Headers::new();
    /// headers.append(header::VARY, HeaderValue::from_static("accept"));
    /// let fields: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    /// assert_eq!(fields, [("vary", b"accept".as_slice())]);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    /// The number of fields.
    ///
    /// # Example: one
    /// ```
    /// use whippet::{header, Headers, HeaderValue};
    ///
    /// let mut headers = Headers::new();
    /// headers.append(header::VARY, HeaderValue::from_static("accept"));
    /// assert_eq!(headers.len(), 1);
    /// ```
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no field.
    ///
    /// # Example: and one that is there
    /// ```
    /// use whippet::{header, Headers, HeaderValue};
    ///
    /// let mut headers = Headers::new();
    /// headers.append(header::VARY, HeaderValue::from_static("accept"));
    /// assert!(!headers.is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(HeaderName, HeaderValue)> for Headers {
    fn from_iter<I: IntoIterator<Item = (HeaderName, HeaderValue)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

impl Extend<(HeaderName, HeaderValue)> for Headers {
    fn extend<I: IntoIterator<Item = (HeaderName, HeaderValue)>>(&mut self, fields: I) {
        self.0.extend(fields);
    }
}

impl IntoIterator for Headers {
    type Item = (HeaderName, HeaderValue);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// The header that says what a body is, by its name.
pub(crate) const CONTENT_TYPE: &str = "content-type";

/// A media type without its parameters (RFC 9110, section 8.3.1), in the spelling that was sent.
pub(crate) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::header;

    #[test]
    fn set_replaces_and_append_keeps() {
        let mut headers = Headers::new();
        headers.append(header::VARY, HeaderValue::from_static("a"));
        headers.append(header::VARY, HeaderValue::from_static("b"));
        assert_eq!(headers.len(), 2);
        headers.set(header::VARY, HeaderValue::from_static("c"));
        assert_eq!(headers.get("Vary").unwrap(), "c");
        assert_eq!(headers.len(), 1);
    }
}
