//! [`Timing`]: how long a request takes, and how much of that is work: what Vercel bills is active CPU.
//!
//! 1. It is taken only in an application of which some part asks for it ([`Needs::timing`](crate::extract::Needs::timing)).
//! 2. Work is the time within the module, from where the request enters it to where it waits or is answered; what another request does meanwhile does
//!    not count. It is measured by the clock, not by the processor.
//! 3. On Cloudflare a clock stands still while the module works, so that there work takes no time.

use std::{cell::Cell, time::Duration};

use super::Context;
use crate::time::monotonic;

/// How long a request takes. A trait, so that an application that does not want to know carries nothing that tells the time.
pub(crate) trait Timing {
    fn elapsed(&self) -> Duration;

    /// How long it has worked.
    fn active(&self) -> Duration;

    /// It goes on, or waits.
    fn works(&self, is_working: bool);
}

/// Starts to take the time of a request.
pub(crate) type StartTiming = fn() -> Box<dyn Timing>;

/// Starts to take the time of a request.
pub(crate) fn start_timing() -> Box<dyn Timing> {
    let now = monotonic();
    Box::new(Taken { begun: now, active: Cell::default(), working: Cell::new(Some(now)) })
}

struct Taken {
    begun: Duration,
    /// How long it has worked, up to when it waited last.
    active: Cell<Duration>,
    /// Since when it works now.
    working: Cell<Option<Duration>>,
}

impl Timing for Taken {
    fn elapsed(&self) -> Duration {
        monotonic().saturating_sub(self.begun)
    }

    fn active(&self) -> Duration {
        let current = self.working.get().map(|since| monotonic().saturating_sub(since));
        self.active.get() + current.unwrap_or_default()
    }

    fn works(&self, is_working: bool) {
        self.active.set(self.active());
        self.working.set(is_working.then(monotonic));
    }
}

impl Context {
    /// How long ago the request entered the application.
    ///
    /// `None` where nothing in the application asks for it with [`Needs::timing`](crate::extract::Needs::timing).
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{extract::Needs, middleware::Middleware, prelude::*, testing::TestClient, time::sleep};
    ///
    /// struct Slow;
    ///
    /// impl Middleware for Slow {
    ///     fn needs(&self, needs: &mut Needs) {
    ///         needs.timing();
    ///     }
    ///
    ///     fn after(&self, cx: &Context, _: &mut Response) {
    ///         if cx.elapsed().is_some_and(|elapsed| elapsed > Duration::from_secs(1)) {
    ///             cx.log("that took a while");
    ///         }
    ///     }
    /// }
    ///
    /// let app = App::new().get("/", async || sleep(Duration::from_secs(2)).await).with(Slow);
    /// assert_eq!(TestClient::new(app).get("/").send().output(), ["that took a while"]);
    /// ```
    pub fn elapsed(&self) -> Option<Duration> {
        self.0.timing.as_ref().map(|timing| timing.elapsed())
    }

    /// How long the request has worked, without the time in which it waited: what a platform bills that bills active CPU.
    ///
    /// `None` where nothing in the application asks for it with [`Needs::timing`](crate::extract::Needs::timing). It is measured by the clock, within the
    /// module. On Cloudflare, where a clock stands still while the module works, it is zero.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{extract::Needs, middleware::Middleware, prelude::*, testing::TestClient, time::sleep};
    ///
    /// struct Bill;
    ///
    /// impl Middleware for Bill {
    ///     fn needs(&self, needs: &mut Needs) {
    ///         needs.timing();
    ///     }
    ///
    ///     fn after(&self, cx: &Context, _: &mut Response) {
    ///         cx.log(&format!("{} ms", cx.active_time().unwrap_or_default().as_millis()));
    ///     }
    /// }
    ///
    /// let app = App::new().get("/", async || sleep(Duration::from_secs(2)).await).with(Bill);
    /// assert_eq!(TestClient::new(app).get("/").send().output(), ["0 ms"]); // waiting is free
    /// ```
    pub fn active_time(&self) -> Option<Duration> {
        self.0.timing.as_ref().map(|timing| timing.active())
    }

    /// Says whether the request goes on, or waits.
    pub(crate) fn works(&self, is_working: bool) {
        if let Some(timing) = &self.0.timing {
            timing.works(is_working);
        }
    }
}
