//! [`Head`]: method, target and declared headers of a request.
//!
//! A runtime hands a request over as one string, so that one crossing and one allocation carry it; the headers that the application declared
//! that it may read come as another, once the first of them is asked for: most routes ask for none.
//!
//! ```text
//! METHOD NUL target NUL
//! ( field NUL )*
//! ```
//!
//! 1. The target is a path with an optional query, as sent. An absolute URL loses its scheme and authority, any URL its fragment.
//! 2. There is one field for each header that the application declared that it may read, in that order: empty where the request lacks the
//!    header, `=` and the value where it has it. Header values cannot contain a NUL, neither can a target.
//! 3. A path has one spelling, whether it comes as sent or through a `Request`, which has parsed it: `normal_path` says which.

use std::{cell::OnceCell, ops::Range};

use http::Method;

use crate::{
    error::{Error, Result},
    platform::Platform,
    reference::normal_path,
};

/// Method, target and declared headers of a request.
#[derive(Debug)]
pub(crate) struct Head {
    method: Method,
    text: Box<str>,
    path: Range<usize>,
    query: Range<usize>,
    fields: OnceCell<Box<str>>,
}

impl Head {
    /// Reads a packed head.
    ///
    /// # Errors
    /// 400 for a method that is not a token (RFC 9110, section 9.1), and for a target that is neither a path, nor `*`, nor a URL.
    pub(crate) fn parse(text: impl Into<Box<str>>) -> Result<Self> {
        let text: Box<str> = text.into();
        let bytes = text.as_bytes();
        let method_end = position(bytes, 0, |byte| byte == 0);
        let method =
            Method::from_bytes(&bytes[..method_end]).map_err(|_| Error::bad_request("the method is not a token"))?;
        let start = (method_end + 1).min(text.len());
        let target_end = position(bytes, start, |byte| byte == 0);
        let start = path_start(&text, start..target_end)?;
        let path_end = position(&bytes[..target_end], start, |byte| matches!(byte, b'?' | b'#'));
        let path = start..path_end;
        let query = match bytes.get(path_end) {
            Some(b'?') => path_end + 1..position(&bytes[..target_end], path_end, |byte| byte == b'#'),
            _ => path_end..path_end,
        };
        let mut head = Self { method, text, path, query, fields: OnceCell::new() };
        head.normalize();
        Ok(head)
    }

    /// Gives the path its one spelling.
    fn normalize(&mut self) {
        if let Some(path) = normal_path(&self.text[self.path.clone()]) {
            self.replace_path(&path);
        }
    }

    /// Asks for another path, which begins with a slash.
    pub(crate) fn set_path(&mut self, path: &str) {
        self.replace_path(path);
        self.normalize();
    }

    /// Puts another spelling in place of the path.
    fn replace_path(&mut self, path: &str) {
        let (old, new) = (self.path.end, self.path.start + path.len());
        let moved = |at: usize| at - old + new;
        let mut text = String::with_capacity(moved(self.text.len()));
        text.push_str(&self.text[..self.path.start]);
        text.push_str(path);
        text.push_str(&self.text[old..]);
        self.text = text.into();
        self.query = moved(self.query.start)..moved(self.query.end);
        self.path.end = new;
    }

    pub(crate) fn set_method(&mut self, method: Method) {
        self.method = method;
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

    /// The value of the declared header at an index: `None` where the request lacks it. The first question has all of them fetched.
    pub(crate) fn field(&self, index: usize, platform: &dyn Platform) -> Option<&str> {
        nth_field(self.fields.get_or_init(|| platform.declared()), index)
    }
}

/// One of packed headers: `None` where it is missing, or there are not as many.
fn nth_field(fields: &str, index: usize) -> Option<&str> {
    let bytes = fields.as_bytes();
    let mut start = 0;
    for _ in 0..index {
        start = position(bytes, start, |byte| byte == 0) + 1;
        if start > bytes.len() {
            return None;
        }
    }
    fields[start..position(bytes, start, |byte| byte == 0)].strip_prefix('=')
}

/// Where the first byte of a kind stands, from a place on; the end where there is none.
fn position(bytes: &[u8], from: usize, is_it: impl Fn(u8) -> bool) -> usize {
    bytes[from..].iter().position(|byte| is_it(*byte)).map_or(bytes.len(), |offset| from + offset)
}

/// Where the path begins in a target that may be a whole URL: scheme, `://`, authority, and then a path, a query, a fragment or nothing.
fn path_start(text: &str, target: Range<usize>) -> Result<usize> {
    let start = target.start;
    let target = &text[target];
    if target.starts_with('/') || target == "*" {
        return Ok(start);
    }
    let bytes = target.as_bytes();
    // No scheme has a colon.
    let colon = position(bytes, 0, |byte| byte == b':');
    if !is_scheme(&target[..colon]) || !bytes[colon..].starts_with(b"://") {
        return Err(Error::bad_request("the target is neither a path nor a URL"));
    }
    Ok(start + position(bytes, colon + 3, |byte| matches!(byte, b'/' | b'\\' | b'?' | b'#')))
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
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
    fn a_path_has_one_spelling() {
        let head = Head::parse("GET\0/%61%c3?%62\0").unwrap();
        assert_eq!((head.path(), head.query()), ("/a%C3", "%62"));
        let head = Head::parse("GET\0/|?|\0").unwrap();
        assert_eq!((head.path(), head.query()), ("/%7C", "|"));
    }

    #[test]
    fn steps_are_taken_in_the_path_only() {
        let text = "GET\0/a/../b\\%2e\\c?d/../e\\%2e#/../f\0";
        assert_eq!(split(text), ("GET".into(), "/b/c".into(), "d/../e\\%2e".into()));
        assert_eq!(split("GET\0https://h/..?a\0"), ("GET".into(), "/".into(), "a".into()));
        assert_eq!(split("GET\0https://h\\a\0").1, "/a");
    }

    #[test]
    fn what_is_no_request_is_400() {
        for text in ["", "\0/", "GE T\0/", "GET", "GET\0", "GET\0a/b", "GET\0x?u=http://a/b", "GET\0://a/b"] {
            assert_eq!(Head::parse(text).unwrap_err().status(), 400, "{text:?}");
        }
    }

    #[test]
    fn an_empty_header_is_not_a_missing_one() {
        let fields = std::array::from_fn(|index| nth_field("=a\0\0=\0", index));
        assert_eq!(fields, [Some("a"), None, Some(""), None, None]);
        assert_eq!(nth_field("", 0), None);
    }
}
