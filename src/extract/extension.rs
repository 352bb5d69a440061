//! [`Extension`]: what was set earlier on a request's way.

use super::{Extracted, FromRequestParts, Rejection};
use crate::{context::Context, error::Error};

/// A value that was set earlier on the way of the same request, with [`Context::set_extension`]: one for each type.
///
/// # Errors
/// 500 where nobody has set one; the log names the type. `Option<Extension<T>>` is `None` there.
///
/// # Example: set by one extractor, read by the handler
/// ```
/// use whippet::{extract::{Extension, Extracted, FromRequestParts}, prelude::*};
///
/// #[derive(Clone)]
/// struct Trace(String);
/// struct Traced;
///
/// impl<S> FromRequestParts<S> for Traced {
///     fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
///         cx.set_extension(Trace(format!("{} {}", cx.method(), cx.path())));
///         Ok(Traced).into()
///     }
/// }
///
/// let app = App::new().get("/dogs", |_: Traced, Extension(Trace(trace)): Extension<Trace>| trace);
/// # let client = whippet::testing::TestClient::new(app.get("/", |Extension(Trace(trace)): Extension<Trace>| trace));
/// # assert_eq!(client.get("/dogs").send().text(), "GET /dogs");
/// # client.get("/").send().assert_status(500);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Extension<T>(
    /// The value.
    pub T,
);

impl<S, T: Clone + 'static> FromRequestParts<S> for Extension<T> {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        let value = cx.extension::<T>().map(|value| Self(T::clone(&value)));
        value.ok_or_else(|| missing(std::any::type_name::<T>())).into()
    }
}

fn missing(name: &str) -> Error {
    let cause = format!("no extension {name} was set: call `cx.set_extension(…)` before this argument is asked for");
    Error::rejected(Rejection::MissingExtension, "").with_source(cause).as_missing()
}
