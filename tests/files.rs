//! A folder that the program holds: what is in it, and how it is answered.
#![cfg(all(feature = "files", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use whippet::{Files, prelude::*, testing::TestClient};

static FILES: Files = whippet::files!("tests/fixtures/files");

#[test]
fn a_folder_is_held_in_order_without_what_is_hidden() {
    let names: Vec<&str> = FILES.iter().map(whippet::File::name).collect();
    assert_eq!(
        names,
        ["docs/a b/caf%C3%A9 {x}.txt", "docs/index.html", "docs/old-index.html", "index.html", "style.css"]
    );
    assert!(FILES.into_iter().all(|file| FILES.get(file.name()).is_some_and(|same| std::ptr::eq(same, file))));
    for missing in ["", "docs", "docs/", ".hidden", "/style.css", "STYLE.CSS"] {
        assert!(FILES.get(missing).is_none(), "{missing}");
    }
}

#[test]
fn each_file_is_answered_at_its_name_and_an_index_at_its_folder() {
    for prefix in ["", "/assets", "/assets/"] {
        let client = TestClient::new(App::new().files(prefix, &FILES));
        let prefix = prefix.trim_end_matches('/');
        for (path, name) in [
            ("/style.css", "style.css"),
            ("/", "index.html"),
            ("/index.html", "index.html"),
            ("/docs/", "docs/index.html"),
            ("/docs/old-index.html", "docs/old-index.html"),
            ("/docs/a%20b/caf%25C3%25A9%20%7Bx%7D.txt", "docs/a b/caf%C3%A9 {x}.txt"),
        ] {
            let file = FILES.get(name).unwrap();
            let answer = client.get(&format!("{prefix}{path}")).send().assert_status(200);
            let answer = answer.assert_header("content-type", file.media_type()).assert_header("etag", file.etag());
            assert_eq!(answer.bytes().as_ptr(), file.bytes().as_ptr(), "{path} is copied");
        }
        for missing in ["/docs", "/docs/old-", "/.hidden", "/docs/a%20b/", "/docs/..%2Fstyle.css"] {
            client.get(&format!("{prefix}{missing}")).send().assert_status(404);
        }
        client
            .post(&format!("{prefix}/style.css"))
            .send()
            .assert_status(405)
            .assert_header("allow", "GET, HEAD, OPTIONS");
    }
}

#[test]
fn what_the_client_has_already_is_not_sent_again() {
    let client = TestClient::new(App::new().files("/", &FILES));
    let etag = FILES.get("style.css").unwrap().etag();
    for known in [etag.to_owned(), format!("W/{etag}"), format!("\"other\", {etag}"), "*".to_owned()] {
        for method in ["GET", "HEAD"] {
            let answer = client.request(method, "/style.css").header("if-none-match", &known).send();
            let answer = answer.assert_status(304).assert_header("etag", etag);
            assert!(answer.bytes().is_empty() && answer.header("content-type").is_none(), "{method} {known}");
        }
    }
    client.get("/style.css").header("if-none-match", "\"other\"").send().assert_status(200);
    let head = client.head("/style.css").send().assert_status(200);
    assert_eq!(head.header("content-length"), Some("21"));
}

#[test]
fn a_file_is_an_answer_by_itself() {
    let client = TestClient::new(App::new().get("/{name}", |Path(name): Path<String>| FILES.get(&name)));
    client.get("/style.css").send().assert_status(200).assert_header("content-type", "text/css; charset=utf-8");
    client.get("/nothing").send().assert_status(404);
}

#[test]
fn an_index_below_a_prefix_keeps_its_slash() {
    let files = || App::new().files("/", &FILES);
    let nested = TestClient::new(App::new().nest("/d", files()));
    let based = TestClient::new(files().base_path("/d"));
    let redirected = TestClient::new(App::new().nest("/d", files()).trailing_slash(TrailingSlash::Redirect));
    for client in [&nested, &based] {
        client.get("/d/").send().assert_status(200);
        client.get("/d/docs/").send().assert_status(200);
        client.get("/d").send().assert_status(404);
    }
    redirected.get("/d").send().assert_status(308).assert_header("location", "/d/");
}

#[test]
fn a_prefix_below_which_nothing_can_stand_is_refused_once() {
    for prefix in ["assets", "/{*rest}", "/{x?}"] {
        let message = whippet::Service::freeze(App::new().files(prefix, &FILES)).unwrap_err().to_string();
        assert!(message.contains(&format!("files {prefix:?} (tests/files.rs:")), "{message}");
        assert_eq!(message.lines().count(), 1, "{message}");
    }
}
