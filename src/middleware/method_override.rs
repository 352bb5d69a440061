//! [`MethodOverride`]: a POST that means PUT, PATCH or DELETE.
//!
//! For forms, which send GET and POST only, and for clients behind proxies that let nothing else pass.
//!
//! 1. A POST whose header `X-HTTP-Method-Override` names a method is looked for, and answered, as if it were sent with that method. Case does not count.
//! 2. [`MethodOverride::query`] reads a parameter of the query, too: all that a form can set. Where both are sent, both have to say the same.
//! 3. Any other method is as it is, whatever the header says.
//! 4. PUT, PATCH and DELETE can be meant; anything else is 400, which says so.
//! 5. It belongs to the outermost application: routes are looked for once. In a nested one it keeps the application from starting.
//!
//! A form of another page can send a POST without asking, so that with a parameter of the query it can send DELETE as well: no browser sends a preflight for it. The header
//! is safe from that, the parameter is not: guard what changes something by `Csrf`, or by a token in a header. What looks at the method, such as
//! `Csrf`, `Cors` or a log, sees the one that is meant. A method that changes nothing cannot be meant: whatever guards only what
//! changes something would be passed by.
//!
//! Source: none; `X-HTTP-Method-Override` is a custom of Google's APIs, `_method` one of Rails.
//!
//! # Example: a form that deletes
//! ```
//! use whippet::{middleware::MethodOverride, prelude::*, testing::TestClient};
//!
//! let app = App::new().delete("/dogs/7", || "gone").with(MethodOverride::new().query("_method"));
//! let client = TestClient::new(app);
//!
//! client.post("/dogs/7?_method=delete").send().assert_text("gone");
//! client.post("/dogs/7").header("x-http-method-override", "DELETE").send().assert_text("gone");
//! client.post("/dogs/7").header("x-http-method-override", "TRACE").send().assert_status(400);
//! client.post("/dogs/7").send().assert_status(405);
//! ```

use std::borrow::Cow;

use http::Method;

use super::{Incoming, Middleware};
use crate::{
    context::{Context, field_name},
    error::{Error, Fault, Place, Result},
    extract::Needs,
    response::Response,
};

/// The most of a client's word that is repeated to it.
const REPEATED_LETTERS: usize = 20;

/// A POST that means PUT, PATCH or DELETE.
///
/// # Example: by a header
/// ```
/// use whippet::{middleware::MethodOverride, prelude::*, testing::TestClient};
///
/// let client = TestClient::new(App::new().put("/", || "put").with(MethodOverride::new()));
/// client.post("/").header("x-http-method-override", "PUT").send().assert_text("put");
/// ```
#[must_use = "it does nothing until an application has it, by `App::with`"]
pub struct MethodOverride {
    header: Cow<'static, str>,
    parameter: Option<String>,
    methods: Vec<Method>,
    faults: Vec<String>,
}

impl MethodOverride {
    /// By the header `X-HTTP-Method-Override`, to PUT, PATCH and DELETE.
    ///
    /// ```
    /// use whippet::{middleware::MethodOverride, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().patch("/", || "patched").with(MethodOverride::new()));
    /// client.post("/").header("x-http-method-override", "patch").send().assert_text("patched");
    /// ```
    pub fn new() -> Self {
        let header = Cow::Borrowed("x-http-method-override");
        let methods = vec![Method::PUT, Method::PATCH, Method::DELETE];
        Self { header, parameter: None, methods, faults: Vec::new() }
    }

    /// By another header.
    ///
    /// ```
    /// use whippet::{middleware::MethodOverride, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().put("/", || "put").with(MethodOverride::new().header("X-Method")));
    /// client.post("/").header("x-method", "PUT").send().assert_text("put");
    /// ```
    pub fn header(mut self, name: &str) -> Self {
        match field_name(name) {
            Some(name) => self.header = name.into_owned().into(),
            None => self.faults.push(format!("header({name:?}) is no name of a header")),
        }
        self
    }

    /// By a parameter of the query, too, such as `_method`: mind forged requests.
    ///
    /// ```
    /// use whippet::{middleware::MethodOverride, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().put("/", || "put").with(MethodOverride::new().query("_method")));
    /// client.post("/?_method=PUT").send().assert_text("put");
    /// ```
    pub fn query(mut self, name: impl Into<String>) -> Self {
        let name = name.into();
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) {
            self.faults.push(format!("query({name:?}): write a name of letters, digits, `-`, `_` and `.`"));
        }
        self.parameter = Some(name);
        self
    }

    /// To these methods in place of PUT, PATCH and DELETE.
    ///
    /// # Errors
    /// A method that changes nothing (GET, HEAD, OPTIONS, TRACE), and POST, keep the application from starting.
    ///
    /// ```
    /// use whippet::{middleware::MethodOverride, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().put("/", || "").with(MethodOverride::new().methods([Method::PUT])));
    /// client.post("/").header("x-http-method-override", "DELETE").send().assert_status(400);
    /// ```
    pub fn methods(mut self, methods: impl IntoIterator<Item = Method>) -> Self {
        self.methods = methods.into_iter().collect();
        self
    }

    /// The method that a POST means, where it says one.
    fn meant(&self, header: Option<&str>, query: &str) -> Result<Option<&Method>> {
        let mut meant = None;
        let name: &str = &self.header;
        let header = header.map(|text| (Place::Header, name, text.trim_matches([' ', '\t'])));
        let parameters = self.parameter.iter().flat_map(|name| {
            let values = query.split('&').filter_map(|pair| pair.split_once('=')).filter(move |(key, _)| key == name);
            values.map(move |(_, value)| (Place::Query, name.as_str(), value))
        });
        for (place, name, text) in header.into_iter().chain(parameters) {
            let Some(method) = self.methods.iter().find(|method| method.as_str().eq_ignore_ascii_case(text)) else {
                return Err(self.refusal(place, name, text));
            };
            if meant.is_some_and(|meant| meant != method) {
                let detail = "the request means two methods at once";
                return Err(Error::bad_request(detail).with_fault(Fault::new(
                    place,
                    format!("/{name}"),
                    "is another than said before",
                )));
            }
            meant = Some(method);
        }
        Ok(meant)
    }

    fn refusal(&self, place: Place, name: &str, text: &str) -> Error {
        let known: Vec<&str> = self.methods.iter().map(Method::as_str).collect();
        let text: String = text.chars().take(REPEATED_LETTERS).collect();
        let fault =
            Fault::new(place, format!("/{name}"), format!("must be one of {}, and is {text:?}", known.join(", ")));
        Error::bad_request("a POST cannot mean this method").with_fault(fault)
    }
}

/// As [`MethodOverride::new`] does.
impl Default for MethodOverride {
    fn default() -> Self {
        Self::new()
    }
}

impl Middleware for MethodOverride {
    fn needs(&self, needs: &mut Needs) {
        needs.rerouting();
        needs.header(self.header.clone());
        self.faults.iter().for_each(|fault| needs.fault(format!("MethodOverride: {fault}")));
        if self.methods.is_empty() {
            needs.fault("MethodOverride: methods names none: leave it out for PUT, PATCH and DELETE");
        }
        for method in
            self.methods.iter().filter(|method| method.is_safe() || [Method::POST, Method::CONNECT].contains(method))
        {
            needs.fault(format!(
                "MethodOverride: a POST cannot mean {method}, since whatever guards POST would be passed by: leave it out of methods"
            ));
        }
    }

    fn reroute(&self, incoming: &mut Incoming<'_>) {
        if *incoming.method() != Method::POST {
            return;
        }
        // What is wrong with it is said in `before`, which can answer.
        let meant = self.meant(incoming.header(&self.header).as_deref(), incoming.query()).ok().flatten().cloned();
        if let Some(method) = meant {
            incoming.set_method(method);
        }
    }

    fn before(&self, cx: &Context) -> Result<(), Response> {
        if *cx.method() == Method::POST {
            self.meant(cx.header(&self.header).as_deref(), cx.query())?;
        }
        Ok(())
    }
}
