//! What a handler may return, and what a client then sees.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

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
            .get("/array", || b"12")
            .get("/cow-bytes", || Cow::Borrowed(b"12".as_slice()))
            .get("/bytes", || Bytes::from_static(b"12"))
            .get("/json", || Json(json!([1])))
            .get("/html", || Html("<p>"))
            .get("/unit", || ())
            .get("/status", || StatusCode::ACCEPTED)
            .get("/tuple", || (StatusCode::CREATED, [(header::LOCATION, "/x")], Json(1)))
            .get("/some", || Some("text"))
            .get("/none", || None::<String>)
            .get("/created", || Created::at("/x", Json(1)))
            .get("/no-content", || NoContent)
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
        ("/array", 200, binary, 2),
        ("/cow-bytes", 200, binary, 2),
        ("/bytes", 200, binary, 2),
        ("/json", 200, json, 3),
        ("/html", 200, Some("text/html; charset=utf-8"), 3),
        ("/unit", 200, None, 0),
        ("/status", 202, None, 0),
        ("/tuple", 201, json, 1),
        ("/some", 200, text, 4),
        ("/created", 201, json, 1),
        ("/no-content", 204, None, 0),
        ("/response", 204, None, 0),
    ] {
        let response = client.get(path).send();
        let seen = (response.status(), response.header("content-type"), response.bytes().len());
        assert_eq!(seen, (status, content_type, length), "{path}");
    }
    let none = client.get("/none").send().assert_status(404).assert_header("content-type", "application/problem+json");
    assert_eq!(none.json::<Value>()["detail"], "what was asked for is not there");
}

#[test]
fn what_need_not_be_copied_is_not() {
    static TEXT: &str = "the same bytes";
    let at = |answer: Response| answer.body().as_bytes().as_ptr();
    let (start, bytes) = (TEXT.as_ptr(), TEXT.as_bytes());
    assert_eq!(at(TEXT.into_response()), start);
    assert_eq!(at(Cow::Borrowed(TEXT).into_response()), start);
    assert_eq!(at(Html(TEXT).into_response()), start);
    assert_eq!(at(Html(Cow::Borrowed(TEXT)).into_response()), start);
    assert_eq!(at(bytes.into_response()), start);
    assert_eq!(at(Cow::Borrowed(bytes).into_response()), start);
    assert_eq!(at(Bytes::from_static(bytes).into_response()), start);
    static ARRAY: [u8; 3] = [1, 2, 3];
    assert_eq!(at((&ARRAY).into_response()), ARRAY.as_ptr());
    let text = String::from("handed over");
    let start = text.as_ptr();
    assert_eq!(at(Cow::<str>::Owned(text).into_response()), start);
    let text = String::from("handed over");
    let start = text.as_ptr();
    assert_eq!(at((StatusCode::CREATED, [("a", "b")], Some(Html(text))).into_response()), start);
    let bytes = vec![1_u8, 2];
    let start = bytes.as_ptr();
    assert_eq!(at(Cow::<[u8]>::Owned(bytes).into_response()), start);
}

#[test]
fn what_was_created_has_a_place_unless_it_was_not() {
    let client = TestClient::new(
        App::new()
            .get("/owned", || Created::at(format!("/dogs/{}", 7), "body"))
            .get("/inner", || Created::at("/dogs/7", (StatusCode::ACCEPTED, [("location", "/old")], "body")))
            .get("/err", || Created::at("/dogs/7", Err::<(), _>(Error::new(StatusCode::CONFLICT, "taken"))))
            .get("/none", || Created::at("/dogs/7", None::<String>))
            .get("/status", || Created::at("/dogs/7", Err::<(), _>(StatusCode::FORBIDDEN)))
            .get("/bad", || Created::at("/dogs\r\nset-cookie: a=1", "body")),
    );
    client.get("/owned").send().assert_status(201).assert_header("location", "/dogs/7");
    let inner = client.get("/inner").send().assert_status(201);
    assert_eq!(inner.headers().get_all("location").collect::<Vec<_>>(), ["/dogs/7"]);
    for (path, status) in [("/err", 409), ("/none", 404), ("/status", 403), ("/bad", 500)] {
        let failed = client.get(path).send().assert_status(status);
        assert_eq!((failed.header("location"), failed.header("set-cookie")), (None, None), "{path}");
    }
}

#[test]
fn headers_stand_alone_or_in_a_tuple() {
    let several = || (([("a", "1")], Headers::new(), [("b", "2"), ("b", "3")]), "text");
    let bad = || (StatusCode::ACCEPTED, ([("a", "1")], [("b", "\n")]), "text");
    let client = TestClient::new(App::new().get("/several", several).get("/bad", bad));
    let response = client.get("/several").send().assert_status(200).assert_header("a", "1");
    assert_eq!(response.headers().get_all("b").collect::<Vec<_>>(), ["2", "3"]);
    assert_eq!(client.get("/bad").send().assert_status(500).header("a"), None);
}

#[cfg(feature = "typed-headers")]
#[test]
fn typed_headers_stand_where_headers_do() {
    use whippet::response::headers::{ContentType, ETag, SetCookie};
    fn cookies() -> SetCookie {
        let values = [HeaderValue::from_static("a=1"), HeaderValue::from_static("b=2")];
        whippet::response::headers::Header::decode(&mut values.iter()).unwrap()
    }
    let etag = || TypedHeader("\"1\"".parse::<ETag>().unwrap());
    let client = TestClient::new(
        App::new()
            .get("/one", move || (etag(), "text"))
            .get("/status", move || (StatusCode::CREATED, etag(), "text"))
            .get("/type", || (TypedHeader(ContentType::html()), "text"))
            .get("/cookies", || (TypedHeader(cookies()), "text"))
            .get("/array", || ([TypedHeader(cookies()), TypedHeader(cookies())], "text"))
            .get("/mixed", move || ((etag(), [("a", "1")], TypedHeader(cookies())), "text")),
    );
    client.get("/one").send().assert_status(200).assert_header("etag", "\"1\"");
    client.get("/status").send().assert_status(201).assert_header("etag", "\"1\"");
    let types = client.get("/type").send();
    assert_eq!(types.headers().get_all("content-type").collect::<Vec<_>>(), ["text/html"]);
    assert_eq!(client.get("/cookies").send().headers().get_all("set-cookie").count(), 2);
    assert_eq!(client.get("/array").send().headers().get_all("set-cookie").count(), 4);
    assert_eq!(client.get("/mixed").send().assert_header("a", "1").headers().len(), 5);
}

#[test]
fn a_problem_says_of_which_path_it_tells() {
    let lost = || Error::not_found("no order 7").with_title("No such order").with_type("https://a.example/lost");
    let client = TestClient::new(App::new().get("/orders/{id}", move |_: Context| lost()).fallback(lost));
    let problem: Value = client.get("/orders/%37?page=2").send().assert_status(404).json();
    let (title, uri) = (json!("No such order"), json!("https://a.example/lost"));
    assert_eq!((&problem["title"], &problem["type"]), (&title, &uri));
    assert!(problem["instance"].as_str().unwrap().starts_with("/orders/"));
    for (path, instance) in [("//evil.example/x", "/.//evil.example/x"), ("/\\evil.example", "/.//evil.example")] {
        assert_eq!(client.get(path).send().json::<Value>()["instance"], instance);
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
    assert_eq!(
        response.text(),
        r#"{"type":"about:blank","title":"Internal Server Error","status":500,"instance":"/fail"}"#
    );
    let line = &response.log()[0];
    assert!(line.starts_with("GET /fail failed in GET /fail (tests/answers.rs:"), "{line}");
    assert!(line.ends_with("): 500: invalid digit found in string"), "{line}");
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

#[test]
fn a_bare_failure_has_the_shape_of_all_others() {
    let app = App::new()
        .get("/status", || StatusCode::NOT_FOUND)
        .get("/err", || Err::<(), _>(StatusCode::CONFLICT))
        .get("/challenge", || ([(header::WWW_AUTHENTICATE, "Basic")], StatusCode::UNAUTHORIZED))
        .get("/final", || (StatusCode::NOT_FOUND, "a page"))
        .get("/fine", || StatusCode::ACCEPTED);
    let client = TestClient::new(app);
    for (path, status) in [("/status", 404), ("/err", 409), ("/challenge", 401)] {
        let response = client.get(path).send().assert_status(status);
        assert_eq!(response.json::<Value>()["status"], status);
    }
    client.get("/challenge").send().assert_header("www-authenticate", "Basic");
    assert_eq!(client.get("/final").send().assert_status(404).text(), "a page");
    assert_eq!(client.get("/fine").send().assert_status(202).text(), "");
}

#[test]
fn an_err_is_never_a_200_by_mistake() {
    let app = App::new()
        .get("/text", || Err::<(), _>("the database is down"))
        .get("/json", || Err::<(), _>(Json(1)))
        .get("/unit", || Err::<(), _>(()))
        .get("/named", || Err::<(), _>((StatusCode::OK, "on purpose")));
    let client = TestClient::new(app);
    for path in ["/text", "/json", "/unit"] {
        let response = client.get(path).send().assert_status(500);
        assert!(!response.text().contains("database"));
        assert!(response.log()[0].contains("an Err that names no status"), "{:?}", response.log());
    }
    assert_eq!(client.get("/named").send().assert_status(200).text(), "on purpose");
}

#[test]
fn what_is_said_for_a_value_is_not_said_of_its_absence() {
    let cached = [("cache-control", "max-age=3600")];
    let app = App::new()
        .get("/err", move || (StatusCode::CREATED, cached, Err::<(), _>(Error::not_found("no"))))
        .get("/text", move || (StatusCode::CREATED, cached, Err::<(), _>((StatusCode::CONFLICT, "no"))))
        .get("/none", move || (cached, None::<&str>))
        .get("/some", move || (cached, Some("x")))
        .get("/made", || Created::at("/x", Err::<(), _>((StatusCode::ACCEPTED, "queued"))));
    let client = TestClient::new(app);
    for (path, status) in [("/err", 404), ("/text", 409), ("/none", 404)] {
        assert_eq!(client.get(path).send().assert_status(status).header("cache-control"), None, "{path}");
    }
    client.get("/some").send().assert_status(200).assert_header("cache-control", "max-age=3600");
    assert_eq!(client.get("/made").send().assert_status(202).header("location"), None);
}

#[test]
fn a_location_is_a_reference() {
    for (given, sent) in [
        ("/é x", "/%C3%A9%20x"),
        ("/a%20b?c=d#e", "/a%20b?c=d#e"),
        ("https://dogs.example/[1]|", "https://dogs.example/[1]%7C"),
    ] {
        let client = TestClient::new(App::new().get("/", move || Redirect::see_other(given)));
        client.get("/").send().assert_status(303).assert_header("location", sent);
    }
    for given in ["", "/a\r\nset-cookie: b=1"] {
        let client = TestClient::new(App::new().post("/", move || Created::at(given, ())));
        assert!(client.post("/").send().assert_status(500).log()[0].contains("cannot be a Location"));
    }
}

#[test]
fn a_problem_has_members_of_its_own() {
    let error = || Error::new(StatusCode::PAYMENT_REQUIRED, "").with_member("balance", &30).with_member("a\"b", &["x"]);
    let taken = || Error::not_found("").with_member("status", &1);
    let twice = || Error::not_found("").with_member("a", &1).with_member("a", &2);
    let client = TestClient::new(App::new().get("/", error).get("/taken", taken).get("/twice", twice));
    let problem: Value = client.get("/").send().assert_status(402).json();
    assert_eq!((&problem["balance"], &problem["a\"b"]), (&json!(30), &json!(["x"])));
    for path in ["/taken", "/twice"] {
        assert!(client.get(path).send().assert_status(500).log()[0].contains("already"));
    }
}
