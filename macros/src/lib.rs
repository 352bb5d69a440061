//! The attributes of the `whippet` crate. Use them through it: `#[whippet::app]`.
//!
//! Each attribute checks what only it can see, reports every fault at the place where it stands, and expands to one
//! call into the library; no behaviour lives here.

mod app;

use proc_macro::TokenStream;

/// Makes a function the application that the compiled module answers with.
///
/// The function returns an `App`, or a `Result` of one, and takes nothing or the platform's `Bindings`. On
/// `wasm32` it is called once for each instance of the module, before the first answer. On other targets it stays an ordinary
/// function, for tests.
///
/// # Errors
/// A compile error where the attribute has arguments, where the function is generic, `async`, `unsafe`, `const` or
/// `extern`, has a receiver, takes more than one argument, or returns nothing.
///
/// # Example: the smallest application
/// ```
/// use whippet::prelude::*;
///
/// #[whippet::app]
/// fn app() -> App {
///     App::new().get("/", || "hello")
/// }
/// # fn main() { let _ = app(); }
/// ```
#[proc_macro_attribute]
pub fn app(attribute: TokenStream, item: TokenStream) -> TokenStream {
    app::expand(attribute.into(), item.into()).into()
}
