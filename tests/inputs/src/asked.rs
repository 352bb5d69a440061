//! The application in `tests/extractors`, asked; and what holds for all of its answers.

use serde_json::{Map, Value};
use whippet::testing::{TestClient, TestRequest, TestResponse};

thread_local! {
    static CLIENT: TestClient = TestClient::with_bindings(extractors::app, bindings());
}

fn bindings() -> Map<String, Value> {
    serde_json::from_str(include_str!("../../cases/extractors-bindings.json")).unwrap()
}

/// Sends a request, and gives its answer, which says what a client did wrong and never that the server did.
pub(crate) fn ask(method: &str, target: &str, with: impl FnOnce(TestRequest<'_>) -> TestRequest<'_>) -> TestResponse {
    let answer = CLIENT.with(|client| with(client.request(method, target)).send());
    check(&answer);
    answer
}

/// Checks what holds for all answers of well-behaved handlers.
pub(crate) fn check(answer: &TestResponse) {
    let status = answer.status();
    assert!(status < 500, "{status}: {:?} {:?}", String::from_utf8_lossy(answer.bytes()), answer.log());
    if status < 400 || answer.bytes().is_empty() {
        return;
    }
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    let problem: Value = answer.json();
    assert_eq!(problem["status"], status);
    for error in problem["errors"].as_array().into_iter().flatten() {
        let path = error["path"].as_str().unwrap();
        assert!(path.is_empty() || path.starts_with('/'), "{path:?} is no JSON Pointer");
        // RFC 6901, section 3.
        assert!(path.split('~').skip(1).all(|rest| rest.starts_with(['0', '1'])), "{path:?} is no JSON Pointer");
        assert!(!error["message"].as_str().unwrap().is_empty(), "{problem}");
    }
}

/// The bytes as text, in which what a target cannot carry has gone.
pub(crate) fn target_text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace(['\0', '#'], "")
}
