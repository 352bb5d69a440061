//! The table of `tests/cases/demo.json`, without JavaScript: the same requests go to every runtime.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use regex_lite::Regex;
use serde_json::Value;
use whippet::testing::{TestClient, TestRequest, TestResponse};

const TABLE: &str = include_str!("../../../tests/cases/demo.json");

#[test]
fn every_request_is_answered_as_the_table_says() {
    let table: Value = serde_json::from_str(TABLE).unwrap();
    let cases = table["cases"].as_array().unwrap();
    let client = TestClient::new(demo::app());
    let mut faults = Vec::new();
    let mut checked = 0;
    for case in cases.iter().filter(|case| case.get("needs").is_none()) {
        let mut check = Check { name: case["name"].as_str().unwrap(), faults: &mut faults };
        check.response(&send(&client, &case["request"]), &case["response"]);
        checked += 1;
    }
    assert!(checked > 50, "only {checked} cases were read");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn send(client: &TestClient, request: &Value) -> TestResponse {
    let mut sent: TestRequest<'_> =
        client.request(request["method"].as_str().unwrap(), request["target"].as_str().unwrap());
    for (name, value) in request.get("headers").and_then(Value::as_object).into_iter().flatten() {
        sent = sent.header(name, value.as_str().unwrap());
    }
    match request.get("body") {
        None => sent.send(),
        Some(body) => sent.body(bytes(body)).send(),
    }
}

fn bytes(body: &Value) -> Vec<u8> {
    if let Some(json) = body.get("json") {
        json.to_string().into_bytes()
    } else if let Some(text) = body.get("text") {
        text.as_str().unwrap().into()
    } else if let Some(base64) = body.get("base64") {
        decode(base64.as_str().unwrap())
    } else {
        let times = usize::try_from(body["repeat"][1].as_u64().unwrap()).unwrap();
        body["repeat"][0].as_str().unwrap().repeat(times).into_bytes()
    }
}

/// Base 64 (RFC 4648, section 4), for the few bytes of a table.
fn decode(text: &str) -> Vec<u8> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits: Vec<usize> = text.chars().filter_map(|letter| LETTERS.find(letter)).collect();
    let bytes = digits.chunks(4).flat_map(|digits| {
        let number = digits.iter().fold(0, |number, digit| number << 6 | digit) << (6 * (4 - digits.len()));
        [number >> 16, number >> 8, number].into_iter().take(digits.len() - 1).map(|byte| (byte & 255) as u8)
    });
    bytes.collect()
}

struct Check<'a> {
    name: &'a str,
    faults: &'a mut Vec<String>,
}

impl Check<'_> {
    fn that(&mut self, holds: bool, what: &str, seen: impl std::fmt::Debug) {
        if !holds {
            self.faults.push(format!("{}: {what}, but it is {seen:?}", self.name));
        }
    }

    fn response(&mut self, seen: &TestResponse, wanted: &Value) {
        for member in wanted.as_object().unwrap().keys() {
            let known = ["status", "type", "headers", "problem", "body"].contains(&member.as_str());
            self.that(known, "only known members stand in a response", member);
        }
        self.that(wanted["status"] == seen.status(), &format!("the status is {}", wanted["status"]), seen.status());
        if let Some(wanted) = wanted.get("type").and_then(Value::as_str) {
            let essence = seen.header("content-type").and_then(|value| value.split(';').next());
            self.that(essence == Some(wanted), &format!("the type is {wanted}"), essence);
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
        } else {
            values.len() == 1 && fits(values[0], matcher)
        };
        self.that(holds, &format!("the header {name} is {matcher}"), values);
    }

    fn problem(&mut self, seen: &TestResponse, wanted: &Value) {
        self.that(
            seen.header("content-type") == Some("application/problem+json"),
            "it is a problem",
            seen.header("content-type"),
        );
        let problem: Value = seen.json();
        self.that(problem["type"] == "about:blank", "the problem's type is about:blank", &problem);
        self.that(problem["status"] == seen.status(), "the problem's status is the response's", &problem);
        self.that(
            problem["title"].as_str().is_some_and(|title| !title.is_empty()),
            "the problem has a title",
            &problem,
        );
        if let Some(detail) = wanted.get("detail") {
            self.that(
                fits(problem["detail"].as_str().unwrap_or_default(), detail),
                &format!("the detail is {detail}"),
                &problem,
            );
        }
        if let Some(errors) = wanted.get("errors") {
            self.that(is_subset(errors, &problem["errors"]), &format!("the errors have {errors}"), &problem);
        }
    }

    fn body(&mut self, seen: &TestResponse, wanted: &Value) {
        for (check, wanted) in wanted.as_object().unwrap() {
            let holds = match check.as_str() {
                "empty" => seen.bytes().is_empty(),
                "text" => wanted == seen.text(),
                "json" => *wanted == seen.json::<Value>(),
                "subset" => is_subset(wanted, &seen.json()),
                "regex" => Regex::new(wanted.as_str().unwrap()).unwrap().is_match(seen.text()),
                "lacks" => wanted.as_array().unwrap().iter().all(|text| !seen.text().contains(text.as_str().unwrap())),
                _ => false,
            };
            self.that(holds, &format!("the body has {check} {wanted}"), String::from_utf8_lossy(seen.bytes()));
        }
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
