//! [`Gathering`]: what is wrong with several arguments, told together.
//!
//! 1. A fault in what was sent (a 400 or 422 that names places) is held back until all arguments have been tried.
//! 2. Any other refusal is the answer at once, and goes before all faults: who may not come in learns nothing else.

use super::Extracted;
use crate::error::{Error, Result};

/// What is wrong with several arguments.
#[derive(Default)]
pub(crate) struct Gathering {
    faults: Option<Error>,
    refusal: Option<Error>,
}

impl Gathering {
    /// Takes the value of an argument, or notes what is wrong with it.
    pub(crate) fn take<T>(&mut self, result: Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.note(error);
                None
            }
        }
    }

    /// Asks an argument, unless one before it has refused the request. What is wrong with what was sent is told in the order of the arguments,
    /// and so not before those are there that have to be waited for.
    pub(crate) fn ask<T>(&mut self, argument: impl FnOnce() -> Extracted<T>, waits: &mut bool) -> Option<Extracted<T>> {
        if self.is_refused() {
            return None;
        }
        match argument() {
            Extracted::Ready(Err(error)) if !error.is_about_places() => {
                self.note(error);
                None
            }
            asked => {
                *waits |= matches!(asked, Extracted::Later(_));
                Some(asked)
            }
        }
    }

    /// Takes an argument that was asked, and need not be waited for.
    pub(crate) fn take_ready<T>(&mut self, asked: Option<Extracted<T>>) -> Option<T> {
        match asked {
            Some(Extracted::Ready(result)) => self.take(result),
            Some(Extracted::Later(_)) | None => None,
        }
    }

    /// Waits for an argument that was asked, unless one before it has refused the request.
    pub(crate) async fn wait<T>(&mut self, asked: Option<Extracted<T>>) -> Option<T> {
        if self.is_refused() {
            return None;
        }
        let result = asked?.wait().await;
        self.take(result)
    }

    fn note(&mut self, error: Error) {
        if self.refusal.is_some() {
            return;
        }
        if !error.is_about_places() {
            // Of several arguments one may be what the application forgot: that is nothing which a client has not sent.
            let is_server_error = error.status().is_server_error();
            self.refusal = Some(if is_server_error { error.not_missing() } else { error });
        } else {
            self.faults = Some(match self.faults.take() {
                Some(faults) => faults.joined(error),
                None => error,
            });
        }
    }

    fn is_refused(&self) -> bool {
        self.refusal.is_some()
    }

    /// The same, unless nothing that comes can change the answer.
    pub(crate) fn go_on(self) -> Result<Self> {
        match self.refusal {
            None => Ok(self),
            Some(refusal) => Err(refusal),
        }
    }

    /// All values, or all that is wrong.
    pub(crate) fn end<T>(self, values: Option<T>) -> Result<T> {
        match (self.refusal.or(self.faults), values) {
            (None, Some(values)) => Ok(values),
            (Some(error), _) => Err(error),
            (None, None) => Err(Error::internal("an argument has neither a value nor a fault")),
        }
    }
}

/// All values as a tuple, where all are there.
macro_rules! all_of {
    () => {
        Some(())
    };
    ($($value:ident)+) => {
        match ($($value,)+) {
            ($(Some($value),)+) => Some(($($value,)+)),
            _ => None,
        }
    };
}

pub(crate) use all_of;
