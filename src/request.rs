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
//! 3. Nothing is percent-decoded here, but the letters of an encoding are made upper case: `%c3` and `%C3` are one
//!    (RFC 3986, section 6.2.2.1).

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
        let text = normalize(text, start..end);
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
        let path = &self.text[self.path.clone()];
        // A URL without a path means its root (RFC 9110, section 4.2.3).
        if path.is_empty() { "/" } else { path }
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

/// Where the path begins in a target that may be a whole URL: scheme, `://`, authority, and then a path, a query, a fragment or nothing.
fn path_start(text: &str, target: Range<usize>) -> Result<usize> {
    let start = target.start;
    let target = &text[target];
    if target.starts_with('/') || target == "*" {
        return Ok(start);
    }
    let authority = target.find("://").filter(|end| is_scheme(&target[..*end])).map(|end| end + 3);
    let authority = authority.ok_or_else(|| Error::bad_request("the target is neither a path nor a URL"))?;
    let path = target[authority..].find(['/', '?', '#']).map_or(target.len(), |offset| authority + offset);
    Ok(start + path)
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// Makes the letters of percent-encodings in a range upper case.
fn normalize(text: Box<str>, range: Range<usize>) -> Box<str> {
    if !text[range.clone()].contains('%') {
        return text;
    }
    // How many letters of an encoding are still to come.
    let mut letters = 0;
    let upper = |(at, character): (usize, char)| {
        if character == '%' && range.contains(&at) {
            letters = 2;
        } else if letters > 0 && character.is_ascii_hexdigit() {
            letters -= 1;
            return character.to_ascii_uppercase();
        } else {
            letters = 0;
        }
        character
    };
    text.char_indices().map(upper).collect::<String>().into()
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
        assert_eq!(split("GET\0http://h?b=/c\0"), ("GET".into(), "/".into(), "b=/c".into()));
        assert_eq!(split("GET\0http://h#/c\0").1, "/");
        assert_eq!(split("OPTIONS\0*\0").1, "*");
    }

    #[test]
    fn an_encoding_has_upper_case_letters() {
        assert_eq!(split("GET\0/caf%c3%a9/%zz%a?%c3=%c3\0").1, "/caf%C3%A9/%zz%A");
        let head = Head::parse("GET\0/%c3\0=%c3\0").unwrap();
        assert_eq!((head.path(), head.field(0)), ("/%C3", Some("%c3")));
    }

    #[test]
    fn what_is_no_request_is_400() {
        for text in ["", "\0/", "GE T\0/", "GET", "GET\0", "GET\0a/b", "GET\0x?u=http://a/b", "GET\0://a/b"] {
            assert_eq!(Head::parse(text).unwrap_err().status(), 400, "{text:?}");
        }
    }

    #[test]
    fn an_empty_header_is_not_a_missing_one() {
        let head = Head::parse("GET\0/\0=a\0\0=\0").unwrap();
        assert_eq!((head.field(0), head.field(1), head.field(2), head.field(3)), (Some("a"), None, Some(""), None));
    }
}
