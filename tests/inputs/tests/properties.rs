//! Random inputs, each made of what its parser cares about: no input panics, and whatever is sent is answered with less than a 500.
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use inputs::TARGETS;
use proptest::{collection::vec, prelude::*, sample::select};

/// What inputs of a target are put together of.
fn pieces(target: &str) -> Vec<&'static str> {
    match target {
        "client" => vec!["192.0.2.7", "::1", "::ffff:192.0.2.7", "%eth0", "[", "]", ":80", "Zürich", "CH"],
        "cookies" => {
            vec!["a", "name", "number", "dog", "=", "=", "; ", ";", ",", "\"", "%20", "%", "%ff", "7", "\\", "é"]
        }
        "email" => vec![
            "a",
            "A1",
            "@",
            "@",
            ".",
            "-",
            "--",
            "+",
            "é",
            "xn--",
            "_",
            " ",
            "\"",
            "[127.0.0.1]",
            "a23456789012345678901234567890",
        ],
        "form" | "query" => vec![
            "q", "a", "limit", "tags", "filter", "items", "from", "size", "name", "=", "=", "&", "&", "[", "]", "[]",
            "[0]", "[1]", "[name]", "%5B", "%5D", "+", "%", "%2", "%20", "%ff", "7", "256", "é", ";",
        ],
        "head" => vec![
            "GET", "POST", "HEAD", " ", "/", "//", ".", "..", "%2e", "%2F", "%", "%c3%a9", "\\", "?", "#", "http://",
            "*", "a", "é", "\0", "=",
        ],
        "headers" => vec![
            "x-trace",
            "x-level",
            "x-tags",
            "x-sampled",
            "x-token",
            "content-length",
            "if-modified-since",
            ":",
            ":",
            ": ",
            "\n",
            "\n",
            "a",
            "7",
            ", ",
            ",",
            "\t",
            "é",
            "Sun, 06 Nov 1994 08:49:37 GMT",
        ],
        "json" => vec![
            "{",
            "}",
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"name\"",
            "\"age\"",
            "\"toys\"",
            "\"a/b~c\"",
            "\"price\"",
            "\"size\"",
            "\"exact\"",
            "\"small\"",
            "\"a\"",
            "\"callName\"",
            "1",
            "-1",
            "1e400",
            "0.5",
            "256",
            "true",
            "null",
            "\"\\u0041\"",
            "\"\\ud800\"",
            "\"~/\"",
            " ",
            "\u{feff}",
        ],
        "multipart" => vec![
            "--b0",
            "--b0",
            "--",
            "\r\n",
            "\r\n",
            "\r\n\r\n",
            "Content-Disposition: form-data; name=\"a\"",
            "Content-Disposition: form-data; name=age",
            "; filename=\"x\"",
            "; filename*=UTF-8''%e2",
            "Content-Type: text/plain",
            "7",
            "\r",
            "\n",
            "-",
            "b0",
            ":",
            "\"",
            "\0",
        ],
        "path" | "pattern" | "reference" => vec![
            "/",
            "/",
            "a",
            "b",
            "{",
            "}",
            "{a}",
            "{b?}",
            "{*b}",
            "{a:[0-9]+}",
            "[a-z]{2,4}",
            "?",
            "*",
            ".",
            "..",
            "%",
            "%2F",
            "%2e",
            "%ff",
            "%C3%A9",
            "é",
            "7",
            "-1",
            "\\",
            "\n",
            ":",
            "//",
            "http://",
            " ",
            ".json",
            "true",
            "small",
        ],
        "url" => vec![
            "http",
            "https",
            "HTTP",
            "://",
            "://",
            ":",
            "/",
            "?",
            "#",
            "@",
            "a",
            "localhost",
            ".",
            "127.0.0.1",
            "0x7f",
            "[::1]",
            "[",
            "]",
            "80",
            "65536",
            "%41",
            "%",
            "xn--",
            "_",
            "-",
        ],
        other => unreachable!("there are no pieces for {other}"),
    }
}

fn input(target: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        12 => select(pieces(target)).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..4),
        1 => "\\PC{0,4}".prop_map(String::into_bytes),
    ];
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_input_is_answered(
        (index, bytes) in (0..TARGETS.len()).prop_flat_map(|index| (Just(index), input(TARGETS[index].0)))
    ) {
        TARGETS[index].1(&bytes);
    }

    #[test]
    fn any_bytes_are_answered((index, bytes) in (0..TARGETS.len(), vec(any::<u8>(), 0..200))) {
        TARGETS[index].1(&bytes);
    }
}
