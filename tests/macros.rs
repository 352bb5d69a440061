//! `#[whippet::test]` and `#[whippet::handler]` where nothing is wrong: what they leave as it was. What they refuse is in `tests/ui/`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use std::time::Duration;

use whippet::{prelude::*, time::sleep};

#[whippet::test]
async fn an_async_test_waits_without_taking_time() {
    sleep(Duration::from_secs(1_000_000)).await;
}

#[whippet::test]
async fn an_async_test_may_return_a_result() -> Result<()> {
    sleep(Duration::from_secs(1)).await;
    let seven: u32 = "7".parse()?;
    assert_eq!(seven, 7);
    Ok(())
}

#[whippet::test]
#[should_panic(expected = "the clock went on")]
async fn an_async_test_keeps_its_attributes() {
    sleep(Duration::from_secs(1)).await;
    panic!("the clock went on");
}

/// What fails is not passed over: `cargo test` calls what this function is.
#[whippet::test]
#[ignore = "fails, as it should"]
async fn an_async_test_that_fails_does() -> Result<(), String> {
    Err("no".to_owned())
}

#[test]
fn an_async_test_gives_its_result_to_the_test_runner() {
    assert_eq!(an_async_test_that_fails_does(), Err("no".to_owned()));
}

mod handlers {
    use std::pin::Pin;

    use whippet::{
        LocalBoxFuture,
        extract::{Extracted, FromRef, FromRequestParts},
        prelude::*,
        testing::TestClient,
    };

    #[derive(Clone)]
    struct Part(u8);

    struct Whole(u8);

    impl FromRef<Whole> for Part {
        fn from_ref(whole: &Whole) -> Self {
            Self(whole.0)
        }
    }

    /// An extractor of one state only.
    struct Doubled(u8);

    impl FromRequestParts<Whole> for Doubled {
        fn from_request_parts(_: &Context, whole: &Whole) -> Extracted<Self> {
            Ok(Self(whole.0 * 2)).into()
        }
    }

    type Answer<T> = Result<T, StatusCode>;

    #[whippet::handler]
    fn plain() -> &'static str {
        "plain"
    }

    #[whippet::handler]
    async fn nothing(_: Context) {}

    #[whippet::handler]
    async fn typed(Path(id): Path<u32>, Query(query): Query<Value>, Json(body): Json<Value>) -> Answer<Json<Value>> {
        Ok(Json(json!([id, query, body])))
    }

    #[whippet::handler]
    fn opaque(Path(id): Path<u32>) -> Answer<(StatusCode, impl IntoResponse)> {
        Ok((StatusCode::CREATED, id.to_string()))
    }

    #[whippet::handler]
    async fn later_opaque(text: String) -> Answer<impl IntoResponse> {
        Ok(text)
    }

    #[whippet::handler]
    fn future(Path(id): Path<u32>) -> impl Future<Output = Answer<String>> {
        std::future::ready(Ok(id.to_string()))
    }

    #[whippet::handler]
    fn pinned() -> Pin<Box<dyn Future<Output = &'static str>>> {
        Box::pin(async { "pinned" })
    }

    #[whippet::handler]
    fn boxed() -> LocalBoxFuture<&'static str> {
        Box::pin(async { "boxed" })
    }

    #[whippet::handler(state = Whole)]
    fn parts(State(Part(part)): State<Part>, Doubled(doubled): Doubled, mut body: Bytes) -> String {
        body.truncate(1);
        format!("{part} {doubled} {}", body.len())
    }

    #[whippet::handler]
    fn twice(State(a): State<Part>, _: Method, State(b): State<Part>) -> String {
        (a.0 + b.0).to_string()
    }

    /// Types that are not there are not asked for either.
    #[whippet::handler]
    #[cfg(any())]
    fn absent(_: NoSuchType) -> NoSuchType {}

    #[test]
    fn a_checked_handler_is_the_handler_it_was() {
        #[derive(Serialize)]
        struct Local(u8);

        #[whippet::handler]
        #[allow(clippy::too_many_arguments, reason = "as many as there can be")]
        fn local(
            _: Context,
            _: Context,
            _: Context,
            _: Context,
            _: Context,
            _: Context,
            _: Context,
            _: Context,
        ) -> Json<Local> {
            Json(Local(7))
        }

        let whole = App::new().post("/parts", parts).with_state(Whole(7));
        let part = App::new().get("/twice", twice).with_state(Part(7));
        let client = TestClient::new(
            App::new()
                .get("/plain", plain)
                .get("/nothing", nothing)
                .post("/typed/{id}", typed)
                .get("/opaque/{id}", opaque)
                .post("/later-opaque", later_opaque)
                .get("/future/{id}", future)
                .get("/pinned", pinned)
                .get("/boxed", boxed)
                .get("/local", local)
                .merge(whole)
                .merge(part),
        );
        for (method, target, text) in [
            ("GET", "/plain", "plain"),
            ("GET", "/nothing", ""),
            ("GET", "/opaque/7", "7"),
            ("POST", "/later-opaque", ""),
            ("GET", "/future/7", "7"),
            ("GET", "/pinned", "pinned"),
            ("GET", "/boxed", "boxed"),
            ("GET", "/local", "7"),
            ("POST", "/parts", "7 14 0"),
            ("GET", "/twice", "14"),
        ] {
            assert_eq!(client.request(method, target).send().text(), text, "{target}");
        }
        assert_eq!(client.post("/typed/7?a=b").json(&json!(1)).send().text(), r#"[7,{"a":"b"},1]"#);
    }
}
