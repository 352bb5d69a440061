//! [`Timeout`]: an answer that takes too long is given up.
//!
//! Put around an application with [`App::with`](crate::App::with).
//!
//! 1. Once the time is over the answer is 504, as a problem document, and the handler's future is dropped: what it holds is given back, what it waits for is
//!    let go. What it left to [`Context::clean_up`](crate::Context::clean_up) runs, told of the 504.
//! 2. The time begins when the request comes to this middleware. What is further in counts: middleware, extractors, and the reading of the body.
//! 3. Of several, one in the other, the shorter one wins.
//! 4. What answers at once needs no timer and makes no future: a synchronous handler stays synchronous.
//! 5. A time of zero is refused when the application is frozen.
//!
//! It ends what waits, not what works: a handler that calculates without an `.await` is looked at only when it is done, and its answer is
//! taken. The `after` of a middleware further in is not called for a request that was given up. What [`Context::wait_until`](crate::Context::wait_until) has taken goes on.
//!
//! Vercel ends a function after its maximal duration, 300 s unless the project says otherwise, and Cloudflare lets one wait as long as its client is there: a time longer
//! than the platform's is never over. Behind a proxy take one that is shorter than the proxy's own.
//!
//! Source: RFC 9110, section 15.6.5.
//!
//! # Example: five seconds, and not more
//! ```
//! use std::time::Duration;
//! use whippet::{middleware::Timeout, prelude::*, testing::TestClient, time::sleep};
//!
//! let slow = async || sleep(Duration::from_secs(60)).await;
//! let client = TestClient::new(App::new().get("/slow", slow).with(Timeout::new(Duration::from_secs(5))));
//! let answer = client.get("/slow").send().assert_status(504);
//! assert_eq!(answer.elapsed(), Duration::from_secs(5));
//! ```

use std::{future::poll_fn, task::Poll, time::Duration};

use http::StatusCode;

use crate::{
    context::Context,
    error::Error,
    extract::Needs,
    middleware::{Begun, Middleware, Next, Passage},
    time::sleep,
};

/// Answers 504 where an answer takes longer, and drops the handler's future.
///
/// # Example: a shorter one for a part
/// ```
/// use std::time::Duration;
/// use whippet::{middleware::Timeout, prelude::*, testing::TestClient, time::sleep};
///
/// let report = App::new().get("/", async || sleep(Duration::from_secs(20)).await).with(Timeout::new(Duration::from_secs(2)));
/// let app = App::new().get("/", || "hello").nest("/report", report).with(Timeout::new(Duration::from_secs(10)));
/// let client = TestClient::new(app);
/// client.get("/").send().assert_text("hello");
/// assert_eq!(client.get("/report").send().assert_status(504).elapsed(), Duration::from_secs(2));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Timeout {
    duration: Duration,
}

impl Timeout {
    /// After so much time; it is measured in milliseconds.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{Service, middleware::Timeout, prelude::*};
    /// let refusal = Service::freeze(App::new().with(Timeout::new(Duration::ZERO))).err().unwrap().to_string();
    /// assert!(refusal.contains("Timeout"), "{refusal}");
    /// ```
    pub const fn new(duration: Duration) -> Self {
        Self { duration }
    }
}

impl Middleware for Timeout {
    fn needs(&self, needs: &mut Needs) {
        if self.duration.is_zero() {
            needs.fault(
                "Timeout: a time of zero would refuse whatever waits: write how long an answer may take, or leave it out",
            );
        }
    }

    fn around(&self, _: &Context, next: Next) -> Passage {
        let rest = match next.begin() {
            Begun::Answered(response) => return response.into(),
            Begun::Waiting(rest) => rest,
        };
        let duration = self.duration;
        Passage::later(async move {
            let mut deadline = Box::pin(sleep(duration));
            // Dropped with the deadline, before the refusal is made of it.
            let mut rest = Some(rest);
            poll_fn(|task| {
                let Some(future) = rest.as_mut() else { return Poll::Pending };
                if let Poll::Ready(response) = future.as_mut().poll(task) {
                    return Poll::Ready(Ok(response));
                }
                deadline.as_mut().poll(task).map(|()| {
                    rest = None;
                    Err(Error::new(StatusCode::GATEWAY_TIMEOUT, "the answer took too long"))
                })
            })
            .await
        })
    }
}
