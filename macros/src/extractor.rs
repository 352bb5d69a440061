//! `#[whippet::extractor]`: makes a function the extractor of the type that it returns.
//!
//! 1. The function stays as it is. Its arguments are extractors of the head, taken together, so that all their faults are told.
//! 2. The state stays open: whatever application has what the arguments ask for can use the extractor. What it lacks does not compile.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{FnArg, Ident, ItemFn, ReturnType, Type, spanned::Spanned};

use crate::{
    faults::Faults,
    function::{check_qualifiers, read},
    handler::{
        named_state,
        signature::{first_type, has_no_name, last_segment, reads_body},
    },
};

/// The most arguments that a tuple of extractors has.
const MOST: usize = 8;

/// Types that are nobody's own, by name: an extractor cannot be known by them.
const FOREIGN: [&str; 7] = ["String", "Option", "Vec", "Box", "Rc", "Arc", "Dep"];

/// Expands the attribute. A faulty function is given back unchanged beside its compile errors.
pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let function = match read(item, "#[whippet::extractor] goes on a function that makes an argument of handlers") {
        Ok(function) => function,
        Err(error) => return error,
    };
    let mut faults = Faults::default();
    let state = named_state(attribute, "extractor", &mut faults);
    let made = made(&function, &mut faults);
    check(&function, &mut faults);
    if let Some(errors) = faults.into_compile_errors() {
        return quote! { #errors #function };
    }
    let Some(Made { returned, value, is_result }) = made else { return quote! { #function } };
    let types: Vec<&Type> = function.sig.inputs.iter().filter_map(type_of).collect();
    let names: Vec<Ident> =
        (0..types.len()).map(|index| format_ident!("a{index}", span = Span::mixed_site())).collect();
    // Names of their own: the function may be called `state`.
    let [cx, needs, given, description] =
        ["cx", "needs", "state", "description"].map(|name| Ident::new(name, Span::mixed_site()));
    let name = &function.sig.ident;
    let call = quote! { #name(#(#names),*) };
    let path = quote! { ::whippet::extract };
    let private = quote! { ::whippet::__private };
    // Said where the type stands that the function returns.
    let into_refusal = quote_spanned! { returned.span() => ::whippet::__private::IntoRefusal::into_refusal };
    let extracted = if function.sig.asyncness.is_some() {
        let result = if is_result {
            quote! { #call.await.map_err(#into_refusal) }
        } else {
            quote! { ::core::result::Result::Ok(#call.await) }
        };
        quote! { and_then(|(#(#names,)*)| #path::Extracted::later(async move { #result })) }
    } else if is_result {
        quote! { and_then(|(#(#names,)*)| #path::Extracted::from(#call.map_err(#into_refusal))) }
    } else {
        quote! { map(|(#(#names,)*)| #call) }
    };
    let (generics, state) = match state {
        Some(state) => (None, quote! { #state }),
        None => (Some(quote! { <__S: 'static> }), quote! { __S }),
    };
    let conditions = types.iter().map(|one| quote_spanned! { one.span() => #one: #path::FromRequestParts<#state>, });
    let attributes = function.attrs.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    quote! {
        #function

        #(#attributes)*
        impl #generics #path::FromRequestParts<#state> for #value
        where
            #(#conditions)*
        {
            fn needs(#needs: &mut #path::Needs) {
                #needs.made::<Self>();
                <(#(#types,)*) as #path::FromRequestParts<#state>>::needs(#needs);
            }

            fn describe(#description: &mut #private::Description) {
                <(#(#types,)*) as #path::FromRequestParts<#state>>::describe(#description);
            }

            fn from_request_parts(#cx: &::whippet::Context, #given: &#state) -> #path::Extracted<Self> {
                <(#(#types,)*) as #path::FromRequestParts<#state>>::from_request_parts(#cx, #given).#extracted
            }
        }
    }
}

/// What a function makes, at once or in a `Result`.
struct Made<'a> {
    returned: &'a Type,
    value: &'a Type,
    is_result: bool,
}

fn made<'a>(function: &'a ItemFn, faults: &mut Faults) -> Option<Made<'a>> {
    let ReturnType::Type(_, returned) = &function.sig.output else {
        faults.add(&function.sig.ident, "an extractor returns the argument that it makes, or a Result of it");
        return None;
    };
    let result = last_segment(returned).filter(|last| last.ident == "Result").and_then(first_type);
    let value = result.unwrap_or(returned);
    let is_foreign = last_segment(value).is_some_and(|last| FOREIGN.iter().any(|name| last.ident == name));
    if is_foreign || has_no_name(value) || !matches!(value, Type::Path(_)) {
        faults.add(value, "an extractor is known by the type that it makes: return one of your own, with a name");
    }
    Some(Made { returned, value, is_result: result.is_some() })
}

fn check(function: &ItemFn, faults: &mut Faults) {
    let signature = &function.sig;
    if !signature.generics.params.is_empty() {
        faults.add(
            &signature.generics,
            "an extractor cannot be generic: nobody has chosen its types; implement FromRequestParts by hand",
        );
    }
    check_qualifiers(signature, "an extractor", ": a request could not keep its promise", faults);
    for (index, input) in signature.inputs.iter().enumerate() {
        match input {
            FnArg::Receiver(receiver) => {
                faults.add(receiver, "an extractor is a free function, not a method: ask for `State<T>` instead")
            }
            FnArg::Typed(typed) if has_no_name(&typed.ty) => {
                faults.add(&typed.ty, "an argument of any type cannot be asked for: name the type");
            }
            FnArg::Typed(typed) => {
                if let Some(name) = reads_body(&typed.ty) {
                    faults.add(
                        &typed.ty,
                        format!("`{name}` reads the body, which is left to the last argument of the handler"),
                    );
                }
            }
        }
        if index == MOST {
            faults.add(
                input,
                format!("an extractor has at most {MOST} arguments: put some into another extractor, such as a tuple"),
            );
        }
    }
}

fn type_of(input: &FnArg) -> Option<&Type> {
    match input {
        FnArg::Typed(typed) => Some(&typed.ty),
        FnArg::Receiver(_) => None,
    }
}
