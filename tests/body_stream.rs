//! A streamed body: its chunks, its limit, its end, and what does not wait for it.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by a panic")]

use std::{cell::RefCell, future::poll_fn, pin::pin, rc::Rc, task::Poll, time::Duration};

use whippet::{
    BodyStream,
    extract::{BodyNeed, FromRequest, MAX_BODY_BYTES},
    prelude::*,
    testing::TestClient,
    time::sleep,
};

const SECOND: Duration = Duration::from_secs(1);

async fn sizes(mut body: BodyStream) -> Result<String> {
    let mut sizes = Vec::new();
    while let Some(chunk) = body.next().await {
        sizes.push(chunk?.len().to_string());
    }
    Ok(sizes.join(" "))
}

fn client() -> TestClient {
    TestClient::new(App::new().post("/", sizes))
}

#[test]
fn chunks_come_as_they_were_sent() {
    assert_eq!(BodyNeed::Stream, <BodyStream as FromRequest<()>>::BODY);
    for sizes in [vec![], vec![1; 40], vec![1_000_000, 1, 65_536], vec![4_500_000]] {
        let chunks: Vec<Vec<u8>> = sizes.iter().map(|size| vec![7; *size]).collect();
        let expected: Vec<String> = sizes.iter().map(ToString::to_string).collect();
        assert_eq!(client().post("/").chunks(chunks).send().text(), expected.join(" "));
    }
}

#[test]
fn a_chunk_is_not_read_before_it_is_asked_for() {
    async fn slow(mut body: BodyStream) -> Result<&'static str> {
        while let Some(chunk) = body.next().await {
            chunk?;
            sleep(SECOND).await;
        }
        Ok("all")
    }
    let client = TestClient::new(App::new().post("/", slow));
    let answer = client.post("/").chunks(["a", "b", "c"]).chunk_every(2 * SECOND).send();
    assert_eq!(answer.elapsed(), 9 * SECOND);
}

#[test]
fn more_than_the_limit_is_413_and_a_declared_length_is_before_a_byte_is_read() {
    let too_much = client().post("/").chunks(vec![vec![0_u8; 500_001]; 9]).send().assert_status(413);
    assert!(too_much.text().contains(&MAX_BODY_BYTES.to_string()));
    let client = client();
    let declared = client.post("/").header("content-length", "4500001").chunk_every(SECOND);
    assert_eq!(declared.send().assert_status(413).elapsed(), Duration::ZERO);
    client.post("/").header("content-length", "many").body("a").send().assert_status(200);
}

#[test]
fn after_an_error_there_is_nothing() {
    async fn twice(body: BodyStream) -> String {
        let mut body = body.limit(3);
        let mut seen = Vec::new();
        for _ in 0..4 {
            seen.push(body.next().await.map_or("none".to_owned(), |chunk| {
                chunk.map_or_else(|error| error.status().as_u16().to_string(), |chunk| chunk.len().to_string())
            }));
        }
        seen.join(" ")
    }
    let client = TestClient::new(App::new().post("/", twice));
    assert_eq!(client.post("/").chunks(["ab", "cd", "e"]).send().text(), "2 413 none none");
    assert_eq!(client.post("/").chunks(["ab"]).broken_off().send().text(), "2 400 none none");
    assert_eq!(client.post("/").chunks(["", "ab", ""]).send().text(), "2 none none none");
}

#[test]
fn a_body_that_breaks_off_is_400_however_it_is_read() {
    client().post("/").chunks(["a", "b"]).broken_off().send().assert_status(400);
    let whole = TestClient::new(App::new().post("/", |body: Bytes| body));
    whole.post("/").chunks(["a", "b"]).broken_off().send().assert_status(400);
    whole.post("/").chunks(["a", "b"]).send().assert_text("ab");
}

#[test]
fn what_is_left_after_the_answer_is_not_looked_at() {
    async fn first(mut body: BodyStream) -> Option<Result<Bytes>> {
        body.next().await
    }
    let client = TestClient::new(App::new().post("/", first));
    let answer = client.post("/").chunks(["a", "b", "c"]).chunk_every(SECOND).send().assert_text("a");
    assert_eq!(answer.elapsed(), SECOND);
}

#[test]
fn a_question_that_is_dropped_loses_no_chunk() {
    async fn impatient(mut body: BodyStream) -> Result<String> {
        let mut seen = String::new();
        loop {
            let chunk = {
                let (mut next, mut deadline) = (pin!(body.next()), pin!(sleep(SECOND)));
                poll_fn(|cx| match next.as_mut().poll(cx) {
                    Poll::Ready(chunk) => Poll::Ready(Some(chunk)),
                    Poll::Pending => deadline.as_mut().poll(cx).map(|()| None),
                })
                .await
            };
            match chunk {
                None => seen.push('.'),
                Some(None) => return Ok(seen),
                Some(Some(chunk)) => seen.push_str(&String::from_utf8_lossy(&chunk?)),
            }
        }
    }
    let client = TestClient::new(App::new().post("/", impatient));
    let request = client.post("/").chunks(["a", "b"]).chunk_every(Duration::from_millis(2500));
    assert_eq!(request.send().text(), "..a..b");
}

#[test]
fn after_the_answer_and_in_a_task_left_behind_it_is_a_500() {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let state = Rc::clone(&seen);
    let left = |State(seen): State<Rc<RefCell<Vec<u16>>>>, cx: Context, mut body: BodyStream| {
        cx.wait_until(async move {
            let error = body.next().await.expect("an error").unwrap_err();
            seen.borrow_mut().push(error.status().as_u16());
            assert!(body.next().await.is_none());
        });
        "answered"
    };
    TestClient::new(App::new().post("/", left).with_state(state)).post("/").body("a").send().assert_status(200);
    assert_eq!(*seen.borrow(), [500]);
}

#[test]
fn requests_side_by_side_each_have_their_own() {
    let client = client();
    let sent = (1..=50).map(|size| client.post("/").chunks(vec![vec![0_u8; size]; 3]).chunk_every(SECOND));
    for (index, answer) in client.together(sent).into_iter().enumerate() {
        let size = index + 1;
        assert_eq!(answer.text(), format!("{size} {size} {size}"));
        assert_eq!(answer.elapsed(), 3 * SECOND);
    }
}

#[test]
fn who_still_waits_for_a_chunk_after_the_answer_is_told_that_none_comes() {
    let told = Rc::new(RefCell::new(None));
    let tell = Rc::clone(&told);
    let handler = move |cx: Context, mut body: BodyStream| {
        let tell = Rc::clone(&tell);
        async move {
            {
                let (mut next, mut late) = (pin!(body.next()), pin!(sleep(SECOND)));
                poll_fn(
                    |task| if next.as_mut().poll(task).is_ready() { Poll::Ready(()) } else { late.as_mut().poll(task) },
                )
                .await;
            }
            cx.wait_until(async move { *tell.borrow_mut() = body.next().await.map(|chunk| chunk.is_err()) });
            "answered"
        }
    };
    let client = TestClient::new(App::new().post("/", handler));
    client.post("/").chunks(["a", "b"]).chunk_every(5 * SECOND).send().assert_text("answered");
    assert_eq!(*told.borrow(), Some(true));
}
