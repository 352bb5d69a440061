//! `#[derive(HttpError)]`: says of each value of an error type which `whippet::Error` it is.
//!
//! 1. All faults are reported at once. The impls are there all the same, so that the compiler does not complain of their absence as well.
//! 2. Nothing is guessed: a variant without a status is a fault.

mod attribute;
mod detail;
mod variant;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Field};

use self::variant::Variant;
use crate::faults::{Faults, shown};

/// Expands the derive.
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut faults = Faults::default();
    let is_error = refuse_error_attributes(&input, &mut faults);
    if !input.generics.params.is_empty() {
        let text =
            "an error with generics is not supported: which answer it is cannot depend on a type; name the types";
        faults.add(&input.generics, text);
    }
    let name = &input.ident;
    let mut variants = match &input.data {
        Data::Struct(data) => vec![Variant::read(name, quote! { #name }, &input.attrs, &data.fields, &mut faults)],
        Data::Enum(data) => {
            for attribute in &input.attrs {
                if attribute.path().is_ident("http") {
                    faults.add(attribute, "#[http(…)] goes on each variant: they need not have one status");
                }
            }
            let read = |variant: &syn::Variant, faults: &mut Faults| {
                let ident = &variant.ident;
                Variant::read(ident, quote! { #name::#ident }, &variant.attrs, &variant.fields, faults)
            };
            data.variants.iter().map(|variant| read(variant, &mut faults)).collect()
        }
        Data::Union(data) => {
            faults.add(data.union_token, "an error is an enum or a struct: of a union nobody knows what it holds");
            Vec::new()
        }
    };
    refuse_misplaced_attributes(&input, &mut faults);
    refuse_doubled_origins(&mut variants, &mut faults);

    let errors = faults.into_compile_errors();
    // Either would only bring up errors that speak of the expansion.
    if errors.is_some() && (is_error || !input.generics.params.is_empty()) {
        return errors.unwrap_or_default();
    }
    let origins = variants.iter().filter_map(|variant| variant.origin(name));
    let body = if errors.is_some() {
        quote! {{ let _ = error; ::core::unreachable!() }}
    } else {
        let arms = variants.iter().map(Variant::arm);
        quote! { match error { #(#arms)* } }
    };
    let conversions = conversions(name, body);
    quote! { #errors #conversions #(#origins)* }
}

/// The two impls that make the type an error of a handler.
fn conversions(name: &Ident, body: TokenStream) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl ::core::convert::From<#name> for ::whippet::Error {
            fn from(error: #name) -> Self {
                #body
            }
        }

        #[automatically_derived]
        impl ::whippet::response::IntoResponse for #name {
            fn into_response(self) -> ::whippet::response::Response {
                ::whippet::response::IntoResponse::into_response(<::whippet::Error as ::core::convert::From<Self>>::from(self))
            }
        }
    }
}

/// What is thiserror's is refused here: the compiler would only speak of impls that conflict.
fn refuse_error_attributes(input: &DeriveInput, faults: &mut Faults) -> bool {
    let mut all = input.attrs.iter().chain(variants(input).into_iter().flat_map(|(attributes, _)| attributes));
    let Some(attribute) = all.find(|attribute| attribute.path().is_ident("error")) else { return false };
    let name = &input.ident;
    faults.add(attribute,
        format!(
            "#[error] makes `{name}` a `std::error::Error`, and each of these is a `whippet::Error` of 500 already: `{name}` cannot become \
             another one; remove `thiserror::Error` from the derives, and write the text as `#[http(status = …, detail = \"…\")]`"
        ),
    );
    true
}

/// `#[http]` on a field, `#[source]` and `#[from]` on anything else.
fn refuse_misplaced_attributes(input: &DeriveInput, faults: &mut Faults) {
    let is_enum = matches!(input.data, Data::Enum(_));
    for (attributes, fields) in variants(input) {
        let own = if is_enum { attributes } else { &[] };
        for attribute in input.attrs.iter().chain(own) {
            if let Some(name) = ["source", "from"].into_iter().find(|name| attribute.path().is_ident(name)) {
                faults.add(attribute, format!("#[{name}] goes on a field: on that which holds the cause"));
            }
        }
        for attribute in fields.iter().flat_map(|field| &field.attrs) {
            if attribute.path().is_ident("http") {
                faults.add(attribute, "#[http(…)] goes on a variant or a struct, not on a field");
            }
        }
        if !is_enum {
            break;
        }
    }
}

/// The attributes and fields of each variant, or of the struct.
fn variants(input: &DeriveInput) -> Vec<(&[Attribute], Vec<&Field>)> {
    match &input.data {
        Data::Enum(data) => {
            data.variants.iter().map(|one| (one.attrs.as_slice(), one.fields.iter().collect())).collect()
        }
        Data::Struct(data) => vec![(input.attrs.as_slice(), data.fields.iter().collect())],
        Data::Union(_) => Vec::new(),
    }
}

/// Two variants cannot both be made of one type.
fn refuse_doubled_origins(variants: &mut [Variant], faults: &mut Faults) {
    let mut seen: Vec<String> = Vec::new();
    for variant in variants {
        let Some(origin) = variant.origin_type() else { continue };
        let text = shown(origin);
        if seen.contains(&text) {
            let text = format!("`{text}` becomes another variant already: one #[from] for a type; use #[source] here");
            faults.add(origin, text);
            variant.forget_origin();
        } else {
            seen.push(text);
        }
    }
}
