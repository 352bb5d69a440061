//! [`Logger`]: a line of JSON for each request, and the trace that it belongs to. Feature `logging`.
//!
//! Put around an application with [`App::with`](crate::App::with), further in than `RequestId` and further out than what may refuse.
//!
//! 1. One line for each request, on the log ([`Context::log`](crate::Context::log)), when its answer comes back to this middleware. What failed with 500 and above stands, with its cause, on
//!    the error log besides.
//! 2. A line has these members, in this order: `time` (RFC 3339, UTC), `level` (`info`; `warn` for 400 to 499; `error` for 500 and above), `method`, `path`, `route` (the pattern, where a route
//!    answers), `status`, `duration_ms`, `cpu_ms` (of active CPU), `request_id` (where `RequestId` stands further out), `trace_id`, `span_id`, `parent_id` (where the trace has
//!    begun elsewhere), and those of [`Logger::field`].
//! 3. A request that ended without an answer, since its client went away or a middleware further out gave it up, has `"cancelled":true` in place of `status`. After a panic nothing of
//!    its request runs any more: the line of the panic stands on the error log, and none here.
//! 4. The query is left out, since it may have secrets, and so is the client's address, since it is personal: [`Logger::with_query`], [`Logger::with_client`].
//! 5. What is sent cannot break a line, nor begin another: control characters and what ends a line elsewhere are escaped. Each text has at most 1,024 bytes, as written.
//! 6. The trace is that of the request's `traceparent` and `tracestate` where they are valid; otherwise one begins. Handlers ask for it with [`Trace`], and pass it on.
//! 7. A synchronous handler stays synchronous.
//!
//! With the feature `tracing`, `Logger::tracing` tells the crate `tracing` instead of writing a line.
//!
//! On Cloudflare the clock stands still while the module works: there `cpu_ms` is 0.
//!
//! Source: RFC 8259; W3C, Trace Context, Level 2.
//!
//! # Example: a line
//! ```
//! use std::time::SystemTime;
//! use whippet::{middleware::Logger, prelude::*, testing::TestClient};
//!
//! let client = TestClient::new(App::new().get("/dogs/{id}", || "lola").with(Logger::new()));
//! let answer = client.get("/dogs/7?token=secret").at(SystemTime::UNIX_EPOCH).send();
//! let line: Value = serde_json::from_str(&answer.output()[0]).unwrap();
//! assert_eq!((&line["time"], &line["level"]), (&json!("1970-01-01T00:00:00.000Z"), &json!("info")));
//! assert_eq!((&line["path"], &line["route"], &line["status"]), (&json!("/dogs/7"), &json!("/dogs/{id}"), &json!(200)));
//! ```

mod line;
#[cfg(feature = "tracing")]
mod spans;
mod trace;

use std::{fmt, rc::Rc};

use http::StatusCode;

use self::line::Line;
pub use self::trace::Trace;
#[cfg(feature = "tracing")]
use super::watch::kept;
use super::{
    random::random,
    request_id::AssignedId,
    watch::{Watched, seen, watch},
};
#[cfg(feature = "tracing")]
use crate::middleware::{Next, Passage};
use crate::{context::Context, extract::Needs, middleware::Middleware, response::Response, time::now};

/// The members of a line that a field cannot have the name of.
const MEMBERS: [&str; 16] = [
    "time",
    "level",
    "method",
    "path",
    "query",
    "route",
    "status",
    "cancelled",
    "duration_ms",
    "cpu_ms",
    "request_id",
    "client",
    "trace_id",
    "span_id",
    "parent_id",
    "fields",
];

type Predicate = Box<dyn Fn(&Context) -> bool>;
type Field = Box<dyn Fn(&Context, &Response) -> Option<String>>;
type Sink = Rc<dyn Fn(&str)>;

/// Writes a line of JSON for each request, and keeps its trace. Feature `logging`.
///
/// # Example: a field of one's own, and no line for those who ask every second
/// ```
/// use whippet::{middleware::Logger, prelude::*, testing::TestClient};
///
/// let logger = Logger::new()
///     .field("bytes", |_, response| Some(response.body().len().to_string()))
///     .skip(|cx| cx.path() == "/health");
/// let client = TestClient::new(App::new().get("/", || "hello").get("/health", || "ok").with(logger));
/// assert!(client.get("/").send().output()[0].ends_with(r#","bytes":"5"}"#));
/// assert!(client.get("/health").send().output().is_empty());
/// ```
#[derive(Default)]
#[must_use]
pub struct Logger {
    shown: Shown,
    fields: Vec<(&'static str, Field)>,
    skip: Option<Predicate>,
    sink: Option<Sink>,
    #[cfg(feature = "tracing")]
    is_tracing: bool,
}

/// What is in a line only where somebody wants it.
#[derive(Clone, Copy, Debug, Default)]
struct Shown {
    query: bool,
    client: bool,
}

impl Logger {
    /// To the log, of each request, without query and client.
    ///
    /// ```
    /// use whippet::{middleware::Logger, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(Logger::new()));
    /// assert!(client.get("/nowhere").send().output()[0].contains(r#""level":"warn","method":"GET","path":"/nowhere","status":404"#));
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the query, as sent, after the path: for an application whose queries have no secrets.
    ///
    /// ```
    /// use whippet::{middleware::Logger, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(Logger::new().with_query()));
    /// assert!(client.get("/?page=2").send().output()[0].contains(r#""path":"/","query":"page=2""#));
    /// ```
    pub fn with_query(mut self) -> Self {
        self.shown.query = true;
        self
    }

    /// Adds the client's address, where the platform knows it: on when to trust it see [`Client`](crate::Client).
    ///
    /// ```
    /// use whippet::{middleware::Logger, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(Logger::new().with_client()));
    /// let mut sender = Client::default();
    /// sender.address = "192.0.2.1".parse().ok();
    /// assert!(client.get("/").client(&sender).send().output()[0].contains(r#""client":"192.0.2.1""#));
    /// ```
    pub fn with_client(mut self) -> Self {
        self.shown.client = true;
        self
    }

    /// Adds a member at the end, where the function gives a text; not of a request that has no answer. A name that a line has already is refused when the application is frozen.
    ///
    /// ```
    /// use whippet::{Service, middleware::Logger, prelude::*, testing::TestClient};
    /// let logger = Logger::new().field("agent", |cx, _| cx.header("user-agent").map(|agent| agent.into_owned()));
    /// let client = TestClient::new(App::new().with(logger));
    /// assert!(client.get("/").header("user-agent", "curl").send().output()[0].contains(r#""agent":"curl""#));
    /// assert!(Service::freeze(App::new().with(Logger::new().field("status", |_, _| None))).is_err());
    /// ```
    pub fn field(
        mut self,
        name: &'static str,
        value: impl Fn(&Context, &Response) -> Option<String> + 'static,
    ) -> Self {
        self.fields.push((name, Box::new(value)));
        self
    }

    /// Writes no line for the requests that a function says yes to; their trace is there nevertheless. The last such function holds.
    ///
    /// ```
    /// use whippet::{middleware::Logger, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().with(Logger::new().skip(|cx| cx.path() == "/health")));
    /// assert!(client.get("/health").send().output().is_empty());
    /// ```
    pub fn skip(mut self, predicate: impl Fn(&Context) -> bool + 'static) -> Self {
        self.skip = Some(Box::new(predicate));
        self
    }

    /// Gives the lines to a function, without a line break, in place of the log.
    ///
    /// ```
    /// use std::{cell::RefCell, rc::Rc};
    /// use whippet::{middleware::Logger, prelude::*, testing::TestClient};
    ///
    /// let lines = Rc::new(RefCell::new(Vec::new()));
    /// let kept = Rc::clone(&lines);
    /// let logger = Logger::new().to(move |line| kept.borrow_mut().push(line.to_owned()));
    /// TestClient::new(App::new().with(logger)).get("/").send();
    /// assert!(lines.borrow()[0].starts_with('{'));
    /// ```
    pub fn to(mut self, sink: impl Fn(&str) + 'static) -> Self {
        self.sink = Some(Rc::new(sink));
        self
    }

    /// Tells the crate `tracing` of each request, in place of a line: a span `request`, and an event in it with the answer. Feature `tracing`.
    ///
    /// The span is entered while the request's own work is done, and left while it waits: what handlers, extractors and middleware further in tell is in the span of
    /// their request, whatever other requests the instance serves meanwhile. Its fields are `method`, `path`, `query`, `route`, `client`, `request_id`, `trace_id`, `span_id` and `parent_id`; those of the event `status`
    /// or `cancelled`, `duration_ms`, `cpu_ms`, and `fields`: those of [`Logger::field`], as JSON. Who listens is whom the application has set with `tracing`'s `set_global_default`.
    ///
    /// ```
    /// use whippet::{middleware::Logger, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", || "hello").with(Logger::new().tracing()));
    /// assert!(client.get("/").send().assert_text("hello").output().is_empty()); // nobody listens
    /// ```
    #[cfg(feature = "tracing")]
    pub fn tracing(mut self) -> Self {
        self.is_tracing = true;
        self
    }
}

impl fmt::Debug for Logger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.fields.iter().map(|(name, _)| *name).collect();
        f.debug_struct("Logger").field("shown", &self.shown).field("fields", &names).finish_non_exhaustive()
    }
}

/// A request that is on its way.
struct Told {
    cx: Context,
    shown: Shown,
    trace: Option<Rc<Trace>>,
    id: Option<Rc<AssignedId>>,
    sink: Option<Sink>,
    #[cfg(feature = "tracing")]
    span: Option<tracing::Span>,
}

impl Told {
    /// What is known before there is an answer.
    fn write_request(&self, line: &mut Line) {
        line.text("method", self.cx.method().as_str());
        line.text("path", self.cx.path());
        if self.shown.query {
            line.text("query", self.cx.query());
        }
        if let Some(route) = self.cx.matched_path() {
            line.text("route", route);
        }
    }

    fn write_names(&self, line: &mut Line) {
        if let Some(id) = &self.id {
            line.text("request_id", &id.0);
        }
        if let Some(address) = self.client() {
            line.text("client", &address);
        }
        if let Some(trace) = &self.trace {
            line.text("trace_id", &trace.trace_id());
            line.text("span_id", &trace.span_id());
            if let Some(parent) = trace.parent_id() {
                line.text("parent_id", &parent);
            }
        }
    }

    fn client(&self) -> Option<String> {
        let address = self.shown.client.then(|| self.cx.client().address).flatten();
        address.map(|address| address.to_string())
    }

    fn tell(&self, status: Option<StatusCode>, fields: &[(&'static str, String)]) {
        #[cfg(feature = "tracing")]
        if let Some(span) = &self.span {
            return spans::tell(span, &self.cx, status, fields);
        }
        // Read first, so that it is never more than the duration.
        let active = self.cx.active_time().unwrap_or_default();
        let mut line = Line::default();
        line.text("time", &line::rfc_3339(now()));
        line.text("level", Level::of(status).name());
        self.write_request(&mut line);
        match status {
            Some(status) => line.raw("status", status.as_str()),
            None => line.raw("cancelled", "true"),
        }
        line.milliseconds("duration_ms", self.cx.elapsed().unwrap_or_default());
        line.milliseconds("cpu_ms", active);
        self.write_names(&mut line);
        for (name, value) in fields {
            line.text(name, value);
        }
        let line = line.end();
        match &self.sink {
            Some(sink) => sink(&line),
            None => self.cx.log(&line),
        }
    }
}

/// How bad it is.
#[derive(Clone, Copy)]
enum Level {
    Info,
    Warn,
    Error,
}

impl Level {
    fn of(status: Option<StatusCode>) -> Self {
        match status {
            Some(status) if status.is_server_error() => Self::Error,
            Some(status) if status.is_client_error() => Self::Warn,
            _ => Self::Info,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

impl Watched for Told {
    fn unanswered(self) {
        self.tell(None, &[]);
    }
}

impl Middleware for Logger {
    fn needs(&self, needs: &mut Needs) {
        needs.timing();
        needs.headers(&[trace::PARENT, trace::STATE]);
        for (index, (name, _)) in self.fields.iter().enumerate() {
            if MEMBERS.contains(name) || self.fields[..index].iter().any(|(other, _)| other == name) {
                needs.fault(format!("Logger: a line would have two members {name:?}: give the field another name"));
            }
        }
        #[cfg(feature = "tracing")]
        if self.is_tracing && self.sink.is_some() {
            needs.fault("Logger: `to` and `tracing` contradict each other: no line is written that could go there; leave one out");
        }
    }

    fn before(&self, cx: &Context) -> Result<(), Response> {
        if cx.extension::<Trace>().is_none()
            && let Ok(bytes) = random()
        {
            let [parent, state] = [trace::PARENT, trace::STATE].map(|name| cx.header(name));
            cx.set_extension(Trace::new(parent.as_deref(), state.as_deref(), bytes));
        }
        if self.skip.as_ref().is_some_and(|skip| skip(cx)) {
            return Ok(());
        }
        #[allow(unused_mut, reason = "with the feature `tracing` it gets a span")]
        let mut told = Told {
            cx: cx.clone(),
            shown: self.shown,
            trace: cx.extension(),
            id: cx.extension(),
            sink: self.sink.clone(),
            #[cfg(feature = "tracing")]
            span: None,
        };
        #[cfg(feature = "tracing")]
        if self.is_tracing {
            told.span = Some(spans::open(&told));
        }
        watch(cx, self, told);
        Ok(())
    }

    #[cfg(feature = "tracing")]
    fn around(&self, cx: &Context, next: Next) -> Passage {
        match kept(cx, self, |told: &Told| told.span.clone()).flatten() {
            Some(span) => spans::within(span, next),
            None => next.into(),
        }
    }

    fn after(&self, cx: &Context, response: &mut Response) {
        if let Some(told) = seen::<Told, _>(cx, self) {
            let values = self.fields.iter().map(|(name, value)| Some((*name, value(cx, response)?)));
            let fields: Vec<_> = values.flatten().collect();
            told.tell(Some(response.status()), &fields);
        }
    }
}
