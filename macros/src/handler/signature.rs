//! What a handler's signature says by itself, without knowing what its types are.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    FnArg, GenericArgument, Path, PathArguments, PathSegment, ReturnType, Signature, Type, TypeParamBound, parse_quote,
};

use crate::{
    faults::{Faults, shown},
    function::check_qualifiers,
};

/// The most arguments that a handler has.
const MOST: usize = 8;

/// The extractors of the body, by name.
const BODIES: [&str; 7] = ["Json", "String", "Bytes", "Form", "Multipart", "BodyStream", "Request"];

/// What an extractor of the body may stand in.
const AROUND: [&str; 3] = ["Valid", "Option", "Result"];

/// Adds what is wrong with a signature to the faults.
pub(super) fn check(signature: &Signature, faults: &mut Faults) {
    let generics = &signature.generics;
    if !generics.params.is_empty() {
        faults.add(
            generics,
            "a handler with generics cannot be checked: nobody has chosen its types yet; leave the attribute out",
        );
    }
    check_qualifiers(signature, "a handler", ": a request could not keep its promise", faults);
    if let ReturnType::Type(_, answer) = &signature.output
        && matches!(**answer, Type::Never(_))
    {
        faults.add(answer, "a handler gives an answer: return one");
    }
    let bodies = bodies(signature);
    if let [.., (_, first), (second, name)] = &bodies[..] {
        faults.add(second, format!("`{first}` and `{name}` both read the body, which comes once: take one of them"));
    }
    let count = signature.inputs.len();
    for (index, input) in signature.inputs.iter().enumerate() {
        match input {
            FnArg::Receiver(receiver) => {
                faults.add(receiver, "a handler is a free function, not a method: ask for `State<T>` instead");
            }
            FnArg::Typed(typed) if has_no_name(&typed.ty) => {
                faults.add(
                    &typed.ty,
                    "an argument of any type cannot be checked: nobody has chosen it yet; name the type",
                );
            }
            FnArg::Typed(typed) => {
                if let [(_, name)] = &bodies[..]
                    && reads_body(&typed.ty).is_some()
                    && index + 1 < count
                {
                    faults.add(&typed.ty, format!("`{name}` reads the body, so it must be the last argument"));
                }
            }
        }
        if index == MOST {
            let text = format!(
                "a handler has at most {MOST} arguments, here are {count}: put some into one extractor, such as a tuple"
            );
            faults.add(input, text);
        }
    }
}

/// The arguments that read the body, with their names.
fn bodies(signature: &Signature) -> Vec<(&Type, String)> {
    let typed = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(&*typed.ty),
        FnArg::Receiver(_) => None,
    });
    typed.filter_map(|one| Some((one, reads_body(one)?))).collect()
}

/// The type of the application's state: as named, or the one that the arguments ask for, or none.
pub(super) fn state(signature: &Signature, named: Option<Type>, faults: &mut Faults) -> Type {
    if let Some(named) = named {
        return named;
    }
    let mut first: Option<&Type> = None;
    for input in &signature.inputs {
        let FnArg::Typed(typed) = input else { continue };
        let Some(state) = last_segment(&typed.ty).filter(|last| last.ident == "State").and_then(only_type) else {
            continue;
        };
        match first {
            None => first = Some(state),
            Some(first) if shown(first) == shown(state) => {}
            Some(first) => {
                let message = format!(
                    "`{}` and `{}` are two parts of a state: name the whole, #[whippet::handler(state = AppState)]",
                    shown(first),
                    shown(state)
                );
                faults.add(state, message);
            }
        }
    }
    first.cloned().unwrap_or_else(|| parse_quote! { () })
}

/// Whether a type is, or contains, an `impl Trait`.
pub(crate) fn has_no_name(one: &Type) -> bool {
    fn search(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(word) => word == "impl",
            TokenTree::Group(group) => search(group.stream()),
            _ => false,
        })
    }
    search(one.to_token_stream())
}

/// Whether a type reads like a future: `impl Future<…>`, `Pin<…>`, `LocalBoxFuture<…>`.
pub(super) fn is_future(one: &Type) -> bool {
    let is_named = |path: &Path| {
        path.segments.last().is_some_and(|last| last.ident == "Pin" || last.ident.to_string().ends_with("Future"))
    };
    match one {
        Type::ImplTrait(opaque) => {
            opaque.bounds.iter().any(|bound| matches!(bound, TypeParamBound::Trait(bound) if is_named(&bound.path)))
        }
        Type::Path(path) => is_named(&path.path),
        _ => false,
    }
}

/// Whether a type is a `Json<T>`.
pub(super) fn is_json(one: &Type) -> bool {
    last_segment(one).is_some_and(|last| last.ident == "Json" && only_type(last).is_some())
}

/// The name of an extractor that is known to read the body.
pub(crate) fn reads_body(one: &Type) -> Option<String> {
    let last = last_segment(one)?;
    if BODIES.iter().any(|name| last.ident == name) {
        return Some(last.ident.to_string());
    }
    if AROUND.iter().any(|name| last.ident == name)
        && let Some(inner) = first_type(last)
    {
        return reads_body(inner);
    }
    let is_bytes = last.ident == "Vec" && only_type(last).is_some_and(|inner| shown(inner) == "u8");
    is_bytes.then(|| "Vec<u8>".to_owned())
}

pub(crate) fn last_segment(one: &Type) -> Option<&PathSegment> {
    match one {
        Type::Path(path) => path.path.segments.last(),
        Type::Paren(inner) => last_segment(&inner.elem),
        Type::Group(inner) => last_segment(&inner.elem),
        _ => None,
    }
}

/// The `T` of `Name<T, …>`.
pub(crate) fn first_type(segment: &PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) => Some(inner),
        _ => None,
    }
}

/// The `T` of `Name<T>`.
fn only_type(segment: &PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) if arguments.args.len() == 1 => Some(inner),
        _ => None,
    }
}
