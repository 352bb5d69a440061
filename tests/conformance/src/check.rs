//! [`Check`]: an answer compared with what a case expects; the rules are in `tests/cases/README.md`.
//!
//! A rule added there is added here and in `table.mjs`, so that a case means the same everywhere.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use regex_lite::Regex;
use serde_json::Value;
use whippet::testing::TestResponse;

/// The faults of one case.
pub(crate) struct Check<'a> {
    name: &'a str,
    faults: Vec<String>,
}

impl<'a> Check<'a> {
    pub(crate) fn new(name: &'a str) -> Self {
        Self { name, faults: Vec::new() }
    }

    pub(crate) fn faults(self) -> Vec<String> {
        self.faults
    }

    fn that(&mut self, holds: bool, what: &str, seen: impl std::fmt::Debug) {
        if !holds {
            self.faults.push(format!("{}: {what}, but it is {seen:?}", self.name));
        }
    }

    /// Compares an answer with a case's `response`.
    pub(crate) fn response(&mut self, seen: &TestResponse, wanted: &Value) {
        for member in wanted.as_object().unwrap().keys() {
            let known =
                ["status", "type", "headers", "problem", "body", "log", "output", "unread"].contains(&member.as_str());
            self.that(known, "only known members stand in a response", member);
        }
        if wanted["status"] != seen.status() {
            // The rest would only say the same in other words.
            let body = String::from_utf8_lossy(seen.bytes());
            return self.that(false, &format!("the status is {}", wanted["status"]), (seen.status(), body));
        }
        if let Some(wanted) = wanted.get("type").and_then(Value::as_str) {
            self.media_type(seen, wanted);
        }
        for (name, matcher) in wanted.get("headers").and_then(Value::as_object).into_iter().flatten() {
            self.header(name, seen, matcher);
        }
        if let Some(problem) = wanted.get("problem") {
            self.problem(seen, problem);
        }
        if let Some(body) = wanted.get("body") {
            self.body(seen, body);
        }
        for (member, lines) in [("log", seen.log()), ("output", seen.output())] {
            for text in wanted.get(member).and_then(Value::as_array).into_iter().flatten() {
                let log = lines.join("\n");
                self.that(log.contains(text.as_str().unwrap()), &format!("the {member} has {text}"), log);
            }
        }
    }

    fn media_type(&mut self, seen: &TestResponse, wanted: &str) {
        let essence = seen.header("content-type").and_then(|value| value.split(';').next());
        self.that(essence == Some(wanted), &format!("the type is {wanted}"), essence);
    }

    fn header(&mut self, name: &str, seen: &TestResponse, matcher: &Value) {
        let values: Vec<&str> = seen.headers().get_all(name).map(|value| value.to_str().unwrap()).collect();
        let holds = if matcher.is_null() {
            values.is_empty()
        } else if let Some(list) = matcher.get("list").and_then(Value::as_array) {
            let mut items: Vec<&str> = values.iter().flat_map(|value| value.split(',')).map(str::trim).collect();
            let mut wanted: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            items.sort_unstable();
            wanted.sort_unstable();
            values.len() == 1 && items == wanted
        } else if let Some(each) = matcher.get("values").and_then(Value::as_array) {
            values.len() == each.len() && values.iter().zip(each).all(|(value, matcher)| fits(value, matcher))
        } else if let Some(joined) = matcher.get("joined") {
            fits(&values.join(", "), joined)
        } else {
            values.len() == 1 && fits(values[0], matcher)
        };
        self.that(holds, &format!("the header {name} is {matcher}"), values);
    }

    fn problem(&mut self, seen: &TestResponse, wanted: &Value) {
        self.media_type(seen, "application/problem+json");
        let Some(problem) = self.json(seen) else { return };
        self.that(problem["status"] == seen.status(), "the problem's status is the response's", &problem);
        self.that(
            problem["title"].as_str().is_some_and(|title| !title.is_empty()),
            "the problem has a title",
            &problem,
        );
        let uri = wanted.get("type").cloned().unwrap_or_else(|| "about:blank".into());
        self.that(problem["type"] == uri, &format!("the problem's type is {uri}"), &problem);
        for member in ["title", "detail", "instance"] {
            if let Some(matcher) = wanted.get(member) {
                let holds = fits(problem[member].as_str().unwrap_or_default(), matcher);
                self.that(holds, &format!("the {member} is {matcher}"), &problem);
            }
        }
        if let Some(errors) = wanted.get("errors") {
            self.that(is_subset(errors, &problem["errors"]), &format!("the errors have {errors}"), &problem);
            let silent = |error: &Value| error["message"].as_str().is_none_or(str::is_empty);
            let silent = problem["errors"].as_array().is_some_and(|errors| errors.iter().any(silent));
            self.that(!silent, "each error has a message", &problem);
        }
    }

    fn body(&mut self, seen: &TestResponse, wanted: &Value) {
        let text = String::from_utf8_lossy(seen.bytes());
        for (check, wanted) in wanted.as_object().unwrap() {
            let holds = match check.as_str() {
                "empty" => seen.bytes().is_empty(),
                "text" => wanted == seen.text(),
                "json" => self.json(seen).is_none_or(|seen| *wanted == seen),
                "subset" => self.json(seen).is_none_or(|seen| is_subset(wanted, &seen)),
                "regex" => Regex::new(wanted.as_str().unwrap()).unwrap().is_match(&text),
                "lacks" => wanted.as_array().unwrap().iter().all(|part| !text.contains(part.as_str().unwrap())),
                _ => false,
            };
            self.that(holds, &format!("the body has {check} {wanted}"), &text);
        }
    }

    /// The body as JSON; that it is none is a fault of its own.
    fn json(&mut self, seen: &TestResponse) -> Option<Value> {
        let read = serde_json::from_slice(seen.bytes()).ok();
        self.that(read.is_some(), "the body is JSON", String::from_utf8_lossy(seen.bytes()));
        read
    }
}

fn fits(text: &str, matcher: &Value) -> bool {
    match matcher.get("regex").and_then(Value::as_str) {
        Some(regex) => Regex::new(regex).unwrap().is_match(text),
        None => matcher == text,
    }
}

/// Objects may have more members than wanted, lists are equally long, everything else is equal; a matcher may stand for a text.
fn is_subset(wanted: &Value, seen: &Value) -> bool {
    match (wanted, seen) {
        (Value::Object(wanted), Value::Object(seen)) => {
            wanted.iter().all(|(name, wanted)| seen.get(name).is_some_and(|seen| is_subset(wanted, seen)))
        }
        (Value::Object(_), Value::String(text)) => fits(text, wanted),
        (Value::Array(wanted), Value::Array(seen)) => {
            wanted.len() == seen.len() && wanted.iter().zip(seen).all(|(wanted, seen)| is_subset(wanted, seen))
        }
        _ => wanted == seen,
    }
}
