//! The rules of `whippet::validation` for texts, compared with what others say.

use std::sync::LazyLock;

use regex_lite::Regex;
use whippet::validation::{is_email, is_url};

/// The HTML standard's own expression, “valid e-mail address”.
static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    let expression = r"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$";
    Regex::new(expression).unwrap()
});

/// An e-mail address.
pub fn email(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    assert_eq!(is_email(text), EMAIL.is_match(text), "{text:?}");
}

/// A URL: what passes is read by the URL standard's parser, with the host that stands there.
pub fn url(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if !is_url(text) {
        return;
    }
    // The standard also checks what an `xn--` label encodes, which the rule says it does not.
    let Ok(parsed) = url::Url::parse(text) else {
        assert!(text.to_ascii_lowercase().contains("xn--"), "{text:?}");
        return;
    };
    let host = parsed.host_str().unwrap();
    assert!(
        ["http", "https"].contains(&parsed.scheme()) && parsed.username().is_empty() && parsed.password().is_none()
    );
    assert!(text.to_ascii_lowercase().contains(host) || host.starts_with('['), "{text:?} names the host {host:?}");
}
