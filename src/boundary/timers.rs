//! The clock of wasm32: JavaScript's timers.

use std::{cell::RefCell, rc::Rc, time::Duration};

use super::{host::host, slots::Slots};
use crate::time::{Clock, Timer};

thread_local! {
    static TIMERS: RefCell<Slots<Rc<Timer>>> = const { RefCell::new(Slots::new()) };
}

/// The clock of wasm32.
pub(super) struct JsClock;

impl Clock for JsClock {
    fn start(&self, duration: Duration, timer: Rc<Timer>) -> u32 {
        let number = TIMERS.with(|timers| timers.borrow_mut().insert(timer));
        host().timer(number, duration.as_secs_f64() * 1000.0);
        number
    }

    fn cancel(&self, number: u32) {
        if TIMERS.with(|timers| timers.borrow_mut().remove(number)).is_some() {
            host().forget(number);
        }
    }
}

/// A timer is over.
pub(super) fn fire(number: u32) {
    if let Some(timer) = TIMERS.with(|timers| timers.borrow_mut().remove(number)) {
        timer.fire();
    }
}
