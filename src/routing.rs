//! Routing: which handler answers a request.
//!
//! Patterns are read by `pattern`, indexed by `tree` (matchit does the look-up), and hold one slot for each method in `methods`;
//! `router` is the builder that gathers routes and freezes them.
//!
//! 1. `/users/{id}` takes one segment, also within a prefix or suffix: `/v{major}`; `/files/{*rest}` takes one or more to the end.
//! 2. What is fixed wins over what is open, whatever the order of registration; a catch-all is asked last.
//! 3. A path that is known with another method is 405 with `Allow`; GET answers HEAD; OPTIONS is answered with `Allow`. Each can be
//!    overridden by a route of its own.
//! 4. Matching is by the encoded path, case-sensitive; `//` is not collapsed, and a slash at the end counts.
//! 5. What cannot be told apart, and what cannot work, is refused when the application is built.

mod methods;
mod pattern;
mod router;
mod tree;

pub(crate) use router::{Found, Router, Table};
