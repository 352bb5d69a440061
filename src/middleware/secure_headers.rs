//! [`SecureHeaders`]: headers that tell browsers what a page may not do: those of helmet, with its defaults.
//!
//! For applications that answer pages; an API loses nothing by it.
//!
//! 1. Each header stands on every answer, errors included, unless the answer has it already: what a handler says of its own page counts.
//! 2. Each can be changed, or left out. A value that browsers do not know keeps the application from starting.
//! 3. All values are made once, when the application is built.
//!
//! | header | unless said otherwise |
//! | --- | --- |
//! | `Content-Security-Policy` | [`ContentSecurityPolicy::new`] |
//! | `Cross-Origin-Embedder-Policy` | none |
//! | `Cross-Origin-Opener-Policy` | `same-origin` |
//! | `Cross-Origin-Resource-Policy` | `same-origin` |
//! | `Origin-Agent-Cluster` | `?1` |
//! | `Permissions-Policy` | none |
//! | `Referrer-Policy` | `no-referrer` |
//! | `Strict-Transport-Security` | `max-age=31536000; includeSubDomains` |
//! | `X-Content-Type-Options` | `nosniff` |
//! | `X-DNS-Prefetch-Control` | `off` |
//! | `X-Download-Options` | `noopen` |
//! | `X-Frame-Options` | `SAMEORIGIN` |
//! | `X-Permitted-Cross-Domain-Policies` | `none` |
//! | `X-XSS-Protection` | `0`: the filter of old browsers is a hole of its own |
//!
//! `Strict-Transport-Security` is kept by browsers for a year, for all subdomains, and cannot be taken back: try a short one first. Over HTTP they ignore it.
//! `Cross-Origin-Resource-Policy: same-origin` keeps other pages from embedding images; what a page asks for by CORS is not concerned. On
//! Vercel and on Cloudflare static files are not answered by the application: their headers stand in `vercel.json`, or in `_headers`.
//!
//! Source: [helmet](https://helmetjs.github.io/) 8; CSP Level 3; RFC 6797; the HTML standard, Permissions Policy, Referrer Policy.
//!
//! # Example: pages with images of another host
//! ```
//! use whippet::{middleware::{ContentSecurityPolicy, SecureHeaders}, prelude::*, testing::TestClient};
//!
//! let policy = ContentSecurityPolicy::new().directive("img-src", ["'self'", "https://images.example"]);
//! let headers = SecureHeaders::new().content_security_policy(policy).x_frame_options("DENY").without("x-download-options");
//! let client = TestClient::new(App::new().get("/", || Html("<p>hello")).with(headers));
//!
//! let answer = client.get("/").send().assert_header("x-frame-options", "DENY").assert_header("referrer-policy", "no-referrer");
//! assert!(answer.header("content-security-policy").unwrap().contains("img-src 'self' https://images.example;"));
//! assert_eq!(answer.header("x-download-options"), None);
//! ```

mod policy;

use std::time::Duration;

use http::{HeaderName, HeaderValue, header};

pub use self::policy::ContentSecurityPolicy;
use super::{Middleware, seconds::not_whole};
use crate::{context::Context, extract::Needs, response::Response};

/// The days of a year, in seconds: what helmet takes, and the least that the browsers' list takes.
const YEAR: Duration = Duration::from_secs(31_536_000);

const EMBEDDER: HeaderName = HeaderName::from_static("cross-origin-embedder-policy");
const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const CLUSTER: HeaderName = HeaderName::from_static("origin-agent-cluster");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
const DOWNLOAD: HeaderName = HeaderName::from_static("x-download-options");
const CROSS_DOMAIN: HeaderName = HeaderName::from_static("x-permitted-cross-domain-policies");

/// Headers that tell browsers what a page may not do.
///
/// # Example: those of helmet
/// ```
/// use whippet::{middleware::SecureHeaders, prelude::*, testing::TestClient};
///
/// let client = TestClient::new(App::new().get("/", || "hello").with(SecureHeaders::new()));
/// client.get("/").send().assert_header("x-content-type-options", "nosniff").assert_header("x-xss-protection", "0");
/// ```
#[must_use = "it does nothing until an application has it, by `App::with`"]
pub struct SecureHeaders {
    fields: Vec<(HeaderName, HeaderValue)>,
    transport: Transport,
    faults: Vec<String>,
}

/// What `Strict-Transport-Security` says.
#[derive(Clone, Copy)]
struct Transport {
    max_age: Duration,
    has_subdomains: bool,
    is_preloaded: bool,
}

impl SecureHeaders {
    /// The headers of helmet, with its values.
    ///
    /// ```
    /// use whippet::{middleware::SecureHeaders, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(SecureHeaders::new()));
    /// client.get("/").send().assert_status(404).assert_header("strict-transport-security", "max-age=31536000; includeSubDomains");
    /// ```
    pub fn new() -> Self {
        let (fields, faults) = (Vec::new(), Vec::new());
        let transport = Transport { max_age: YEAR, has_subdomains: true, is_preloaded: false };
        let mut headers = Self { fields, transport, faults };
        for (name, value) in [
            (OPENER, "same-origin"),
            (RESOURCE, "same-origin"),
            (CLUSTER, "?1"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::X_DNS_PREFETCH_CONTROL, "off"),
            (DOWNLOAD, "noopen"),
            (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
            (CROSS_DOMAIN, "none"),
            (header::X_XSS_PROTECTION, "0"),
        ] {
            headers.fields.push((name, HeaderValue::from_static(value)));
        }
        headers.content_security_policy(ContentSecurityPolicy::new()).with_transport()
    }

    /// Says another `Content-Security-Policy`.
    ///
    /// ```
    /// use whippet::{middleware::{ContentSecurityPolicy, SecureHeaders}, prelude::*, testing::TestClient};
    /// let policy = ContentSecurityPolicy::empty().directive("default-src", ["'none'"]);
    /// let client = TestClient::new(App::new().with(SecureHeaders::new().content_security_policy(policy)));
    /// client.get("/").send().assert_header("content-security-policy", "default-src 'none'");
    /// ```
    pub fn content_security_policy(mut self, policy: ContentSecurityPolicy) -> Self {
        self.fields.retain(|(name, _)| {
            *name != header::CONTENT_SECURITY_POLICY && *name != header::CONTENT_SECURITY_POLICY_REPORT_ONLY
        });
        let (name, value, faults) = policy.into_parts();
        self.faults.extend(faults);
        self.put(name, &value)
    }

    /// Says a `Cross-Origin-Embedder-Policy`: `require-corp`, `credentialless` or `unsafe-none`. With it a page is isolated, and loads only what allows it to.
    ///
    /// ```
    /// use whippet::{middleware::SecureHeaders, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(SecureHeaders::new().cross_origin_embedder_policy("require-corp")));
    /// client.get("/").send().assert_header("cross-origin-embedder-policy", "require-corp");
    /// ```
    pub fn cross_origin_embedder_policy(self, policy: &str) -> Self {
        self.put_one_of(EMBEDDER, policy, &["require-corp", "credentialless", "unsafe-none"])
    }

    /// Says another `Cross-Origin-Opener-Policy`: `same-origin`, `same-origin-allow-popups`, `noopener-allow-popups` or `unsafe-none`. A page that logs in with a
    /// window of somebody else wants the second.
    ///
    /// ```
    /// use whippet::{middleware::SecureHeaders, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(SecureHeaders::new().cross_origin_opener_policy("same-origin-allow-popups")));
    /// client.get("/").send().assert_header("cross-origin-opener-policy", "same-origin-allow-popups");
    /// ```
    pub fn cross_origin_opener_policy(self, policy: &str) -> Self {
        self.put_one_of(
            OPENER,
            policy,
            &["same-origin", "same-origin-allow-popups", "noopener-allow-popups", "unsafe-none"],
        )
    }

    /// Says another `Cross-Origin-Resource-Policy`: `same-origin`, `same-site` or `cross-origin`. What other pages embed wants the last.
    ///
    /// ```
    /// use whippet::{middleware::SecureHeaders, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(SecureHeaders::new().cross_origin_resource_policy("cross-origin")));
    /// client.get("/").send().assert_header("cross-origin-resource-policy", "cross-origin");
    /// ```
    pub fn cross_origin_resource_policy(self, policy: &str) -> Self {
        self.put_one_of(RESOURCE, policy, &["same-origin", "same-site", "cross-origin"])
    }

    /// Says a `Permissions-Policy`: which of a browser's abilities a page and its frames may use. Each is a name, and whom it is for.
    ///
    /// ```
    /// use whippet::{middleware::SecureHeaders, prelude::*, testing::TestClient};
    /// let headers = SecureHeaders::new().permissions_policy([("camera", "()"), ("geolocation", "(self \"https://maps.example\")")]);
    /// let answer = TestClient::new(App::new().with(headers)).get("/").send();
    /// answer.assert_header("permissions-policy", "camera=(), geolocation=(self \"https://maps.example\")");
    /// ```
    pub fn permissions_policy<'a>(mut self, abilities: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut value = String::new();
        for (name, whom) in abilities {
            let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
            let list = whom.strip_prefix('(').and_then(|list| list.strip_suffix(')'));
            let is_listed = list
                .is_some_and(|list| list.bytes().all(|byte| matches!(byte, b' '..=b'~') && !b"();,".contains(&byte)));
            if !is_name || !(whom == "*" || is_listed) {
                self.faults.push(format!(
                    "{name}={whom} is none of a Permissions-Policy: write (\"camera\", \"()\"), (\"camera\", \"(self)\") or (\"camera\", \"*\")"
                ));
            }
            value.push_str(if value.is_empty() { "" } else { ", " });
            value.push_str(name);
            value.push('=');
            value.push_str(whom);
        }
        self.put(PERMISSIONS, &value)
    }

    /// Says another `Referrer-Policy`; several are parted by commas, and a browser takes the last that it knows.
    ///
    /// ```
    /// use whippet::{middleware::SecureHeaders, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(SecureHeaders::new().referrer_policy("strict-origin-when-cross-origin")));
    /// client.get("/").send().assert_header("referrer-policy", "strict-origin-when-cross-origin");
    /// ```
    pub fn referrer_policy(mut self, policy: &str) -> Self {
        const KNOWN: [&str; 8] = [
            "no-referrer",
            "no-referrer-when-downgrade",
            "same-origin",
            "origin",
            "strict-origin",
            "origin-when-cross-origin",
            "strict-origin-when-cross-origin",
            "unsafe-url",
        ];
        if let Some(unknown) = policy.split(',').map(str::trim).find(|each| !KNOWN.contains(each)) {
            self.faults.push(not_one_of(&header::REFERRER_POLICY, unknown, &KNOWN));
        }
        self.put(header::REFERRER_POLICY, policy)
    }

    /// For how long browsers ask this host over HTTPS only, in whole seconds: a year unless said otherwise. Zero ends it.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{middleware::SecureHeaders, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(SecureHeaders::new().strict_transport_security(Duration::from_secs(300))));
    /// client.get("/").send().assert_header("strict-transport-security", "max-age=300; includeSubDomains");
    /// ```
    pub fn strict_transport_security(mut self, max_age: Duration) -> Self {
        self.transport.max_age = max_age;
        self.with_transport()
    }

    /// Leaves the subdomains out of `Strict-Transport-Security`: where some of them are served over HTTP.
    ///
    /// ```
    /// use whippet::{middleware::SecureHeaders, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(SecureHeaders::new().strict_transport_without_subdomains()));
    /// client.get("/").send().assert_header("strict-transport-security", "max-age=31536000");
    /// ```
    pub fn strict_transport_without_subdomains(mut self) -> Self {
        self.transport.has_subdomains = false;
        self.with_transport()
    }

    /// Says `preload` in `Strict-Transport-Security`: the domain may be put into the list that browsers are shipped with. It takes months to get out of it.
    ///
    /// # Errors
    /// Less than a year, or no subdomains, which the list does not take, keep the application from starting.
    ///
    /// ```
    /// use whippet::{middleware::SecureHeaders, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(SecureHeaders::new().strict_transport_preload()));
    /// client.get("/").send().assert_header("strict-transport-security", "max-age=31536000; includeSubDomains; preload");
    /// ```
    pub fn strict_transport_preload(mut self) -> Self {
        self.transport.is_preloaded = true;
        self.with_transport()
    }

    /// Says another `X-DNS-Prefetch-Control`: `on` looks up the hosts of links before they are followed.
    ///
    /// ```
    /// use whippet::{middleware::SecureHeaders, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(SecureHeaders::new().x_dns_prefetch_control("on")));
    /// client.get("/").send().assert_header("x-dns-prefetch-control", "on");
    /// ```
    pub fn x_dns_prefetch_control(self, control: &str) -> Self {
        self.put_one_of(header::X_DNS_PREFETCH_CONTROL, control, &["off", "on"])
    }

    /// Says another `X-Frame-Options`: `SAMEORIGIN` or `DENY`. Browsers that know `frame-ancestors` of the policy take that.
    ///
    /// ```
    /// use whippet::{middleware::SecureHeaders, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(SecureHeaders::new().x_frame_options("DENY")));
    /// client.get("/").send().assert_header("x-frame-options", "DENY");
    /// ```
    pub fn x_frame_options(self, options: &str) -> Self {
        self.put_one_of(header::X_FRAME_OPTIONS, options, &["SAMEORIGIN", "DENY"])
    }

    /// Says another `X-Permitted-Cross-Domain-Policies`: `none`, `master-only`, `by-content-type`, `by-ftp-filename`, `all` or `none-this-response`.
    ///
    /// ```
    /// use whippet::{middleware::SecureHeaders, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(SecureHeaders::new().x_permitted_cross_domain_policies("master-only")));
    /// client.get("/").send().assert_header("x-permitted-cross-domain-policies", "master-only");
    /// ```
    pub fn x_permitted_cross_domain_policies(self, policies: &str) -> Self {
        let known = ["none", "master-only", "by-content-type", "by-ftp-filename", "all", "none-this-response"];
        self.put_one_of(CROSS_DOMAIN, policies, &known)
    }

    /// Leaves a header out.
    ///
    /// # Errors
    /// One that is not there keeps the application from starting: it is misspelled.
    ///
    /// ```
    /// use whippet::{middleware::SecureHeaders, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(SecureHeaders::new().without("content-security-policy")));
    /// assert_eq!(client.get("/").send().header("content-security-policy"), None);
    /// ```
    pub fn without(mut self, name: impl AsRef<str>) -> Self {
        let before = self.fields.len();
        self.fields.retain(|(own, _)| !own.as_str().eq_ignore_ascii_case(name.as_ref()));
        if self.fields.len() == before {
            self.faults.push(format!("without({:?}): it has no such header", name.as_ref()));
        }
        self
    }

    fn put_one_of(mut self, name: HeaderName, value: &str, known: &[&str]) -> Self {
        if !known.contains(&value) {
            self.faults.push(not_one_of(&name, value, known));
        }
        self.put(name, value)
    }

    fn put(mut self, name: HeaderName, value: &str) -> Self {
        match HeaderValue::from_str(value) {
            Ok(value) if !value.is_empty() => {
                self.fields.retain(|(own, _)| *own != name);
                self.fields.push((name, value));
            }
            _ => self.faults.push(format!("{name}: {value:?} is no value of a header")),
        }
        self
    }

    fn with_transport(self) -> Self {
        let Transport { max_age, has_subdomains, is_preloaded } = self.transport;
        let subdomains = if has_subdomains { "; includeSubDomains" } else { "" };
        let preload = if is_preloaded { "; preload" } else { "" };
        self.put(header::STRICT_TRANSPORT_SECURITY, &format!("max-age={}{subdomains}{preload}", max_age.as_secs()))
    }

    fn transport_fault(&self) -> Option<String> {
        let Transport { max_age, has_subdomains, is_preloaded } = self.transport;
        if let Some(fault) = not_whole("strict_transport_security", max_age) {
            return Some(fault);
        }
        let is_short = max_age < YEAR;
        (is_preloaded && (is_short || !has_subdomains)).then(|| {
            let why = if is_short { "less than a year" } else { "no subdomains" };
            format!("strict_transport_preload and {why} contradict each other: the browsers' list takes a year and all subdomains; leave one out")
        })
    }
}

fn not_one_of(name: &HeaderName, value: &str, known: &[&str]) -> String {
    format!("{name}: {value:?} is none that browsers know: write one of {}", known.join(", "))
}

/// As [`SecureHeaders::new`] does.
impl Default for SecureHeaders {
    fn default() -> Self {
        Self::new()
    }
}

impl Middleware for SecureHeaders {
    fn needs(&self, needs: &mut Needs) {
        let faults = self.faults.iter().cloned().chain(self.transport_fault());
        faults.for_each(|fault| needs.fault(format!("SecureHeaders: {fault}")));
    }

    fn after(&self, _: &Context, response: &mut Response) {
        let headers = response.headers_mut();
        // Its own names differ, so only what was there before can be in the way.
        let said = headers.len();
        headers.reserve(self.fields.len());
        for (name, value) in &self.fields {
            if !headers.iter().take(said).any(|(other, _)| other == name) {
                headers.append(name.clone(), value.clone());
            }
        }
    }
}
