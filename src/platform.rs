//! [`Platform`]: what the runtime under an application does for one request.
//!
//! The core asks; `boundary` answers on wasm32, the test client everywhere. Each question costs a crossing, so nothing is asked that
//! no handler wants to know.
//! What is structured comes as text: who does not ask carries no code that reads it.

use std::{future::Future, pin::Pin};

use crate::bindings::Bindings;

/// A boxed future of one thread.
///
/// ```
/// use whippet::{LocalBoxFuture, testing::block_on};
/// let jobs: [LocalBoxFuture<u32>; 2] = [Box::pin(async { 7 }), Box::pin(std::future::ready(8))];
/// assert_eq!(jobs.map(block_on), [7, 8]);
/// ```
pub type LocalBoxFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// What the runtime under an application does for one request.
pub(crate) trait Platform {
    /// The headers that the application declared, in that order: each empty where the request lacks it, `=` and its value where it has it,
    /// and ended by NUL.
    fn declared(&self) -> Box<str>;
    /// The value of a header, its repetitions joined by `, `; the name is in lower case.
    fn header(&self, name: &str) -> Option<String>;
    /// All headers: a name in lower case, its value, a name, its value, and so on, each ended by NUL.
    fn headers(&self) -> String;
    /// Who sends the request, as [`Client::parse`](crate::client::Client::parse) reads it.
    fn client(&self) -> String;
    /// The platform's environment.
    fn bindings(&self) -> Bindings;
    /// Runs a future after the answer, as long as the platform allows.
    fn wait_until(&self, task: LocalBoxFuture<()>);
    /// Writes a line to the platform's log.
    fn log(&self, line: &str, level: Level);
}

/// What a line of the log is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// What happens.
    Info,
    /// What went wrong.
    Error,
}
