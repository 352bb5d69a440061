//! What `Valid` answers beside other arguments, with a context, and for fields that nobody knows.

use whippet::{prelude::*, testing::TestClient};

use super::{
    faults_of,
    names::Person,
    places::{Id, Search},
    places_of,
};

#[test]
fn faults_of_all_arguments_are_answered_together() {
    let app = App::new().post("/{id}", |_: Valid<Path<Id>>, _: Valid<Query<Search>>, _: Valid<Json<Person>>| "valid");
    let client = TestClient::new(app);
    let person = json!({ "firstName": "", "lastName": "x" });
    let problem: Value = client.post("/700?search-for=x&page-size=1").json(&person).send().assert_status(422).json();
    assert_eq!(places_of(&problem), ["path /id", "query /search-for", "body /firstName"]);
    // What does not fit its type is told beside what breaks a rule.
    let problem: Value =
        client.post("/x?search-for=x&page-size=1").json(&json!({ "firstName": 7 })).send().assert_status(422).json();
    assert_eq!(places_of(&problem), ["path /id", "query /search-for", "body /firstName"]);
    let problem: Value = client
        .post("/700?search-for=xx&page-size=1")
        .header("content-type", "application/json")
        .body("{")
        .send()
        .assert_status(400)
        .json();
    assert_eq!(places_of(&problem), ["path /id", "body "]);
}

#[test]
fn what_the_inner_extractor_refuses_goes_first() {
    let client = TestClient::new(App::new().post("/", |_: Valid<Json<Person>>| "valid"));
    client.post("/").body("{}").send().assert_status(415);
    client.post("/").json(&json!({ "firstName": 7 })).send().assert_status(422);
    client.post("/").json(&json!({ "firstName": "Lo", "lastName": "La" })).send().assert_status(200);
}

#[test]
fn each_refusal_says_which_it_is() {
    let refusal =
        |person: Result<Valid<Json<Person>>>| format!("{:?}", person.err().and_then(|error| error.rejection()));
    let client = TestClient::new(App::new().post("/", refusal));
    let json = |body: &'static str| client.post("/").header("content-type", "application/json").body(body).send();
    assert_eq!(json(r#"{ "firstName": "" }"#).text(), "Some(Invalid)");
    assert_eq!(json(r#"{ "firstName": 7 }"#).text(), "Some(MistypedJson)");
    assert_eq!(json("{").text(), "Some(NotJson)");
    assert_eq!(client.post("/").body("{}").send().text(), "Some(UnsupportedMediaType)");
}

#[test]
fn it_may_be_missing_or_the_handlers_own_matter() {
    let app = App::new()
        .post("/option", |person: Option<Valid<Json<Person>>>| if person.is_some() { "there" } else { "not there" })
        .post("/result", |person: Result<Valid<Json<Person>>>| {
            person.err().map_or(0, |error| error.faults().len()).to_string()
        });
    let client = TestClient::new(app);
    assert_eq!(client.post("/option").send().text(), "not there");
    client.post("/option").json(&json!({ "firstName": "" })).send().assert_status(422);
    assert_eq!(client.post("/result").json(&json!({ "firstName": "" })).send().text(), "2");
}

mod context {
    use std::time::Duration;

    use whippet::{
        extract::{Extracted, FromRequestParts},
        prelude::*,
        testing::TestClient,
        time::sleep,
    };

    /// A limit that must be looked up, and that one needs to be known for.
    struct Limit(u32);

    impl<S> FromRequestParts<S> for Limit {
        const HEADERS: &'static [&'static str] = &["x-token"];

        fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
            let is_known = cx.header("x-token").is_some();
            Extracted::later(async move {
                sleep(Duration::from_millis(5)).await;
                if is_known { Ok(Limit(3)) } else { Err(Error::new(StatusCode::UNAUTHORIZED, "who are you?")) }
            })
        }
    }

    #[derive(Deserialize, Validate)]
    #[garde(context((Context, Limit) as cx))]
    struct Order {
        #[garde(range(max = cx.1.0))]
        dogs: u32,
        #[garde(dive)]
        nested: Vec<Nested>,
    }

    #[derive(Deserialize, Validate)]
    #[garde(context((Context, Limit) as cx))]
    struct Nested {
        #[garde(range(max = cx.1.0), custom(whippet::validation::email))]
        mail: Mail,
    }

    #[derive(Deserialize, PartialEq, PartialOrd)]
    struct Mail(String);

    impl garde::rules::range::Bounds for Mail {
        type Size = u32;
        const MIN: u32 = 0;
        const MAX: u32 = u32::MAX;

        fn validate_bounds(&self, least: u32, most: u32) -> Result<(), garde::rules::range::OutOfBounds> {
            let len = self.0.len() as u32;
            if len < least {
                Err(garde::rules::range::OutOfBounds::Lower)
            } else if len > most + 10 {
                Err(garde::rules::range::OutOfBounds::Upper)
            } else {
                Ok(())
            }
        }
    }

    impl whippet::validation::Text for Mail {
        fn text(&self) -> Option<&str> {
            Some(&self.0)
        }
    }

    #[test]
    fn it_is_extracted_and_shared_with_nested_types() {
        let client = TestClient::new(App::new().post("/", |_: Valid<Json<Order>>| "ordered"));
        let send = |order: &Value| client.post("/").header("x-token", "t").json(order).send();
        assert_eq!(send(&json!({ "dogs": 3, "nested": [{ "mail": "a@b" }] })).text(), "ordered");
        let problem: Value =
            send(&json!({ "dogs": 4, "nested": [{ "mail": "a@b.example.example" }, { "mail": "a" }] })).json();
        assert_eq!(super::super::places_of(&problem), ["body /dogs", "body /nested/0/mail", "body /nested/1/mail"]);
    }

    #[derive(Deserialize, Validate)]
    #[garde(context(Dep<Limit> as limit))]
    struct Few {
        #[garde(range(max = limit.0.0))]
        dogs: u32,
    }

    #[test]
    fn it_may_be_a_dependency() {
        let client = TestClient::new(App::new().get("/", |_: Valid<Query<Few>>| "few"));
        assert_eq!(client.get("/?dogs=3").header("x-token", "t").send().text(), "few");
        client.get("/?dogs=4").header("x-token", "t").send().assert_status(422);
        client.get("/?dogs=3").send().assert_status(401);
    }

    #[test]
    fn its_refusal_is_the_answer() {
        let client = TestClient::new(App::new().post("/", |_: Valid<Json<Order>>| "ordered"));
        client.post("/").json(&json!({ "dogs": 4, "nested": [] })).send().assert_status(401);
    }
}

mod unknown {
    use super::*;

    #[derive(Deserialize, Validate)]
    #[serde(deny_unknown_fields)]
    struct Strict {
        #[garde(length(min = 1))]
        name: String,
        #[garde(dive)]
        inner: Option<Box<Strict>>,
    }

    #[test]
    fn fields_are_refused_where_they_stand() {
        for (document, expected) in [
            (json!({ "name": "x", "admin": true }), ["/admin"]),
            (json!({ "name": "x", "inner": { "name": "x", "a/b": 1 } }), ["/inner/a~1b"]),
            (json!({ "name": "x", "inner": { "name": "x", "?": 1 } }), ["/inner/?"]),
        ] {
            assert_eq!(faults_of::<Strict>(&document), expected, "{document}");
        }
        let client = TestClient::new(App::new().get("/", |_: Valid<Query<Strict>>| ""));
        let problem: Value = client.get("/?name=x&admin=1").send().assert_status(422).json();
        assert_eq!(places_of(&problem), ["query /admin"]);
    }
}

#[test]
fn who_may_not_see_the_rules_learns_nothing_of_them() {
    struct Staff;
    #[whippet::extractor]
    fn staff(cx: Context) -> Result<Staff> {
        let is_staff = cx.header("x-staff").is_some();
        is_staff.then_some(Staff).ok_or_else(|| Error::new(StatusCode::UNAUTHORIZED, "log in first"))
    }
    #[derive(Deserialize, Validate)]
    #[garde(context(Staff as _staff))]
    struct Raise {
        #[garde(range(max = 10))]
        percent: u8,
    }
    let app = App::new()
        .post("/", |Valid(Json(raise)): Valid<Json<Raise>>| raise.percent.to_string())
        .get("/", |Valid(Query(raise)): Valid<Query<Raise>>, _: Method| raise.percent.to_string());
    let client = TestClient::new(app);
    client.get("/?percent=x").send().assert_status(401);
    client.post("/").json(&json!({ "percent": "x" })).send().assert_status(401);
    client.get("/?percent=11").header("x-staff", "1").send().assert_status(422);
    client.get("/?percent=7").header("x-staff", "1").send().assert_text("7");
}
