//! `files!`: the files of a folder, as constants of the program.
//!
//! 1. Nothing is read when the program runs: `include_bytes!` holds the bytes, and makes the compiler watch each file.
//! 2. Sorted by name, so that the same folder always gives the same program.
//! 3. What begins with a dot stays outside.

mod folder;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{LitStr, parse::Parser};

use self::folder::{Found, read};

/// Expands the macro.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let parser = |input: syn::parse::ParseStream<'_>| {
        let folder: LitStr = input.parse()?;
        input.parse::<Option<syn::Token![,]>>()?;
        Ok(folder)
    };
    let folder: LitStr = match parser.parse2(input) {
        Ok(folder) => folder,
        Err(error) => {
            let text = format!("{error}; write the folder, from that of Cargo.toml: files!(\"public\")");
            return syn::Error::new(error.span(), text).into_compile_error();
        }
    };
    match embed(&folder) {
        Ok(files) => files,
        Err(error) => error.into_compile_error(),
    }
}

fn embed(folder: &LitStr) -> syn::Result<TokenStream> {
    let fail = |text: String| syn::Error::new(folder.span(), text);
    if std::path::Path::new(&folder.value()).is_absolute() {
        return Err(fail(format!(
            "{:?} is where it is on this machine only; begin at the folder of Cargo.toml",
            folder.value()
        )));
    }
    let root = std::env::var_os("CARGO_MANIFEST_DIR")
        .ok_or_else(|| fail("there is no CARGO_MANIFEST_DIR: build with cargo".to_owned()))?;
    let files = read(std::path::Path::new(&root), &folder.value()).map_err(fail)?;
    let files = files.iter().map(|Found { name, etag }| {
        // The path is put together anew where it is compiled, so that the expansion does not name the machine's folders.
        let path = LitStr::new(&format!("/{}/{name}", folder.value()), Span::call_site());
        let media_type = media_type(name);
        quote! {
            ::whippet::__private::file(
                #name,
                #media_type,
                #etag,
                ::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), #path)),
            )
        }
    });
    Ok(quote! { ::whippet::__private::files(&[#(#files),*]) })
}

/// The media type of a file's name: text is said to be UTF-8, what nobody knows is bytes.
fn media_type(name: &str) -> String {
    let guessed = mime_guess::from_path(name).first_or_octet_stream();
    let essence = match guessed.essence_str() {
        // RFC 9239, section 6: the older names are obsolete.
        "application/javascript" | "application/x-javascript" => "text/javascript",
        other => other,
    };
    if essence.starts_with("text/") { format!("{essence}; charset=utf-8") } else { essence.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::media_type;

    #[test]
    fn a_name_has_a_media_type_and_text_a_charset() {
        for (name, expected) in [
            ("index.html", "text/html; charset=utf-8"),
            ("a/b.css", "text/css; charset=utf-8"),
            ("app.js", "text/javascript; charset=utf-8"),
            ("app.mjs", "text/javascript; charset=utf-8"),
            ("a.json", "application/json"),
            ("logo.svg", "image/svg+xml"),
            ("dog.PNG", "image/png"),
            ("app.wasm", "application/wasm"),
            ("font.woff2", "font/woff2"),
            ("LICENSE", "application/octet-stream"),
            ("a.nonsense", "application/octet-stream"),
        ] {
            assert_eq!(media_type(name), expected, "{name}");
        }
    }
}
