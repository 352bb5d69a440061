//! [`Redirects`]: one address for an application: HTTPS, and one host.
//!
//! For applications that are reached under several names, or over HTTP, where the platform does not redirect itself.
//!
//! 1. Who asks by another scheme or host is answered with 308 to the same path and query; the method stays, and so does the body.
//! 2. The scheme is what `X-Forwarded-Proto` says, which Vercel, Cloudflare and most proxies set: nobody is redirected to HTTPS where there is none.
//! 3. The host is that of `X-Forwarded-Host`, or else of `Host`; of several the first. Where there is none, nobody is redirected.
//! 4. A host that is none (RFC 9112, section 3.2) is 400.
//! 5. `localhost`, what is below it, and IP addresses are left alone; so is what [`Redirects::except`] names.
//! 6. With [`Redirects::host`] all redirects lead to the one host that is written down. Without, they lead to what the request itself calls the
//!    host: no link can lead elsewhere, but who can forge `X-Forwarded-Host` on the way to a shared cache could. `Vary` names what a redirect depends on.
//! 7. What contradicts itself keeps the application from starting.
//!
//! Where a proxy says `X-Forwarded-Proto: http` of what came by HTTPS, [`Redirects::https`] never ends: it is the proxy that has to be told. On Vercel
//! HTTP is redirected before a function is asked, and each deployment has a host of its own below `vercel.app`: leave these out with `except("*.vercel.app")`.
//! A preflight cannot follow a redirect: `Cors` stands before it.
//!
//! Source: RFC 9110, sections 7.2 and 15.4.9.
//!
//! # Example: example.com by HTTPS
//! ```
//! use whippet::{middleware::Redirects, prelude::*, testing::TestClient};
//!
//! let client = TestClient::new(App::new().get("/dogs", || "dogs").with(Redirects::new().https().host("example.com")));
//!
//! let answer = client.get("/dogs?page=2").header("host", "www.example.com").header("x-forwarded-proto", "https").send();
//! answer.assert_status(308).assert_header("location", "https://example.com/dogs?page=2");
//! let right = client.get("/dogs").header("host", "example.com").header("x-forwarded-proto", "https").send();
//! right.assert_text("dogs");
//! client.get("/dogs").header("host", "localhost:3000").send().assert_text("dogs");
//! ```

use http::HeaderName;

use super::{Middleware, host::Authority};
use crate::{
    context::Context,
    error::{Error, Result},
    extract::Needs,
    response::{IntoResponse, Redirect, Response},
};

const FORWARDED_HOST: &str = "x-forwarded-host";
const FORWARDED_PROTO: &str = "x-forwarded-proto";

/// One address for an application: HTTPS, and one host.
///
/// # Example: without `www`
/// ```
/// use whippet::{middleware::Redirects, prelude::*, testing::TestClient};
///
/// let client = TestClient::new(App::new().with(Redirects::new().without_www()));
/// client.get("/a").header("host", "www.example.com").send().assert_header("location", "//example.com/a");
/// ```
#[must_use = "it does nothing until an application has it, by `App::with`"]
pub struct Redirects {
    is_https: bool,
    adds_www: bool,
    takes_www: bool,
    host: Option<String>,
    exceptions: Vec<String>,
    leaves_local: bool,
}

impl Redirects {
    /// None yet: at least one has to be said.
    ///
    /// ```
    /// use whippet::{Service, middleware::Redirects, prelude::*};
    /// assert!(Service::freeze(App::new().with(Redirects::new())).is_err());
    /// ```
    pub fn new() -> Self {
        let exceptions = Vec::new();
        Self { is_https: false, adds_www: false, takes_www: false, host: None, exceptions, leaves_local: true }
    }

    /// Redirects from HTTP to HTTPS, on its usual port.
    ///
    /// ```
    /// use whippet::{middleware::Redirects, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(Redirects::new().https()));
    /// let answer = client.get("/a").header("host", "example.com").header("x-forwarded-proto", "http").send();
    /// answer.assert_status(308).assert_header("location", "https://example.com/a");
    /// ```
    pub fn https(mut self) -> Self {
        self.is_https = true;
        self
    }

    /// Redirects from `example.com` to `www.example.com`, and from every other host without `www.`, so from `api.example.com`, too, unless that is
    /// [excepted](Redirects::except).
    ///
    /// ```
    /// use whippet::{middleware::Redirects, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(Redirects::new().www()));
    /// client.get("/a").header("host", "example.com").send().assert_header("location", "//www.example.com/a");
    /// ```
    pub fn www(mut self) -> Self {
        self.adds_www = true;
        self
    }

    /// Redirects from `www.example.com` to `example.com`.
    ///
    /// ```
    /// use whippet::{middleware::Redirects, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(Redirects::new().without_www()));
    /// client.get("/a").header("host", "www.example.com:8080").send().assert_header("location", "//example.com:8080/a");
    /// ```
    pub fn without_www(mut self) -> Self {
        self.takes_www = true;
        self
    }

    /// Redirects from every other host to this one, which may have a port: `example.com`, `example.com:8443`.
    ///
    /// # Errors
    /// What is no host in lower case keeps the application from starting.
    ///
    /// ```
    /// use whippet::{middleware::Redirects, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(Redirects::new().host("example.com")));
    /// client.get("/a").header("host", "example.org").send().assert_header("location", "//example.com/a");
    /// ```
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = Some(host.into());
        self
    }

    /// Leaves a host alone, or all below a domain: `*.vercel.app`. Ports do not count.
    ///
    /// ```
    /// use whippet::{middleware::Redirects, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", || "").with(Redirects::new().host("example.com").except("*.vercel.app")));
    /// client.get("/").header("host", "dogs-git-main.vercel.app").send().assert_status(200);
    /// ```
    pub fn except(mut self, host: impl Into<String>) -> Self {
        self.exceptions.push(host.into());
        self
    }

    /// Redirects `localhost` and IP addresses, too.
    ///
    /// ```
    /// use whippet::{middleware::Redirects, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(Redirects::new().host("example.com").local_hosts()));
    /// client.get("/").header("host", "192.0.2.1").send().assert_status(308);
    /// ```
    pub fn local_hosts(mut self) -> Self {
        self.leaves_local = false;
        self
    }

    /// Where the request belongs; `None` where it is right.
    fn place(&self, cx: &Context) -> Result<Option<String>> {
        let named = cx.header(FORWARDED_HOST).or_else(|| cx.header("host"));
        let Some(named) = named.as_deref().map(first).filter(|named| !named.is_empty()) else { return Ok(None) };
        let Some(authority) = Authority::parse(named) else {
            return Err(Error::bad_request("the host that the request names is none"));
        };
        let host = authority.host.to_ascii_lowercase();
        let host = host.strip_suffix('.').unwrap_or(&host);
        // OPTIONS about the server, which has no path, is about each of its hosts.
        if cx.path() == "*" || (self.leaves_local && authority.is_local()) || self.is_excepted(host) {
            return Ok(None);
        }
        let is_http = cx.header(FORWARDED_PROTO).is_some_and(|scheme| first(&scheme).eq_ignore_ascii_case("http"));
        let gets_https = self.is_https && is_http;
        // Some clients name the port that the scheme has anyway; HTTPS is not spoken where HTTP is.
        let port = authority.port.filter(|port| !gets_https && !["80", "443"].contains(port));
        let right = self.right_host(host, port, authority.is_local());
        if !gets_https && right.as_ref().is_none_or(|right| *right == with_port(host, port)) {
            return Ok(None);
        }
        let right = right.unwrap_or_else(|| with_port(host, port));
        let is_secure = self.is_https && cx.header(FORWARDED_PROTO).is_some();
        let scheme = if is_secure { "https:" } else { "" };
        let mark = if cx.query().is_empty() { "" } else { "?" };
        Ok(Some(format!("{scheme}//{right}{}{mark}{}", cx.path(), cx.query())))
    }

    /// The host that is right for one; `None` where it is right itself.
    fn right_host(&self, host: &str, port: Option<&str>, is_local: bool) -> Option<String> {
        if let Some(right) = &self.host {
            // A proxy may ask by a port of its own: where none is said, none counts.
            return (right.as_str() != host).then(|| right.clone());
        }
        match host.strip_prefix("www.") {
            None if self.adds_www && !is_local => Some(with_port(&format!("www.{host}"), port)),
            // `www.com` is a domain of its own.
            Some(bare) if self.takes_www && bare.contains('.') => Some(with_port(bare, port)),
            _ => None,
        }
    }

    fn is_excepted(&self, host: &str) -> bool {
        self.exceptions.iter().any(|exception| match exception.strip_prefix('*') {
            Some(end) => host.ends_with(end) && host.len() > end.len(),
            None => host == exception,
        })
    }
}

/// As [`Redirects::new`] does.
impl Default for Redirects {
    fn default() -> Self {
        Self::new()
    }
}

fn with_port(host: &str, port: Option<&str>) -> String {
    port.map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// The first of a list: what the client itself has asked.
fn first(list: &str) -> &str {
    list.split(',').next().unwrap_or_default().trim()
}

fn is_host(host: &str) -> bool {
    Authority::parse(host).is_some()
        && !host.ends_with([':', '.'])
        && !host.bytes().any(|byte| byte.is_ascii_uppercase())
}

impl Middleware for Redirects {
    fn needs(&self, needs: &mut Needs) {
        needs.headers(&["host", FORWARDED_HOST]);
        if self.is_https {
            needs.header(FORWARDED_PROTO);
        }
        let mut fault = |fault: &str| needs.fault(format!("Redirects: {fault}"));
        if !(self.is_https || self.adds_www || self.takes_www || self.host.is_some()) {
            fault("nothing is said: say https, www, without_www or host");
        }
        if self.adds_www && self.takes_www {
            fault("www and without_www contradict each other: leave one out");
        }
        if let Some(host) = &self.host {
            if self.adds_www || self.takes_www {
                fault(&format!(
                    "host({host:?}) says the whole host, and www or without_www a part of it: leave one out"
                ));
            }
            if !is_host(host) {
                fault(&format!(
                    "host({host:?}) is none: write it in lower case, without scheme and path, as \"example.com\""
                ));
            }
            if self.is_excepted(host) {
                fault(&format!("host({host:?}) is one that except leaves alone: leave one out"));
            }
        }
        for exception in &self.exceptions {
            let name = exception.strip_prefix("*.").unwrap_or(exception);
            if !is_host(name) || Authority::parse(name).is_some_and(|authority| authority.port.is_some()) {
                fault(&format!(
                    "except({exception:?}) is no host: write it as \"example.com\" or \"*.example.com\", in lower case and without port"
                ));
            }
        }
    }

    fn before(&self, cx: &Context) -> Result<(), Response> {
        let Some(place) = self.place(cx)? else { return Ok(()) };
        let mut response = Redirect::permanent(place).into_response();
        response.headers_mut().add_vary(const { HeaderName::from_static(FORWARDED_HOST) });
        if self.is_https {
            response.headers_mut().add_vary(const { HeaderName::from_static(FORWARDED_PROTO) });
        }
        Err(response)
    }
}
