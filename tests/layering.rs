//! The house: no import cycle, no file over 400 lines, JavaScript only in the boundary, nothing left undone.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by a panic")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

const MOST_LINES: usize = 400;

fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.map(|entry| entry.unwrap().path()) {
            let name = entry.file_name().unwrap().to_string_lossy().into_owned();
            if entry.is_dir() {
                if !["target", "node_modules", "dist", "pkg"].contains(&name.as_str()) && !name.starts_with('.') {
                    folders.push(entry);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                let path = entry.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.push((path, fs::read_to_string(&entry).unwrap()));
            }
        }
    }
    found
}

/// The first word of a module's path: `src/routing/tree.rs` belongs to `routing`.
fn room(path: &str) -> String {
    let path = path.strip_prefix("src/").unwrap();
    path.split('/').next().unwrap().trim_end_matches(".rs").to_owned()
}

/// What a file names but for its tests: the word after each `crate::` or the like, also of groups.
fn named(text: &str, start: &str) -> BTreeSet<String> {
    let tests = text.find("#[cfg(test)]").unwrap_or(text.len());
    let code: String = text[..tests]
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect();
    let mut words = BTreeSet::new();
    for (at, _) in code.match_indices(start) {
        let rest = &code[at + start.len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut word = String::new();
            for character in group.chars() {
                match character {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => words.extend(first_word(&std::mem::take(&mut word))),
                    other if depth == 0 => word.push(other),
                    _ => {}
                }
            }
            words.extend(first_word(&word));
        } else {
            words.extend(first_word(rest));
        }
    }
    words
}

fn first_word(text: &str) -> Option<String> {
    let word: String = text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty() && word.chars().all(|c| c.is_lowercase() || c == '_' || c.is_numeric())).then_some(word)
}

type Arrows = BTreeMap<String, BTreeSet<String>>;

/// What is left when all has gone that imports nothing that is left: a circle never goes.
fn circles(mut arrows: Arrows) -> Arrows {
    loop {
        let ground: BTreeSet<String> =
            arrows.iter().filter(|(_, to)| to.is_empty()).map(|(from, _)| from.clone()).collect();
        if ground.is_empty() {
            return arrows;
        }
        arrows.retain(|from, _| !ground.contains(from));
        for to in arrows.values_mut() {
            to.retain(|to| !ground.contains(to));
        }
    }
}

fn count(arrows: &Arrows) -> usize {
    arrows.values().map(BTreeSet::len).sum()
}

#[test]
fn no_import_runs_in_a_circle() {
    let mut arrows = Arrows::new();
    for (path, text) in files("src", &[".rs"]) {
        // lib.rs only re-exports; what is native names the boundary because it is its, on wasm32.
        if path == "src/lib.rs" || path.ends_with("/native.rs") {
            continue;
        }
        let from = room(&path);
        let to = named(&text, "crate::").into_iter().filter(|to| *to != from);
        arrows.entry(from.clone()).or_default().extend(to);
    }
    assert!(count(&arrows) > 30, "the imports are not read: {arrows:?}");
    let circles = circles(arrows);
    assert!(circles.is_empty(), "these import each other: {circles:?}");
}

#[test]
fn no_import_runs_in_a_circle_within_a_room() {
    let files = files("src", &[".rs"]);
    let mut arrows = Arrows::new();
    for (path, text) in &files {
        let Some((folder, _)) = path.rsplit_once('/') else { continue };
        let beside = named(text, "super::").into_iter().map(|name| format!("{folder}/{name}.rs"));
        let beside = beside.filter(|other| other != path && files.iter().any(|(path, _)| path == other));
        arrows.insert(path.clone(), beside.collect());
    }
    assert!(count(&arrows) > 30, "the imports are not read: {arrows:?}");
    let circles = circles(arrows);
    assert!(circles.is_empty(), "these import each other: {circles:?}");
}

#[test]
fn no_file_is_longer_than_it_may_be() {
    let mut all = Vec::new();
    for folder in ["src", "macros", "examples", "tests", "npm", "scripts", "public", "api"] {
        all.extend(files(folder, &[".rs", ".ts", ".mjs", ".js", ".css"]));
    }
    assert!(all.len() > 50, "the files are not found");
    let long: Vec<_> = all.iter().filter(|(_, text)| text.lines().count() > MOST_LINES).map(|(path, _)| path).collect();
    assert!(long.is_empty(), "over {MOST_LINES} lines: {long:?}");
}

#[test]
fn only_the_boundary_knows_javascript() {
    let knows = |text: &str| ["wasm_bindgen", "js_sys", "web_sys", "JsValue"].iter().any(|word| text.contains(word));
    let outside: Vec<_> = files("src", &[".rs"])
        .into_iter()
        .filter(|(path, text)| !path.starts_with("src/boundary") && path != "src/lib.rs" && knows(text))
        .map(|(path, _)| path)
        .collect();
    assert!(outside.is_empty(), "{outside:?}");
}

#[test]
fn every_file_begins_by_saying_what_it_is_for() {
    let silent: Vec<_> = files("src", &[".rs"])
        .into_iter()
        .filter(|(path, text)| !text.starts_with("//!") && !path.ends_with("tests.rs"))
        .map(|(path, _)| path)
        .collect();
    assert!(silent.is_empty(), "{silent:?}");
}
