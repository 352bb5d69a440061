//! `#[whippet::app]`: checks the function and registers it with the boundary.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{FnArg, ItemFn, ReturnType, spanned::Spanned};

/// Expands the attribute. A faulty function is given back unchanged beside its compile errors, so that the
/// compiler does not complain about its absence as well.
pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let function: ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(_) => {
            let error = syn::Error::new(item.span(), "#[whippet::app] goes on a function that returns an App");
            return error.into_compile_error();
        }
    };
    let faults = faults(&attribute, &function);
    if let Some(error) = faults.into_iter().reduce(|mut all, next| {
        all.combine(next);
        all
    }) {
        let error = error.into_compile_error();
        return quote! { #error #function };
    }
    let name = &function.sig.ident;
    // The span of the name makes a wrong return type point at the user's function, not at the attribute.
    let install = quote_spanned! { name.span() => ::whippet::__private::install(#name) };
    quote! {
        #function

        // Elsewhere nobody calls it but tests.
        #[cfg(not(target_arch = "wasm32"))]
        const _: fn() = || {
            let _ = #name;
        };

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

fn faults(attribute: &TokenStream, function: &ItemFn) -> Vec<syn::Error> {
    let signature = &function.sig;
    let mut faults = Vec::new();
    let mut fault = |span, text: &str| faults.push(syn::Error::new(span, text));
    if !attribute.is_empty() {
        fault(attribute.span(), "#[whippet::app] takes no arguments");
    }
    if !signature.generics.params.is_empty() {
        fault(signature.generics.span(), "the application cannot be generic: there is nobody to choose its types");
    }
    if let Some(token) = &signature.unsafety {
        fault(token.span(), "the application cannot be unsafe");
    }
    if let Some(token) = &signature.constness {
        fault(token.span(), "the application cannot be const");
    }
    if let Some(abi) = &signature.abi {
        fault(abi.span(), "the application cannot be extern");
    }
    if let Some(token) = &signature.asyncness {
        fault(token.span(), "the application cannot be async yet: build it from what is there at once");
    }
    if let Some(receiver @ FnArg::Receiver(_)) = signature.inputs.first() {
        fault(receiver.span(), "the application is a free function, not a method");
    }
    if let Some(second) = signature.inputs.iter().nth(1) {
        fault(second.span(), "the application takes nothing, or the platform's Bindings");
    }
    if matches!(signature.output, ReturnType::Default) {
        fault(signature.ident.span(), "the application returns an App, or a Result of one");
    }
    faults
}
