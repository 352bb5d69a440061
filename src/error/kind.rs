//! [`ErrorKind`]: whose mistake an error is.

/// The sort of failure, for code that must tell them apart without reading text.
///
/// # Example: whose mistake it was
/// ```
/// use whippet::{ErrorKind, prelude::*};
///
/// assert_eq!(Error::not_found("no dog is called \"rex\"").kind(), ErrorKind::Client);
/// assert_eq!(Error::internal("the kennel is closed").kind(), ErrorKind::Server);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client asked for something wrong: a status from 400 to 499.
    Client,
    /// The application failed: a status of 500 and above.
    Server,
}
