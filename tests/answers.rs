//! What a handler may return, and what a client then sees.
#![cfg(not(target_arch = "wasm32"))]

use std::borrow::Cow;

use whippet::{prelude::*, testing::TestClient};

#[test]
fn each_kind_has_its_status_and_type() {
    let client = TestClient::new(
        App::new()
            .get("/str", || "text")
            .get("/string", || String::from("text"))
            .get("/cow", || Cow::Borrowed("text"))
            .get("/vec", || vec![1_u8, 2])
            .get("/slice", || -> &'static [u8] { b"12" })
            .get("/bytes", || Bytes::from_static(b"12"))
            .get("/json", || Json(json!([1])))
            .get("/html", || Html("<p>"))
            .get("/unit", || ())
            .get("/status", || StatusCode::ACCEPTED)
            .get("/tuple", || (StatusCode::CREATED, [(header::LOCATION, "/x")], Json(1)))
            .get("/response", || Response::new(StatusCode::NO_CONTENT)),
    );
    let text = Some("text/plain; charset=utf-8");
    let binary = Some("application/octet-stream");
    let json = Some("application/json");
    for (path, status, content_type, length) in [
        ("/str", 200, text, 4),
        ("/string", 200, text, 4),
        ("/cow", 200, text, 4),
        ("/vec", 200, binary, 2),
        ("/slice", 200, binary, 2),
        ("/bytes", 200, binary, 2),
        ("/json", 200, json, 3),
        ("/html", 200, Some("text/html; charset=utf-8"), 3),
        ("/unit", 200, None, 0),
        ("/status", 202, None, 0),
        ("/tuple", 201, json, 1),
        ("/response", 204, None, 0),
    ] {
        let response = client.get(path).send();
        let seen = (response.status(), response.header("content-type"), response.bytes().len());
        assert_eq!(seen, (status, content_type, length), "{path}");
    }
}

#[test]
fn redirects_say_where() {
    let client = TestClient::new(
        App::new()
            .get("/303", || Redirect::see_other("/x"))
            .get("/307", || Redirect::temporary("/x"))
            .get("/308", || Redirect::permanent("/x"))
            .get("/bad", || Redirect::permanent("/x\r\nset-cookie: a=1")),
    );
    for status in [303, 307, 308] {
        client.get(&format!("/{status}")).send().assert_status(status).assert_header("location", "/x");
    }
    let bad = client.get("/bad").send().assert_status(500);
    assert!(bad.header("set-cookie").is_none());
    assert!(bad.log()[0].contains("cannot be a Location"));
}

#[test]
fn an_error_nobody_handles_is_500_and_its_cause_is_logged_only() {
    fn fail() -> Result<String> {
        Ok("secret".parse::<u32>()?.to_string())
    }
    let response = TestClient::new(App::new().get("/fail", fail)).get("/fail").send().assert_status(500);
    assert_eq!(response.text(), r#"{"type":"about:blank","title":"Internal Server Error","status":500}"#);
    assert_eq!(response.log(), ["GET /fail failed: 500: invalid digit found in string"]);
}

#[test]
fn a_client_s_mistake_is_not_logged() {
    let client = TestClient::new(App::new().get("/", || Err::<(), _>(Error::not_found("no dog"))));
    let response = client.get("/").send().assert_status(404);
    assert_eq!(response.json::<Value>()["detail"], "no dog");
    assert!(response.log().is_empty());
}

#[test]
fn a_status_without_a_body_has_none() {
    for status in [StatusCode::NO_CONTENT, StatusCode::RESET_CONTENT, StatusCode::NOT_MODIFIED] {
        let client = TestClient::new(App::new().get("/", move || (status, "text")));
        assert!(client.get("/").send().assert_status(status.as_u16()).bytes().is_empty());
    }
}

#[test]
fn a_length_that_a_handler_knows_is_kept_and_one_that_has_no_place_is_not() {
    let length = |value: &'static str| [("content-length", value)];
    let client = TestClient::new(
        App::new()
            .head("/file", move || (length("1000000"), ()))
            .get("/none", move || (StatusCode::NO_CONTENT, length("4"), "text")),
    );
    let plain =
        TestClient::new(App::new().get("/", move || (length("2"), "body")).get("/chunked", || {
            ([("transfer-encoding", "chunked"), ("trailer", "x"), ("connection", "close")], "body")
        }));
    assert_eq!(plain.get("/").send().header("content-length"), None);
    assert_eq!(plain.get("/chunked").send().headers().len(), 1);
    client.head("/file").send().assert_header("content-length", "1000000");
    assert_eq!(client.get("/none").send().assert_status(204).header("content-length"), None);
}

#[test]
fn an_error_that_was_given_another_body_or_status_keeps_them() {
    let another_body = || {
        let mut response = Error::not_found("no dog").into_response();
        response.set_body("a page");
        response
    };
    let another_status = || {
        let mut response = Error::not_found("no dog").into_response();
        response.set_status(StatusCode::GONE);
        response
    };
    let client = TestClient::new(App::new().get("/body", another_body).get("/status", another_status));
    assert_eq!(client.get("/body").send().assert_status(404).text(), "a page");
    assert_eq!(client.get("/status").send().assert_status(410).json::<Value>()["status"], 410);
}

#[test]
fn a_status_that_no_answer_can_have_is_500() {
    for status in [StatusCode::CONTINUE, StatusCode::SWITCHING_PROTOCOLS, StatusCode::from_u16(600).unwrap()] {
        let response = TestClient::new(App::new().get("/", move || status)).get("/").send().assert_status(500);
        assert!(response.log()[0].contains("is not the status of an answer"), "{:?}", response.log());
    }
}

#[test]
fn json_that_cannot_be_written_is_500() {
    let map = || Json(std::collections::HashMap::from([((1, 2), 3)]));
    let response = TestClient::new(App::new().get("/", map)).get("/").send().assert_status(500);
    assert!(response.log()[0].contains("key must be a string"), "{:?}", response.log());
}

#[test]
fn a_request_that_is_none_is_400() {
    let client = TestClient::new(App::new().get("/", || ""));
    client.request("GE T", "/").send().assert_status(400);
    client.get("no-slash").send().assert_status(400);
    client.head("no-slash").send().assert_status(400);
    client.get("https://example.com/?a#b").send().assert_status(200);
}
