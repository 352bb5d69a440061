//! [`Seen`]: the numbers of what has come already.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

/// How many are remembered: a service sends again within hours, and an instance lives as long.
const MOST: usize = 1_000;

/// The numbers of what has come already, in this instance.
#[derive(Clone, Default)]
pub(crate) struct Seen(Rc<RefCell<VecDeque<String>>>);

impl Seen {
    /// Whether a number comes for the first time.
    pub(crate) fn is_new(&self, number: &str) -> bool {
        let mut numbers = self.0.borrow_mut();
        if numbers.iter().any(|seen| seen == number) {
            return false;
        }
        if numbers.len() == MOST {
            numbers.pop_front();
        }
        numbers.push_back(number.to_owned());
        true
    }
}
