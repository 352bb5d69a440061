//! [`Cors`]: whose pages may read the answers: the CORS protocol of the Fetch standard.
//!
//! For an API that pages of other origins ask. It does not keep anybody from asking: it tells browsers whom they may show the answer.
//!
//! 1. A request with an origin that is allowed is answered with `Access-Control-Allow-Origin`; any other passes, and its answer goes without, so that the browser
//!    does not show it. This holds for every answer: errors, 404s and 405s, too.
//! 2. A preflight (OPTIONS with `Origin` and `Access-Control-Request-Method`) is answered here with 204, whatever routes there are. Any other OPTIONS
//!    passes.
//! 3. A preflight that is not allowed is 204, too, as the Fetch standard wants it: what is missing refuses it. An origin that is not allowed learns nothing; one
//!    that is, which asks for another method or header, gets `Access-Control-Allow-Origin` only, so that the browser can say what was refused.
//! 4. The case of a method counts, that of a header does not. GET, HEAD and POST are always allowed, since browsers send them without a preflight.
//! 5. `Vary` names `Origin` wherever the answer depends on it, also where no origin was sent; that of a preflight names what it asked with.
//! 6. An answer that has an `Access-Control-Allow-Origin` of its own stays as it is.
//! 7. What browsers would refuse whatever is asked, such as credentials for any origin, keeps the application from starting.
//!
//! | | unless said otherwise |
//! | --- | --- |
//! | origins | none: one of the `allow_…origin…` is needed |
//! | methods | GET, HEAD, POST, PUT, PATCH, DELETE |
//! | headers | those that browsers send without asking, and `Content-Type` of any value |
//! | exposed headers | those that browsers show anyway |
//! | credentials, private network | no |
//! | max age | what the browser takes: 5 seconds |
//!
//! Give it to an application before what refuses requests, such as a login: a preflight brings no cookies and no token, and the answer that refuses
//! has to be readable. Of two around one another the outer one answers preflights. It is no protection against forged requests (CSRF): a form of another
//! page is sent without asking. Domains such as `vercel.app` belong to many: `https://*.vercel.app` allows all of them.
//!
//! Source: [Fetch standard, section 3.3](https://fetch.spec.whatwg.org/#http-cors-protocol); [Private Network Access](https://wicg.github.io/private-network-access/).
//!
//! # Example: an API for two pages
//! ```
//! use std::time::Duration;
//! use whippet::{middleware::Cors, prelude::*, testing::TestClient};
//!
//! let cors = Cors::new()
//!     .allow_origins(["https://example.com", "https://*.example.com"])
//!     .allow_headers(["authorization"])
//!     .max_age(Duration::from_secs(600));
//! let client = TestClient::new(App::new().put("/dogs", || "put").with(cors));
//!
//! let preflight = client.options("/dogs").header("origin", "https://shop.example.com")
//!     .header("access-control-request-method", "PUT")
//!     .header("access-control-request-headers", "authorization");
//! preflight.send().assert_status(204).assert_header("access-control-allow-origin", "https://shop.example.com");
//!
//! let other = client.put("/dogs").header("origin", "https://other.example").send();
//! assert_eq!(other.header("access-control-allow-origin"), None);
//! ```

mod names;
mod origin;
mod preflight;

use std::time::Duration;

use http::{HeaderValue, Method, header};

use self::{
    names::{Names, exposed_fault, header_fault, method_fault},
    origin::Origins,
};
use super::{Middleware, seconds::not_whole};
use crate::{context::Context, extract::Needs, response::Response};

/// Whose pages may read the answers, by the CORS protocol of the Fetch standard.
///
/// # Example: for everybody
/// ```
/// use whippet::{middleware::Cors, prelude::*, testing::TestClient};
///
/// let client = TestClient::new(App::new().get("/", || "hello").with(Cors::new().allow_any_origin()));
/// client.get("/").send().assert_header("access-control-allow-origin", "*");
/// ```
#[must_use = "it does nothing until an application has it, by `App::with`"]
pub struct Cors {
    origins: Origins,
    methods: Names,
    headers: Names,
    exposed: Names,
    mirrors_headers: bool,
    has_credentials: bool,
    is_for_private_network: bool,
    max_age: Option<HeaderValue>,
    faults: Vec<String>,
}

impl Cors {
    /// No origin, the methods GET, HEAD, POST, PUT, PATCH and DELETE, the header `Content-Type`, no credentials.
    ///
    /// ```
    /// use whippet::{Service, middleware::Cors, prelude::*};
    /// let fault = Service::freeze(App::new().with(Cors::new())).err().unwrap().to_string();
    /// assert!(fault.contains("allow_origin"), "{fault}");
    /// ```
    pub fn new() -> Self {
        Self {
            origins: Origins::default(),
            methods: Names::of(
                &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
                "GET, HEAD, POST, PUT, PATCH, DELETE",
            ),
            headers: Names::of(&["content-type"], "content-type"),
            exposed: Names::none(),
            mirrors_headers: false,
            has_credentials: false,
            is_for_private_network: false,
            max_age: None,
            faults: Vec::new(),
        }
    }

    /// Allows an origin, written as browsers send it: `https://example.com`. `https://*.example.com` allows all below the domain, however deep, and not the
    /// domain itself.
    ///
    /// # Errors
    /// What no browser sends keeps the application from starting: a path or a slash at the end, upper case, the port that the scheme has anyway. `null` does,
    /// too.
    ///
    /// ```
    /// use whippet::{middleware::Cors, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", || "").with(Cors::new().allow_origin("https://example.com")));
    /// let answer = client.get("/").header("origin", "https://example.com").send();
    /// answer.assert_header("access-control-allow-origin", "https://example.com").assert_header("vary", "origin");
    /// ```
    pub fn allow_origin(mut self, origin: impl AsRef<str>) -> Self {
        self.faults.extend(self.origins.add(origin.as_ref()).err());
        self
    }

    /// Allows several origins, as [`Cors::allow_origin`] does each of them.
    ///
    /// ```
    /// use whippet::{middleware::Cors, prelude::*, testing::TestClient};
    /// let cors = Cors::new().allow_origins(["https://example.com", "http://localhost:3000"]);
    /// let client = TestClient::new(App::new().get("/", || "").with(cors));
    /// let answer = client.get("/").header("origin", "http://localhost:3000").send();
    /// answer.assert_header("access-control-allow-origin", "http://localhost:3000");
    /// ```
    pub fn allow_origins(self, origins: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        origins.into_iter().fold(self, Self::allow_origin)
    }

    /// Allows any origin, by `Access-Control-Allow-Origin: *`: for what everybody may read. Credentials are not sent then.
    ///
    /// ```
    /// use whippet::{middleware::Cors, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", || "").with(Cors::new().allow_any_origin()));
    /// let answer = client.get("/").header("origin", "https://example.com").send();
    /// assert_eq!(answer.assert_header("access-control-allow-origin", "*").header("vary"), None);
    /// ```
    pub fn allow_any_origin(mut self) -> Self {
        self.origins.is_any = true;
        self
    }

    /// Allows the origins that a function says, besides those that are named. It is asked with the header as sent, `null` included; a header with more than one
    /// origin never gets there.
    ///
    /// Compare whole origins: `https://evil-example.com` ends like `example.com`, too.
    ///
    /// ```
    /// use whippet::{middleware::Cors, prelude::*, testing::TestClient};
    /// let cors = Cors::new().allow_origin_if(|origin, cx| cx.path().starts_with("/public/") && origin != "null");
    /// let client = TestClient::new(App::new().get("/public/dogs", || "").with(cors));
    /// let answer = client.get("/public/dogs").header("origin", "https://a.example").send();
    /// answer.assert_header("access-control-allow-origin", "https://a.example");
    /// ```
    pub fn allow_origin_if(mut self, predicate: impl Fn(&str, &Context) -> bool + 'static) -> Self {
        self.origins.add_predicate(Box::new(predicate));
        self
    }

    /// Allows these methods in place of the six, besides GET, HEAD and POST, which browsers send without asking. `*` is any, where there are no credentials.
    ///
    /// # Errors
    /// No token, one that browsers never send (CONNECT, TRACE, TRACK), and a usual one in lower case keep the application from starting.
    ///
    /// ```
    /// use whippet::{middleware::Cors, prelude::*, testing::TestClient};
    /// let cors = Cors::new().allow_any_origin().allow_methods([Method::GET, Method::DELETE]);
    /// let client = TestClient::new(App::new().delete("/", || "").with(cors));
    /// let preflight = client.options("/").header("origin", "https://a.example").header("access-control-request-method", "DELETE");
    /// preflight.send().assert_header("access-control-allow-methods", "GET, DELETE");
    /// ```
    pub fn allow_methods(mut self, methods: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.methods = Names::none();
        self.methods.add(methods, &mut self.faults, method_fault);
        self
    }

    /// Allows these headers of requests besides `Content-Type`. `*` is any but `Authorization`, where there are no credentials.
    ///
    /// # Errors
    /// No token, and a header that browsers set themselves (`Origin`, `Cookie`, `Sec-…`), keep the application from starting.
    ///
    /// ```
    /// use whippet::{middleware::Cors, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(Cors::new().allow_any_origin().allow_headers(["authorization"])));
    /// let preflight = client.options("/").header("origin", "https://a.example").header("access-control-request-method", "GET");
    /// preflight.send().assert_header("access-control-allow-headers", "content-type, authorization");
    /// ```
    pub fn allow_headers(mut self, names: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.headers.add(lower(names), &mut self.faults, header_fault);
        self
    }

    /// Allows whatever headers a preflight names, `Authorization` included, by naming them in the answer.
    ///
    /// ```
    /// use whippet::{middleware::Cors, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(Cors::new().allow_any_origin().allow_any_header()));
    /// let preflight = client.options("/").header("origin", "https://a.example").header("access-control-request-method", "GET");
    /// preflight.header("access-control-request-headers", "x-a,x-b").send().assert_header("access-control-allow-headers", "x-a,x-b");
    /// ```
    pub fn allow_any_header(mut self) -> Self {
        self.mirrors_headers = true;
        self
    }

    /// Shows pages these headers of answers besides the few that they see anyway. `*` is all but `Authorization`, where there are no credentials.
    ///
    /// # Errors
    /// No token, and `Set-Cookie`, which browsers show to nobody, keep the application from starting.
    ///
    /// ```
    /// use whippet::{middleware::Cors, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(Cors::new().allow_any_origin().expose_headers(["etag"])));
    /// client.get("/").send().assert_header("access-control-expose-headers", "etag");
    /// ```
    pub fn expose_headers(mut self, names: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.exposed.add(lower(names), &mut self.faults, exposed_fault);
        self
    }

    /// Lets pages send cookies and other credentials, and read the answer. The origins have to be named then: each of them can do what its visitor can do.
    ///
    /// ```
    /// use whippet::{middleware::Cors, prelude::*, testing::TestClient};
    /// let cors = Cors::new().allow_origin("https://example.com").allow_credentials();
    /// let answer = TestClient::new(App::new().with(cors)).get("/").header("origin", "https://example.com").send();
    /// answer.assert_header("access-control-allow-credentials", "true");
    /// ```
    pub fn allow_credentials(mut self) -> Self {
        self.has_credentials = true;
        self
    }

    /// How long a browser keeps the answer to a preflight, in whole seconds; at most a day in Firefox, two hours in Chromium. Zero is not at all.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{middleware::Cors, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(Cors::new().allow_any_origin().max_age(Duration::from_secs(600))));
    /// let preflight = client.options("/").header("origin", "https://a.example").header("access-control-request-method", "GET");
    /// preflight.send().assert_header("access-control-max-age", "600");
    /// ```
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.faults.extend(not_whole("max_age", max_age));
        self.max_age = Some(HeaderValue::from(max_age.as_secs()));
        self
    }

    /// Lets public pages ask an application that runs in a private network, where the browser asks for that in a preflight (Private Network Access, a draft).
    ///
    /// ```
    /// use whippet::{middleware::Cors, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(Cors::new().allow_origin("https://example.com").allow_private_network()));
    /// let preflight = client.options("/").header("origin", "https://example.com").header("access-control-request-method", "GET");
    /// let answer = preflight.header("access-control-request-private-network", "true").send();
    /// answer.assert_header("access-control-allow-private-network", "true");
    /// ```
    pub fn allow_private_network(mut self) -> Self {
        self.is_for_private_network = true;
        self
    }
}

/// The case of a header does not count.
fn lower(names: impl IntoIterator<Item = impl AsRef<str>>) -> impl Iterator<Item = String> {
    names.into_iter().map(|name| name.as_ref().to_ascii_lowercase())
}

/// As [`Cors::new`] does.
impl Default for Cors {
    fn default() -> Self {
        Self::new()
    }
}

impl Middleware for Cors {
    fn needs(&self, needs: &mut Needs) {
        // What only a preflight has is asked for then: no other request has to bring it.
        needs.header("origin");
        let mut fault = |fault: &str| needs.fault(format!("Cors: {fault}"));
        self.faults.iter().for_each(|each| fault(each));
        self.contradictions().for_each(fault);
    }

    fn before(&self, cx: &Context) -> Result<(), Response> {
        if *cx.method() != Method::OPTIONS {
            return Ok(());
        }
        match (cx.header("origin"), cx.header("access-control-request-method")) {
            (Some(origin), Some(method)) => Err(self.preflight(cx, &origin, &method)),
            _ => Ok(()),
        }
    }

    fn after(&self, cx: &Context, response: &mut Response) {
        let headers = response.headers_mut();
        self.add_vary(headers);
        if headers.contains(header::ACCESS_CONTROL_ALLOW_ORIGIN.as_str()) {
            return;
        }
        let Some(origin) = self.origins.allowed(cx.header("origin").as_deref(), cx) else { return };
        self.allow(headers, origin);
        if !self.exposed.is_empty() && !headers.contains(header::ACCESS_CONTROL_EXPOSE_HEADERS.as_str()) {
            headers.append(header::ACCESS_CONTROL_EXPOSE_HEADERS, self.exposed.value.clone());
        }
    }
}
