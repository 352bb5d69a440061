//! [`Service`]: a frozen application: finds the handler of a request, and turns every failure into a response.

use std::{borrow::Cow, rc::Rc};

use http::{HeaderValue, Method, StatusCode, header};

use crate::{
    app::App,
    bindings::Bindings,
    context::{Context, Params, field_name},
    error::{Error, Result},
    handler::Endpoint,
    outcome::Outcome,
    platform::Platform,
    request::Head,
    response::{IntoResponse, Response},
    routing::{Found, Table},
    start::IntoApp,
};

/// A frozen application. It holds nothing about a request.
pub struct Service {
    table: Table<Endpoint<()>>,
    declared: Rc<[&'static str]>,
    state: Rc<()>,
}

impl Service {
    /// Starts an application: calls its function and freezes what it returns.
    ///
    /// # Errors
    /// What the function returned, or all routes that cannot work, each with its place in the source and the remedy.
    pub fn start<M>(app: &impl IntoApp<M>, bindings: Bindings) -> Result<Self> {
        Self::freeze(app.into_app(bindings)?)
    }

    /// Freezes an application.
    ///
    /// # Errors
    /// All routes that cannot work, each with its place in the source and the remedy.
    pub fn freeze(app: App) -> Result<Self> {
        let (router, all) = app.into_parts();
        let table = router.freeze().map_err(|faults| Error::internal(faults.join("\n")))?;
        let mut declared: Vec<&'static str> = Vec::new();
        for name in all {
            // A few names at most: sorting them would cost more code than it saves time.
            if !declared.contains(&name) {
                declared.push(name);
            }
        }
        if let Some(name) = declared.iter().find(|name| !matches!(field_name(name), Some(Cow::Borrowed(_)))) {
            return Err(Error::internal(format!(
                "an extractor declares the header {name:?}: write a header's name in lower case"
            )));
        }
        Ok(Self { table, declared: declared.into(), state: Rc::new(()) })
    }

    /// The headers that a packed head must bring, in their order.
    pub(crate) fn declared(&self) -> &Rc<[&'static str]> {
        &self.declared
    }

    /// Finds the handler of a request and calls it.
    pub(crate) fn call(&self, head: Head, platform: Box<dyn Platform>) -> (Context, Outcome) {
        let mut params = Params::default();
        let found = self.table.find(head.method(), head.path());
        let next: Result<&Endpoint<()>, Outcome> = match found {
            Found::Route(endpoint, names, ranges) => {
                params = Params { names, ranges };
                Ok(endpoint)
            }
            // RFC 9110, section 9.3.7: it asks about the server, not about a path.
            Found::Nothing if head.path() == "*" && head.method() == Method::OPTIONS => {
                Err(Outcome::Ready(Response::new(StatusCode::NO_CONTENT)))
            }
            Found::OtherMethods(allow) => Err(Outcome::Ready(other_methods(head.method(), &allow))),
            Found::Nothing => Err(Outcome::refused(Error::not_found("there is nothing at this path"))),
        };
        let (cx, checked) = Context::new(head, Rc::clone(&self.declared), params, platform);
        let outcome = match (next, checked) {
            (_, Err(error)) => Outcome::refused(error),
            (Ok(endpoint), Ok(())) => endpoint(cx.clone(), &self.state),
            (Err(outcome), Ok(())) => outcome,
        };
        (cx, outcome)
    }

    /// What every answer goes through before it leaves: an error is written and logged, HEAD and statuses without a body lose theirs.
    ///
    /// A status that no final answer can have (RFC 9110, section 15) is the application's mistake: a 500.
    pub(crate) fn finish(cx: &Context, mut response: Response) -> Response {
        if !(200..600).contains(&response.status().as_u16()) {
            response = Error::internal(format!("{} is not the status of an answer", response.status())).into_response();
        }
        if let Some(error) = response.take_error() {
            if error.status().is_server_error() {
                cx.log(&format!("{} {} failed: {error}", cx.method(), cx.path()));
            }
            write_problem(&mut response, &error);
        }
        // Those speak of one connection, which is the server's (RFC 9110, section 7.6.1).
        for name in [header::CONNECTION, header::TRANSFER_ENCODING, header::TRAILER, header::UPGRADE] {
            response.headers_mut().remove(&name);
        }
        let length = response.body().len();
        let status = response.status();
        if matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT) {
            // RFC 9110, section 8.6: a length has no place in an answer that never has a body.
            response.headers_mut().remove(&header::CONTENT_LENGTH);
            response.set_body(Vec::new());
        } else if status == StatusCode::NOT_MODIFIED {
            response.set_body(Vec::new());
        } else if *cx.method() == Method::HEAD {
            // A handler of HEAD may know the length of a body that it did not make.
            if !response.headers().contains(header::CONTENT_LENGTH.as_str()) {
                response.headers_mut().append(header::CONTENT_LENGTH, HeaderValue::from(length));
            }
            response.set_body(Vec::new());
        } else {
            // The server counts; a wrong length would let one answer run into the next.
            response.headers_mut().remove(&header::CONTENT_LENGTH);
        }
        response
    }
}

/// The answer of a request that is none: there is no context to finish it with.
pub(crate) fn refuse(error: &Error, is_head: bool) -> Response {
    let mut response = Response::new(error.status());
    write_problem(&mut response, error);
    if is_head {
        response.set_body(Vec::new());
    }
    response
}

/// The status is the answer's: it may have been changed after the error became one.
fn write_problem(response: &mut Response, error: &Error) {
    response.headers_mut().set(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response.set_body(error.to_problem(response.status()));
}

/// A known path, but not with this method: OPTIONS is told what is, any other is refused.
fn other_methods(method: &Method, allow: &str) -> Response {
    let mut response = if *method == Method::OPTIONS {
        Response::new(StatusCode::NO_CONTENT)
    } else {
        let detail = format!("{method} is not answered here; what is: {allow}");
        Error::new(StatusCode::METHOD_NOT_ALLOWED, detail).into_response()
    };
    // It was made of methods, which are tokens.
    if let Ok(allow) = HeaderValue::from_str(allow) {
        response.headers_mut().set(header::ALLOW, allow);
    }
    response
}
