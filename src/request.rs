//! [`Head`]: method, target and declared headers of a request, in one piece of text.
//!
//! A runtime hands a request over as one string, so that one crossing and one allocation carry it:
//!
//! ```text
//! METHOD NUL target NUL ( field NUL )*
//! ```
//!
//! 1. The target is a path with an optional query, as sent. An absolute URL loses its scheme and authority, any URL its fragment.
//! 2. There is one field for each header that the application declared that it may read, in that order: empty where the request lacks the
//!    header, `=` and the value where it has it. Header values cannot contain a NUL, neither can a target.
//! 3. Nothing is percent-decoded here.

use std::ops::Range;

use http::Method;

use crate::error::{Error, Result};

/// Method, target and declared headers of a request.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    method: Method,
    text: Box<str>,
    path: Range<usize>,
    query: Range<usize>,
    fields: usize,
}

impl Head {
    /// Reads a packed head.
    ///
    /// # Errors
    /// 400 for a method that is not a token (RFC 9110, section 9.1), and for a target that is neither a path, nor `*`, nor a URL.
    pub(crate) fn parse(text: impl Into<Box<str>>) -> Result<Self> {
        let text: Box<str> = text.into();
        let method_end = text.find('\0').unwrap_or(text.len());
        let method = Method::from_bytes(&text.as_bytes()[..method_end])
            .map_err(|_| Error::bad_request("the method is not a token"))?;
        let start = (method_end + 1).min(text.len());
        let end = text[start..].find('\0').map_or(text.len(), |offset| start + offset);
        let fields = (end + 1).min(text.len());
        let start = path_start(&text, start..end)?;
        let end = text[start..end].find('#').map_or(end, |offset| start + offset);
        let (path, query) = match text[start..end].find('?') {
            Some(offset) => (start..start + offset, start + offset + 1..end),
            None => (start..end, end..end),
        };
        Ok(Self { method, text, path, query, fields })
    }

    pub(crate) fn method(&self) -> &Method {
        &self.method
    }

    pub(crate) fn path(&self) -> &str {
        &self.text[self.path.clone()]
    }

    /// The query without its question mark; empty where there is none.
    pub(crate) fn query(&self) -> &str {
        &self.text[self.query.clone()]
    }

    /// The value of the declared header at an index: `None` where the request lacks it.
    pub(crate) fn field(&self, index: usize) -> Option<&str> {
        self.text[self.fields..].split('\0').nth(index)?.strip_prefix('=')
    }
}

/// Where the path begins in a target that may be a whole URL.
fn path_start(text: &str, target: Range<usize>) -> Result<usize> {
    let start = target.start;
    let bytes = &text.as_bytes()[target.clone()];
    if bytes.first() == Some(&b'/') || bytes == b"*" {
        return Ok(start);
    }
    let authority = text[target.clone()].find("://").map(|offset| start + offset + 3);
    let path = authority.and_then(|from| text[from..target.end].find('/').map(|offset| from + offset));
    path.ok_or_else(|| Error::bad_request("the target is neither a path nor a URL"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> (String, String, String) {
        let head = Head::parse(text).unwrap();
        (head.method().to_string(), head.path().to_owned(), head.query().to_owned())
    }

    #[test]
    fn a_target_is_split_at_its_first_question_mark() {
        assert_eq!(split("GET\0/a?b?c=1\0"), ("GET".into(), "/a".into(), "b?c=1".into()));
        assert_eq!(split("PURGE\0/a"), ("PURGE".into(), "/a".into(), String::new()));
        assert_eq!(split("GET\0/a?\0"), ("GET".into(), "/a".into(), String::new()));
    }

    #[test]
    fn a_url_loses_its_authority_and_its_fragment() {
        assert_eq!(split("GET\0https://a.example:1/b?c=/d#e?f\0"), ("GET".into(), "/b".into(), "c=/d".into()));
        assert_eq!(split("OPTIONS\0*\0").1, "*");
    }

    #[test]
    fn what_is_no_request_is_400() {
        for text in ["", "\0/", "GE T\0/", "GET", "GET\0", "GET\0a/b", "GET\0http://a"] {
            assert_eq!(Head::parse(text).unwrap_err().status(), 400, "{text:?}");
        }
    }

    #[test]
    fn an_empty_header_is_not_a_missing_one() {
        let head = Head::parse("GET\0/\0=a\0\0=\0").unwrap();
        assert_eq!((head.field(0), head.field(1), head.field(2), head.field(3)), (Some("a"), None, Some(""), None));
    }
}
