//! What is said to a preflight, and what no preflight could be told.

use http::{HeaderName, HeaderValue, Method, StatusCode, header};

use super::Cors;
use crate::{
    context::{Context, field_name},
    headers::Headers,
    response::Response,
};

const REQUEST_HEADERS: &str = "access-control-request-headers";
const REQUEST_PRIVATE_NETWORK: &str = "access-control-request-private-network";

impl Cors {
    /// What contradicts itself.
    pub(super) fn contradictions(&self) -> impl Iterator<Item = &'static str> {
        let is_any = self.origins.is_any;
        let all = [
            (
                !is_any && !self.origins.is_some(),
                "it allows no origin: say allow_origin(\"https://example.com\"), allow_origin_if or allow_any_origin",
            ),
            (
                is_any && self.origins.is_some(),
                "allow_any_origin allows all origins, and others are named: leave one out",
            ),
            (
                is_any && self.has_credentials,
                "allow_credentials and allow_any_origin contradict each other: browsers take no `*` with credentials; name the origins with allow_origins, or \
                 decide with allow_origin_if",
            ),
            (
                is_any && self.is_for_private_network,
                "allow_private_network and allow_any_origin would let every page into the private network: name the origins with allow_origins",
            ),
            (
                self.has_credentials && self.methods.has("*"),
                "allow_credentials and allow_methods([\"*\"]) contradict each other: with credentials `*` is a method of that name; name the methods",
            ),
            (
                self.has_credentials && self.headers.has("*"),
                "allow_credentials and allow_headers([\"*\"]) contradict each other: with credentials `*` is a header of that name; name the headers, or say \
                 allow_any_header",
            ),
            (
                self.has_credentials && self.exposed.has("*"),
                "allow_credentials and expose_headers([\"*\"]) contradict each other: with credentials `*` is a header of that name; name the headers",
            ),
        ];
        all.into_iter().filter(|(is_so, _)| *is_so).map(|(_, fault)| fault)
    }

    /// The answer to a preflight.
    pub(super) fn preflight(&self, cx: &Context, origin: &str, method: &str) -> Response {
        let mut response = Response::new(StatusCode::NO_CONTENT);
        let headers = response.headers_mut();
        self.add_vary(headers);
        headers.append(
            header::VARY,
            HeaderValue::from_static("access-control-request-method, access-control-request-headers"),
        );
        if self.is_for_private_network {
            headers.append(header::VARY, HeaderValue::from_static(REQUEST_PRIVATE_NETWORK));
        }
        let Some(allowed) = self.origins.allowed(Some(origin), cx) else { return response };
        self.allow(headers, allowed);
        let asked = cx.header(REQUEST_HEADERS).unwrap_or_default();
        let Some(names) = self.allowed_headers(&asked).filter(|_| self.is_allowed(method)) else { return response };
        headers.append(header::ACCESS_CONTROL_ALLOW_METHODS, self.methods.value.clone());
        if !names.is_empty() {
            headers.append(header::ACCESS_CONTROL_ALLOW_HEADERS, names);
        }
        if let Some(max_age) = &self.max_age {
            headers.append(header::ACCESS_CONTROL_MAX_AGE, max_age.clone());
        }
        if self.is_for_private_network && cx.header(REQUEST_PRIVATE_NETWORK).as_deref() == Some("true") {
            let name = const { HeaderName::from_static("access-control-allow-private-network") };
            headers.append(name, HeaderValue::from_static("true"));
        }
        response
    }

    fn is_allowed(&self, method: &str) -> bool {
        let is_asked_for = ["GET", "HEAD", "POST"].contains(&method) || self.methods.has(method);
        is_asked_for || (self.methods.has("*") && Method::from_bytes(method.as_bytes()).is_ok())
    }

    /// What is said to a preflight that asks for these headers; `None` where one of them is not allowed.
    fn allowed_headers(&self, asked: &str) -> Option<HeaderValue> {
        let mut names = asked.split(',').map(|name| name.trim_matches([' ', '\t'])).filter(|name| !name.is_empty());
        let is_token = |name: &str| field_name(name).is_some();
        if self.mirrors_headers {
            return if names.all(is_token) { HeaderValue::from_str(asked).ok() } else { None };
        }
        // `*` is no name for what tells who somebody is.
        let is_any =
            |name: &str| self.headers.has("*") && is_token(name) && !name.eq_ignore_ascii_case("authorization");
        names.all(|name| self.headers.has_any_case(name) || is_any(name)).then(|| self.headers.value.clone())
    }

    /// Says that a page of an origin may read the answer.
    pub(super) fn allow(&self, headers: &mut Headers, origin: HeaderValue) {
        headers.append(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if self.has_credentials {
            headers.set(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        }
    }

    /// Says that the answer depends on who asks.
    pub(super) fn add_vary(&self, headers: &mut Headers) {
        if !self.origins.is_any {
            headers.add_vary(header::ORIGIN);
        }
    }
}
