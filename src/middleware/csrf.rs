//! [`Csrf`]: no changes by a page of another site in the name of who is logged in here (cross-site request forgery).
//!
//! A browser sends cookies, and the password of `Basic`, also with what a page of another site makes it send. It says where a request
//! comes from, too, and no page can change that: no token has to be put into forms. A request passes if the first of these that holds says so:
//!
//! 1. Its method is safe (GET, HEAD, OPTIONS, TRACE): it passes. So nothing may change by a GET.
//! 2. Its `Origin` is [trusted](Csrf::trust): it passes.
//! 3. `Sec-Fetch-Site` says `same-origin`, or `none`, as where a user has typed the address: it passes. `same-site`, which is any subdomain of the
//!    same domain, passes where that was [allowed](Csrf::allow_same_site). Anything else is 403.
//! 4. An older browser, or a site without HTTPS: `Origin` names this host: it passes. Any other origin, and `null`, is 403.
//! 5. Neither header was sent: it is no browser, which would have cookies of somebody: it passes.
//!
//! The host of the fourth rule is that of the header `host`, which Vercel and Cloudflare set to the domain that was asked for; `x-forwarded-host` says the same on
//! Vercel, and on a server that nothing stands before, anything that a client likes: it is read only where [`Csrf::forwarded_host`] says so. That
//! rule does not tell `http:` from `https:`: have `Strict-Transport-Security` sent.
//!
//! Source: the algorithm of Go's `http.CrossOriginProtection`; Fetch Metadata Request Headers, section 2.4; the Fetch standard, section 3.2.
//!
//! # Example: a form
//! ```
//! use whippet::{middleware::Csrf, prelude::*};
//!
//! let app = App::new().get("/", || "hello").post("/feed", || "fed").with(Csrf::new());
//! # let client = whippet::testing::TestClient::new(app);
//! client.post("/feed").header("sec-fetch-site", "same-origin").send().assert_text("fed");
//! client.post("/feed").header("sec-fetch-site", "cross-site").send().assert_status(403);
//! client.post("/feed").send().assert_text("fed"); // curl, or a server
//! ```

use http::StatusCode;

use super::Middleware;
use crate::{
    context::Context,
    error::{Error, Fault, Place},
    extract::Needs,
    response::Response,
};

/// Refuses changes that a page of another site has a browser ask for.
///
/// # Errors
/// 403, with the header that says where the request comes from. A trusted origin that is none keeps the application from starting.
///
/// # Example: a page of one's own on another domain
/// ```
/// use whippet::{middleware::Csrf, prelude::*, testing::TestClient};
///
/// let csrf = Csrf::new().trust("https://dogs.example").trust("http://localhost:5173");
/// let client = TestClient::new(App::new().post("/feed", || "fed").with(csrf));
/// let request = client.post("/feed").header("sec-fetch-site", "cross-site");
/// request.header("origin", "https://dogs.example").send().assert_text("fed");
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Csrf {
    trusted: Vec<String>,
    is_same_site_allowed: bool,
    is_host_forwarded: bool,
}

impl Csrf {
    /// Trusts the application's own origin only.
    ///
    /// ```
    /// use whippet::{middleware::Csrf, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().delete("/", || "gone").with(Csrf::new()));
    /// let request = client.delete("/").header("origin", "https://evil.example").header("host", "dogs.example");
    /// request.send().assert_status(403);
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Trusts the pages of another origin: scheme, host, and port where it is not the scheme's, as a browser writes it; without a slash at the end.
    ///
    /// ```
    /// use whippet::{Service, middleware::Csrf, prelude::*};
    /// assert!(Service::freeze(App::new().with(Csrf::new().trust("https://dogs.example"))).is_ok());
    /// assert!(Service::freeze(App::new().with(Csrf::new().trust("https://dogs.example/"))).is_err());
    /// ```
    pub fn trust(mut self, origin: impl Into<String>) -> Self {
        self.trusted.push(origin.into());
        self
    }

    /// Trusts all subdomains of the same domain: only where nobody else can have a page on one of them.
    ///
    /// ```
    /// use whippet::{middleware::Csrf, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().post("/", || "fed").with(Csrf::new().allow_same_site()));
    /// client.post("/").header("sec-fetch-site", "same-site").send().assert_text("fed");
    /// ```
    pub fn allow_same_site(mut self) -> Self {
        self.is_same_site_allowed = true;
        self
    }

    /// Takes the host from `x-forwarded-host` where that is sent: behind a proxy of one's own that changes `host`, and always sets this.
    ///
    /// ```
    /// use whippet::{middleware::Csrf, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().post("/", || "fed").with(Csrf::new().forwarded_host()));
    /// let request = client.post("/").header("host", "10.0.0.7:3000").header("x-forwarded-host", "dogs.example");
    /// request.header("origin", "https://dogs.example").send().assert_text("fed");
    /// ```
    pub fn forwarded_host(mut self) -> Self {
        self.is_host_forwarded = true;
        self
    }

    fn check(&self, cx: &Context) -> Result<(), Error> {
        if cx.method().is_safe() {
            return Ok(());
        }
        let origin = cx.header("origin");
        if origin.as_deref().is_some_and(|origin| self.trusted.iter().any(|trusted| trusted == origin)) {
            return Ok(());
        }
        match (cx.header("sec-fetch-site").as_deref(), origin.as_deref()) {
            (Some("same-origin" | "none"), _) | (None, None) => Ok(()),
            (Some("same-site"), _) if self.is_same_site_allowed => Ok(()),
            (Some("same-site"), _) => {
                Err(refusal("/sec-fetch-site", "a page of another subdomain may not ask for this"))
            }
            (Some(_), _) => Err(refusal("/sec-fetch-site", "a page of another site may not ask for this")),
            (None, Some(origin)) if self.is_own(origin, cx) => Ok(()),
            (None, Some(_)) => Err(refusal("/origin", "a page of another origin may not ask for this")),
        }
    }

    /// Whether an origin has the host that was asked for.
    fn is_own(&self, origin: &str, cx: &Context) -> bool {
        let forwarded = if self.is_host_forwarded { cx.header("x-forwarded-host") } else { None };
        let (Some(host), Some((scheme, own))) = (forwarded.or_else(|| cx.header("host")), origin.split_once("://"))
        else {
            return false;
        };
        let port = if scheme == "https" { ":443" } else { ":80" };
        let host = host.strip_suffix(port).unwrap_or(&host);
        !own.is_empty() && own.eq_ignore_ascii_case(host)
    }
}

fn refusal(path: &'static str, why: &'static str) -> Error {
    Error::new(StatusCode::FORBIDDEN, why).with_fault(Fault::new(Place::Header, path, "is not one of this site"))
}

/// What is wrong with an origin (the HTML standard's serialization of one).
fn fault(origin: &str) -> Option<&'static str> {
    let Some((scheme, host)) = origin.split_once("://") else {
        return Some("it has no scheme: write https://dogs.example");
    };
    let is_scheme = scheme.starts_with(|letter: char| letter.is_ascii_lowercase())
        && scheme.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-.".contains(&byte));
    let is_host = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-._:[]".contains(&byte);
    if !is_scheme {
        Some("its scheme is none, in lower case")
    } else if host.contains('*') {
        Some("a browser sends no pattern: name each origin")
    } else if host.contains(['/', '?', '#', '@']) {
        Some("a browser sends no more than scheme, host and port: leave out the rest, a slash at the end, too")
    } else if host.is_empty() || !host.bytes().all(is_host) {
        Some("its host is none as a browser sends it: lower case, international names in their ASCII form")
    } else if (scheme == "https" && host.ends_with(":443")) || (scheme == "http" && host.ends_with(":80")) {
        Some("a browser does not send the port that the scheme has anyway: leave it out")
    } else {
        None
    }
}

impl Middleware for Csrf {
    fn needs(&self, needs: &mut Needs) {
        needs.headers(&["host", "origin", "sec-fetch-site"]);
        if self.is_host_forwarded {
            needs.header("x-forwarded-host");
        }
        for origin in &self.trusted {
            if let Some(fault) = fault(origin) {
                needs.fault(format!("Csrf: the trusted origin {origin:?} is none: {fault}"));
            }
        }
    }

    fn before(&self, cx: &Context) -> Result<(), Response> {
        Ok(self.check(cx)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_as_a_browser_writes_it() {
        for origin in [
            "https://dogs.example",
            "http://localhost:3000",
            "https://[::1]:8443",
            "https://xn--hnd-xxx.example",
            "app://x",
        ] {
            assert_eq!(fault(origin), None, "{origin}");
        }
        for origin in [
            "",
            "null",
            "*",
            "dogs.example",
            "https://",
            "https://dogs.example/",
            "https://*.dogs.example",
            "https://Dogs.example",
            "HTTPS://dogs.example",
            "https://dogs.example:443",
            "http://dogs.example:80",
            "https://a@dogs.example",
            "https://hünd.example",
            "://dogs.example",
            "https://dogs.example, https://cats.example",
        ] {
            assert!(fault(origin).is_some(), "{origin}");
        }
    }
}
