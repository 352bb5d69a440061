//! The boundary: the only place that knows JavaScript. wasm32 only.
//!
//! `core.js`, `memory.js`, `table.js` and `web.js` are its JavaScript half; they are made from the npm package's sources and carried by the crate, so that both
//! halves are always of one version.
//!
//! 1. JavaScript enters by the exports in `entry`, each of which says how far the request has come, and finds what is to be
//!    read in the outbox. A trap in one of them belongs to one request.
//! 2. A request that waits is a task with a number; waking it asks JavaScript to enter again. No executor of another crate is used, so
//!    no trap is lost in one.
//! 3. The task being polled is out of the table while it is polled: a trap leaves no borrow on the table.
//! 4. What stands in a static here is the instance's: its application, its tables, its buffers.

mod bindings;
mod clock;
#[allow(unreachable_pub, reason = "wasm-bindgen exports what is pub")]
mod entry;
mod host;
mod network;
mod platform;
#[allow(unreachable_pub, reason = "wasm-bindgen exports what is pub")]
mod request_in;
mod response_out;
mod slots;
mod tasks;
mod timers;
#[cfg(feature = "jwt")]
mod webcrypto;

pub(crate) use bindings::JsBindings;
pub(crate) use clock::{monotonic, since_1970};
pub use entry::{fetch, install};
pub(crate) use network::send;
#[cfg(feature = "jwt")]
pub(crate) use webcrypto::{SigningKey, VerifyingKey};
