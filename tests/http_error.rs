//! `#[derive(HttpError)]`: which answer each value is, what the client reads and what the log keeps.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::{error::Error as StdError, fmt, io, num::ParseIntError};

use whippet::{prelude::*, testing::TestClient};

#[derive(HttpError)]
enum OrderError {
    #[http(status = 404, title = "No such order", detail = "no order {0}", type = "https://a.example/order")]
    Missing(u32),
    #[http(status = 409, detail = "{wanted} of {type:?}, {left:>3} left {{sic}}")]
    SoldOut { wanted: u32, left: u32, r#type: &'static str, _unused: () },
    #[http(status = 410)]
    Gone,
    #[http(status = 422, detail = "not a number: {0}")]
    Number(#[from] ParseIntError),
    #[http(status = 503, detail = "the stock is closed, {why}")]
    Closed {
        why: String,
        #[source]
        cause: Box<dyn StdError + Send + Sync>,
    },
    #[http(transparent)]
    Any(#[from] Error),
    #[http(transparent)]
    Io(io::Error),
    #[http(transparent)]
    Inner(#[from] Taken),
}

#[derive(HttpError)]
#[http(status = 409, title = "Taken")]
#[http(detail = "{0} is taken by {1:?}")]
struct Taken(String, Option<u8>);

#[derive(HttpError)]
#[http(status = 418)]
struct Teapot;

#[derive(HttpError)]
#[http(transparent)]
struct Wrapped {
    error: OrderError,
}

#[derive(HttpError)]
enum Never {}

fn problem(error: impl IntoResponse + 'static) -> (u16, Value, Vec<String>) {
    let error = std::cell::Cell::new(Some(error));
    let client = TestClient::new(App::new().get("/", move || error.take().unwrap()));
    let response = client.get("/").send();
    (response.status(), response.json(), response.log().to_vec())
}

#[test]
fn each_variant_is_its_own_answer() {
    let (status, body, log) = problem(OrderError::Missing(7));
    let whole = json!({
        "type": "https://a.example/order", "title": "No such order", "status": 404, "detail": "no order 7", "instance": "/"
    });
    assert_eq!((status, body, log.len()), (404, whole, 0));
    let (status, body, _) = problem(OrderError::SoldOut { wanted: 2, left: 1, r#type: "lead", _unused: () });
    assert_eq!((status, &body["detail"]), (409, &json!("2 of \"lead\",   1 left {sic}")));
    let (status, body, _) = problem(OrderError::Gone);
    assert_eq!((status, &body["title"], body.get("detail")), (410, &json!("Gone"), None));
}

#[test]
fn the_client_reads_the_detail_and_the_log_the_cause() {
    let cause = "no route to host".into();
    let (status, body, log) = problem(OrderError::Closed { why: "for today".to_owned(), cause });
    assert_eq!((status, &body["detail"]), (503, &json!("the stock is closed, for today")));
    assert!(log[0].ends_with("): 503: the stock is closed, for today: no route to host"), "{log:?}");
    let error = Error::from(OrderError::Number("x".parse::<u8>().unwrap_err()));
    assert_eq!(error.detail(), "not a number: invalid digit found in string");
    assert!(error.source().is_some_and(|source| source.is::<ParseIntError>()));
}

#[test]
fn what_is_transparent_is_answered_as_what_it_holds() {
    let inner =
        Error::not_found("no dog").with_title("Lost").with_fault(Fault::new(Place::Path, "/name", "is unknown"));
    let (status, body, _) = problem(OrderError::Any(inner));
    assert_eq!((status, &body["title"], &body["errors"][0]["path"]), (404, &json!("Lost"), &json!("/name")));
    assert_eq!(problem(OrderError::Io(io::Error::other("disk"))).0, 500);
    let taken = OrderError::from(Taken("lola".to_owned(), Some(7)));
    let (status, body, _) = problem(Wrapped { error: taken });
    assert_eq!((status, &body["title"], &body["detail"]), (409, &json!("Taken"), &json!("lola is taken by Some(7)")));
}

#[test]
fn a_struct_is_one_answer_and_an_empty_enum_none() {
    assert_eq!(problem(Teapot).0, 418);
    let result: Result<&str, Never> = Ok("fine");
    assert_eq!(result.into_response().status(), 200);
}

#[test]
fn a_question_mark_works_towards_the_type_and_away_from_it() {
    fn parse(text: &str) -> Result<u32, OrderError> {
        let number: u32 = text.parse()?;
        if number == 0 {
            Err(Error::new(StatusCode::FORBIDDEN, "not yours"))?
        }
        if number == 1 {
            Err(Taken(text.to_owned(), None))?
        }
        Ok(number)
    }
    fn own(Path(text): Path<String>) -> Result<String, OrderError> {
        Ok(parse(&text)?.to_string())
    }
    async fn general(Path(text): Path<String>) -> Result<String> {
        Ok(parse(&text)?.to_string())
    }
    let client = TestClient::new(App::new().get("/own/{text}", own).get("/general/{text}", general));
    for kind in ["own", "general"] {
        for (text, status) in [("7", 200), ("x", 422), ("0", 403), ("1", 409)] {
            client.get(&format!("/{kind}/{text}")).send().assert_status(status);
        }
    }
}

/// A type may have a `Display` of its own, and names that the expansion uses too.
mod hygiene {
    use super::fmt;

    type Result = ();
    type String = ();
    type From = ();
    type Into = ();

    #[derive(Debug, whippet::HttpError)]
    pub(super) enum Odd {
        #[http(status = 400, detail = "{error} {f0}")]
        Names { error: u8, f0: u8 },
        #[http(status = 400, detail = "{0:?}")]
        Raw((Result, String, From, Into)),
    }

    impl fmt::Display for Odd {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("odd")
        }
    }
}

#[test]
fn the_names_of_an_application_do_not_disturb() {
    let error = Error::from(hygiene::Odd::Names { error: 1, f0: 2 });
    assert_eq!(error.detail(), "1 2");
    assert_eq!(Error::from(hygiene::Odd::Raw(((), (), (), ()))).detail(), "((), (), (), ())");
    assert_eq!(hygiene::Odd::Names { error: 1, f0: 2 }.to_string(), "odd");
}
