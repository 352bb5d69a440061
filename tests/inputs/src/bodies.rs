//! Bodies: forms, JSON, multipart forms.

use serde_json::{Value, json};
use url::form_urlencoded;

use crate::asked::ask;

const FORM: &str = "application/x-www-form-urlencoded";

/// A form.
pub fn form(bytes: &[u8]) {
    for target in ["/bodies/form", "/bodies/form/strict", "/valid/form"] {
        let answer = ask("POST", target, |request| request.header("content-type", FORM).body(bytes.to_vec()));
        assert!([200, 400, 422].contains(&answer.status()));
    }
    let answer = ask("POST", "/bodies/form/pairs", |request| request.header("content-type", FORM).body(bytes.to_vec()));
    if answer.status() == 200 {
        let pairs: Vec<_> = form_urlencoded::parse(bytes).collect();
        assert_eq!(answer.json::<Value>(), json!(pairs));
    }
}

/// A JSON document.
pub fn json(bytes: &[u8]) {
    for target in ["/bodies/json", "/bodies/json/map", "/bodies/json/strict", "/valid/json", "/optional/option/json"] {
        let answer =
            ask("POST", target, |request| request.header("content-type", "application/json").body(bytes.to_vec()));
        assert!([200, 400, 422].contains(&answer.status()));
    }
    // What is JSON is taken for it, and nothing else is.
    let is_json = std::str::from_utf8(bytes).is_ok() && serde_json::from_slice::<Value>(bytes).is_ok();
    let answer = ask("POST", "/bodies/json/any", |request| {
        request.header("content-type", "application/json").body(bytes.to_vec())
    });
    assert_eq!(answer.status(), if is_json { 200 } else { 400 });
}

/// A multipart form of the boundary `b0`, after a byte that says how large its chunks are.
pub fn multipart(bytes: &[u8]) {
    let Some((size, body)) = bytes.split_first() else { return };
    let size = usize::from(*size).max(1);
    for target in ["/multipart/notes", "/multipart/names", "/multipart/age", "/multipart/small"] {
        let chunks = || body.chunks(size).map(<[u8]>::to_vec);
        let answer = ask("POST", target, |request| {
            request.header("content-type", "multipart/form-data; boundary=b0").chunks(chunks())
        });
        assert!([200, 400, 413, 422].contains(&answer.status()));
        let whole = ask("POST", target, |request| {
            request.header("content-type", "multipart/form-data; boundary=b0").body(body.to_vec())
        });
        // A refusal may come sooner where less has come in.
        if answer.status() == 200 && whole.status() == 200 {
            assert_eq!(answer.bytes(), whole.bytes());
        }
    }
    let text = String::from_utf8_lossy(body).replace(['\0', '\r', '\n'], "");
    ask("POST", "/multipart/names", |request| {
        request.header("content-type", &format!("multipart/form-data; boundary={text}")).body(body.to_vec())
    });
}
