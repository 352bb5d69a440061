//! Applications that case tables describe, and what is checked of their answers.
//!
//! The application is the same natively and as a module: [`app`] builds it from the description in the binding `APP`. The tables are
//! in `tests/cases/`, whose README describes both formats. What reads and checks them is native only; JavaScript has its own.

mod build;
mod spec;

#[cfg(not(target_arch = "wasm32"))]
pub mod case;
#[cfg(not(target_arch = "wasm32"))]
mod check;
#[cfg(not(target_arch = "wasm32"))]
mod row;
#[cfg(not(target_arch = "wasm32"))]
pub mod table;

use whippet::prelude::*;

pub use build::build;

/// The application that the binding `APP` describes, as JSON.
///
/// # Errors
/// 500 where the binding is missing, or does not describe an application.
#[whippet::app]
pub fn app(bindings: Bindings) -> Result<App> {
    let text: String = bindings.get("APP")?;
    build(&serde_json::from_str(&text)?)
}
