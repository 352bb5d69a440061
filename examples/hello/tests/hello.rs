//! The application without a server, and without wasm: `cargo test -p hello`.

use whippet::testing::TestClient;

#[test]
fn it_greets() {
    let client = TestClient::new(hello::app());
    let response = client.get("/").send().assert_status(200).assert_header("content-type", "text/plain; charset=utf-8");
    assert_eq!(response.text(), "hello, world");
}

#[test]
fn what_nobody_wrote_is_there_all_the_same() {
    let client = TestClient::new(hello::app());
    client.head("/").send().assert_status(200).assert_header("content-length", "12");
    client.post("/").send().assert_status(405).assert_header("allow", "GET, HEAD, OPTIONS");
    client.get("/nobody").send().assert_status(404).assert_header("content-type", "application/problem+json");
}
