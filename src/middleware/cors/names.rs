//! [`Names`]: the methods or headers that a header of the answer names.

use http::{HeaderValue, Method};

use crate::context::field_name;

/// Methods or headers, and the value that names them, which is made once.
pub(super) struct Names {
    all: Vec<String>,
    pub(super) value: HeaderValue,
}

impl Names {
    pub(super) fn none() -> Self {
        Self { all: Vec::new(), value: HeaderValue::from_static("") }
    }

    /// Names that are right, and the value with all of them.
    pub(super) fn of(all: &[&str], value: &'static str) -> Self {
        Self { all: all.iter().map(|name| (*name).to_owned()).collect(), value: HeaderValue::from_static(value) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.all.iter().any(|each| each == name)
    }

    pub(super) fn has_any_case(&self, name: &str) -> bool {
        self.all.iter().any(|each| each.eq_ignore_ascii_case(name))
    }

    /// Adds those that are right, and tells what is wrong with the others.
    pub(super) fn add(
        &mut self,
        names: impl IntoIterator<Item = impl AsRef<str>>,
        faults: &mut Vec<String>,
        fault: fn(&str) -> Option<String>,
    ) {
        for name in names {
            match fault(name.as_ref()) {
                Some(fault) => faults.push(fault),
                None if self.has(name.as_ref()) => {}
                None => self.all.push(name.as_ref().to_owned()),
            }
        }
        // They are tokens, and so is `*`.
        if let Ok(value) = HeaderValue::from_str(&self.all.join(", ")) {
            self.value = value;
        }
    }
}

/// The methods that are often written in lower case; a browser sends `patch` as it is, which is another method.
const USUAL: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"];

/// What is wrong with a method that is to be allowed.
pub(super) fn method_fault(method: &str) -> Option<String> {
    if Method::from_bytes(method.as_bytes()).is_err() {
        return Some(format!("the method {method:?} is no token"));
    }
    if ["CONNECT", "TRACE", "TRACK"].iter().any(|forbidden| forbidden.eq_ignore_ascii_case(method)) {
        return Some(format!("no browser sends the method {method}: leave it out"));
    }
    let usual = USUAL.iter().find(|usual| usual.eq_ignore_ascii_case(method) && **usual != method)?;
    Some(format!("the case of a method counts: write {method:?} as {usual:?}"))
}

/// Headers that a browser sets itself (Fetch standard, “forbidden request-header”), besides those of the prefixes.
const FORBIDDEN: [&str; 19] = [
    "accept-charset",
    "accept-encoding",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// What is wrong with a header of requests that is to be allowed.
pub(super) fn header_fault(name: &str) -> Option<String> {
    if name == "*" {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    if field_name(name).is_none() {
        Some(format!("the header {name:?} is no token"))
    } else if lower.starts_with("access-control-") {
        Some(format!("{name} is a header of CORS itself, and none to be allowed: leave it out"))
    } else if lower == "cookie" {
        Some("cookies are allowed by allow_credentials, and by no name of a header: leave Cookie out".to_owned())
    } else if FORBIDDEN.contains(&&*lower) || lower.starts_with("sec-") || lower.starts_with("proxy-") {
        Some(format!("browsers set {name} themselves, and ask nobody: leave it out"))
    } else {
        None
    }
}

/// What is wrong with a header of answers that is to be exposed.
pub(super) fn exposed_fault(name: &str) -> Option<String> {
    if name != "*" && field_name(name).is_none() {
        return Some(format!("the header {name:?} is no token"));
    }
    let is_hidden = ["set-cookie", "set-cookie2"].iter().any(|hidden| hidden.eq_ignore_ascii_case(name));
    is_hidden.then(|| format!("no browser shows {name} to a page: leave it out"))
}
