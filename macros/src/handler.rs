//! `#[whippet::handler]`: checks the arguments and the answer of a handler one by one, so that a refusal names the one at fault.
//!
//! 1. The function stays as it is: what is added is compiled and never run.
//! 2. What the compiler could only say at length is said here: an argument after one that reads the body, two states.

pub(crate) mod signature;

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{
    FnArg, Ident, ReturnType, Signature, Token, Type,
    parse::{ParseStream, Parser},
    spanned::Spanned,
};

use crate::{faults::Faults, function::read};

/// Expands the attribute. A faulty function is given back unchanged beside its compile errors.
pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let function = match read(item, "#[whippet::handler] goes on a function that is a handler") {
        Ok(function) => function,
        Err(error) => return error,
    };
    let mut faults = Faults::default();
    let named = named_state(attribute, "handler", &mut faults);
    signature::check(&function.sig, &mut faults);
    let state = signature::state(&function.sig, named, &mut faults);
    if let Some(errors) = faults.into_compile_errors() {
        return quote! { #errors #function };
    }
    let arguments = arguments(&function.sig, &state);
    let answer = answer(&function.sig);
    let conditions = function.attrs.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    quote! {
        #function

        #(#conditions)*
        #[allow(deprecated, reason = "the function itself says so already")]
        const _: fn() = || {
            #arguments
            #answer
        };
    }
}

/// What `state = …` says.
pub(crate) fn named_state(attribute: TokenStream, name: &str, faults: &mut Faults) -> Option<Type> {
    let mut state = None;
    let parser = |input: ParseStream<'_>| {
        while !input.is_empty() {
            let key: Ident = input.parse()?;
            input.parse::<Token![=]>()?;
            let value: Type = input.parse()?;
            if key != "state" {
                faults.add(&key, format!("`{key}` is not known here; there is `state = …`"));
            } else if state.replace(value).is_some() {
                faults.add(key, "`state` stands here twice");
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    };
    if let Err(error) = parser.parse2(attribute) {
        let text = format!("{error}; write `#[whippet::{name}]` or `#[whippet::{name}(state = AppState)]`");
        faults.combine(syn::Error::new(error.span(), text));
    }
    state
}

/// A question for each argument, at its type.
fn arguments(signature: &Signature, state: &Type) -> TokenStream {
    let types: Vec<&Type> = types(signature).collect();
    let Some((last, rest)) = types.split_last() else { return TokenStream::new() };
    let rest = rest.iter().map(|one| {
        let question = quote_spanned! { one.span() => ::whippet::__private::argument };
        quote! { #question::<#state, #one>(); }
    });
    let question = quote_spanned! { last.span() => ::whippet::__private::last_argument };
    // Said of what is known, so that the compiler looks into it for the reason.
    let via = if signature::is_json(last) {
        quote! { ::whippet::__private::ViaRequest }
    } else {
        quote! { _ }
    };
    quote! { #(#rest)* #question::<#state, #last, #via>(); }
}

/// A question for the answer, at its type. One that has no name is asked of a call, which is never made.
fn answer(signature: &Signature) -> TokenStream {
    let ReturnType::Type(_, answer) = &signature.output else { return TokenStream::new() };
    let span = answer.span();
    let is_async = signature.asyncness.is_some();
    if !signature::has_no_name(answer) {
        let question = if !is_async && signature::is_future(answer) {
            quote_spanned! { span => ::whippet::__private::later_answer }
        } else {
            quote_spanned! { span => ::whippet::__private::answer }
        };
        return quote! { #question::<#answer>(); };
    }
    let question = if is_async || signature::is_future(answer) {
        quote_spanned! { span => ::whippet::__private::later_answer_of }
    } else {
        quote_spanned! { span => ::whippet::__private::answer_of }
    };
    let types: Vec<&Type> = types(signature).collect();
    let names: Vec<Ident> = (0..types.len()).map(|index| format_ident!("a{index}")).collect();
    let mut function = signature.ident.clone();
    function.set_span(span);
    let call = quote_spanned! { span => (&#function(#(#names),*)) };
    quote! { let _ = |#(#names: #types),*| #question #call; }
}

fn types(signature: &Signature) -> impl Iterator<Item = &Type> {
    signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(&*typed.ty),
        FnArg::Receiver(_) => None,
    })
}
