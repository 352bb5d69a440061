//! The span of a request, for the crate `tracing`. Feature `tracing`.
//!
//! An instance serves many requests at once, in one thread: a span is entered only while the work of its own request is done, which is each poll of its future.

use std::{
    pin::Pin,
    task::{Context as TaskContext, Poll},
};

use http::StatusCode;
use tracing::{Span, field::Empty};

use super::{Level, Line, Told};
use crate::{
    context::Context,
    middleware::{Begun, Next, Passage},
    platform::LocalBoxFuture,
    response::Response,
};

/// The span of a request that has just begun.
pub(super) fn open(told: &Told) -> Span {
    let span = tracing::info_span!(
        "request",
        method = told.cx.method().as_str(),
        path = told.cx.path(),
        query = Empty,
        route = Empty,
        client = Empty,
        request_id = Empty,
        trace_id = Empty,
        span_id = Empty,
        parent_id = Empty,
    );
    if span.is_disabled() {
        return span;
    }
    let trace = told.trace.as_deref();
    let query = told.shown.query.then(|| told.cx.query().to_owned());
    for (name, value) in [
        ("query", query),
        ("route", told.cx.matched_path().map(str::to_owned)),
        ("client", told.client()),
        ("request_id", told.id.as_ref().map(|id| id.0.as_ref().to_owned())),
        ("trace_id", trace.map(super::Trace::trace_id)),
        ("span_id", trace.map(super::Trace::span_id)),
        ("parent_id", trace.and_then(super::Trace::parent_id)),
    ] {
        if let Some(value) = value {
            span.record(name, value.as_str());
        }
    }
    span
}

/// Sends a request further in within its span.
pub(super) fn within(span: Span, next: Next) -> Passage {
    match span.in_scope(|| next.begin()) {
        Begun::Answered(response) => response.into(),
        Begun::Waiting(rest) => Passage::later(Within { span, rest: Some(rest) }),
    }
}

/// What is polled, and dropped, within a span.
struct Within {
    span: Span,
    rest: Option<LocalBoxFuture<Response>>,
}

impl Future for Within {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, task: &mut TaskContext<'_>) -> Poll<Response> {
        let this = &mut *self;
        let _entered = this.span.enter();
        match &mut this.rest {
            Some(rest) => rest.as_mut().poll(task),
            None => Poll::Pending,
        }
    }
}

impl Drop for Within {
    fn drop(&mut self) {
        let _entered = self.span.enter();
        self.rest = None;
    }
}

/// Tells the end of a request, in its span.
pub(super) fn tell(span: &Span, cx: &Context, status: Option<StatusCode>, fields: &[(&'static str, String)]) {
    let milliseconds = |duration: Option<std::time::Duration>| duration.unwrap_or_default().as_secs_f64() * 1000.0;
    let cpu = milliseconds(cx.active_time());
    let duration = milliseconds(cx.elapsed());
    let mut own = Line::default();
    fields.iter().for_each(|(name, value)| own.text(name, value));
    let own = (!fields.is_empty()).then(|| own.end());
    let Some(code) = status.map(|status| status.as_u16()) else {
        return tracing::info!(parent: span, cancelled = true, duration_ms = duration, cpu_ms = cpu, "ended without an answer");
    };
    macro_rules! answered {
        ($tell:ident) => {
            tracing::$tell!(parent: span, status = code, duration_ms = duration, cpu_ms = cpu, fields = own.as_deref(), "answered")
        };
    }
    match Level::of(status) {
        Level::Info => answered!(info),
        Level::Warn => answered!(warn),
        Level::Error => answered!(error),
    }
}
