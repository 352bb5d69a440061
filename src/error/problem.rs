//! The problem document of an [`Error`](super::Error): RFC 9457, `application/problem+json`.
//!
//! Written by hand and not by a serializer: an app that never answers JSON does not carry one.

use http::StatusCode;

use super::Error;
use crate::reference::path_reference;

impl Error {
    /// The body of an answer of a status to a request for a path. Members: `type`, `title`, `status`; `detail`, `instance`, `errors` and
    /// those of one's own where there is something to say.
    pub(crate) fn to_problem(&self, status: StatusCode, instance: Option<&str>) -> String {
        let mut json = String::with_capacity(192);
        json.push_str(r#"{"type":"#);
        push_string(&mut json, self.type_uri());
        json.push_str(r#","title":"#);
        push_string(&mut json, self.title_at(status));
        json.push_str(r#","status":"#);
        // Not its text: that stands in a table of all 900.
        json.push_str(&status.as_u16().to_string());
        if !self.detail().is_empty() {
            json.push_str(r#","detail":"#);
            push_string(&mut json, self.detail());
        }
        if let Some(path) = instance {
            json.push_str(r#","instance":"#);
            push_string(&mut json, &path_reference(path));
        }
        for (index, fault) in self.faults().iter().enumerate() {
            json.push_str(if index == 0 { r#","errors":[{"in":"# } else { r#",{"in":"# });
            push_string(&mut json, fault.place().as_str());
            json.push_str(r#","path":"#);
            push_string(&mut json, fault.path());
            json.push_str(r#","message":"#);
            push_string(&mut json, fault.message());
            json.push('}');
        }
        if !self.faults().is_empty() {
            json.push(']');
        }
        for (name, value) in &self.0.members {
            json.push(',');
            push_string(&mut json, name);
            json.push(':');
            json.push_str(value);
        }
        json.push('}');
        json
    }
}

/// A JSON string (RFC 8259, section 7): the quotation mark, the backslash and the control characters are escaped.
fn push_string(json: &mut String, text: &str) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            control if control < ' ' => {
                json.push_str(if control < '\u{10}' { "\\u000" } else { "\\u001" });
                json.extend(char::from_digit(u32::from(control) % 16, 16));
            }
            other => json.push(other),
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use crate::error::{Error, Fault, Place};

    #[test]
    fn a_problem_is_valid_json_whatever_the_text() {
        let nasty = "a\"b\\c\n\r\t\u{1}\u{1f}é🐕";
        let error = Error::unprocessable(nasty)
            .with_title(nasty)
            .with_type(nasty)
            .with_fault(Fault::of(Place::Path, nasty, nasty))
            .with_fault(Fault::new(Place::Body, "", "second"));
        let value: serde_json::Value = serde_json::from_str(&error.to_problem(error.status(), Some("//x"))).unwrap();
        assert_eq!((&value["type"], &value["title"], &value["detail"]), (&nasty.into(), &nasty.into(), &nasty.into()));
        assert_eq!((&value["status"], &value["instance"]), (&422.into(), &"/.//x".into()));
        assert_eq!(value["errors"][0]["message"], nasty);
        assert_eq!(value["errors"][1]["in"], "body");
    }

    #[test]
    fn a_problem_has_only_what_there_is_to_say() {
        let plain = Error::not_found("").to_problem(StatusCode::NOT_FOUND, None);
        assert_eq!(plain, r#"{"type":"about:blank","title":"Not Found","status":404}"#);
        let told = Error::not_found("no order 7").with_title("No such order").with_type("https://a.example/lost");
        assert_eq!(
            told.to_problem(StatusCode::NOT_FOUND, Some("/orders/7")),
            r#"{"type":"https://a.example/lost","title":"No such order","status":404,"detail":"no order 7","instance":"/orders/7"}"#
        );
    }

    #[test]
    fn a_title_that_was_given_outlives_a_change_of_status() {
        let gone = StatusCode::GONE;
        assert!(Error::not_found("").to_problem(gone, None).contains(r#""title":"Gone","status":410"#));
        assert!(Error::not_found("").with_title("Lost").to_problem(gone, None).contains(r#""title":"Lost""#));
    }
}
