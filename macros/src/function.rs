//! What the attributes ask of every function that they stand on.

use proc_macro2::TokenStream;
use syn::{ItemFn, Signature};

use crate::faults::Faults;

/// Reads a function.
///
/// # Errors
/// A compile error with the text, where it is something else.
pub(crate) fn read(item: TokenStream, text: &str) -> Result<ItemFn, TokenStream> {
    syn::parse2(item.clone()).map_err(|_| syn::Error::new_spanned(item, text).into_compile_error())
}

/// Adds to the faults what nobody could call: `who` cannot be unsafe, for a reason that may follow, const or extern.
pub(crate) fn check_qualifiers(signature: &Signature, who: &str, not_unsafe_since: &str, faults: &mut Faults) {
    if let Some(token) = &signature.unsafety {
        faults.add(token, format!("{who} cannot be unsafe{not_unsafe_since}"));
    }
    if let Some(token) = &signature.constness {
        faults.add(token, format!("{who} cannot be const"));
    }
    if let Some(abi) = &signature.abi {
        faults.add(abi, format!("{who} cannot be extern"));
    }
}
