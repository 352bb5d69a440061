//! A path, and a query, as parts of a URI reference: what a problem document's `instance` and a redirect's `Location` hold.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_encode_byte, utf8_percent_encode};

/// All that a segment of a path cannot hold as it is (RFC 3986, section 3.3), but `%`.
const NOT_IN_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'%');

/// What is encoded in a segment that is written decoded.
pub(crate) const SEGMENT: &AsciiSet = &NOT_IN_SEGMENT.add(b'%');

/// What is encoded in a path that came encoded: a redirect must lead to the spelling that a route answers.
const PATH: &AsciiSet = &NOT_IN_SEGMENT.remove(b'/');

/// What is encoded anywhere in a reference.
const URL: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// What the URL standard encodes in a query.
const QUERY: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'\'');

/// Whether each `%` is followed by two hexadecimal digits (RFC 3986, section 2.1).
pub(crate) fn is_encoded(text: &str) -> bool {
    let mut parts = text.split('%');
    parts.next();
    parts.all(|part| part.len() >= 2 && part.bytes().take(2).all(|byte| byte.is_ascii_hexdigit()))
}

/// Writes a path so that it can only be read as a path of the same server.
///
/// One that begins with two slashes would name another server: it is written with `/.` before it, which whoever resolves the reference takes
/// away again (RFC 3986, sections 4.2 and 5.2.4).
pub(crate) fn path_reference(path: &str) -> Cow<'_, str> {
    let encoded: Cow<'_, str> = utf8_percent_encode(path, PATH).into();
    if encoded.starts_with("//") { Cow::Owned(format!("/.{encoded}")) } else { encoded }
}

/// Writes a path in its one spelling, which patterns and the `URL`s of JavaScript share. `None` where it is written so already.
///
/// 1. As the URL standard does: `\` is a slash, and a segment `.` or `..`, encoded or not, is a step that is taken, at most up to the root.
/// 2. What a path cannot hold is encoded, encodings have upper-case letters, and what needs no encoding has none (RFC 3986, sections
///    6.2.2.1 and 6.2.2.2).
/// 3. In a segment in which a `%` encodes nothing, nothing is decoded: that could make an encoding that nobody sent.
pub(crate) fn normal_path(path: &str) -> Option<String> {
    if is_normal(path) { None } else { Some(normalized(path)) }
}

#[cold]
#[inline(never)]
fn normalized(path: &str) -> String {
    let mut normal = String::with_capacity(path.len());
    let mut ends_in_step = false;
    // Before the first slash there is nothing.
    for segment in path.split(['/', '\\']).skip(1) {
        let before = normal.len();
        normal.push('/');
        if !push_normal(&mut normal, segment) {
            normal.truncate(before + 1);
            normal.push_str(&Cow::from(utf8_percent_encode(segment, NOT_IN_SEGMENT)));
        }
        let up = normal[before..] == *"/..";
        ends_in_step = up || normal[before..] == *"/.";
        if ends_in_step {
            normal.truncate(before);
        }
        if up {
            normal.truncate(normal.bytes().rposition(|byte| byte == b'/').unwrap_or_default());
        }
    }
    if ends_in_step {
        normal.push('/');
    }
    normal
}

/// Whether nothing has to be decoded, encoded or left out: one look at each byte.
fn is_normal(path: &str) -> bool {
    // How many dots the segment has, as long as it has nothing else.
    let mut dots = Some(0);
    for byte in path.bytes() {
        dots = match byte {
            b'/' if is_step(dots) => return false,
            b'/' => Some(0),
            b'.' => dots.map(|dots| dots + 1),
            _ if is_plain(byte) => None,
            _ => return false,
        };
    }
    !is_step(dots)
}

fn is_step(dots: Option<usize>) -> bool {
    matches!(dots, Some(1 | 2))
}

/// What stands for itself in a segment (RFC 3986, section 3.3).
fn is_plain(byte: u8) -> bool {
    is_unreserved(byte) || b"!$&'()*+,;=:@".contains(&byte)
}

/// What needs no encoding anywhere (RFC 3986, section 2.3).
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

/// Writes a segment in its one spelling; `false` where a `%` encodes nothing.
fn push_normal(normal: &mut String, segment: &str) -> bool {
    let mut bytes = segment.bytes();
    while let Some(byte) = bytes.next() {
        let (byte, is_encoded) = if byte == b'%' {
            let Some((high, low)) = bytes.next().and_then(digit).zip(bytes.next().and_then(digit)) else {
                return false;
            };
            (high << 4 | low, true)
        } else {
            (byte, false)
        };
        if is_unreserved(byte) || (!is_encoded && is_plain(byte)) {
            normal.push(char::from(byte));
        } else {
            normal.push_str(percent_encode_byte(byte));
        }
    }
    true
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| digit.try_into().ok())
}

/// Writes a whole reference as it was given, but for what none can hold (RFC 3986, section 2).
pub(crate) fn url_reference(reference: &str) -> Cow<'_, str> {
    utf8_percent_encode(reference, URL).into()
}

/// Writes a query as it was sent, but for what no header can hold.
pub(crate) fn query_reference(query: &str) -> Cow<'_, str> {
    utf8_percent_encode(query, QUERY).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_names_another_server() {
        for (path, reference) in [
            ("/", "/"),
            ("/users/caf%C3%A9", "/users/caf%C3%A9"),
            ("//evil.example/x", "/.//evil.example/x"),
            ("///", "/.///"),
            ("/\\evil.example", "/%5Cevil.example"),
            ("/\t/evil.example", "/%09/evil.example"),
            ("/a b\"<é>", "/a%20b%22%3C%C3%A9%3E"),
            ("/a|b", "/a%7Cb"),
            ("/%zz", "/%zz"),
            ("*", "*"),
        ] {
            assert_eq!(path_reference(path), reference, "{path}");
        }
        assert!(matches!(path_reference("/plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_path_has_one_spelling() {
        for (sent, normal) in [
            ("/caf%c3%a9", "/caf%C3%A9"),
            ("/%61%2d%7E%2f%25%5c", "/a-~%2F%25%5C"),
            ("/%2561", "/%2561"),
            ("/a|b^é", "/a%7Cb%5E%C3%A9"),
            ("/%zz%61/%61", "/%zz%61/a"),
            ("/%61%a", "/%61%a"),
            ("/%%361", "/%%361"),
            ("/%+1/%é|", "/%+1/%%C3%A9%7C"),
            ("/%c3%zz", "/%c3%zz"),
        ] {
            assert_eq!(normal_path(sent).as_deref(), Some(normal), "{sent}");
        }
        for sent in ["/a-._~!$&'()*+,;=:@/b", "/", "//", "/...", "/.a/a./..a/a..", "/.well-known", "*", ""] {
            assert_eq!(normal_path(sent), None, "{sent}");
        }
    }

    #[test]
    fn steps_are_taken_as_the_url_standard_takes_them() {
        for (sent, normal) in [
            ("/.", "/"),
            ("/..", "/"),
            ("/../../a", "/a"),
            ("/a/.", "/a/"),
            ("/a/..", "/"),
            ("/a/b/..", "/a/"),
            ("/a/../", "/"),
            ("/a/./b", "/a/b"),
            ("/a/../b", "/b"),
            ("/a//../b", "/a/b"),
            ("//..", "/"),
            ("//../..", "/"),
            ("/.//a", "//a"),
            ("/a/%2e%2E/b", "/b"),
            ("/a/.%2e/b", "/b"),
            ("/a/%2E./b/%2e", "/b/"),
            ("/a/%252e%252e/b", "/a/%252e%252e/b"),
            ("/a/..%2fb", "/a/..%2Fb"),
            ("/a/%2e%2e%5Cb", "/a/..%5Cb"),
            ("/%zz/../%zz", "/%zz"),
            ("/é/../é", "/%C3%A9"),
            ("/a\\b", "/a/b"),
            ("/a\\..\\b\\", "/b/"),
            ("\\a", "/a"),
            ("/C:/../b", "/b"),
        ] {
            assert_eq!(normal_path(sent).as_deref().unwrap_or(sent), normal, "{sent}");
            assert_eq!(normal_path(normal).as_deref().unwrap_or(normal), normal, "{sent} twice");
        }
    }
}
