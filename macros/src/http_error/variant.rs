//! [`Variant`]: one variant of an enum, or the whole of a struct: which answer it is, and where its cause is.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{
    Attribute, Fields, GenericArgument, Index, Member, Meta, PathArguments, Type, ext::IdentExt, spanned::Spanned,
};

use super::{attribute::Http, detail::Detail};
use crate::faults::Faults;

/// One variant of an enum, or the whole of a struct.
pub(super) struct Variant {
    /// `Enum::Variant`, or `Struct`.
    path: TokenStream,
    http: Http,
    detail: Option<Detail>,
    fields: Vec<(Member, Type)>,
    /// The number of the field that holds the cause.
    source: Option<usize>,
    /// The number of the field that the whole is made of.
    from: Option<usize>,
}

impl Variant {
    /// Reads a variant, and adds what is wrong with it to the faults.
    pub(super) fn read(
        name: &Ident,
        path: TokenStream,
        attributes: &[Attribute],
        fields: &Fields,
        faults: &mut Faults,
    ) -> Self {
        let http = Http::read(attributes, faults);
        if !http.has_status() {
            let text = format!(
                "`{name}` has no status: write #[http(status = 500)] with the one that it is answered with, or #[http(transparent)] if its \
                 field says it"
            );
            match &http.place {
                Some(attribute) => faults.add(attribute, text),
                None => faults.add(name, text),
            }
        }
        let member = |(index, field): (usize, &syn::Field)| match &field.ident {
            Some(ident) => Member::Named(ident.clone()),
            None => Member::Unnamed(Index { index: u32::try_from(index).unwrap_or(u32::MAX), span: field.ty.span() }),
        };
        let members: Vec<_> = fields.iter().enumerate().map(member).collect();
        let names: Vec<String> = members.iter().map(shown_name).collect();
        let detail = http.detail.as_ref().and_then(|literal| Detail::read(literal, &names, faults));
        let from = marked("from", fields, faults);
        let source = marked("source", fields, faults);
        let mut variant = Self {
            path,
            http,
            detail,
            fields: members.into_iter().zip(fields.iter().map(|field| field.ty.clone())).collect(),
            source: source.map(|(field, _)| field).or(from.map(|(field, _)| field)),
            from: from.map(|(field, _)| field),
        };
        variant.refuse_mixtures(source, from, faults);
        variant
    }

    fn refuse_mixtures(
        &mut self,
        source: Option<(usize, &Attribute)>,
        from: Option<(usize, &Attribute)>,
        faults: &mut Faults,
    ) {
        if let (Some((source, at)), Some((from, _))) = (source, from)
            && source != from
        {
            faults.add(at, "#[from] marks the cause already: one field is that");
        }
        if let Some((_, at)) = from
            && self.fields.len() > 1
        {
            faults.add(at, "#[from] needs a variant of this one field: of the others nobody would know what to put in; use #[source]");
            self.from = None;
        }
        let Some(transparent) = &self.http.transparent else { return };
        if self.fields.len() != 1 {
            let text =
                format!("`transparent` needs exactly one field, whose answer it is; here are {}", self.fields.len());
            faults.add(transparent, text);
        }
        if let Some((_, at)) = source {
            faults.add(at, "#[source] has no place beside `transparent`: the field's own cause is logged");
        }
    }

    /// The arm of a `match` that makes a `whippet::Error` of this variant.
    pub(super) fn arm(&self) -> TokenStream {
        let path = &self.path;
        if self.http.transparent.is_some() {
            let Some((member, field_type)) = self.fields.first() else { return TokenStream::new() };
            let convert =
                quote_spanned! { field_type.span() => <::whippet::Error as ::core::convert::From<#field_type>>::from };
            return quote! { #path { #member: inner } => #convert(inner), };
        }
        let mut bound = self.detail.as_ref().map(|detail| detail.shown.clone()).unwrap_or_default();
        bound.extend(self.source.filter(|source| !bound.contains(source)));
        let bindings = bound.iter().filter_map(|index| {
            let (member, name) = (&self.fields.get(*index)?.0, format_ident!("f{index}"));
            Some(quote! { #member: #name })
        });
        let status = self.http.status.unwrap_or(500);
        let detail = self.detail.as_ref().map_or_else(|| quote! { "" }, Detail::expression);
        let title = self.http.title.iter().map(|title| quote! { .with_title(#title) });
        let type_uri = self.http.type_uri.iter().map(|uri| quote! { .with_type(#uri) });
        let source = self.source.and_then(|index| {
            let (name, field_type) = (format_ident!("f{index}"), &self.fields.get(index)?.1);
            let source = if is_boxed_trait(field_type) {
                // Not by `Into`: that leads from a box of `Send` errors to a box in a box, which is none.
                quote! {{ let source: ::std::boxed::Box<dyn ::std::error::Error> = #name; source }}
            } else {
                quote! { #name }
            };
            Some(quote_spanned! { field_type.span() => .with_source(#source) })
        });
        quote! {
            #path { #(#bindings,)* .. } => {
                ::whippet::Error::new(::whippet::__private::status(#status), #detail) #(#title)* #(#type_uri)* #source
            }
        }
    }

    /// The type of the field that the whole is made of.
    pub(super) fn origin_type(&self) -> Option<&Type> {
        self.fields.get(self.from?).map(|(_, field_type)| field_type)
    }

    /// Makes the whole of nothing, because that was a fault.
    pub(super) fn forget_origin(&mut self) {
        self.from = None;
    }

    /// The impl that makes the whole of that field.
    pub(super) fn origin(&self, name: &Ident) -> Option<TokenStream> {
        let (member, field_type) = self.fields.get(self.from?)?;
        let path = &self.path;
        Some(quote! {
            #[automatically_derived]
            impl ::core::convert::From<#field_type> for #name {
                fn from(source: #field_type) -> Self {
                    #path { #member: source }
                }
            }
        })
    }
}

/// How a format string names a field.
fn shown_name(member: &Member) -> String {
    match member {
        Member::Named(ident) => ident.unraw().to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

/// Whether a type is written as `Box<dyn …>`.
fn is_boxed_trait(field_type: &Type) -> bool {
    let Type::Path(path) = field_type else { return false };
    path.path.segments.last().is_some_and(|last| {
        let PathArguments::AngleBracketed(arguments) = &last.arguments else { return false };
        let inner = arguments.args.first();
        last.ident == "Box" && matches!(inner, Some(GenericArgument::Type(Type::TraitObject(_))))
    })
}

/// The one field that has an attribute without arguments, and where the attribute stands.
fn marked<'a>(name: &str, fields: &'a Fields, faults: &mut Faults) -> Option<(usize, &'a Attribute)> {
    let mut found = None;
    for (index, field) in fields.iter().enumerate() {
        for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident(name)) {
            if !matches!(attribute.meta, Meta::Path(_)) {
                faults.add(attribute, format!("#[{name}] takes no arguments"));
            }
            if found.is_some() {
                faults.add(attribute, format!("#[{name}] marks another field already: one field is the cause"));
            } else {
                found = Some((index, attribute));
            }
        }
    }
    found
}
