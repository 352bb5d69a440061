//! What comes with the head: target, path, query, headers, cookies, who sends it; and what is written into an answer's head.

use serde_json::{Value, json};
use url::form_urlencoded;
use whippet::{Client, Geo, Service, TrailingSlash, header, prelude::*, testing::TestClient};

use crate::asked::{ask, check, target_text};

/// Shows a request as an application sees it.
fn show(cx: Context) -> Json<(String, String, String)> {
    Json((cx.method().to_string(), cx.path().to_owned(), cx.query().to_owned()))
}

/// A method, a space and a target.
pub fn head(bytes: &[u8]) {
    thread_local! {
        static CLIENT: TestClient = TestClient::new(App::new().any("/", show).any("/{*rest}", show));
    }
    let text = String::from_utf8_lossy(bytes);
    let (method, target) = text.split_once(' ').unwrap_or(("GET", &text));
    let answer = CLIENT.with(|client| client.request(method, target).send());
    check(&answer);
    if answer.status() != 200 || answer.bytes().is_empty() {
        return;
    }
    // A path that has its one spelling keeps it.
    let (method, path, query): (String, String, String) = answer.json();
    let target = if query.is_empty() { path } else { format!("{path}?{query}") };
    let again = CLIENT.with(|client| client.request(&method, &target).send());
    assert_eq!(again.bytes(), answer.bytes(), "{target:?}");
}

/// The parameters of a path.
pub fn path(bytes: &[u8]) {
    let text = target_text(bytes);
    for route in
        ["number", "signed", "decimal", "flag", "letter", "text", "size", "pair", "dogs", "rest", "page", "wanted"]
    {
        let status = ask("GET", &format!("/path/{route}/{text}"), |request| request).status();
        assert!([200, 400, 404, 422].contains(&status), "{route}: {status}");
    }
}

/// A pattern, a line, and the targets asked of it.
pub fn pattern(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (pattern, targets) = text.split_once('\n').unwrap_or((&text, "/"));
    let app = |slash| {
        let nested = App::new().get("/", show).get("/{inner}", show).fallback(show);
        App::new().get(pattern, show).name("it").nest(&format!("/n{pattern}"), nested).trailing_slash(slash)
    };
    if Service::freeze(app(TrailingSlash::Strict)).is_err() {
        return;
    }
    for slash in [TrailingSlash::Strict, TrailingSlash::Redirect, TrailingSlash::Ignore] {
        let client = TestClient::new(app(slash));
        for target in targets.split('\n') {
            check(&client.get(target).send());
            check(&client.get(&format!("/n{target}")).send());
        }
    }
    // Whether it has these parameters or not.
    drop(app(TrailingSlash::Strict).url_for("it", &[("a", &targets), ("b", &"b")]));
}

/// A query.
pub fn query(bytes: &[u8]) {
    let text = target_text(bytes);
    for route in ["search", "numbers", "nested", "strict"] {
        ask("GET", &format!("/query/{route}?{text}"), |request| request);
    }
    ask("GET", &format!("/valid/query?{text}"), |request| request);
    let answer = ask("GET", &format!("/query/pairs?{text}"), |request| request);
    if answer.status() == 200 {
        let pairs: Vec<_> = form_urlencoded::parse(text.as_bytes()).collect();
        assert_eq!(answer.json::<Value>(), json!(pairs), "{text:?}");
    }
}

/// Lines with a header each: a name, a colon and a value.
pub fn headers(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).replace(['\0', '\r'], "");
    let is_token = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    let fields: Vec<(&str, &str)> =
        text.lines().filter_map(|line| line.split_once(':')).filter(|(name, _)| is_token(name)).collect();
    for target in [
        "/headers/struct",
        "/headers/optional",
        "/headers/typed",
        "/headers/typed/optional",
        "/parts/headers",
        "/valid/header",
    ] {
        ask("GET", target, |request| fields.iter().fold(request, |request, (name, value)| request.header(name, value)));
    }
}

/// A cookie header.
pub fn cookies(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).replace(['\0', '\r', '\n'], "");
    for route in ["all", "number", "number/optional", "signed", "signed/number", "private", "private/number"] {
        ask("GET", &format!("/cookies/{route}"), |request| request.header("cookie", &text));
    }
    // What is set is read again as it was.
    let jar = whippet::cookies::Cookies::default().add(("name", text.clone()));
    let Ok(headers) = whippet::response::IntoHeaders::into_headers(jar) else { return };
    let field = headers.get("set-cookie").unwrap().to_str().unwrap().split(';').next().unwrap().to_owned();
    let answer = ask("GET", "/cookies/all", |request| request.header("cookie", &field));
    assert_eq!(answer.json::<Value>(), json!([["name", text]]), "{field:?}");
}

/// Who sends a request: its address and its place, a line each.
pub fn client(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines().map(str::to_owned);
    let mut client = Client::default();
    client.address = lines.next().and_then(|address| address.parse().ok());
    let mut place = Geo::default();
    place.city = lines.next();
    place.country = lines.next();
    place.postal_code = lines.next();
    client.place = Some(place);
    for target in ["/parts/client", "/parts/geo", "/parts/client-ip/optional"] {
        ask("GET", target, |request| request.client(&client));
    }
}

/// A text that is written into a URL, as a parameter and as a place to go to.
pub fn reference(bytes: &[u8]) {
    thread_local! {
        static CLIENT: TestClient = TestClient::new(
            App::new()
                .get("/whole/{value}", |cx: Context| cx.param("value").map(std::borrow::Cow::into_owned))
                .name("whole")
                .get("/part/v{value}.json", |cx: Context| cx.param("value").map(std::borrow::Cow::into_owned))
                .name("part")
                .get("/rest/{*value}", |cx: Context| cx.param("value").map(std::borrow::Cow::into_owned))
                .name("rest")
                .post("/link", |cx: Context, Json((name, value)): Json<(String, String)>| cx.url_for(&name, &[("value", &value)]))
                .post("/go", |text: String| Redirect::see_other(text)),
        );
    }
    let text = String::from_utf8_lossy(bytes);
    CLIENT.with(|client| {
        for name in ["whole", "part", "rest"] {
            let link = client.post("/link").json(&json!([name, text])).send();
            // What no URL can carry, such as a step, is the application's own mistake.
            if link.status() == 500 {
                continue;
            }
            let path = link.text().to_owned();
            assert!(path.bytes().all(|byte| byte.is_ascii_graphic()), "{path:?}");
            client.get(&path).send().assert_status(200).assert_text(&text);
        }
        let went = client.post("/go").body(text.clone().into_owned()).send();
        match went.header(header::LOCATION.as_str()) {
            Some(location) => assert!(location.bytes().all(|byte| byte.is_ascii_graphic()), "{location:?}"),
            None => assert_eq!(went.status(), 500),
        }
    });
}
