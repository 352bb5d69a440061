//! The problem document of an [`Error`](super::Error): RFC 9457, `application/problem+json`.
//!
//! Written by hand and not by a serializer: an app that never answers JSON does not carry one.

use std::fmt::Write;

use http::StatusCode;

use super::Error;

impl Error {
    /// The body of the answer. Members: `type`, `title`, `status`; `detail` and `errors` where there is something to say.
    pub(crate) fn to_problem(&self, status: StatusCode) -> String {
        let title = status.canonical_reason().unwrap_or("Error");
        let mut json = String::with_capacity(128);
        json.push_str(r#"{"type":"about:blank","title":"#);
        push_string(&mut json, title);
        json.push_str(r#","status":"#);
        json.push_str(status.as_str());
        if !self.detail().is_empty() {
            json.push_str(r#","detail":"#);
            push_string(&mut json, self.detail());
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
            // Writing to a String cannot fail.
            control if control < ' ' => {
                let _ = write!(json, "\\u{:04x}", u32::from(control));
            }
            other => json.push(other),
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use crate::error::{Error, Fault, Place};

    #[test]
    fn a_problem_is_valid_json_whatever_the_text() {
        let nasty = "a\"b\\c\n\r\t\u{1}\u{1f}é🐕";
        let error = Error::unprocessable(nasty)
            .with_fault(Fault::of(Place::Path, nasty, nasty))
            .with_fault(Fault::new(Place::Body, "", "second"));
        let value: serde_json::Value = serde_json::from_str(&error.to_problem(error.status())).unwrap();
        assert_eq!(value["detail"], nasty);
        assert_eq!(value["status"], 422);
        assert_eq!(value["title"], "Unprocessable Entity");
        assert_eq!(value["errors"][0]["message"], nasty);
        assert_eq!(value["errors"][1]["in"], "body");
    }

    #[test]
    fn a_problem_without_detail_has_none() {
        assert_eq!(
            Error::not_found("").to_problem(http::StatusCode::NOT_FOUND),
            r#"{"type":"about:blank","title":"Not Found","status":404}"#
        );
    }
}
