//! [`sleep`]: waiting without holding anything up; [`now`]: what time it is; [`Stopwatch`]: how long something takes.
//!
//! A clock belongs to the runtime: the host's timers on wasm32, a test client's own elsewhere. Whoever polls a request's future has put
//! its clock in place before; nothing here knows which.

mod native;

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
    time::{Duration, SystemTime},
};

/// What a clock is told to fire.
pub(crate) struct Timer {
    over: Cell<bool>,
    waker: RefCell<Waker>,
}

impl Timer {
    /// The time has come.
    pub(crate) fn fire(&self) {
        self.over.set(true);
        self.waker.borrow().wake_by_ref();
    }
}

/// What fires timers.
pub(crate) trait Clock {
    /// Fires a timer once the duration is over; the number cancels it, and is free again after it was fired.
    fn start(&self, duration: Duration, timer: Rc<Timer>) -> u32;
    /// Forgets a timer that was not fired yet.
    fn cancel(&self, number: u32);
    /// What time it is: since 1970, and since any moment; `None` for the time of the platform.
    fn time(&self) -> Option<(Duration, Duration)> {
        None
    }
}

thread_local! {
    static CLOCK: RefCell<Option<Rc<dyn Clock>>> = const { RefCell::new(None) };
}

/// Puts a clock in place for this thread and gives back the one before.
pub(crate) fn set_clock(clock: Option<Rc<dyn Clock>>) -> Option<Rc<dyn Clock>> {
    CLOCK.with(|current| current.replace(clock))
}

/// What time it is. `std::time::SystemTime::now` panics in WebAssembly; this does not.
///
/// In a test it is what [`TestRequest::at`](crate::testing::TestRequest::at) says, and goes on as far as the requests sleep. On Cloudflare it is the time of the last
/// thing that the request has waited for.
///
/// # Example: an answer that knows the year
/// ```
/// use std::time::{Duration, SystemTime};
/// use whippet::{prelude::*, testing::TestClient, time::now};
///
/// fn days() -> String {
///     let since_1970 = now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
///     (since_1970.as_secs() / 86_400).to_string()
/// }
///
/// let client = TestClient::new(App::new().get("/", days));
/// let then = SystemTime::UNIX_EPOCH + Duration::from_hours(50);
/// client.get("/").at(then).send().assert_text("2");
/// ```
pub fn now() -> SystemTime {
    let since_1970 = clock_time().map_or_else(native::since_1970, |(since_1970, _)| since_1970);
    SystemTime::UNIX_EPOCH + since_1970
}

/// The time since any moment; it never goes back.
pub(crate) fn monotonic() -> Duration {
    clock_time().map_or_else(native::monotonic, |(_, monotonic)| monotonic)
}

fn clock_time() -> Option<(Duration, Duration)> {
    CLOCK.with(|clock| clock.borrow().as_ref()?.time())
}

/// How long something takes: `std::time::Instant`, which panics in WebAssembly.
///
/// # Example: how long a look-up takes
/// ```
/// use std::time::Duration;
/// use whippet::{prelude::*, testing::TestClient, time::{Stopwatch, sleep}};
///
/// async fn look_up() -> String {
///     let watch = Stopwatch::start();
///     sleep(Duration::from_millis(20)).await;
///     format!("{} ms", watch.elapsed().as_millis())
/// }
/// TestClient::new(App::new().get("/", look_up)).get("/").send().assert_text("20 ms");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Duration);

impl Stopwatch {
    /// Starts one.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{testing::block_on, time::Stopwatch};
    /// assert_eq!(block_on(async { Stopwatch::start().elapsed() }), Duration::ZERO);
    /// ```
    #[must_use]
    pub fn start() -> Self {
        Self(monotonic())
    }

    /// How long ago it was started.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::{testing::block_on, time::{Stopwatch, sleep}};
    /// let elapsed = block_on(async {
    ///     let watch = Stopwatch::start();
    ///     sleep(Duration::from_secs(3)).await;
    ///     watch.elapsed()
    /// });
    /// assert_eq!(elapsed.as_secs(), 3);
    /// ```
    pub fn elapsed(&self) -> Duration {
        monotonic().saturating_sub(self.0)
    }
}

/// Waits. On Vercel waiting costs nothing: billing is by active CPU.
///
/// Dropping the future, as happens when the client goes away, cancels the timer.
///
/// # Panics
/// When polled outside a request, where there is no clock. In a test there is one in [`#[whippet::test]`](macro@crate::test) and in
/// [`block_on`](crate::testing::block_on).
///
/// # Example: an answer that takes its time
/// ```
/// use std::time::Duration;
/// use whippet::{prelude::*, time::sleep};
///
/// async fn slow() -> &'static str {
///     sleep(Duration::from_millis(20)).await;
///     "here at last"
/// }
/// # let client = whippet::testing::TestClient::new(App::new().get("/", slow));
/// # assert_eq!(client.get("/").send().text(), "here at last");
/// ```
pub fn sleep(duration: Duration) -> Sleep {
    Sleep { duration, running: None }
}

/// The future of [`sleep`].
///
/// # Example: a deadline, which is dropped where it was not needed
/// ```
/// use std::{future::{Future, poll_fn}, pin::pin, task::Poll, time::Duration};
/// use whippet::{testing::block_on, time::{Sleep, sleep}};
///
/// async fn within<T>(deadline: Sleep, work: impl Future<Output = T>) -> Option<T> {
///     let (mut deadline, mut work) = (pin!(deadline), pin!(work));
///     poll_fn(|cx| match work.as_mut().poll(cx) {
///         Poll::Ready(done) => Poll::Ready(Some(done)),
///         Poll::Pending => deadline.as_mut().poll(cx).map(|()| None),
///     })
///     .await
/// }
///
/// let second = Duration::from_secs(1);
/// assert_eq!(block_on(within(sleep(second), async { 7 })), Some(7));
/// assert_eq!(block_on(within(sleep(second), sleep(2 * second))), None);
/// ```
#[must_use = "a future does nothing until it is awaited"]
pub struct Sleep {
    duration: Duration,
    running: Option<Running>,
}

struct Running {
    clock: Rc<dyn Clock>,
    timer: Rc<Timer>,
    number: u32,
}

impl Future for Sleep {
    type Output = ();

    // The place of a panic is where it is awaited.
    #[track_caller]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if let Some(Running { timer, .. }) = &self.running {
            if timer.over.get() {
                return Poll::Ready(());
            }
            timer.waker.borrow_mut().clone_from(cx.waker());
            return Poll::Pending;
        }
        #[allow(clippy::expect_used, reason = "documented under Panics: there is no clock to wait by")]
        let clock = CLOCK.with(|clock| clock.borrow().clone()).expect(
            "sleep is awaited outside a request, where there is no clock; in a test use `#[whippet::test]` or `whippet::testing::block_on`",
        );
        let timer = Rc::new(Timer { over: Cell::new(false), waker: RefCell::new(cx.waker().clone()) });
        let number = clock.start(self.duration, Rc::clone(&timer));
        self.running = Some(Running { clock, timer, number });
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(Running { clock, timer, number }) = self.running.take()
            && !timer.over.get()
        {
            clock.cancel(number);
        }
    }
}
