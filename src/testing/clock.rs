//! [`FakeClock`]: time that passes only where everything waits.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc, time::Duration};

use crate::time::{Clock, Timer};

/// Time that passes only where everything waits.
pub(super) struct FakeClock {
    /// When it was started, since 1970.
    start: Duration,
    timers: RefCell<Timers>,
}

#[derive(Default)]
struct Timers {
    now: Duration,
    next: u32,
    waiting: BTreeMap<u32, (Duration, Rc<Timer>)>,
}

impl FakeClock {
    /// A clock that is started at a time since 1970.
    pub(super) fn new(start: Duration) -> Self {
        Self { start, timers: RefCell::default() }
    }

    /// How much time has passed.
    pub(super) fn now(&self) -> Duration {
        self.timers.borrow().now
    }

    /// Goes on to the next timer; `false` where there is none.
    pub(super) fn advance(&self) -> bool {
        let mut timers = self.timers.borrow_mut();
        let first = timers.waiting.iter().min_by_key(|(_, (at, _))| *at).map(|(number, _)| *number);
        let Some((at, timer)) = first.and_then(|number| timers.waiting.remove(&number)) else { return false };
        timers.now = at;
        drop(timers);
        timer.fire();
        true
    }
}

impl Clock for FakeClock {
    fn start(&self, duration: Duration, timer: Rc<Timer>) -> u32 {
        let mut timers = self.timers.borrow_mut();
        let at = timers.now.saturating_add(duration);
        timers.next += 1;
        let number = timers.next;
        timers.waiting.insert(number, (at, timer));
        number
    }

    fn cancel(&self, number: u32) {
        self.timers.borrow_mut().waiting.remove(&number);
    }

    fn time(&self) -> Option<(Duration, Duration)> {
        let now = self.now();
        Some((self.start.saturating_add(now), now))
    }
}
