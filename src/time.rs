//! [`sleep`]: waiting without holding anything up.
//!
//! A clock belongs to the runtime: the host's timers on wasm32, a test client's own elsewhere. Whoever polls a request's future has put
//! its clock in place before; nothing here knows which.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
    time::Duration,
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
}

thread_local! {
    static CLOCK: RefCell<Option<Rc<dyn Clock>>> = const { RefCell::new(None) };
}

/// Puts a clock in place for this thread and gives back the one before.
pub(crate) fn set_clock(clock: Option<Rc<dyn Clock>>) -> Option<Rc<dyn Clock>> {
    CLOCK.with(|current| current.replace(clock))
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
