//! [`Row`]: one line of a routing table, spelled out as a [`Case`].
//!
//! The rules are in `tests/cases/README.md`; a rule added there is added here and in `routing.mjs`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use serde_json::{Map, Value, json};

use crate::{build::LINKS, case::Case};

const KNOWN: [&str; 19] = [
    "ask", "name", "long", "send", "route", "params", "fallback", "on_error", "error", "status", "allow", "location",
    "headers", "problem", "log", "url_for", "with", "path", "refused",
];

/// One line of a routing table.
#[derive(Clone, Debug)]
pub(crate) struct Row(Value);

impl Row {
    /// Reads a row, and writes out what it only counts.
    ///
    /// # Panics
    /// Where it is written wrong.
    pub(crate) fn read(row: &Value) -> Self {
        for member in row.as_object().unwrap().keys() {
            assert!(KNOWN.contains(&member.as_str()), "{member} is unknown in a row: {row}");
        }
        let Some(long) = row.get("long") else { return Self(row.clone()) };
        let times = usize::try_from(long[1].as_u64().unwrap()).unwrap();
        let whole = row.to_string().replace("<long>", &long[0].as_str().unwrap().repeat(times));
        Self(serde_json::from_str(&whole).unwrap())
    }

    /// What is asked and expected in full. `group` goes before the name, `base` before the path that answers `url_for`.
    ///
    /// # Panics
    /// Where the row is written wrong.
    pub(crate) fn to_case(&self, group: &str, base: &str) -> Case {
        match self.text("url_for") {
            Some(route) => self.link(route, group, base),
            None => self.question(group),
        }
    }

    fn question(&self, group: &str) -> Case {
        let ask = self.text("ask").unwrap_or_else(|| panic!("{group}: a row asks something: {}", self.0));
        let (method, target) = ask.split_once(' ').unwrap();
        let mut request = json!({ "method": method, "target": target });
        for (name, value) in self.0.get("send").and_then(Value::as_object).into_iter().flatten() {
            request[name] = value.clone();
        }
        let name = self.text("name").unwrap_or(ask);
        Case { name: format!("{group}: {name}"), request, response: self.response(method), needs: Vec::new() }
    }

    /// A name and its parameters go through the application's own route for that.
    fn link(&self, route: &str, group: &str, base: &str) -> Case {
        let with = self.0.get("with").cloned().unwrap_or_else(|| json!({}));
        let response = match self.0.get("refused") {
            Some(fragment) => json!({ "status": 500, "problem": {}, "log": [fragment] }),
            None => json!({ "status": 200, "body": { "json": { "path": self.0["path"] } } }),
        };
        let request = json!({
            "method": "POST",
            "target": format!("{base}{LINKS}"),
            "headers": { "content-type": "application/json" },
            "body": { "json": { "name": route, "params": with } },
        });
        let name = self.text("name").map_or_else(|| format!("url_for {route} {with}"), str::to_owned);
        Case { name: format!("{group}: {name}"), request, response, needs: Vec::new() }
    }

    fn response(&self, method: &str) -> Value {
        let status = self.status(method);
        let mut headers = self.0.get("headers").and_then(Value::as_object).cloned().unwrap_or_default();
        if let Some(allow) = self.text("allow") {
            headers.insert("allow".to_owned(), json!({ "list": allow.split(", ").collect::<Vec<_>>() }));
        }
        if let Some(location) = self.0.get("location") {
            headers.insert("location".to_owned(), location.clone());
        }
        if let Some(route) = self.text("route").filter(|route| route.is_ascii()) {
            headers.insert("x-route".to_owned(), route.into());
        }
        let mut response = Map::new();
        response.insert("status".to_owned(), status.into());
        if let Some(log) = self.0.get("log") {
            response.insert("log".to_owned(), log.clone());
        }
        let body = self.body(status);
        let is_problem = body.is_null() && status >= 400;
        if method == "HEAD" || (body.is_null() && !is_problem) {
            response.insert("body".to_owned(), json!({ "empty": true }));
            if is_problem {
                response.insert("type".to_owned(), "application/problem+json".into());
            }
        } else if is_problem {
            response.insert("problem".to_owned(), self.0.get("problem").cloned().unwrap_or_else(|| json!({})));
        } else {
            response.insert("type".to_owned(), "application/json".into());
            response.insert("body".to_owned(), body);
        }
        response.insert("headers".to_owned(), headers.into());
        response.into()
    }

    fn status(&self, method: &str) -> u64 {
        let has = |member: &str| self.0.get(member).is_some();
        match self.0.get("status").and_then(Value::as_u64) {
            Some(status) => status,
            None if has("allow") => {
                if method == "OPTIONS" {
                    204
                } else {
                    405
                }
            }
            None if has("location") => 308,
            None if has("fallback") => 404,
            None => 200,
        }
    }

    /// What is checked of the body; null where nobody that the row names has answered.
    fn body(&self, status: u64) -> Value {
        let params = self.0.get("params").cloned().unwrap_or_else(|| json!({}));
        if let Some(route) = self.0.get("route") {
            json!({ "json": { "route": route, "params": params } })
        } else if let Some(fallback) = self.0.get("fallback") {
            json!({ "json": { "fallback": fallback, "params": params } })
        } else if let Some(label) = self.0.get("on_error") {
            let error = self.0.get("error").and_then(Value::as_u64).unwrap_or(status);
            json!({ "subset": { "on_error": label, "status": error } })
        } else {
            Value::Null
        }
    }

    fn text(&self, member: &str) -> Option<&str> {
        self.0.get(member).and_then(Value::as_str)
    }
}
