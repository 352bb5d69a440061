//! [`Origins`]: whose pages may read the answers.

use http::HeaderValue;

use super::super::host::{Authority, is_label, is_v4};
use crate::context::Context;

/// Whether an origin is allowed.
type Predicate = Box<dyn Fn(&str, &Context) -> bool>;

/// Whose pages may read the answers.
#[derive(Default)]
pub(super) struct Origins {
    pub(super) is_any: bool,
    /// These, as browsers send them.
    exact: Vec<HeaderValue>,
    /// All below a domain: scheme with `://`, and what host and port end with.
    below: Vec<(Box<str>, Box<str>)>,
    predicates: Vec<Predicate>,
}

impl Origins {
    /// Whether some are named.
    pub(super) fn is_some(&self) -> bool {
        !(self.exact.is_empty() && self.below.is_empty() && self.predicates.is_empty())
    }

    pub(super) fn add_predicate(&mut self, predicate: Predicate) {
        self.predicates.push(predicate);
    }

    /// Adds an origin, or all below a domain.
    ///
    /// # Errors
    /// What is wrong with it, and how it is written right.
    pub(super) fn add(&mut self, origin: &str) -> Result<(), String> {
        check(origin)?;
        match origin.split_once("*.") {
            Some((scheme, domain)) => self.below.push((scheme.into(), format!(".{domain}").into())),
            None => self.exact.extend(HeaderValue::from_str(origin).ok()),
        }
        Ok(())
    }

    /// What `Access-Control-Allow-Origin` says to a request's origin; `None` where it is not allowed.
    pub(super) fn allowed(&self, origin: Option<&str>, cx: &Context) -> Option<HeaderValue> {
        if self.is_any {
            return Some(HeaderValue::from_static("*"));
        }
        let origin = origin?;
        // Two in one header are none that a browser sends, and no answer could name.
        if origin.is_empty() || !origin.bytes().all(|byte| byte.is_ascii_graphic() && byte != b',') {
            return None;
        }
        if let Some(exact) = self.exact.iter().find(|exact| *exact == origin) {
            return Some(exact.clone());
        }
        let is_below = self.below.iter().any(|(scheme, end)| is_below(origin, scheme, end));
        let is_allowed = is_below || self.predicates.iter().any(|allows| allows(origin, cx));
        if is_allowed { HeaderValue::from_str(origin).ok() } else { None }
    }
}

fn is_below(origin: &str, scheme: &str, end: &str) -> bool {
    let labels = origin.strip_prefix(scheme).and_then(|host| host.strip_suffix(end));
    let is_lower = |label: &str| is_label(label) && !label.bytes().any(|byte| byte.is_ascii_uppercase());
    labels.is_some_and(|labels| labels.split('.').all(is_lower))
}

/// Says what is wrong with an origin (RFC 6454, section 6.2), as a browser would never send it.
fn check(origin: &str) -> Result<(), String> {
    let wrong = |why: &str| Err(format!("the origin {origin:?} {why}"));
    if origin == "*" {
        return wrong("is none: write allow_any_origin()");
    }
    if origin == "null" {
        return wrong(
            "is sent for every sandboxed frame and every local file, whoever wrote it: where that is meant, say so with allow_origin_if",
        );
    }
    let Some((scheme, authority)) = origin.split_once("://") else {
        return wrong("has no scheme: write it as \"https://example.com\"");
    };
    if !origin.is_ascii() {
        return wrong("is not ASCII: write its host in Punycode (\"xn--…\"), as browsers send it");
    }
    if origin.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(format!("the origin {origin:?} is sent in lower case: write {:?}", origin.to_ascii_lowercase()));
    }
    let is_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    if !scheme.starts_with(|first: char| first.is_ascii_alphabetic()) || !scheme.bytes().all(is_scheme) {
        return wrong("has no scheme: write it as \"https://example.com\"");
    }
    if let Some(end) = authority.find(['/', '?', '#']) {
        let bare = &origin[..scheme.len() + 3 + end];
        return Err(format!("the origin {origin:?} has a path, or a slash at its end: write {bare:?}"));
    }
    if authority.contains('@') {
        return wrong("has a user, which browsers do not send: leave it out");
    }
    let domain = authority.strip_prefix("*.");
    let Some(known) = Authority::parse(domain.unwrap_or(authority)) else {
        return wrong(
            "has a host, or a port, that is none; a `*` stands for all below a domain only: \"https://*.example.com\"",
        );
    };
    let is_too_wide = !known.host.contains('.') && known.host != "localhost";
    if domain.is_some() && (is_too_wide || is_v4(known.host)) {
        return wrong("stands for more than one domain has below it: name the domain, as in \"https://*.example.com\"");
    }
    match (scheme, known.port) {
        ("https", Some("443")) | ("http", Some("80")) => {
            wrong("has the port that its scheme has anyway, which browsers leave out: leave it out")
        }
        (_, Some(port)) if port.starts_with('0') => {
            wrong("has a port with a zero in front, which browsers leave out: leave it out")
        }
        (_, None) if authority.ends_with(':') => wrong("ends with a colon: leave it out"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_taken_as_browsers_send_it() {
        for origin in [
            "https://example.com",
            "http://localhost:3000",
            "http://127.0.0.1:8080",
            "http://[::1]:8080",
            "https://*.example.com",
            "https://*.example.com:8443",
            "http://*.localhost:3000",
            "https://xn--e1afmkfd.example",
            "chrome-extension://aapbdbdomjkkjkaonfhkkikfgjllcleb",
            "capacitor://localhost",
            "http://example.com:443",
        ] {
            assert_eq!(Origins::default().add(origin), Ok(()), "{origin}");
        }
    }

    #[test]
    fn no_subdomain_is_one_that_ends_alike() {
        let all = |origin| is_below(origin, "https://", ".example.com");
        assert!(all("https://a.example.com") && all("https://a-1.b_2.example.com"));
        for origin in [
            "https://example.com",
            "https://.example.com",
            "https://evilexample.com",
            "http://a.example.com",
            "https://a.example.com:8080",
            "https://evil.example/.example.com",
            "https://evil.example#.example.com",
            "https://evil.example:80.example.com",
            "https://a@b.example.com",
            "https://a..example.com",
            "https://a.example.com.evil.example",
            "https://A.example.com",
        ] {
            assert!(!all(origin), "{origin}");
        }
    }
}
