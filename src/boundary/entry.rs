//! The exports: where JavaScript enters. `core.ts` calls them, and `fetch` is for whoever uses the module as it is.
//!
//! Each says how far the request has come: 0 an answer is in the outbox; 1 the body is wanted, the outbox has the most
//! that it may have; 2 it waits; 3 it is over and has no answer; 4 it waits, and wants the
//! next chunk of the body.

use std::{
    cell::{OnceCell, RefCell},
    rc::Rc,
};

use bytes::Bytes;
use wasm_bindgen::prelude::*;
use web_sys::{Request, Response};

use super::{
    bindings::JsBindings,
    host::{Host, has_network, host, serve_raw},
    platform::JsPlatform,
    request_in, response_out,
    tasks::{Task, put, take, waker},
    timers,
};
use crate::{
    app::App,
    error::{Error, Result},
    exchange::{Exchange, Step},
    inbox::{body_too_large, unreadable_body},
    service::Service,
    start::{IntoApp, Starting},
    time::set_clock,
};

const READY: u32 = 0;
const NEEDS_BODY: u32 = 1;
const PENDING: u32 = 2;
const OVER: u32 = 3;
const NEEDS_CHUNK: u32 = 4;

/// Starts the application for a request, and says how far that has come.
type Start = Rc<dyn Fn(u32) -> u32>;

thread_local! {
    static START: RefCell<Option<Start>> = const { RefCell::new(None) };
    static SERVICE: OnceCell<Rc<Service>> = const { OnceCell::new() };
}

/// Registers the application. `#[whippet::app]` exports a function that calls it, and JavaScript calls that one before it opens: a start
/// function of the module would do, but test runners leave those out.
pub fn install<M>(app: impl IntoApp<M> + 'static) {
    // Once: after a panic, which may have been the start's own, no hook can be set.
    if START.with(|kept| kept.borrow().is_some()) {
        return;
    }
    std::panic::set_hook(Box::new(|panic| host().log(&panic.to_string(), true)));
    set_clock(Some(Rc::new(timers::JsClock)));
    let start = move |id| match app.start(JsBindings::of(id).into()) {
        Starting::Ready(app) => {
            opened(app);
            OVER
        }
        Starting::Later(app) => {
            let mut task = Box::new(Task::Background(Box::pin(async { opened(app.await) }), waker(id)));
            // Not all that may wait does.
            if task.poll(id).is_none() {
                return OVER;
            }
            put(id, task);
            PENDING
        }
    };
    START.with(|kept| kept.replace(Some(Rc::new(start))));
}

/// Keeps the first application that was started, or tells why there is none.
fn opened(app: Result<App>) {
    if SERVICE.with(|kept| kept.get().is_some()) {
        return;
    }
    match app.and_then(Service::freeze) {
        Ok(service) => {
            let mut names = String::new();
            for name in service.declared() {
                names.push_str(name);
                names.push('\0');
            }
            names.pop();
            host().opened(&names);
            SERVICE.with(|kept| kept.set(Rc::new(service)).ok());
        }
        Err(error) => host().failed(&format!("the application cannot start: {error:#}")),
    }
}

/// The Web-standard `fetch` of the module as wasm-bindgen exports it: for whoever uses it without the npm package.
///
/// `env` and `context` are those of Cloudflare's handlers; both may be left out. It returns a `Response`, or a promise of one.
#[wasm_bindgen(js_name = fetch)]
pub fn fetch_raw(request: &Request, env: &JsValue, context: &JsValue) -> JsValue {
    std::hint::black_box(has_network());
    serve_raw(&host(), request, env, context)
}

/// Sends a request through the boundary to the application of `#[whippet::app]`, as a platform would: for `wasm-pack test`.
///
/// # Panics
/// Where what comes back is no `Response`.
///
/// # Example: a test of an application
/// ```no_run
/// # #[cfg(target_arch = "wasm32")]
/// async fn health_is_ok() {
///     let request = web_sys::Request::new_with_str("https://example.com/api/health").unwrap();
///     assert_eq!(whippet::testing::fetch(request).await.status(), 200);
/// }
/// ```
pub async fn fetch(request: Request) -> Response {
    let answer = fetch_raw(&request, &JsValue::UNDEFINED, &JsValue::UNDEFINED);
    let answer = js_sys::futures::JsFuture::from(js_sys::Promise::resolve(&answer)).await;
    #[allow(clippy::expect_used, reason = "documented under Panics: a test fails by a panic")]
    answer.expect("the boundary never rejects").unchecked_into()
}

/// This instance's host.
#[wasm_bindgen]
pub fn whippet_host() -> Host {
    host()
}

/// Starts the application with the environment of a request, and tells the host the end: at once, or by the task of the request's number.
#[wasm_bindgen]
pub fn whippet_open(id: u32) -> u32 {
    // Cloned, since a start may trap, and what it borrowed would stay so.
    match START.with(|start| start.borrow().clone()) {
        Some(start) => start(id),
        None => {
            opened(Err(Error::internal("there is none: put #[whippet::app] on the function that makes it")));
            OVER
        }
    }
}

/// Starts a request whose head has been written.
#[wasm_bindgen]
pub fn whippet_start(id: u32, bytes: usize) -> u32 {
    let Some((service, head)) = SERVICE.with(|service| service.get().cloned()).zip(request_in::head(bytes)) else {
        return OVER;
    };
    let (exchange, step) = Exchange::start(&service, head, Box::new(JsPlatform(id)), || waker(id));
    report(id, exchange.map(|exchange| Box::new(Task::Exchange(exchange))), step)
}

/// Goes on with a body that has been written.
#[wasm_bindgen]
pub fn whippet_resume(id: u32) -> u32 {
    resume(id, |_| Ok(request_in::body()))
}

/// Goes on without a body: 0 it has too many bytes, 1 it cannot be read.
#[wasm_bindgen]
pub fn whippet_refuse(id: u32, reason: u32) -> u32 {
    resume(id, |max_bytes| match reason {
        0 => Err(body_too_large(max_bytes)),
        _ => Err(unreadable_body()),
    })
}

fn resume(id: u32, body: impl FnOnce(usize) -> Result<Bytes>) -> u32 {
    let mut task = take(id);
    let step = match task.as_deref_mut() {
        Some(Task::Exchange(exchange)) => {
            let body = body(exchange.max_bytes());
            exchange.resume(body, || waker(id))
        }
        _ => Step::Pending,
    };
    report(id, task, step)
}

/// Polls a task that was woken.
#[wasm_bindgen]
pub fn whippet_poll(id: u32) -> u32 {
    let Some(mut task) = take(id) else { return PENDING };
    match task.poll(id) {
        Some(step) => report(id, Some(task), step),
        None => OVER,
    }
}

/// Drops a request whose client went away.
#[wasm_bindgen]
pub fn whippet_cancel(id: u32) -> u32 {
    drop(take(id));
    OVER
}

/// Fires a timer.
#[wasm_bindgen]
pub fn whippet_fire(timer: u32) -> u32 {
    timers::fire(timer);
    PENDING
}

/// Where the outbox is.
#[wasm_bindgen]
pub fn whippet_outbox() -> u32 {
    response_out::place()
}

/// Gives back what the outbox points at.
#[wasm_bindgen]
pub fn whippet_release() -> u32 {
    response_out::release();
    OVER
}

/// Says how far a request has come, and keeps it where it goes on.
fn report(id: u32, task: Option<Box<Task>>, step: Step) -> u32 {
    let code = match step {
        Step::Ready(response) => {
            // First: what it holds may do something when it is dropped, such as send a request to its own application.
            drop(task);
            response_out::write_response(response);
            return READY;
        }
        Step::NeedBody(max_bytes) => {
            response_out::write_number(max_bytes);
            NEEDS_BODY
        }
        Step::NeedChunk => NEEDS_CHUNK,
        Step::Pending => PENDING,
    };
    if let Some(task) = task {
        put(id, task);
    }
    code
}
