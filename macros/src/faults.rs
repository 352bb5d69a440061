//! [`Faults`]: every mistake that a macro finds, so that all are reported at once, each where it stands; and how they show code.

use proc_macro2::TokenStream;
use quote::ToTokens;

/// The mistakes found so far.
#[derive(Default)]
pub(crate) struct Faults(Option<syn::Error>);

impl Faults {
    /// Adds a mistake, which stands where all of these tokens do.
    pub(crate) fn add(&mut self, place: impl ToTokens, text: impl std::fmt::Display) {
        self.combine(syn::Error::new_spanned(place, text));
    }

    /// Adds mistakes that were found elsewhere.
    pub(crate) fn combine(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(all) => all.combine(error),
            none => *none = Some(error),
        }
    }

    /// The compile errors; `None` where there was no mistake.
    pub(crate) fn into_compile_errors(self) -> Option<TokenStream> {
        self.0.map(syn::Error::into_compile_error)
    }
}

/// Code as its author writes it: without the spaces that stand between tokens.
pub(crate) fn shown(code: &impl ToTokens) -> String {
    let text = code.to_token_stream().to_string();
    text.replace(" :: ", "::").replace(" < ", "<").replace(" >", ">").replace("& ", "&").replace(" ,", ",")
}
