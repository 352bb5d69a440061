//! `#[whippet::app]`: checks the function and registers it with the boundary.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{FnArg, ItemFn, ReturnType};

use crate::{
    faults::Faults,
    function::{check_qualifiers, read},
};

/// Expands the attribute. A faulty function is given back unchanged beside its compile errors, so that the
/// compiler does not complain about its absence as well.
pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let function = match read(item, "#[whippet::app] goes on a function that returns an App") {
        Ok(function) => function,
        Err(error) => return error,
    };
    if let Some(errors) = faults(&attribute, &function).into_compile_errors() {
        return quote! { #errors #function };
    }
    let name = &function.sig.ident;
    // The span of the name makes a wrong return type point at the user's function, not at the attribute.
    let install = quote_spanned! { name.span() => ::whippet::__private::install(#name) };
    let check = quote_spanned! { name.span() => ::whippet::__private::app(#name) };
    quote! {
        #function

        // Elsewhere nobody calls it but tests; what is wrong with it is said all the same.
        #[cfg(not(target_arch = "wasm32"))]
        const _: fn() = || #check;

        #[cfg(target_arch = "wasm32")]
        const _: () = {
            use ::whippet::__private::wasm_bindgen;
            #[wasm_bindgen::prelude::wasm_bindgen(wasm_bindgen = ::whippet::__private::wasm_bindgen)]
            pub fn whippet_install() {
                #install
            }
        };
    }
}

fn faults(attribute: &TokenStream, function: &ItemFn) -> Faults {
    let signature = &function.sig;
    let mut faults = Faults::default();
    if !attribute.is_empty() {
        faults.add(attribute, "#[whippet::app] takes no arguments");
    }
    if !signature.generics.params.is_empty() {
        faults.add(&signature.generics, "the application cannot be generic: there is nobody to choose its types");
    }
    check_qualifiers(signature, "the application", "", &mut faults);
    let mut fault = |place: &dyn ToTokens, text: &str| faults.add(place, text);
    if let Some(receiver @ FnArg::Receiver(_)) = signature.inputs.first() {
        fault(receiver, "the application is a free function, not a method");
    }
    if let Some(second) = signature.inputs.iter().nth(1) {
        fault(second, "the application takes nothing, or the platform's Bindings");
    }
    if matches!(signature.output, ReturnType::Default) {
        fault(&signature.ident, "the application returns an App, or a Result of one");
    }
    faults
}
