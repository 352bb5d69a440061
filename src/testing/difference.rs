//! What a failing assertion shows: where two bodies differ, and a body as far as people read.

use serde_json::Value;

/// How much of a body is shown, in characters.
const MOST_CHARACTERS: usize = 2_000;
/// How many places of a JSON document are shown.
const MOST_PLACES: usize = 10;

/// A body for people: its text as it is, if it is text.
pub(super) fn shown(body: &[u8]) -> String {
    match std::str::from_utf8(body) {
        Ok("") => "(no body)".to_owned(),
        // What moves a terminal's cursor about is no text to read.
        Ok(text) if !text.contains(|c: char| c.is_control() && !c.is_whitespace()) => cut(text),
        _ => format!("({} bytes)", body.len()),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}… ({} bytes in all)", &text[..end], text.len()),
        None => text.to_owned(),
    }
}

/// The first line that differs; `None` where all are the same.
pub(super) fn of_text(expected: &str, got: &str) -> Option<String> {
    if expected == got {
        return None;
    }
    let (mut left, mut right) = (expected.split('\n'), got.split('\n'));
    let mut number = 1;
    let (left, right) = loop {
        match (left.next(), right.next()) {
            (Some(left), Some(right)) if left == right => number += 1,
            (left, right) => break (left, right),
        }
    };
    // Quoted, so that blanks at its ends are seen.
    let line = |line: Option<&str>| line.map_or_else(|| "no such line".to_owned(), |line| cut(&format!("{line:?}")));
    let place = if expected.contains('\n') || got.contains('\n') { format!("line {number}:\n") } else { String::new() };
    Some(format!("{place}expected {}\n     got {}", line(left), line(right)))
}

/// The places that differ, a line each; `None` where there is none.
pub(super) fn of_json(expected: &Value, got: &Value) -> Option<String> {
    let mut places = Vec::new();
    compare(Some(expected), Some(got), &mut String::new(), &mut places);
    let more = places.len().saturating_sub(MOST_PLACES);
    places.truncate(MOST_PLACES);
    if more > 0 {
        places.push(format!("and {more} more"));
    }
    (!places.is_empty()).then(|| places.join("\n"))
}

fn compare(expected: Option<&Value>, got: Option<&Value>, place: &mut String, places: &mut Vec<String>) {
    let length = place.len();
    match (expected, got) {
        (Some(expected), Some(got)) if expected == got => {}
        (Some(Value::Object(expected)), Some(Value::Object(got))) => {
            let added = got.keys().filter(|key| !expected.contains_key(*key));
            for key in expected.keys().chain(added) {
                place.push('/');
                place.push_str(&key.replace('~', "~0").replace('/', "~1"));
                compare(expected.get(key), got.get(key), place, places);
                place.truncate(length);
            }
        }
        (Some(Value::Array(expected)), Some(Value::Array(got))) => {
            for index in 0..expected.len().max(got.len()) {
                place.push_str(&format!("/{index}"));
                compare(expected.get(index), got.get(index), place, places);
                place.truncate(length);
            }
        }
        (expected, got) => {
            let value =
                |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), |value| cut(&value.to_string()));
            let place = if place.is_empty() { "the document" } else { place };
            places.push(format!("{place}: expected {}, got {}", value(expected), value(got)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_body_is_shown_as_far_as_people_read() {
        assert_eq!(shown(b""), "(no body)");
        assert_eq!(shown("a\n\"b\" é".as_bytes()), "a\n\"b\" é");
        assert_eq!(shown(b"\x89PNG"), "(4 bytes)");
        assert_eq!(shown(b"\x1b[2J"), "(4 bytes)");
        assert_eq!(shown("é".repeat(2_000).as_bytes()), "é".repeat(2_000));
        assert_eq!(shown("é".repeat(2_001).as_bytes()), format!("{}… (4002 bytes in all)", "é".repeat(2_000)));
    }

    #[test]
    fn the_first_line_that_differs_is_shown() {
        assert_eq!(of_text("a", "a"), None);
        assert_eq!(of_text("a", "a ").unwrap(), "expected \"a\"\n     got \"a \"");
        assert_eq!(of_text("a\nb\nc", "a\nB\nc").unwrap(), "line 2:\nexpected \"b\"\n     got \"B\"");
        assert_eq!(of_text("a\n", "a").unwrap(), "line 2:\nexpected \"\"\n     got no such line");
    }

    #[test]
    fn each_place_of_a_document_that_differs_is_shown() {
        let expected = json!({ "id": 7, "dogs": [{ "name": "Lola" }, { "name": "Rex" }], "a/b": null });
        assert_eq!(of_json(&expected, &expected), None);
        let got = json!({ "id": "7", "dogs": [{ "name": "Lola", "age": 7 }], "a/b": [] });
        let mut places: Vec<String> = of_json(&expected, &got).unwrap().lines().map(str::to_owned).collect();
        places.sort();
        assert_eq!(
            places,
            [
                "/a~1b: expected null, got []",
                "/dogs/0/age: expected nothing, got 7",
                "/dogs/1: expected {\"name\":\"Rex\"}, got nothing",
                "/id: expected 7, got \"7\"",
            ]
        );
        assert_eq!(of_json(&json!(1), &json!(2)).unwrap(), "the document: expected 1, got 2");
        let many = of_json(&json!(vec![0; 13]), &json!(vec![1; 13])).unwrap();
        assert!(many.ends_with("/9: expected 0, got 1\nand 3 more"), "{many}");
    }
}
