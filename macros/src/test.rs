//! `#[whippet::test]`: an async function as a test, with time that takes none.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::ItemFn;

use crate::{
    faults::Faults,
    function::{check_qualifiers, read},
};

/// Expands the attribute. A faulty function is not given back: a test that does not run must not look like one that passes.
pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let mut function = match read(item, "#[whippet::test] goes on an async function that is a test") {
        Ok(function) => function,
        Err(error) => return error,
    };
    if let Some(errors) = faults(&attribute, &function).into_compile_errors() {
        return errors;
    }
    let attributes = std::mem::take(&mut function.attrs);
    let visibility = std::mem::replace(&mut function.vis, syn::Visibility::Inherited);
    let (name, output) = (&function.sig.ident, &function.sig.output);
    // The function stays as it is, so that its `?` and its errors are those of an async function.
    let run = quote_spanned! { name.span() => ::whippet::testing::block_on(#name()) };
    quote! {
        #[::core::prelude::v1::test]
        #(#attributes)*
        #visibility fn #name() #output {
            #function
            #run
        }
    }
}

fn faults(attribute: &TokenStream, function: &ItemFn) -> Faults {
    let signature = &function.sig;
    let mut faults = Faults::default();
    let mut fault = |place: &dyn ToTokens, text: &str| faults.add(place, text);
    if !attribute.is_empty() {
        fault(attribute, "#[whippet::test] takes no arguments");
    }
    for attribute in &function.attrs {
        if attribute.path().segments.last().is_some_and(|last| last.ident == "test") {
            fault(attribute, "#[whippet::test] makes it a test already: remove this attribute");
        }
    }
    if signature.asyncness.is_none() {
        fault(&signature.fn_token, "this waits for nothing: write `async fn`, or use the plain #[test]");
    }
    if !signature.inputs.is_empty() {
        fault(&signature.inputs, "a test takes no arguments: there is nobody to give them");
    }
    if !signature.generics.params.is_empty() {
        fault(&signature.generics, "a test cannot be generic: there is nobody to choose its types");
    }
    check_qualifiers(signature, "a test", "", &mut faults);
    faults
}
