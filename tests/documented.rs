//! The house: what a user may name has docs with an example, which `cargo test --doc` runs.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::{fs, path::Path};

/// What `lib.rs` exports in `__private` only, for the macros.
const PRIVATE: [&str; 1] = ["src/checks.rs"];

/// All Rust sources below a folder but the boundary, which is for JavaScript.
fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let path = entry.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().to_string_lossy().replace('\\', "/");
        if entry.is_dir() {
            if path != "src/boundary" {
                sources(&entry, found);
            }
        } else if path.ends_with(".rs") && !path.ends_with("/tests.rs") && !PRIVATE.contains(&path.as_str()) {
            found.push((path, fs::read_to_string(entry).unwrap()));
        }
    }
}

/// The name of the item that a line declares: `pub`, or a method of a trait that is.
fn declared(line: &str, in_public_trait: bool) -> Option<&str> {
    let item = match line.strip_prefix("pub ") {
        Some(item) => item,
        None if in_public_trait && line.starts_with("fn ") => line,
        None => return None,
    };
    let mut words = item.split(' ').skip_while(|word| ["const", "async", "unsafe"].contains(word));
    if !["fn", "struct", "enum", "trait", "macro", "type", "union"].contains(&words.next()?) {
        return None;
    }
    let name = words.next()?;
    Some(name.split(|c: char| !c.is_alphanumeric() && !"_$".contains(c)).next().unwrap_or(name))
}

/// The public items of a file: each with its line, its name, and its docs and attributes.
fn items(text: &str) -> Vec<(usize, String, String)> {
    let mut items = Vec::new();
    let mut above = String::new();
    let (mut public_trait, mut hidden_module) = (None, None);
    for (index, line) in text.lines().enumerate() {
        let (indent, code) = (line.len() - line.trim_start().len(), line.trim_start());
        if code == "#[cfg(test)]" {
            break; // It is the last of a file.
        }
        if code == "}" {
            public_trait = public_trait.filter(|trait_indent| indent != *trait_indent);
            hidden_module = hidden_module.filter(|module_indent| indent != *module_indent);
        }
        if hidden_module.is_some() {
            continue;
        }
        if code.starts_with("pub mod ") && code.ends_with('{') && above.contains("#[doc(hidden)]") {
            hidden_module = Some(indent);
        }
        if let Some(name) = declared(code, public_trait.is_some_and(|trait_indent| indent == trait_indent + 4)) {
            items.push((index + 1, name.to_owned(), above.clone()));
        }
        if code.starts_with("pub trait ") && !code.ends_with('}') {
            public_trait = Some(indent);
        }
        // Docs and attributes end where an item, a statement or a block does. An attribute over several lines ends none of them.
        let is_above = code.starts_with("///") || code.starts_with('#') || code.starts_with("$(#[");
        if is_above {
            above.push_str(code);
            above.push('\n');
        } else if code.is_empty() || code.ends_with(['{', '}', ';']) || code.ends_with("},") {
            above.clear();
        }
    }
    items
}

#[test]
fn every_public_item_has_an_example() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut examples = 0;
    let mut bare = Vec::new();
    for (path, text) in &files {
        for (line, name, above) in items(text) {
            if above.contains("```") {
                examples += 1;
            } else if !above.contains("#[doc(hidden)]") {
                bare.push(format!("{path}:{line} {name}"));
            }
        }
    }
    assert!(bare.is_empty(), "public, and without an example:\n{}", bare.join("\n"));
    assert!(examples > 150, "the items are not found: {examples}");
}

#[test]
fn an_item_is_found_with_what_stands_above_it() {
    let text = "/// One.\n/// ```\n#[must_use = \"a\\\n    b\"]\npub const fn one() {}\npub fn two() {}\npub(crate) fn three() {}\n\
                /// T.\npub trait T: 'static {\n    /// Four.\n    fn four(\n    );\n}\nfn five() {}\n\
                #[doc(hidden)]\npub mod m {\n    pub fn six() {}\n}\npub fn seven() {}\n#[cfg(test)]\npub fn eight() {}\n";
    let found: Vec<_> =
        items(text).into_iter().map(|(line, name, above)| (line, name, above.contains("```"))).collect();
    let expected = [(5, "one", true), (6, "two", false), (9, "T", false), (11, "four", false), (19, "seven", false)];
    assert_eq!(found, expected.map(|(line, name, has)| (line, name.to_owned(), has)));
}
