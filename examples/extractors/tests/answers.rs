//! What each extractor gives, and what it refuses: `cargo test -p extractors`.

use whippet::{
    Geo,
    prelude::*,
    testing::{TestClient, TestResponse},
};

fn client() -> TestClient {
    TestClient::with_bindings(
        extractors::app,
        [("COOKIE_SECRET", json!("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a")), ("LIMIT", json!(20))],
    )
}

/// Where a request is at fault: the part of it, and a JSON Pointer into that part.
fn faults(problem: &Value) -> Vec<String> {
    let part = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let faults = problem["errors"].as_array().into_iter().flatten();
    faults.map(|fault| part(&fault["in"]) + &part(&fault["path"])).collect()
}

#[test]
fn each_part_of_the_head_is_given() {
    let client = client();
    for (target, answer) in [
        ("/dogs/7", "dog 7"),
        ("/owners/lola/dogs/7", "dog 7 of lola"),
        ("/head/a/b?c=d", "GET /head/a/b?c=d by /head/{*rest}"),
        ("/page", "the first page"),
        ("/page?page=2", "page 2"),
        ("/maybe/7", "the number 7"),
        ("/maybe/x", "no number: Some(MistypedPath)"),
        ("/motto", "small, fast, fetches"),
        ("/limit", "20"),
        ("/where", "somewhere, no city"),
        ("/trace", "a new one"),
        ("/language", "en, volume 5"),
    ] {
        client.get(target).send().assert_status(200).assert_text(answer);
    }
}

#[test]
fn a_query_has_lists_and_what_is_nested() {
    let client = client();
    let query = "q=lola&chipped=on&tag=fast&tag=small&age[min]=2&sort[0][by]=name&sort[1][by]=age&owner[city]=Bern";
    client.get(&format!("/dogs?{query}")).send().assert_json(&json!({
        "q": "lola",
        "limit": null,
        "chipped": true,
        "tag": ["fast", "small"],
        "age": { "min": 2, "max": null },
        "sort": [{ "by": "name" }, { "by": "age" }],
        "owner": { "city": "Bern" },
    }));
    for (query, fault) in [
        ("q=", None),
        ("limit=3", Some("query/q")),
        ("q=&limit=many", Some("query/limit")),
        ("q=&age[min]=-1", Some("query/age/min")),
        ("q=&sort[0][by]=size", Some("query/sort/0/by")),
    ] {
        let response = client.get(&format!("/dogs?{query}")).send();
        match fault {
            None => drop(response.assert_status(200)),
            Some(fault) => assert_eq!(faults(&response.assert_status(422).json()), [fault], "{query}"),
        }
    }
}

#[test]
fn headers_are_a_struct_or_a_type_or_all_there_are() {
    let client = client();
    let request = client.get("/language").header("accept-language", "de-CH, de").header("x-volume", "11");
    request.send().assert_text("de-CH, volume 11");
    let response = client.get("/language").header("x-volume", "loud").send().assert_status(422);
    assert_eq!(faults(&response.json()), ["header/x-volume"]);
    client.get("/agent").header("user-agent", "curl/8").send().assert_text("curl/8");
    client.get("/agent").send().assert_status(422);
    client.get("/headers").header("a", "1").header("b", "2").send().assert_text("2");
    let context = client.get("/context/lola?a=b").header("accept", "text/html").send();
    context.assert_json(&json!({ "path": "/context/lola", "query": "a=b", "name": "lola", "accept": "text/html" }));
    client.get("/trace").header("x-trace", "t7").send().assert_text("t7");
}

#[test]
fn a_client_is_who_the_platform_says_it_is() {
    let mut sender = Client::default();
    sender.address = "192.0.2.1".parse().ok();
    let mut geo = Geo::default();
    geo.city = Some("Zürich".to_owned());
    sender.place = Some(geo);
    client().get("/where").client(&sender).send().assert_text("192.0.2.1, Zürich");
    client().get("/client").client(&sender).send().assert_text("192.0.2.1");
    client().get("/client").send().assert_status(404);
}

#[test]
fn a_body_is_a_document_a_form_text_bytes_or_a_stream() {
    let client = client();
    let dog = json!({ "name": "Lola", "age": 7, "toys": ["ball"] });
    client.post("/dogs").json(&dog).send().assert_status(201).assert_json(&dog);
    let wrong = json!({ "name": "Lola", "age": 7, "toys": ["ball", 3] });
    let problem: Value = client.post("/dogs").json(&wrong).send().assert_status(422).json();
    assert_eq!(faults(&problem), ["body/toys/1"]);
    client.post("/dogs").body("name=Lola").send().assert_status(415);

    let form = |body: &'static str| {
        client.put("/dogs").header("content-type", "application/x-www-form-urlencoded").body(body).send()
    };
    form("name=Lola+B&age=7&toys=ball").assert_status(200).assert_text("Lola B");
    assert_eq!(faults(&form("name=Lola&age=old").assert_status(422).json()), ["body/age"]);

    client.post("/text").body("größe").send().assert_text("5 letters");
    client.post("/text").body(&b"\xff"[..]).send().assert_status(400);
    client.post("/bytes").body("größe").send().assert_text("7 bytes");
    client.post("/lines").chunks(["one\ntw", "o\nthree\n"]).send().assert_text("3 lines");
    client.post("/note").chunks(["wo", "of"]).send().assert_text("a note of 4 bytes");
    client.post("/note").body("a".repeat(1001)).send().assert_status(413);
    client.post("/note").header("x-dry-run", "1").body("woof").send().assert_text("POST /note would be done");
}

fn part(head: &str, content: &str) -> String {
    format!("--b\r\ncontent-disposition: form-data; {head}\r\n\r\n{content}\r\n")
}

#[test]
fn a_picture_is_uploaded_in_parts_and_chunks() {
    let client = client();
    let upload = |parts: &[String]| {
        let body = parts.concat() + "--b--\r\n";
        let request = client.post("/pictures").header("content-type", "multipart/form-data; boundary=b");
        // As a slow client sends it: a few bytes at a time.
        request.chunks(body.into_bytes().chunks(1000).map(<[u8]>::to_vec)).send()
    };
    let (title, picture) =
        (part("name=\"title\"", "Lola"), |bytes| part("name=\"picture\"; filename=\"lola.gif\"", &"G".repeat(bytes)));
    upload(&[title.clone(), picture(50_000)]).assert_status(200).assert_text("Lola: 50000 bytes");
    upload(&[picture(200_001)]).assert_status(413);
    upload(&[title.clone(), title.clone(), title]).assert_status(413);
    client.post("/pictures").json(&json!({})).send().assert_status(415);
}

/// What a browser would send back of an answer's first cookie.
fn cookie(response: &TestResponse) -> String {
    let (cookie, _) = response.header("set-cookie").and_then(|field| field.split_once("; ")).unwrap_or_default();
    cookie.to_owned()
}

#[test]
fn cookies_are_set_and_read() {
    let client = client();
    client.get("/cookies/theme").send().assert_text("light");
    let response = client.post("/cookies/theme/dark").send().assert_status(204);
    let response = response.assert_header("set-cookie", "theme=dark; SameSite=Strict; Secure; Path=/; Max-Age=2592000");
    client.get("/cookies/theme").header("cookie", &cookie(&response)).send().assert_text("dark");
    assert!(client.delete("/cookies/theme").send().header("set-cookie").unwrap().contains("Max-Age=0"));
}

#[test]
fn a_cookie_that_somebody_made_up_is_not_there() {
    let client = client();
    let signed = cookie(&client.post("/cookies/basket/3").send());
    client.get("/cookies/basket").header("cookie", &signed).send().assert_text("3 things");
    client.get("/cookies/basket").header("cookie", "things=3").send().assert_text("0 things");

    let private = cookie(&client.post("/cookies/login/lola").send());
    assert!(!private.contains("lola"));
    client.get("/cookies/me").header("cookie", &private).send().assert_text("lola");
    client.get("/cookies/me").header("cookie", "user=lola").send().assert_status(401);
}

#[test]
#[should_panic(expected = "the binding COOKIE_SECRET is not set")]
fn without_a_secret_it_does_not_start() {
    TestClient::start(extractors::app);
}
