//! Runs requests to their answers, side by side and in no time.
//!
//! 1. All begin before any goes on, in the order given; then whoever was woken goes on, in the same order.
//! 2. Time passes only where everybody waits, and then up to the next timer.
//! 3. What was left for after an answer is run to its end, too.

use std::{
    mem,
    rc::Rc,
    sync::Arc,
    task::{Context as TaskContext, Poll, Waker},
    time::{Duration, SystemTime},
};

use super::{
    body::{Arriving, TestBody},
    clock::FakeClock,
    platform::{Lines, TestPlatform},
    response::TestResponse,
    woken::Woken,
};
use crate::{
    exchange::{Exchange, Step},
    fetch::{Network, set_network},
    platform::LocalBoxFuture,
    response::Response,
    service::Service,
    time::{now, set_clock},
};

/// A request, ready to be sent.
pub(super) struct Request {
    pub(super) method: String,
    pub(super) target: String,
    pub(super) platform: TestPlatform,
    pub(super) body: TestBody,
    /// When it is sent.
    pub(super) at: Option<SystemTime>,
}

/// Runs requests side by side. Answers come in the order of the requests.
///
/// # Errors
/// What waits for what never comes: the text for a test to fail with.
pub(super) fn run(
    service: &Service,
    network: Option<Rc<dyn Network>>,
    requests: Vec<Request>,
) -> Result<Vec<TestResponse>, String> {
    let _network = SetNetworkBack(set_network(network));
    let at = requests.iter().find_map(|request| request.at);
    on_fake_time(at, |clock| {
        let mut running: Vec<Running> = requests.into_iter().map(|request| Running::start(service, request)).collect();
        loop {
            let mut went_on = false;
            for each in &mut running {
                went_on |= each.go_on(clock);
            }
            if running.iter().all(Running::is_over) {
                return Ok(running.into_iter().filter_map(Running::into_response).collect());
            }
            if !went_on && !clock.advance() {
                let waiting = running.iter().find(|each| !each.is_over());
                let name = waiting.map_or_else(|| "a request".to_owned(), Running::what_waits);
                return Err(format!("{name} waits for what never comes"));
            }
        }
    })
}

/// Runs a future to its end, in this thread and with time that takes none: [`sleep`](crate::time::sleep) returns as soon as nothing
/// else could go on.
///
/// # Panics
/// Where the future waits for what never comes.
///
/// # Example: a test of one's own future
/// ```
/// use std::time::Duration;
/// use whippet::{testing::block_on, time::sleep};
///
/// let answer = block_on(async {
///     sleep(Duration::from_secs(3600)).await;
///     42
/// });
/// assert_eq!(answer, 42);
/// ```
#[track_caller]
#[allow(clippy::expect_used, reason = "documented: a test fails by a panic")]
pub fn block_on<F: Future>(future: F) -> F::Output {
    to_end(future).expect("the future waits for what never comes")
}

/// Runs a future to its end; `None` where it waits for what never comes.
pub(super) fn to_end<F: Future>(future: F) -> Option<F::Output> {
    on_fake_time(None, |clock| {
        let mut future = Box::pin(future);
        let woken = Woken::new();
        let waker = Waker::from(Arc::clone(&woken));
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut TaskContext::from_waker(&waker)) {
                return Some(output);
            }
            if !woken.take() && !clock.advance() {
                return None;
            }
        }
    })
}

fn on_fake_time<T>(start: Option<SystemTime>, work: impl FnOnce(&FakeClock) -> T) -> T {
    // In the middle of another request's time it is that one's.
    let start = start.unwrap_or_else(now).duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let clock = Rc::new(FakeClock::new(start));
    let before = set_clock(Some(clock.clone()));
    // Set back also where a test fails, for the next one in the same thread.
    let _guard = SetBack(before);
    work(&clock)
}

struct SetBack(Option<Rc<dyn crate::time::Clock>>);

impl Drop for SetBack {
    fn drop(&mut self) {
        set_clock(self.0.take());
    }
}

struct SetNetworkBack(Option<Rc<dyn Network>>);

impl Drop for SetNetworkBack {
    fn drop(&mut self) {
        set_network(self.0.take());
    }
}

/// A request that has begun.
struct Running {
    /// The method and the target.
    name: String,
    is_head: bool,
    body: TestBody,
    /// What is being read of the body.
    arriving: Option<Arriving>,
    exchange: Option<Exchange>,
    step: Step,
    answer: Option<(Response, Duration)>,
    woken: Arc<Woken>,
    /// What was left for after the answer.
    tasks: Vec<(LocalBoxFuture<()>, Arc<Woken>)>,
    after: Rc<super::platform::Tasks>,
    log: Lines,
    output: Lines,
}

impl Running {
    fn start(service: &Service, request: Request) -> Self {
        let Request { method, target, platform, body, .. } = request;
        let head = format!("{method}\0{target}\0");
        let platform = platform.declaring(service.declared());
        let woken = Woken::new();
        let (log, output) = (Rc::clone(&platform.log), Rc::clone(&platform.output));
        let after = Rc::clone(&platform.after);
        let (exchange, step) = Exchange::start(service, head, Box::new(platform), || Waker::from(Arc::clone(&woken)));
        Self {
            name: format!("{method} {target}"),
            is_head: method == "HEAD",
            body,
            arriving: None,
            exchange,
            step,
            answer: None,
            woken,
            tasks: Vec::new(),
            after,
            log,
            output,
        }
    }

    /// Goes on as far as possible; `false` where nothing was to be done.
    fn go_on(&mut self, clock: &FakeClock) -> bool {
        let mut went_on = false;
        if self.answer.is_none() {
            let woken = Arc::clone(&self.woken);
            let waker = || Waker::from(Arc::clone(&woken));
            self.step = match (mem::replace(&mut self.step, Step::Pending), self.exchange.as_mut()) {
                (Step::Ready(response), _) => {
                    self.answer = Some((response, clock.now()));
                    went_on = true;
                    Step::Pending
                }
                (Step::NeedBody(max_bytes), _) => {
                    went_on = true;
                    self.arriving = Some(self.body.whole(max_bytes));
                    Step::Pending
                }
                (Step::NeedChunk, _) => {
                    went_on = true;
                    self.arriving = Some(self.body.chunk());
                    Step::Pending
                }
                (Step::Pending, Some(exchange)) if self.woken.take() => {
                    went_on = true;
                    exchange.poll(waker)
                }
                (Step::Pending, Some(exchange)) if let Some(body) = self.arriving.as_mut().and_then(Arriving::poll) => {
                    went_on = true;
                    self.arriving = None;
                    exchange.resume(body, waker)
                }
                (step, _) => step,
            };
        }
        let mut tasks = mem::take(&mut self.tasks);
        tasks.extend(self.after.take().into_iter().map(|task| (task, Woken::already())));
        tasks.retain_mut(|(task, woken)| {
            if !woken.take() {
                return true;
            }
            went_on = true;
            let waker = Waker::from(Arc::clone(woken));
            task.as_mut().poll(&mut TaskContext::from_waker(&waker)).is_pending()
        });
        self.tasks.append(&mut tasks);
        went_on
    }

    fn is_over(&self) -> bool {
        self.answer.is_some() && self.tasks.is_empty() && self.after.borrow().is_empty()
    }

    fn what_waits(&self) -> String {
        if self.answer.is_none() {
            format!("the handler of {}", self.name)
        } else {
            format!("what {} left for after the answer", self.name)
        }
    }

    fn into_response(self) -> Option<TestResponse> {
        let (response, elapsed) = self.answer?;
        Some(
            TestResponse::new(self.name, response, self.is_head, elapsed)
                .with_lines(self.log.take(), self.output.take()),
        )
    }
}
