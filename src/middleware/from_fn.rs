//! [`from_fn`]: an async function as middleware.

use std::{marker::PhantomData, rc::Rc};

use super::{Middleware, Next, Passage};
use crate::{context::Context, response::IntoResponse};

/// Makes middleware of an async function: it is called on the way in, runs the rest with [`Next::run`], and returns the answer.
///
/// # Example: a look at both ways
/// ```
/// use whippet::{middleware::{Next, from_fn}, prelude::*, testing::TestClient};
///
/// async fn journal(cx: Context, next: Next) -> Response {
///     cx.log(&format!("{} {}", cx.method(), cx.path()));
///     let response = next.run().await;
///     cx.log(&format!("answered {}", response.status()));
///     response
/// }
///
/// let client = TestClient::new(App::new().get("/", || "hello").with(from_fn(journal)));
/// assert_eq!(client.get("/").send().output(), ["GET /", "answered 200 OK"]);
/// ```
///
/// # Example: a refusal
/// ```
/// use whippet::{middleware::{Next, from_fn}, prelude::*, testing::TestClient};
///
/// let members = from_fn(async |cx: Context, next: Next| match cx.header("x-member") {
///     Some(_) => Ok(next.run().await),
///     None => Err(Error::new(StatusCode::FORBIDDEN, "members only")),
/// });
/// TestClient::new(App::new().get("/", || "welcome").with(members)).get("/").send().assert_status(403);
/// ```
pub fn from_fn<F, R>(function: F) -> FromFn<F, R>
where
    F: AsyncFn(Context, Next) -> R + 'static,
    R: IntoResponse + 'static,
{
    FromFn(Rc::new(function), PhantomData)
}

/// What [`from_fn`] makes.
///
/// ```
/// use whippet::{middleware::{FromFn, Middleware, Next, from_fn}, prelude::*};
/// fn middleware() -> impl Middleware {
///     let pass: FromFn<_, _> = from_fn(async |_, next: Next| next.run().await);
///     pass
/// }
/// # whippet::testing::TestClient::new(App::new().with(middleware())).get("/").send().assert_status(404);
/// ```
pub struct FromFn<F, R>(Rc<F>, PhantomData<fn() -> R>);

impl<F, R> Middleware for FromFn<F, R>
where
    F: AsyncFn(Context, Next) -> R + 'static,
    R: IntoResponse + 'static,
{
    fn around(&self, cx: &Context, next: Next) -> Passage {
        // What it captures outlives it: the future of an async closure borrows from that.
        let (function, cx) = (Rc::clone(&self.0), cx.clone());
        Passage::later(async move { function(cx, next).await })
    }
}
