//! What every answer goes through before it leaves: errors become answers, and HTTP's rules for statuses and HEAD are kept.
//! Errors do so where they occur: before the middleware around that place sees the answer.
//!
//! 1. An error goes to the `on_error` of its router, then to those of the routers around it while they return errors, too; else it
//!    becomes a problem document (RFC 9457). Errors of 500 and above are logged with their causes, and the place of the route.
//! 2. What came with the error stays: its status where the new answer names none, and its headers where the new answer has no such.
//! 3. A status that no final answer can have (RFC 9110, section 15), or more bytes than the platform takes, is the application's
//!    mistake: a 500. Problem documents do not count: they are short.
//! 4. HEAD and statuses without a body lose theirs, and what speaks of a single connection is left to the server.

use http::{HeaderName, HeaderValue, Method, StatusCode, header};

use crate::{
    context::Context,
    error::Error,
    response::{IntoResponse, Response},
    scope::Scope,
};

/// The most of a path that stands in a line of the log.
const LOGGED_PATH_BYTES: usize = 1024;

/// The longest path that a problem document repeats.
const INSTANCE_BYTES: usize = 2048;

/// Whether a field speaks of one connection, which is the server's (RFC 9110, section 7.6.1).
fn is_of_one_connection(name: &HeaderName) -> bool {
    matches!(name.as_str(), "connection" | "transfer-encoding" | "trailer" | "upgrade")
}

/// Makes an answer ready to leave.
pub(crate) fn finish(cx: &Context, scope: &Scope, response: Response) -> Response {
    complete(cx, explain(cx, scope, 0, response))
}

/// The answer of a request that is none: there is no context to finish it with.
pub(crate) fn refuse(error: &Error, is_head: bool) -> Response {
    let mut response = Response::new(error.status());
    write_problem(&mut response, error, None);
    if is_head {
        response.set_body(Vec::new());
    }
    response
}

/// Turns what must not be answered into an error, and an error into an answer: by what is said from a router on outwards, so without the
/// first `inner` of what is said about errors.
pub(crate) fn explain(cx: &Context, scope: &Scope, inner: usize, mut response: Response) -> Response {
    let mut answers = scope.error_answers().iter().skip(inner);
    let mut logged = String::new();
    loop {
        if let Some(error) = mistake(scope, &response) {
            response = error.into_response();
        }
        let Some(error) = response.take_error() else { return response };
        if error.status().is_server_error() {
            let told = error.to_string();
            // One error may be passed on from one to the next.
            if told != logged {
                log(cx, &told);
                logged = told;
            }
        }
        let Some(answer) = answers.next() else {
            write_problem(&mut response, &error, Some(cx.path()));
            return response;
        };
        let before = std::mem::replace(&mut response, answer(error, cx.clone()));
        keep(before, &mut response);
    }
}

/// What the application must not answer.
fn mistake(scope: &Scope, response: &Response) -> Option<Error> {
    let status = response.status();
    if !(200..600).contains(&status.as_u16()) {
        return Some(Error::internal(format!("{} is not the status of an answer", status.as_u16())));
    }
    let (bytes, most) = (response.body().len(), scope.max_answer_bytes());
    (bytes > most).then(|| {
        Error::internal(format!(
            "an answer of {bytes} bytes, and the platform takes {most} at most: answer less at a time, or redirect to where it is stored; \
             for a platform that takes more there is App::max_answer_bytes"
        ))
    })
}

/// Tells the log what failed, and where: one line, whatever a client or a cause has put into it.
fn log(cx: &Context, told: &str) {
    let (path, more) = cx.path().split_at_checked(LOGGED_PATH_BYTES).map_or((cx.path(), ""), |(path, _)| (path, "…"));
    let place = cx.route().map(|route| format!(" in {route}")).unwrap_or_default();
    let line = format!("{} {path}{more} failed{place}: {told}", cx.method());
    cx.log_error(&line.replace(|letter: char| letter.is_ascii_control(), " "));
}

/// Keeps of the answer that told of an error what the new one does not say.
fn keep(before: Response, response: &mut Response) {
    if response.named_status().is_none() {
        response.set_status(before.status());
    }
    let said = response.headers().len();
    for (name, value) in before.headers().iter() {
        let is_said = response.headers().iter().take(said).any(|(other, _)| other == name);
        if *name != header::CONTENT_TYPE && *name != header::CONTENT_LENGTH && !is_said {
            response.headers_mut().append(name.clone(), value.clone());
        }
    }
}

/// The status is the answer's: it may have been changed after the error became one.
fn write_problem(response: &mut Response, error: &Error, instance: Option<&str>) {
    response.headers_mut().set(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    let instance = instance.filter(|path| path.len() <= INSTANCE_BYTES);
    response.set_body(error.to_problem(response.status(), instance));
}

fn complete(cx: &Context, mut response: Response) -> Response {
    response.headers_mut().remove_if(is_of_one_connection);
    let length = response.body().len();
    let status = response.status();
    if matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT) {
        // RFC 9110, sections 8.6 and 15.3.5: neither a length nor a type has a place in an answer that never has a body.
        response.headers_mut().remove(&header::CONTENT_LENGTH);
        response.headers_mut().remove(&header::CONTENT_TYPE);
        response.set_body(Vec::new());
    } else if status == StatusCode::NOT_MODIFIED {
        response.set_body(Vec::new());
    } else if *cx.method() == Method::HEAD {
        // A handler of HEAD may know the length of a body that it did not make.
        if length > 0 || !response.headers().contains(header::CONTENT_LENGTH.as_str()) {
            response.headers_mut().set(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        response.set_body(Vec::new());
    } else {
        // The server counts; a wrong length would let one answer run into the next.
        response.headers_mut().remove(&header::CONTENT_LENGTH);
    }
    response
}
