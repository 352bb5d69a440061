//! [`RateLimitStore`]: where requests are counted.

use std::rc::Rc;

use super::{Counts, Window};
use crate::extract::Extracted;

/// Where requests are counted.
///
/// # Example: one that a test can look into
/// ```
/// use std::{cell::RefCell, rc::Rc, time::Duration};
/// use whippet::{extract::Extracted, middleware::{RateLimit, rate_limit::{Counts, RateLimitStore, Window}}, prelude::*};
///
/// #[derive(Default)]
/// struct Journal(RefCell<Vec<String>>);
///
/// impl RateLimitStore for Journal {
///     fn count(&self, key: &str, window: &Window) -> Extracted<Counts> {
///         let mut keys = self.0.borrow_mut();
///         let counts = Counts { previous: 0, current: keys.len() as u32 };
///         if window.lets(counts) {
///             keys.push(key.to_owned());
///         }
///         Ok(counts).into()
///     }
/// }
///
/// let journal = Rc::new(Journal::default());
/// let limit = RateLimit::new(1, Duration::from_secs(60)).by(|_| Some("lola".to_owned())).store(journal.clone());
/// let client = whippet::testing::TestClient::new(App::new().get("/", || "hello").with(limit));
/// client.get("/").send().assert_status(200);
/// client.get("/").send().assert_status(429);
/// assert_eq!(*journal.0.borrow(), ["default:k:lola"]);
/// ```
pub trait RateLimitStore: 'static {
    /// Counts a request of a key, if the window [lets](Window::lets) it, and gives how many there were before it. Nothing may come in between: two requests at once
    /// do not both take the last place.
    ///
    /// # Errors
    /// Whatever it returns is logged, or the source of a 503: no client sees it.
    ///
    /// ```
    /// use whippet::{extract::Extracted, middleware::rate_limit::{Counts, RateLimitStore, Window}};
    /// struct Nobody;
    /// impl RateLimitStore for Nobody {
    ///     fn count(&self, _: &str, window: &Window) -> Extracted<Counts> {
    ///         Ok(Counts { previous: 0, current: window.limit() }).into()
    ///     }
    /// }
    /// ```
    fn count(&self, key: &str, window: &Window) -> Extracted<Counts>;
}

/// One that several share: each counts by the name of its policy and the length of its window.
impl<S: RateLimitStore + ?Sized> RateLimitStore for Rc<S> {
    fn count(&self, key: &str, window: &Window) -> Extracted<Counts> {
        (**self).count(key, window)
    }
}
