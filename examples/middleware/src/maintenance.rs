//! [`Maintenance`]: a middleware of one's own: while a switch is on, nobody gets further.

use whippet::{middleware::Middleware, prelude::*, response::Response};

/// Answers 503 while the binding `CLOSED` is `true`, but for health checks.
pub(crate) struct Maintenance;

impl Middleware for Maintenance {
    fn before(&self, cx: &Context) -> Result<(), Response> {
        // An environment variable is text, a binding of Cloudflare or of a test may be a truth value.
        let is_closed = match cx.bindings().find::<Value>("CLOSED")? {
            Some(Value::Bool(is_closed)) => is_closed,
            Some(Value::String(text)) => text == "true",
            _ => false,
        };
        if is_closed && cx.path() != "/health" {
            let error = Error::new(StatusCode::SERVICE_UNAVAILABLE, "the kennel is being cleaned");
            return Err(error.with_header(header::RETRY_AFTER, HeaderValue::from_static("600")).into());
        }
        Ok(())
    }
}
