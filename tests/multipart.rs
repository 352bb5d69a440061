//! Forms with files: the good, the malformed and the large, and how they are read.
#![cfg(all(not(target_arch = "wasm32"), feature = "multipart"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by a panic")]

use std::{future::poll_fn, task::Poll, time::Duration};

use whippet::{
    extract::{MAX_BODY_BYTES, Rejection},
    prelude::*,
    testing::{TestClient, TestRequest, TestResponse},
    time::sleep,
};

const FORM: &str = "multipart/form-data; boundary=b0";

/// Notes what every part says of itself, and its text.
async fn note(mut form: Multipart) -> Result<String> {
    let mut notes = Vec::new();
    while let Some(part) = form.next().await? {
        let head = format!("{} {:?} {:?}", part.name(), part.file_name(), part.content_type());
        notes.push(format!("{head} {:?}", part.text().await?));
    }
    Ok(notes.join("\n"))
}

fn part(head: &str, content: &str) -> String {
    format!("--b0\r\ncontent-disposition: form-data; {head}\r\n\r\n{content}\r\n")
}

fn request(client: &TestClient) -> TestRequest<'_> {
    client.post("/").header("content-type", FORM)
}

fn noted(body: impl Into<Bytes>) -> TestResponse {
    request(&TestClient::new(App::new().post("/", note))).body(body).send()
}

/// What the first fault of an answer is about.
fn fault(answer: &TestResponse) -> String {
    let problem: Value = answer.json();
    format!("{} {}", problem["errors"][0]["in"].as_str().unwrap(), problem["errors"][0]["path"].as_str().unwrap())
}

#[test]
fn parts_say_what_they_are() {
    for (body, notes) in [
        ("--b0--".to_owned(), ""),
        (part("name=\"a\"", "1") + "--b0--", r#"a None None "1""#),
        (
            part("name=\"a\"", "1") + &part("name=\"a\"", "2") + "--b0--\r\nafterwards",
            "a None None \"1\"\na None None \"2\"",
        ),
        ("before\r\n".to_owned() + &part("name=\"\"", "") + "--b0--", r#" None None """#),
        (
            part("name=\"größe\"; filename=\"a \\\"b\\\".gif\"\r\nContent-Type: image/gif", "x") + "--b0--",
            r#"größe Some("a \"b\".gif") Some("image/gif") "x""#,
        ),
        (part("name=a; filename=\"\"\r\nCONTENT-TYPE: nonsense", "x") + "--b0--", r#"a Some("") Some("nonsense") "x""#),
        (
            "--b0 \t\r\ncontent-disposition: form-data; name=a\r\n\r\n--b\r\n\r\n--b0--".to_owned(),
            r#"a None None "--b\r\n""#,
        ),
    ] {
        noted(body).assert_status(200).assert_text(notes);
    }
}

#[test]
fn what_is_no_form_is_a_400() {
    for body in [
        String::new(),
        "no form at all".to_owned(),
        "--b0".to_owned(),
        "--b0\r\n".to_owned(),
        part("name=a", "1"),
        part("name=a", "1") + "--b1--",
        part("name=a", "1") + "--b0x",
        "--b0\r\n\r\nno headers\r\n--b0--".to_owned(),
        "--b0\r\nno header\r\n\r\n1\r\n--b0--".to_owned(),
        "--b0\r\ncontent-disposition: form-data\r\n\r\n1\r\n--b0--".to_owned(),
        "--b0\r\ncontent-type: text/plain\r\n\r\n1\r\n--b0--".to_owned(),
        format!("--b0\r\n{}\r\n1\r\n--b0--", "x-many: 1\r\n".repeat(33)),
    ] {
        let answer = noted(body.clone()).assert_status(400);
        assert_eq!(fault(&answer), "body ", "{body}");
    }
    let answer = noted([part("name=a", "").as_bytes(), b"--b0--"].concat().replace(b"\r\n\r\n", b"\r\n\r\n\xff"))
        .assert_status(400);
    assert_eq!(fault(&answer), "body /a");
}

/// A replacement in bytes.
trait Replace {
    fn replace(self, from: &[u8], to: &[u8]) -> Vec<u8>;
}

impl Replace for Vec<u8> {
    fn replace(self, from: &[u8], to: &[u8]) -> Vec<u8> {
        let at = self.windows(from.len()).position(|window| window == from).unwrap();
        [&self[..at], to, &self[at + from.len()..]].concat()
    }
}

#[test]
fn another_content_type_is_refused_before_anything_is_read() {
    let client = TestClient::new(App::new().post("/", note));
    for (content_type, status) in [
        ("multipart/form-data", 400),
        ("multipart/form-data; boundary=", 400),
        ("multipart/form-data; boundary=\"\"", 400),
        (&*format!("multipart/form-data; boundary={}", "b".repeat(71)), 400),
        ("multipart/mixed; boundary=b0", 415),
        ("application/x-www-form-urlencoded", 415),
        ("nonsense", 415),
        ("", 415),
        ("Multipart/Form-Data; Boundary=\"b0\"; charset=utf-8", 200),
        (&*format!("multipart/form-data; boundary={}", "b".repeat(70)), 400),
    ] {
        let answer = client.post("/").header("content-type", content_type).body("--b0--").send();
        assert_eq!(answer.status(), status, "{content_type}");
    }
    client.post("/").body("--b0--").send().assert_status(415);
}

#[test]
fn a_form_may_be_missing() {
    let handler = async |form: Option<Multipart>| if form.is_some() { "a form" } else { "none" };
    let client = TestClient::new(App::new().post("/", handler));
    client.post("/").send().assert_text("none");
    request(&client).body("--b0--").send().assert_text("a form");
    client.post("/").header("content-type", "text/plain").send().assert_status(415);
}

#[test]
fn every_limit_has_a_413_that_names_it() {
    let limited = async |form: Multipart| -> Result<String> {
        let mut form = form.max_bytes(1000).max_parts(2).max_part_bytes(100).max_header_bytes(90);
        let mut count = 0;
        while let Some(part) = form.next().await? {
            count += 1;
            if part.name() == "read" {
                part.bytes().await?;
            }
        }
        Ok(count.to_string())
    };
    let client = TestClient::new(App::new().post("/", limited));
    let send = |body: String| request(&client).body(body).send();
    let two = part("name=read", &"x".repeat(100)) + &part("name=skip", &"x".repeat(100));
    send(two.clone() + "--b0--").assert_text("2");
    for (body, detail) in [
        (two + &part("name=c", "") + "--b0--", "there are more than 2 parts"),
        (part("name=read", &"x".repeat(101)) + "--b0--", "the part \"read\" has more than 100 bytes"),
        (part("name=skip", &"x".repeat(101)) + "--b0--", "the part \"skip\" has more than 100 bytes"),
        (part(&format!("name={}", "n".repeat(60)), "") + "--b0--", "the headers of part 1 have more than 90 bytes"),
        ("x".repeat(1001), "1000 bytes"),
    ] {
        let problem: Value = send(body).assert_status(413).json();
        assert!(problem["detail"].as_str().unwrap().contains(detail), "{problem} and not {detail}");
    }
    // Chunk by chunk: headers that never end are given up before the whole body is searched.
    let answer = request(&client).chunks(std::iter::once("--b0\r\n").chain(std::iter::repeat_n("x", 500))).send();
    assert_eq!(answer.assert_status(413).json::<Value>()["detail"], "the headers of part 1 have more than 90 bytes");
    let large = noted(part("name=a", &"x".repeat(MAX_BODY_BYTES)));
    large.assert_status(413);
}

#[test]
fn a_name_of_a_client_is_repeated_in_part_only() {
    let refuse = async |form: Multipart| {
        form.max_part_bytes(0).next().await?.map(|part| part.bytes()).ok_or(Error::bad_request(""))?.await
    };
    let client = TestClient::new(App::new().post("/", refuse));
    let answer =
        request(&client).body(part(&format!("name={}", "é".repeat(1000)), "1") + "--b0--").send().assert_status(413);
    assert!(answer.json::<Value>()["detail"].as_str().unwrap().len() < 200);
}

#[test]
fn a_part_is_read_while_the_rest_is_on_its_way() {
    let first = async |mut form: Multipart| -> Result<String> {
        let Some(mut part) = form.next().await? else { return Ok("none".to_owned()) };
        let chunk = part.chunk().await?.unwrap_or_default();
        Ok(String::from_utf8_lossy(&chunk).into_owned())
    };
    let client = TestClient::new(App::new().post("/", first));
    let body = [part("name=a", "early").trim_end(), " and late\r\n--b0--"].map(str::to_owned);
    let answer = request(&client).chunks(body).chunk_every(Duration::from_secs(1)).send();
    answer.assert_text("early");
    // A handler that waits elsewhere meanwhile loses nothing.
    let patient = async |mut form: Multipart| -> Result<String> {
        let mut text = String::new();
        while let Some(part) = form.next().await? {
            sleep(Duration::from_secs(1)).await;
            text += &part.text().await?;
        }
        Ok(text)
    };
    let client = TestClient::new(App::new().post("/", patient));
    let body = part("name=a", "one") + &part("name=b", "two") + "--b0--";
    let bytes = body.as_bytes().iter().map(|byte| vec![*byte]);
    request(&client).chunks(bytes).chunk_every(Duration::from_millis(10)).send().assert_text("onetwo");
}

#[test]
fn a_wait_that_is_given_up_loses_nothing() {
    /// Waits no longer than until something comes.
    async fn impatient<T>(wait: impl Future<Output = T>) -> Option<T> {
        let mut wait = std::pin::pin!(wait);
        poll_fn(|task| {
            Poll::Ready(match wait.as_mut().poll(task) {
                Poll::Ready(value) => Some(value),
                Poll::Pending => None,
            })
        })
        .await
    }
    let handler = async |mut form: Multipart| -> Result<String> {
        let mut text = Vec::new();
        loop {
            match impatient(form.next()).await.transpose()? {
                None => sleep(Duration::from_millis(3)).await,
                Some(None) => return Ok(String::from_utf8_lossy(&text).into_owned()),
                Some(Some(mut part)) => loop {
                    match impatient(part.chunk()).await.transpose()? {
                        None => sleep(Duration::from_millis(3)).await,
                        Some(None) => break,
                        Some(Some(chunk)) => text.extend_from_slice(&chunk),
                    }
                },
            }
        }
    };
    let client = TestClient::new(App::new().post("/", handler));
    let body = part("name=a", "one") + &part("name=b", "two") + "--b0--";
    let bytes = body.as_bytes().iter().map(|byte| vec![*byte]);
    request(&client).chunks(bytes).chunk_every(Duration::from_millis(10)).send().assert_text("onetwo");
}

#[test]
fn after_an_error_there_is_nothing_more() {
    let handler = async |mut form: Multipart| -> Result<String> {
        let error = loop {
            match form.next().await {
                Ok(Some(_)) => {}
                Ok(None) => return Ok("whole".to_owned()),
                Err(error) => break error,
            }
        };
        Ok(format!("{:?} {}", error.rejection(), form.next().await?.is_none()))
    };
    let client = TestClient::new(App::new().post("/", handler));
    request(&client)
        .body(part("name=a", "1"))
        .send()
        .assert_text(&format!("{:?} true", Some(Rejection::InvalidMultipart)));
    let broken = request(&client).body(part("name=a", "1")).broken_off().send();
    broken.assert_text(&format!("{:?} true", Some(Rejection::UnreadableBody)));
    request(&client).body(part("name=a", "1") + "--b0--").send().assert_text("whole");
}

#[test]
fn a_part_is_read_as_a_type() {
    let handler = async |mut form: Multipart| -> Result<String> {
        let mut sum = 0_u8;
        while let Some(part) = form.next().await? {
            sum += part.read::<u8>().await?;
        }
        Ok(sum.to_string())
    };
    let client = TestClient::new(App::new().post("/", handler));
    let send = |text: &str| request(&client).body(part("name=a", "1") + &part("name=b", text) + "--b0--").send();
    send("2").assert_text("3");
    for wrong in ["", "x", "256", "-1"] {
        assert_eq!(fault(&send(wrong).assert_status(422)), "body /b");
    }
}
