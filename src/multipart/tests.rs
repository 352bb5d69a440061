use std::{cell::RefCell, rc::Rc};

use bytes::Bytes;
use proptest::prelude::*;

use super::Multipart;
use crate::{
    app::App,
    error::Error,
    testing::{TestClient, TestResponse},
};

type Parts = Vec<(String, Option<String>, Vec<u8>)>;

/// A form as browsers send it.
fn body_of(parts: &Parts) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file_name, content) in parts {
        body.extend_from_slice(format!("--b0\r\ncontent-disposition: form-data; name=\"{name}\"").as_bytes());
        if let Some(file_name) = file_name {
            body.extend_from_slice(format!("; filename=\"{file_name}\"\r\ncontent-type: image/gif").as_bytes());
        }
        body.extend_from_slice(b"\r\n\r\n");
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--b0--\r\n");
    body
}

/// Sends chunks to a handler that notes all parts, or the names alone, and gives what it noted and its answer.
fn send(chunks: &[&[u8]], is_read: bool) -> (Parts, TestResponse) {
    let noted = Rc::new(RefCell::new(Parts::new()));
    let notes = Rc::clone(&noted);
    let handler = move |mut form: Multipart| {
        let notes = Rc::clone(&notes);
        async move {
            while let Some(part) = form.next().await? {
                let (name, file_name) = (part.name().to_owned(), part.file_name().map(str::to_owned));
                let content = if is_read { part.bytes().await?.to_vec() } else { Vec::new() };
                notes.borrow_mut().push((name, file_name, content));
            }
            Ok::<_, Error>("")
        }
    };
    let client = TestClient::new(App::new().post("/", handler));
    let chunks = chunks.iter().filter(|chunk| !chunk.is_empty()).map(|chunk| Bytes::copy_from_slice(chunk));
    let request = client.post("/").header("content-type", "multipart/form-data; boundary=b0").chunks(chunks);
    let answer = request.send();
    let parts = noted.take();
    (parts, answer)
}

fn some_parts() -> Parts {
    let part =
        |name: &str, file: Option<&str>, content: &[u8]| (name.to_owned(), file.map(str::to_owned), content.to_vec());
    vec![
        part("title", None, "Zürich\r\n--b\r\n-".as_bytes()),
        part("empty", Some(""), b""),
        part("picture", Some("größe.gif"), b"\0\r\r\n\r\n--\xff\r\n--b"),
    ]
}

#[test]
fn a_body_may_be_cut_into_chunks_anywhere() {
    let parts = some_parts();
    let body = body_of(&parts);
    for at in 0..=body.len() {
        let (head, tail) = body.split_at(at);
        let (read, answer) = send(&[head, tail], true);
        answer.assert_status(200);
        assert_eq!(read, parts, "cut at {at}");
        let (skipped, _) = send(&[head, tail], false);
        assert_eq!(skipped.len(), 3, "cut at {at}");
    }
    let bytes: Vec<&[u8]> = body.chunks(1).collect();
    assert_eq!(send(&bytes, true).0, parts);
    assert_eq!(send(&bytes, false).0.len(), 3);
}

#[test]
fn a_body_that_ends_early_is_a_400() {
    let body = body_of(&some_parts());
    // What comes after the two hyphens that end it does not matter.
    let end = body.len() - 2;
    for at in 0..end {
        for is_read in [true, false] {
            let (parts, answer) = send(&[&body[..at]], is_read);
            answer.assert_status(400);
            assert!(parts.len() <= 3);
        }
    }
    send(&[&body[..end]], true).1.assert_status(200);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_sent_is_read(
        contents in prop::collection::vec(prop::collection::vec(prop::sample::select(b"\r\n-b0\0x".to_vec()), 0..30), 0..4),
        size in 1_usize..40,
    ) {
        let parts: Parts = contents.into_iter().enumerate().map(|(index, content)| (format!("p{index}"), None, content)).collect();
        prop_assume!(parts.iter().all(|(_, _, content)| !content.windows(6).any(|window| window == b"\r\n--b0") && !content.starts_with(b"--b0")));
        let body = body_of(&parts);
        let (read, answer) = send(&body.chunks(size).collect::<Vec<_>>(), true);
        prop_assert_eq!(answer.status(), 200);
        prop_assert_eq!(read, parts);
    }

    #[test]
    fn whatever_is_sent_is_answered(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..3), 0..8),
        size in 1_usize..60,
        is_read in any::<bool>(),
    ) {
        let mut body = body_of(&some_parts());
        for (index, byte, change) in changes {
            let at = index.index(body.len());
            match change {
                0 => body[at] = byte,
                1 => body.insert(at, byte),
                _ if body.len() > 1 => drop(body.remove(at)),
                _ => {}
            }
        }
        let (_, answer) = send(&body.chunks(size).collect::<Vec<_>>(), is_read);
        prop_assert!([200, 400].contains(&answer.status()), "{answer:?}");
    }

    #[test]
    fn bytes_of_any_kind_are_answered(body in prop::collection::vec(any::<u8>(), 0..200), size in 1_usize..60) {
        let (_, answer) = send(&body.chunks(size).collect::<Vec<_>>(), true);
        prop_assert!([200, 400].contains(&answer.status()), "{answer:?}");
    }
}
