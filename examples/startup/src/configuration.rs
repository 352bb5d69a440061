//! What the application reads from its bindings: all of it in one place, and before the first answer.

use std::rc::Rc;

use whippet::prelude::*;

/// How many breeds are shown, where `MOST` does not say.
const MOST: usize = 2;

/// The configuration.
#[derive(Clone)]
pub(crate) struct Configuration {
    pub(crate) greeting: Rc<str>,
    pub(crate) store: Rc<str>,
    pub(crate) most: usize,
}

impl Configuration {
    /// Reads it.
    ///
    /// # Errors
    /// The log says “the application cannot start: the binding GREETING is not set”. It never says what a binding is: it may be a secret.
    pub(crate) fn read(bindings: &Bindings) -> Result<Self> {
        Ok(Self {
            greeting: bindings.get::<String>("GREETING")?.into(),
            store: bindings.get::<String>("STORE")?.into(),
            // A default for what is missing, and not for what is wrong.
            most: bindings.find("MOST")?.unwrap_or(MOST),
        })
    }
}
