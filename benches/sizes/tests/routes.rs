//! Each route does what it is measured for: `cargo test -p bench-sizes --all-features` asks all of them.
#![cfg(not(target_arch = "wasm32"))]

use whippet::{
    prelude::*,
    testing::{TestClient, TestRequest},
};

const FORM: &str = "application/x-www-form-urlencoded";
const PARTS: &str = "--b\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n1234\r\n--b--\r\n";

#[test]
fn each_feature_adds_its_route() {
    let client = TestClient::with_bindings(bench_sizes::app, [("MOTTO", json!("small"))]);
    let mut sender = Client::default();
    sender.address = "192.0.2.1".parse().ok();
    let dog = json!({ "name": "lola", "age": 7, "email": "lola@example.com", "toys": [{ "name": "ball" }] });
    let multipart = || client.post("/multipart").header("content-type", "multipart/form-data; boundary=b").body(PARTS);
    let header = || client.get("/header").header("x-name", "lola").header("x-age", "7");
    let all: [(bool, TestRequest<'_>, &str); 23] = [
        (true, client.get("/"), "hello, world"),
        (cfg!(feature = "async-handler"), client.get("/async-handler"), "hello, later"),
        (cfg!(feature = "bindings"), client.get("/bindings"), "small"),
        (cfg!(feature = "body-stream"), client.post("/body-stream").chunks(["wo", "of"]), "4"),
        (cfg!(feature = "client-ip"), client.get("/client-ip").client(&sender), "192.0.2.1"),
        (cfg!(feature = "context"), client.get("/context?a=b"), "a=b"),
        (cfg!(feature = "cookies"), client.get("/cookies"), ""),
        (cfg!(feature = "dep"), client.get("/dep").header("x-session", "s7"), "s7"),
        (cfg!(feature = "extension"), client.get("/extension?a=b"), "a=b"),
        (cfg!(feature = "form"), client.post("/form").header("content-type", FORM).body("name=lola&age=7"), "lola"),
        (cfg!(feature = "header"), header(), "lola"),
        (cfg!(feature = "json"), client.post("/json").json(&dog), "lola"),
        (cfg!(feature = "multipart"), multipart(), "4"),
        (cfg!(feature = "optional"), client.get("/optional?name=lola&age=7"), "lola"),
        (cfg!(feature = "path"), client.get("/path/7"), "7"),
        (cfg!(feature = "private-cookies"), client.get("/private-cookies"), ""),
        (cfg!(feature = "query"), client.get("/query?name=lola&age=7"), "lola"),
        (
            cfg!(feature = "query-nested"),
            client.get("/query-nested?filter[name]=lola&filter[age]=7&tags=a&tags=b"),
            "a, b",
        ),
        (cfg!(feature = "request"), client.post("/request").body("woof"), "woof"),
        (cfg!(feature = "signed-cookies"), client.get("/signed-cookies"), ""),
        (
            cfg!(feature = "state"),
            client.get("/state"),
            if cfg!(feature = "key") { "" } else { "small, fast, fetches" },
        ),
        (cfg!(feature = "typed-header"), client.get("/typed-header").header("user-agent", "curl/8"), "curl/8"),
        (cfg!(feature = "valid-json"), client.post("/valid-json").json(&dog), "lola"),
    ];
    for (is_on, request, answer) in all {
        let response = request.send();
        if is_on {
            response.assert_status(200).assert_text(answer);
        } else {
            response.assert_status(404);
        }
    }
}
