//! [`FakeClock`]: time that passes only where everything waits.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc, time::Duration};

use crate::time::{Clock, Timer};

/// Time that passes only where everything waits.
#[derive(Default)]
pub(super) struct FakeClock(RefCell<Timers>);

#[derive(Default)]
struct Timers {
    now: Duration,
    next: u32,
    waiting: BTreeMap<u32, (Duration, Rc<Timer>)>,
}

impl FakeClock {
    /// How much time has passed.
    pub(super) fn now(&self) -> Duration {
        self.0.borrow().now
    }

    /// Goes on to the next timer; `false` where there is none.
    pub(super) fn advance(&self) -> bool {
        let mut timers = self.0.borrow_mut();
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
        let mut timers = self.0.borrow_mut();
        let at = timers.now.saturating_add(duration);
        timers.next += 1;
        let number = timers.next;
        timers.waiting.insert(number, (at, timer));
        number
    }

    fn cancel(&self, number: u32) {
        self.0.borrow_mut().waiting.remove(&number);
    }
}
