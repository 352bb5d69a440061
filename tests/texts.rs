//! Extractors of named texts, as a client and a developer meet them: `Path`, `Query`, `Form`, `Header` and `TypedHeader`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

use std::collections::HashMap;

use whippet::{
    Handler, Service,
    extract::Rejection,
    prelude::*,
    testing::{TestClient, TestResponse},
};

/// Status, place and pointer of the first fault, and its message.
fn fault(answer: &TestResponse) -> (u16, String, String, String) {
    let problem: Value = answer.json();
    let text = |name: &str| problem["errors"][0][name].as_str().unwrap_or_default().to_owned();
    (answer.status(), text("in"), text("path"), text("message"))
}

fn refusal<M, H: Handler<M, ()>>(path: &str, handler: H) -> String {
    Service::freeze(App::new().get(path, handler)).err().map(|error| error.to_string()).unwrap_or_default()
}

#[derive(Deserialize, Serialize)]
struct Dog {
    name: String,
    #[serde(default)]
    tags: Vec<String>,
    age: Option<u8>,
}

#[derive(Deserialize, Serialize)]
struct Pack {
    dogs: Vec<Dog>,
}

#[test]
fn a_path_that_never_fits_its_route_is_refused_at_the_start() {
    let of_two = |_: Path<(u32, String)>| "";
    assert!(refusal("/{id}", of_two).contains("the handler takes 2 path parameters, but the route has 1: id"));
    assert!(refusal("/", |_: Path<u32>| "").contains("the handler takes 1 path parameter, but the route has none"));
    assert!(refusal("/{nmae}", |_: Path<Dog>| "").contains("is missing, and the route has 1: nmae"));

    assert_eq!(refusal("/{id}/{page?}", of_two), "");
    assert_eq!(refusal("/{name}/{other}", |_: Path<Dog>| ""), "");
    assert_eq!(refusal("/{*rest}", |_: Path<String>| ""), "");
    assert_eq!(refusal("/{a}/{b}", |_: Path<HashMap<String, String>>| ""), "");
    assert_eq!(refusal("/{a}/{b}", |_: Path<Vec<(String, String)>>| ""), "");
    let nested = App::new().nest("/{team}", App::new().get("/{dog}", of_two));
    assert!(Service::freeze(nested).is_ok());
    let nested = App::new().nest("/{team}/{place}", App::new().get("/{dog}", of_two));
    assert!(Service::freeze(nested).err().unwrap().to_string().contains("has 3: team, place, dog"));
}

#[test]
fn an_optional_extractor_is_none_only_where_nothing_was_sent() {
    let app = App::new()
        .get("/path/{id?}", |id: Option<Path<u8>>| format!("{:?}", id.map(|id| id.0)))
        .get("/query", |dog: Option<Query<Dog>>| dog.is_some().to_string())
        .post("/form", |dog: Option<Form<Dog>>| dog.is_some().to_string());
    let client = TestClient::new(app);
    client.get("/path").send().assert_text("None");
    client.get("/path/7").send().assert_text("Some(7)");
    client.get("/path/x").send().assert_status(422);
    client.get("/query").send().assert_text("false");
    client.get("/query?name=x").send().assert_text("true");
    client.get("/query?nmae=x").send().assert_status(422);
    client.post("/form").send().assert_text("false");
    client.post("/form").body("name=x").send().assert_status(415);
    let form = || client.post("/form").header("content-type", "application/x-www-form-urlencoded");
    form().body("name=x").send().assert_text("true");
    form().body("nmae=x").send().assert_status(422);
}

#[test]
fn a_form_is_read_as_a_query_is() {
    let app = App::new().post("/", |Form(pack): Form<Pack>| Json(pack)).get("/", |Query(pack): Query<Pack>| Json(pack));
    let client = TestClient::new(app);
    let fields =
        "dogs[1][name]=B%C3%A4r&dogs%5B0%5D%5Bname%5D=Lola+B&dogs[0][tags][]=a&dogs[0][tags][]=b&dogs[1][age]=7&x=1";
    let pack = json!({ "dogs": [
        { "name": "Lola B", "tags": ["a", "b"], "age": null }, { "name": "Bär", "tags": [], "age": 7 },
    ] });
    let post = |kind: &str, body: &str| client.post("/").header("content-type", kind).body(body.to_owned()).send();
    const FORM: &str = "application/x-www-form-urlencoded";
    post(FORM, fields).assert_status(200).assert_json(&pack);
    post("Application/X-WWW-Form-Urlencoded; charset=UTF-8", fields).assert_json(&pack);
    client.get(&format!("/?{fields}")).send().assert_json(&pack);

    let answer = post(FORM, "dogs[0][name]=x&dogs[0][age]=old");
    let message = "must be a whole number from 0 to 255, not \"old\"".to_owned();
    assert_eq!(fault(&answer), (422, "body".into(), "/dogs/0/age".into(), message));
    assert!(answer.text().contains("the form field dogs[0][age] must be"), "{}", answer.text());
    assert_eq!(fault(&post(FORM, "a=1&q=%ff")).2, "/q");
    post(FORM, "a=1&q=%ff").assert_status(400);
    for kind in ["", "text/plain", "multipart/form-data", "application/x-www-form-urlencodedx"] {
        post(kind, fields).assert_status(415);
    }
    client.post("/").body(&b"\xff\xfe=1"[..]).header("content-type", FORM).send().assert_status(400);
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "only shown")]
struct Wanted {
    x_token: String,
    #[serde(rename = "X-Limit")]
    limit: Option<u8>,
    #[serde(default)]
    x_tags: Vec<u8>,
    #[serde(default)]
    dnt: bool,
}

#[test]
fn headers_are_read_by_the_names_of_fields() {
    let show = |Header(wanted): Header<Wanted>| format!("{wanted:?}");
    let rejection =
        |wanted: Result<Header<Wanted>>| format!("{:?}", wanted.map(|_| ()).map_err(|error| error.rejection()));
    let app = App::new()
        .get("/", show)
        .get("/option", |wanted: Option<Header<Wanted>>| wanted.is_some().to_string())
        .get("/result", rejection);
    let client = TestClient::new(app);
    let get = |headers: &[(&str, &str)]| {
        headers.iter().fold(client.get("/"), |request, (name, value)| request.header(name, value)).send()
    };
    let all = [("X-Token", "t7"), ("x-limit", "3"), ("x-tags", "1,, 2\t, "), ("x-tags", "3"), ("DNT", "1")];
    get(&all).assert_text(r#"Wanted { x_token: "t7", limit: Some(3), x_tags: [1, 2, 3], dnt: true }"#);
    get(&[("x-token", "a, b")]).assert_text(r#"Wanted { x_token: "a, b", limit: None, x_tags: [], dnt: false }"#);
    assert_eq!(fault(&get(&[("dnt", "1")])), (422, "header".into(), "/x-token".into(), "is missing".into()));
    assert_eq!(fault(&get(&[("x-token", "a"), ("x-tags", "1, 256")])).2, "/x-tags/1");
    let mistyped = fault(&get(&[("x-token", "a"), ("x-limit", "many")]));
    assert_eq!((mistyped.0, mistyped.2.as_str()), (422, "/x-limit"));

    client.get("/option").send().assert_text("false");
    client.get("/option").header("dnt", "1").send().assert_status(422);
    client.get("/option").header("x-token", "t").send().assert_text("true");
    client.get("/result").send().assert_text(&format!("Err(Some({:?}))", Rejection::MissingHeader));
    let answer = client.get("/result").header("x-token", "t").header("x-tags", "a").send();
    answer.assert_text(&format!("Err(Some({:?}))", Rejection::MistypedHeader));
}

#[test]
fn what_names_no_headers_is_refused_at_the_start() {
    #[derive(Deserialize)]
    struct Odd {
        #[allow(dead_code, reason = "only its name is asked for")]
        #[serde(rename = "a header")]
        field: String,
    }
    let map = refusal("/", |_: Header<HashMap<String, String>>| "");
    assert!(map.contains("give it a struct whose fields are named as they are"), "{map}");
    assert!(refusal("/", |_: Header<String>| "").contains("does not say which headers it reads"));
    assert!(refusal("/", |_: Header<Odd>| "").contains("\"a header\" cannot be the name of a header"));
}

#[test]
fn the_faults_of_all_places_are_told_together() {
    let app = App::new().post("/{id}", |_: Path<u8>, _: Query<Dog>, _: Header<Wanted>, _: Form<Pack>| "");
    let client = TestClient::new(app);
    let answer = client.post("/x").header("content-type", "application/x-www-form-urlencoded").send();
    let problem: Value = answer.assert_status(422).json();
    let places: Vec<(&str, &str)> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| (fault["in"].as_str().unwrap(), fault["path"].as_str().unwrap()))
        .collect();
    assert_eq!(places, [("path", "/id"), ("query", "/name"), ("header", "/x-token"), ("body", "/dogs")]);
}

#[cfg(feature = "typed-headers")]
#[test]
fn typed_headers_are_read_by_their_own_syntax() {
    use whippet::response::headers::{Authorization, ContentLength, authorization::Bearer};

    let app = App::new().get("/", |TypedHeader(length): TypedHeader<ContentLength>| length.0.to_string()).get(
        "/user",
        |user: Option<TypedHeader<Authorization<Bearer>>>| {
            user.map_or("nobody".to_owned(), |TypedHeader(user)| user.token().to_owned())
        },
    );
    let client = TestClient::new(app);
    client.get("/").header("content-length", "7").send().assert_text("7");
    assert_eq!(fault(&client.get("/").send()), (422, "header".into(), "/content-length".into(), "is missing".into()));
    let invalid = fault(&client.get("/").header("content-length", "many").send());
    assert_eq!((invalid.0, invalid.2.as_str()), (400, "/content-length"));
    client.get("/user").send().assert_text("nobody");
    client.get("/user").header("authorization", "Bearer t7").send().assert_text("t7");
    client.get("/user").header("authorization", "Basic t7").send().assert_status(400);
}

#[test]
fn a_form_has_a_limit_of_fields() {
    let client =
        TestClient::new(App::new().post("/", |Form(fields): Form<Vec<(String, u8)>>| fields.len().to_string()));
    let post = |count: usize| {
        let request = client.post("/").header("content-type", "application/x-www-form-urlencoded");
        request.body("a=1&".repeat(count - 1) + "a=1").send()
    };
    post(10_000).assert_text("10000");
    assert!(post(10_001).assert_status(413).text().contains("10000 fields"));
}

#[test]
fn a_header_that_has_two_spellings_is_one() {
    #[derive(Deserialize)]
    struct Limits {
        #[serde(alias = "x-limit")]
        x_limit: u8,
    }
    let client = TestClient::new(App::new().get("/", |Header(limits): Header<Limits>| limits.x_limit.to_string()));
    client.get("/").header("x-limit", "7").send().assert_text("7");
}

#[test]
fn an_answer_repeats_the_beginning_of_what_was_sent_only() {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Dog {
        #[allow(dead_code, reason = "only its type is tested")]
        age: u8,
    }
    let app = App::new().post("/form", |_: Form<Dog>| "").post("/json", |_: Json<Dog>| "").get("/", |_: Query<Dog>| "");
    let client = TestClient::new(app);
    let long = "\"é".repeat(500_000);
    let form = |body: String| {
        client.post("/form").header("content-type", "application/x-www-form-urlencoded").body(body).send()
    };
    let json = |document: Value| client.post("/json").json(&document).send();
    for answer in [
        form(format!("age={long}")),
        form(format!("{long}=1&age=1")),
        form(format!("age={}", "%ff".repeat(100_000))),
        form(format!("{}%ff=1", "a".repeat(100_000))),
        json(json!({ "age": long })),
        json(json!({ "age": 1, long.clone(): 1 })),
    ] {
        assert!((400..500).contains(&answer.status()) && answer.bytes().len() < 4000, "{}", answer.bytes().len());
    }
}

#[test]
fn a_field_of_a_form_that_is_not_filled_in_is_none() {
    #[derive(Deserialize)]
    struct Dog {
        name: String,
        age: Option<u8>,
        owner: Option<Owner>,
    }
    #[derive(Deserialize)]
    struct Owner {
        phone: Option<u32>,
    }
    let app = App::new().post("/", |Form(dog): Form<Dog>| {
        format!("{:?} {:?} {:?}", dog.name, dog.age, dog.owner.map(|owner| owner.phone))
    });
    let client = TestClient::new(app);
    let post = |body: &'static str| {
        client.post("/").header("content-type", "application/x-www-form-urlencoded").body(body).send()
    };
    post("name=&age=").assert_text("\"\" None None");
    post("name=Lola&age=7&owner[phone]=").assert_text("\"Lola\" Some(7) Some(None)");
    post("name=Lola&age=+").assert_status(422);
}

#[test]
fn a_field_that_is_not_filled_in_is_none_wherever_it_stands() {
    #[derive(Debug, Deserialize)]
    struct Litter {
        #[serde(default)]
        dogs: Vec<HashMap<String, Option<u8>>>,
        #[serde(default)]
        ages: Vec<Option<u8>>,
    }
    let app = App::new()
        .post("/", |Form(litter): Form<Litter>| format!("{:?} {:?}", litter.dogs, litter.ages))
        .post("/entries", |Form(entries): Form<Vec<(String, Option<u8>)>>| format!("{entries:?}"))
        .get("/", |Query(litter): Query<Litter>| format!("{:?}", litter.ages));
    let client = TestClient::new(app);
    let post = |path: &str, body: &'static str| {
        client.post(path).header("content-type", "application/x-www-form-urlencoded").body(body).send()
    };
    post("/", "dogs[0][age]=&ages=1&ages=").assert_text("[{\"age\": None}] [Some(1), None]");
    post("/entries", "a=&b=1").assert_text("[(\"a\", None), (\"b\", Some(1))]");
    // A query is written by hand, and means what it says.
    client.get("/?ages=1&ages=").send().assert_status(422);
}

#[test]
fn a_name_that_the_path_lacks_is_refused_at_the_start() {
    #[derive(Deserialize)]
    struct Of {
        #[allow(dead_code, reason = "only its name is tested")]
        a: String,
        #[allow(dead_code, reason = "only its name is tested")]
        c: Option<u8>,
    }
    assert_eq!(refusal("/{a}/{b}", |_: Path<Of>| ""), "");
    let refused = refusal("/{b}", |_: Path<Of>| "");
    assert!(refused.contains("a is missing") && refused.contains("the route has 1: b"), "{refused}");
}
