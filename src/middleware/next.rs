//! [`Next`]: what is left of a request's way in; [`Passage`]: how a middleware lets it go on; [`Begun`]: how far that came at once.

use std::rc::Rc;

use crate::{
    body_stream::{BodyStream, whole},
    context::Context,
    outcome::Outcome,
    platform::LocalBoxFuture,
    response::{IntoResponse, Response},
    scope::{Innermost, Layers, Scope},
};

/// What is left of a request's way in: the middleware further in, and the handler.
///
/// # Example: the answer, looked at
/// ```
/// use whippet::{middleware::{Next, from_fn}, prelude::*, testing::TestClient};
///
/// async fn no_empty_answers(_: Context, next: Next) -> Result<Response> {
///     let response = next.run().await;
///     if response.body().is_empty() { Err(Error::not_found("there is nothing to say")) } else { Ok(response) }
/// }
///
/// let client = TestClient::new(App::new().get("/", || "").with(from_fn(no_empty_answers)));
/// client.get("/").send().assert_status(404);
/// ```
#[must_use = "a request goes no further where this is dropped"]
pub struct Next {
    pub(super) layers: Rc<dyn Layers>,
    pub(super) scope: Rc<Scope>,
    pub(super) cx: Context,
    /// Which middleware comes next.
    pub(super) at: usize,
    pub(super) innermost: Innermost,
}

impl Next {
    /// Sends the request further in, and waits for the answer. Dropping the future drops the handler's, and ends its work.
    ///
    /// ```
    /// use whippet::{middleware::{Next, from_fn}, prelude::*, testing::TestClient};
    /// let teapot = from_fn(async |_, next: Next| (StatusCode::IM_A_TEAPOT, next.run().await));
    /// TestClient::new(App::new().get("/", || "short").with(teapot)).get("/").send().assert_status(418).assert_text("short");
    /// ```
    pub async fn run(self) -> Response {
        let cx = self.cx.clone();
        to_end(cx, self.proceed()).await
    }

    /// Sends the request further in, as far as it comes without waiting: for a middleware that has something to do only where there is something to
    /// wait for.
    ///
    /// # Example: a note about those that wait
    /// ```
    /// use std::time::Duration;
    /// use whippet::{middleware::{Begun, Middleware, Next, Passage}, prelude::*, testing::TestClient, time::sleep};
    ///
    /// struct Patience;
    ///
    /// impl Middleware for Patience {
    ///     fn around(&self, cx: &Context, next: Next) -> Passage {
    ///         let cx = cx.clone();
    ///         match next.begin() {
    ///             Begun::Answered(response) => response.into(), // no future is made
    ///             Begun::Waiting(rest) => Passage::later(async move {
    ///                 cx.log("it takes a while");
    ///                 rest.await
    ///             }),
    ///         }
    ///     }
    /// }
    ///
    /// let app = App::new().get("/", || "hello").get("/slow", async || sleep(Duration::from_secs(1)).await).with(Patience);
    /// let client = TestClient::new(app);
    /// assert!(client.get("/").send().output().is_empty());
    /// assert_eq!(client.get("/slow").send().output(), ["it takes a while"]);
    /// ```
    pub fn begin(self) -> Begun {
        let cx = self.cx.clone();
        match self.proceed() {
            Outcome::Ready(response) => Begun::Answered(response),
            outcome => Begun::Waiting(Box::pin(to_end(cx, outcome))),
        }
    }

    fn proceed(self) -> Outcome {
        self.layers.run(self.at, self.scope, self.cx, self.innermost)
    }
}

async fn to_end(cx: Context, mut outcome: Outcome) -> Response {
    loop {
        outcome = match outcome {
            Outcome::Ready(response) => return response,
            Outcome::Later(future) => future.await,
            Outcome::NeedBody(need) => {
                let mut body = BodyStream::new(&cx).limit(need.max_bytes);
                (need.resume)(whole(async || body.next().await.transpose()).await)
            }
        };
    }
}

/// How far a request came at once: what [`Next::begin`] gives.
///
/// ```
/// use whippet::{middleware::{Begun, Middleware, Next, Passage}, prelude::*, testing::TestClient};
///
/// struct OnlyAtOnce;
///
/// impl Middleware for OnlyAtOnce {
///     fn around(&self, _: &Context, next: Next) -> Passage {
///         match next.begin() {
///             Begun::Answered(response) => response.into(),
///             Begun::Waiting(_) => StatusCode::SERVICE_UNAVAILABLE.into_response().into(), // the handler's future is dropped
///         }
///     }
/// }
///
/// let app = App::new().get("/", || "hello").get("/later", async || "too late").with(OnlyAtOnce);
/// let client = TestClient::new(app);
/// client.get("/").send().assert_text("hello");
/// client.get("/later").send().assert_status(503);
/// ```
#[must_use = "a request goes no further where this is dropped"]
pub enum Begun {
    /// The answer is there: of a synchronous handler, or of whoever refused the request.
    Answered(Response),
    /// The answer must be waited for, or the request's body. Dropping the future drops the handler's.
    Waiting(LocalBoxFuture<Response>),
}

/// How a middleware lets a request go on: at once, with an answer that is there, or within a future.
///
/// # Example: at once for most
/// ```
/// use std::time::Duration;
/// use whippet::{middleware::{Middleware, Next, Passage}, prelude::*, testing::TestClient, time::sleep};
///
/// struct Tarpit;
///
/// impl Middleware for Tarpit {
///     fn around(&self, cx: &Context, next: Next) -> Passage {
///         if !cx.path().starts_with("/wp-admin") {
///             return next.into();
///         }
///         Passage::later(async {
///             sleep(Duration::from_secs(10)).await;
///             next.run().await
///         })
///     }
/// }
///
/// let client = TestClient::new(App::new().with(Tarpit));
/// assert_eq!(client.get("/").send().elapsed(), Duration::ZERO);
/// assert_eq!(client.get("/wp-admin").send().elapsed(), Duration::from_secs(10));
/// ```
#[must_use = "it is what `Middleware::around` returns"]
pub struct Passage(pub(super) Way);

/// The ways of a [`Passage`].
pub(super) enum Way {
    On(Next),
    Answered(Response),
    Later(LocalBoxFuture<Response>),
}

impl Passage {
    /// What the future gives is the answer; the future runs what is further in with [`Next::run`], or leaves it.
    ///
    /// ```
    /// use whippet::{middleware::{Middleware, Next, Passage}, prelude::*, testing::TestClient};
    ///
    /// struct Nobody;
    ///
    /// impl Middleware for Nobody {
    ///     fn around(&self, _: &Context, _: Next) -> Passage {
    ///         Passage::later(async { StatusCode::FORBIDDEN })
    ///     }
    /// }
    /// TestClient::new(App::new().get("/", || "hello").with(Nobody)).get("/").send().assert_status(403);
    /// ```
    pub fn later<R: IntoResponse>(answer: impl Future<Output = R> + 'static) -> Self {
        Self(Way::Later(Box::pin(async move { answer.await.into_response() })))
    }
}

/// At once: there is nothing to wait for.
impl From<Next> for Passage {
    fn from(next: Next) -> Self {
        Self(Way::On(next))
    }
}

/// An answer that is there, as after [`Next::begin`].
impl From<Response> for Passage {
    fn from(response: Response) -> Self {
        Self(Way::Answered(response))
    }
}
