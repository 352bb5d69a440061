//! The `detail` of a variant: a format string over its fields.
//!
//! Every placeholder is given its argument by name, so that nothing depends on what a name means where the type is declared.

use proc_macro2::TokenStream;
use quote::{format_ident, quote_spanned};
use syn::LitStr;

use crate::faults::Faults;

/// A format string over fields.
pub(super) struct Detail {
    literal: LitStr,
    /// The text with `f0`, `f1`, … in place of the fields' names; without any placeholder, the text itself.
    text: String,
    /// The numbers of the fields that it shows.
    pub(super) shown: Vec<usize>,
}

impl Detail {
    /// Reads a format string; `fields` are the names that it may show.
    pub(super) fn read(literal: &LitStr, fields: &[String], faults: &mut Faults) -> Option<Self> {
        let source = literal.value();
        let (mut text, mut plain, mut shown) = (String::new(), String::new(), Vec::new());
        let mut rest = source.as_str();
        let mut fault = |message: String| faults.add(literal, message);
        let mut is_sound = true;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, brace, after) = (&rest[..at], &rest[at..=at], &rest[at + 1..]);
            text.push_str(before);
            plain.push_str(before);
            if let Some(after) = after.strip_prefix(brace) {
                text.push_str(&rest[at..at + 2]);
                plain.push_str(brace);
                rest = after;
                continue;
            }
            let end = if brace == "{" { after.find('}') } else { None };
            let Some(end) = end else {
                fault(format!(
                    "the brace in {:?} has no other half; write {brace}{brace} for a brace of its own",
                    &rest[at..]
                ));
                return None;
            };
            let inner = &after[..end];
            match placeholder(inner, fields) {
                Ok((field, form)) => {
                    text.push_str(&format!("{{f{field}{form}}}"));
                    if !shown.contains(&field) {
                        shown.push(field);
                    }
                }
                Err(message) => {
                    fault(message);
                    is_sound = false;
                }
            }
            rest = &after[end + 1..];
        }
        text.push_str(rest);
        plain.push_str(rest);
        let text = if shown.is_empty() { plain } else { text };
        is_sound.then(|| Self { literal: literal.clone(), text, shown })
    }

    /// An expression that becomes the text; the fields are bound to `f0`, `f1`, ….
    pub(super) fn expression(&self) -> TokenStream {
        let span = self.literal.span();
        let text = LitStr::new(&self.text, span);
        if self.shown.is_empty() {
            return quote_spanned! { span => #text };
        }
        let names = self.shown.iter().map(|field| format_ident!("f{field}", span = span));
        // The binding stands where the literal does: there a field that cannot be shown is reported.
        quote_spanned! { span => ::std::format!(#text, #(#names = #names),*) }
    }
}

/// The number of a placeholder's field, and how it is to be shown: `:?` for example.
fn placeholder<'a>(inner: &'a str, fields: &[String]) -> Result<(usize, &'a str), String> {
    let (name, form) = inner.split_at(inner.find(':').unwrap_or(inner.len()));
    let name = name.trim();
    if form.contains(['$', '*']) {
        return Err(format!("{{{inner}}} takes a width or a precision from an argument: write it as a number"));
    }
    let known = || match fields {
        [] => "there are no fields".to_owned(),
        fields => {
            format!("there is {}", fields.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", "))
        }
    };
    if name.is_empty() {
        return Err(format!("{{{inner}}} does not say which field; {}", known()));
    }
    let field = fields.iter().position(|field| field == name);
    field.map(|field| (field, form)).ok_or_else(|| format!("{{{inner}}} is none of the fields; {}", known()))
}
