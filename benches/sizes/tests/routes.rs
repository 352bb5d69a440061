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
    let mut neighbour = Client::default();
    neighbour.address = "10.1.2.3".parse().ok();
    let dog = json!({ "name": "lola", "age": 7, "email": "lola@example.com", "toys": [{ "name": "ball" }] });
    let multipart = || client.post("/multipart").header("content-type", "multipart/form-data; boundary=b").body(PARTS);
    let header = || client.get("/header").header("x-name", "lola").header("x-age", "7");
    let all: [(bool, TestRequest<'_>, &str); 55] = [
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
        (cfg!(feature = "cache-control"), client.get("/cache-control"), "hello"),
        (cfg!(feature = "cors"), client.get("/cors"), "hello"),
        (cfg!(feature = "language"), client.get("/language").header("accept-language", "de"), "de"),
        (
            cfg!(feature = "method-override"),
            client.post("/method-override").header("x-http-method-override", "PUT"),
            "hello",
        ),
        (cfg!(feature = "redirects"), client.get("/redirects"), "hello"),
        (cfg!(feature = "secure-headers"), client.get("/secure-headers"), "hello"),
        (cfg!(feature = "body-limit"), client.get("/body-limit"), "hello"),
        (cfg!(feature = "compression"), client.get("/compression"), "hello"),
        (cfg!(feature = "etag"), client.get("/etag"), "hello"),
        (cfg!(feature = "logger"), client.get("/logger"), "hello"),
        (cfg!(feature = "metrics"), client.get("/metrics"), "hello"),
        (cfg!(feature = "request-id"), client.get("/request-id"), "hello"),
        (cfg!(feature = "server-timing"), client.get("/server-timing"), "hello"),
        (cfg!(feature = "timeout"), client.get("/timeout"), "hello"),
        (cfg!(feature = "jwt"), client.get("/jwt"), "hello"),
        (cfg!(feature = "jwt-claims"), client.get("/jwt/claims"), "hello"),
        (cfg!(feature = "jwt-jwks"), client.get("/jwt-jwks"), "hello"),
        (cfg!(feature = "jwt-pair"), client.get("/jwt-pair"), "hello"),
        (cfg!(feature = "jwt-signer"), client.get("/jwt-signer"), "hello"),
        (
            cfg!(feature = "webhook"),
            client
                .post("/webhook")
                .header(
                    "x-hub-signature-256",
                    "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                )
                .body("Hello, World!"),
            "Hello, World!",
        ),
        (cfg!(all(feature = "apart", feature = "from-fn")), client.get("/from-fn"), "hello"),
        (cfg!(all(feature = "apart", feature = "own-middleware")), client.get("/own-middleware"), "hello"),
        (
            cfg!(all(feature = "apart", feature = "bearer-auth")),
            client.get("/bearer-auth").header("authorization", "Bearer t7"),
            "hello",
        ),
        (
            cfg!(all(feature = "apart", feature = "basic-auth")),
            client.get("/basic-auth").header("authorization", "Basic bG9sYTpib25lcw=="),
            "hello",
        ),
        (cfg!(all(feature = "apart", feature = "api-key")), client.get("/api-key").header("x-api-key", "k7"), "hello"),
        (cfg!(all(feature = "apart", feature = "csrf")), client.get("/csrf"), "hello"),
        (cfg!(all(feature = "apart", feature = "ip-allow")), client.get("/ip-allow").client(&neighbour), "hello"),
        (cfg!(all(feature = "apart", feature = "rate-limit")), client.get("/rate-limit"), "hello"),
        (cfg!(all(feature = "apart", feature = "rate-limit-redis")), client.get("/rate-limit-redis"), "hello"),
        (cfg!(feature = "session"), client.get("/session"), "1"),
        (cfg!(feature = "session-signed"), client.get("/session-signed"), "1"),
        (cfg!(feature = "session-stored"), client.get("/session-stored"), "1"),
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

#[cfg(feature = "api")]
#[test]
fn the_api_answers_with_and_without_its_middleware() {
    let client = TestClient::with_bindings(bench_sizes::app, [("MOTTO", json!("small"))]);
    let user = json!({ "id": 7, "name": "user 7", "email": "user7@example.com", "active": true });
    let order = json!({ "name": "lola", "email": "lola@example.com", "items": [{ "sku": "leash", "quantity": 2, "price_cents": 1999 }] });
    let total = json!({ "name": "lola", "email": "lola@example.com", "items": 1, "quantity": 2, "total_cents": 3998 });
    for prefix in ["", "/api"] {
        client.get(&format!("{prefix}/users/7")).send().assert_status(200).assert_json(&user);
        client.post(&format!("{prefix}/orders")).json(&order).send().assert_status(201).assert_json(&total);
        let refused = json!({ "name": "", "email": "lola", "items": [] });
        client.post(&format!("{prefix}/orders")).json(&refused).send().assert_status(422);
    }
    let ours = client.get("/api/users/7").header("origin", "https://shop.example").send();
    let ours = ours.assert_header("access-control-allow-origin", "https://shop.example");
    for name in ["x-request-id", "x-content-type-options", "etag"] {
        assert!(ours.header(name).is_some(), "{name}");
    }
    assert!(client.get("/users/7").send().header("etag").is_none());
}
