//! The tables in `tests/cases/`, read.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use std::{fs, path::PathBuf};

use serde_json::{Value, json};

use crate::{case::Case, row::Row};

/// The cases of a table by its file's name without `.json`, but for those that need something of a runtime.
///
/// # Panics
/// Where there is no such table, or it is written wrong.
pub fn cases(name: &str) -> Vec<Case> {
    let table = read(&folder().join(format!("{name}.json")));
    let cases = table["cases"].as_array().unwrap().iter().map(Case::read);
    cases.filter(|case| case.needs.is_empty()).collect()
}

/// The names of the tables in a folder, as [`cases`] takes them.
///
/// # Panics
/// Where there is no such folder.
pub fn tables(name: &str) -> Vec<String> {
    let stem = |file: PathBuf| format!("{name}/{}", file.file_stem().unwrap().to_str().unwrap());
    files(name).into_iter().map(stem).collect()
}

/// An application, and what is asked of it.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its table and its name in it.
    pub name: String,
    /// The description of the application.
    app: Value,
    /// What is asked; nothing where the application is refused.
    pub cases: Vec<Case>,
    /// What `url_for` is asked: rows as they are written.
    pub links: Vec<Value>,
    /// Parts of the message that refuses the application.
    pub refused: Option<Vec<String>>,
}

impl Group {
    /// The descriptions, by what was done to them: as written, and put together in the opposite order.
    pub fn apps(&self) -> [(&'static str, Value); 2] {
        let mut reversed = self.app.clone();
        reversed["reversed"] = json!(true);
        [("as written", self.app.clone()), ("reversed", reversed)]
    }

    fn read(table: &str, group: &Value) -> Self {
        let name = format!("{table}: {}", group["name"].as_str().unwrap());
        for member in group.as_object().unwrap().keys() {
            let known = ["name", "regex", "app", "rows", "refused"].contains(&member.as_str());
            assert!(known, "{name}: {member} is unknown in a group");
        }
        let rows = group.get("rows").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let refused = group.get("refused").and_then(Value::as_array);
        assert!(rows.is_empty() == refused.is_some(), "{name} has either rows or the refusal");
        let mut app = group["app"].clone();
        let links: Vec<Value> = rows.iter().filter(|row| row.get("url_for").is_some()).cloned().collect();
        if !links.is_empty() {
            app["links"] = json!(true);
        }
        let base = group["app"]["base_path"].as_str().unwrap_or_default();
        let cases = rows.iter().map(|row| Row::read(row).to_case(&name, base)).collect();
        let refused = refused.map(|parts| parts.iter().map(|part| part.as_str().unwrap().to_owned()).collect());
        Self { name, app, cases, links, refused }
    }
}

/// The groups of all tables in `routing/`.
///
/// # Panics
/// Where one is written wrong.
pub fn routing() -> Vec<Group> {
    let mut groups = Vec::new();
    for file in files("routing") {
        let table = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let all = read(&file)["groups"].as_array().unwrap().clone();
        groups.extend(all.iter().filter(|group| holds(group)).map(|group| Group::read(&table, group)));
    }
    groups
}

/// Whether a group speaks of whippet with the features that it has here.
fn holds(group: &Value) -> bool {
    group.get("regex").is_none_or(|regex| regex.as_bool().unwrap() == cfg!(feature = "regex"))
}

/// The tables of a folder.
fn files(name: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder().join(name)).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    files
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../cases"))
}

fn read(file: &PathBuf) -> Value {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{} cannot be read: {error}", file.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
