//! [`ContentSecurityPolicy`]: where what a page loads may come from (CSP Level 3).

use http::{HeaderName, header};

/// Directives, and whether they take sources.
const KNOWN: [(&str, Takes); 26] = [
    ("base-uri", Takes::Sources),
    ("child-src", Takes::Sources),
    ("connect-src", Takes::Sources),
    ("default-src", Takes::Sources),
    ("fenced-frame-src", Takes::Sources),
    ("font-src", Takes::Sources),
    ("form-action", Takes::Sources),
    ("frame-ancestors", Takes::Sources),
    ("frame-src", Takes::Sources),
    ("img-src", Takes::Sources),
    ("manifest-src", Takes::Sources),
    ("media-src", Takes::Sources),
    ("object-src", Takes::Sources),
    ("report-to", Takes::Words),
    ("report-uri", Takes::Words),
    ("require-trusted-types-for", Takes::Words),
    ("sandbox", Takes::Anything),
    ("script-src", Takes::Sources),
    ("script-src-attr", Takes::Sources),
    ("script-src-elem", Takes::Sources),
    ("style-src", Takes::Sources),
    ("style-src-attr", Takes::Sources),
    ("style-src-elem", Takes::Sources),
    ("trusted-types", Takes::Anything),
    ("upgrade-insecure-requests", Takes::Nothing),
    ("worker-src", Takes::Sources),
];

/// What means something only between quotes.
const KEYWORDS: [&str; 11] = [
    "none",
    "self",
    "strict-dynamic",
    "report-sample",
    "inline-speculation-rules",
    "unsafe-inline",
    "unsafe-eval",
    "unsafe-hashes",
    "wasm-unsafe-eval",
    "trusted-types-eval",
    "script",
];

/// What stands behind the name of a directive.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// Where something may come from, at least one.
    Sources,
    /// At least one word.
    Words,
    /// Words, or nothing.
    Anything,
    Nothing,
}

/// Where what a page loads may come from, and what else it may do.
///
/// # Example: scripts of another host
/// ```
/// use whippet::{middleware::{ContentSecurityPolicy, SecureHeaders}, prelude::*, testing::TestClient};
///
/// let policy = ContentSecurityPolicy::new()
///     .directive("script-src", ["'self'", "https://scripts.example"])
///     .without("upgrade-insecure-requests");
/// let client = TestClient::new(App::new().with(SecureHeaders::new().content_security_policy(policy)));
/// let answer = client.get("/").send();
/// assert!(answer.header("content-security-policy").unwrap().contains("script-src 'self' https://scripts.example"));
/// ```
#[must_use = "it does nothing until `SecureHeaders::content_security_policy` has it"]
pub struct ContentSecurityPolicy {
    directives: Vec<(String, String)>,
    only_reports: bool,
    faults: Vec<String>,
}

impl ContentSecurityPolicy {
    /// The policy of helmet: everything from the page's own origin, styles and fonts from any that is served over HTTPS, too, and no plug-ins.
    ///
    /// ```
    /// use whippet::{middleware::{ContentSecurityPolicy, SecureHeaders}, prelude::*, testing::TestClient};
    /// let headers = SecureHeaders::new().content_security_policy(ContentSecurityPolicy::new());
    /// let answer = TestClient::new(App::new().with(headers)).get("/").send();
    /// assert!(answer.header("content-security-policy").unwrap().starts_with("default-src 'self';base-uri 'self';"));
    /// ```
    pub fn new() -> Self {
        let directives = [
            ("default-src", "'self'"),
            ("base-uri", "'self'"),
            ("font-src", "'self' https: data:"),
            ("form-action", "'self'"),
            ("frame-ancestors", "'self'"),
            ("img-src", "'self' data:"),
            ("object-src", "'none'"),
            ("script-src", "'self'"),
            ("script-src-attr", "'none'"),
            ("style-src", "'self' https: 'unsafe-inline'"),
            ("upgrade-insecure-requests", ""),
        ];
        let directives = directives.map(|(name, values)| (name.to_owned(), values.to_owned()));
        Self { directives: directives.into(), ..Self::empty() }
    }

    /// A policy that says nothing yet.
    ///
    /// ```
    /// use whippet::{middleware::{ContentSecurityPolicy, SecureHeaders}, prelude::*, testing::TestClient};
    /// let policy = ContentSecurityPolicy::empty().directive("frame-ancestors", ["'none'"]);
    /// let client = TestClient::new(App::new().with(SecureHeaders::new().content_security_policy(policy)));
    /// client.get("/").send().assert_header("content-security-policy", "frame-ancestors 'none'");
    /// ```
    pub fn empty() -> Self {
        Self { directives: Vec::new(), only_reports: false, faults: Vec::new() }
    }

    /// Says a directive, in place of what was said of it: `'self'`, `'none'` and the like between single quotes, hosts and schemes without.
    ///
    /// # Errors
    /// An unknown directive, a keyword without its quotes, `'none'` beside others, what is not ASCII, and a comma, a semicolon, a space or a line break
    /// within a value keep the application from starting. A nonce does, too: it is for one answer, so that the handler sets the header.
    ///
    /// ```
    /// use whippet::{Service, middleware::{ContentSecurityPolicy, SecureHeaders}, prelude::*};
    /// let policy = ContentSecurityPolicy::new().directive("script-src", ["self"]);
    /// let fault = Service::freeze(App::new().with(SecureHeaders::new().content_security_policy(policy))).err().unwrap().to_string();
    /// assert!(fault.contains("'self'"), "{fault}");
    /// ```
    pub fn directive(mut self, name: &str, values: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let mut text = String::new();
        let mut count = 0;
        for value in values {
            let value = value.as_ref();
            self.faults.extend(value_fault(name, value));
            text.push_str(if count == 0 { "" } else { " " });
            text.push_str(value);
            count += 1;
        }
        self.faults.extend(directive_fault(name, &text, count));
        match self.directives.iter_mut().find(|(own, _)| own == name) {
            Some((_, own)) => *own = text,
            None => self.directives.push((name.to_owned(), text)),
        }
        self
    }

    /// Leaves a directive out.
    ///
    /// # Errors
    /// One that is not there keeps the application from starting: it is misspelled.
    ///
    /// ```
    /// use whippet::{middleware::{ContentSecurityPolicy, SecureHeaders}, prelude::*, testing::TestClient};
    /// let policy = ContentSecurityPolicy::new().without("upgrade-insecure-requests");
    /// let answer = TestClient::new(App::new().with(SecureHeaders::new().content_security_policy(policy))).get("/").send();
    /// assert!(!answer.header("content-security-policy").unwrap().contains("upgrade"));
    /// ```
    pub fn without(mut self, name: &str) -> Self {
        let before = self.directives.len();
        self.directives.retain(|(own, _)| own != name);
        if self.directives.len() == before {
            self.faults.push(format!("without({name:?}): the policy has no such directive"));
        }
        self
    }

    /// Lets browsers report only what the policy would keep from happening, by `Content-Security-Policy-Report-Only`.
    ///
    /// ```
    /// use whippet::{middleware::{ContentSecurityPolicy, SecureHeaders}, prelude::*, testing::TestClient};
    /// let policy = ContentSecurityPolicy::empty().directive("default-src", ["'self'"]).directive("report-uri", ["/reports"]).report_only();
    /// let answer = TestClient::new(App::new().with(SecureHeaders::new().content_security_policy(policy))).get("/").send();
    /// answer.assert_header("content-security-policy-report-only", "default-src 'self';report-uri /reports");
    /// ```
    pub fn report_only(mut self) -> Self {
        self.only_reports = true;
        self
    }

    /// The header, its value, and what is wrong with it.
    pub(super) fn into_parts(self) -> (HeaderName, String, Vec<String>) {
        let name = if self.only_reports {
            header::CONTENT_SECURITY_POLICY_REPORT_ONLY
        } else {
            header::CONTENT_SECURITY_POLICY
        };
        let mut value = String::new();
        for (directive, values) in &self.directives {
            value.push_str(if value.is_empty() { "" } else { ";" });
            value.push_str(directive);
            value.push_str(if values.is_empty() { "" } else { " " });
            value.push_str(values);
        }
        (name, value, self.faults)
    }
}

/// As [`ContentSecurityPolicy::new`] does.
impl Default for ContentSecurityPolicy {
    fn default() -> Self {
        Self::new()
    }
}

fn directive_fault(name: &str, values: &str, count: usize) -> Option<String> {
    let Some((_, takes)) = KNOWN.iter().find(|(known, _)| *known == name) else {
        return Some(format!("{name:?} is no directive of a Content-Security-Policy that browsers know"));
    };
    match takes {
        Takes::Sources if count == 0 => {
            Some(format!("{name} names no source: write \"'none'\" where nothing is allowed"))
        }
        Takes::Sources if count > 1 && values.split(' ').any(|value| value == "'none'") => {
            Some(format!("{name} says 'none' beside others, and they contradict each other: leave one out"))
        }
        Takes::Words if count == 0 => Some(format!("{name} says nothing: give it a value")),
        Takes::Nothing if count > 0 => Some(format!("{name} takes no value: leave {values:?} out")),
        _ => None,
    }
}

fn value_fault(name: &str, value: &str) -> Option<String> {
    let bare = value.trim_matches('\'');
    if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_graphic() && byte != b';' && byte != b',') {
        return Some(format!(
            "{name}: {value:?} is no value: write each on its own, in ASCII, without comma and semicolon"
        ));
    }
    if bare.starts_with("nonce-") {
        return Some(format!(
            "{name}: a nonce is for one answer, and this one would be for all: set the header in the handler"
        ));
    }
    let is_hash = ["sha256-", "sha384-", "sha512-"].iter().any(|hash| bare.starts_with(hash));
    let is_word = ["sandbox", "report-to", "report-uri", "trusted-types"].contains(&name) && value != "none";
    let is_quoted = value.len() > 2 && value.starts_with('\'') && value.ends_with('\'');
    (!is_word && !is_quoted && (is_hash || KEYWORDS.contains(&bare)))
        .then(|| format!("{name}: {value:?} means a host of that name: write \"'{bare}'\""))
}
