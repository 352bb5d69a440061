//! Dependencies, clean-ups, extensions, and what is gathered: how extractors work together within one request.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by a panic")]

use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    pin::pin,
    rc::Rc,
    task::Poll,
    time::Duration,
};

use whippet::{
    Service,
    extract::{Extension, Extracted, FromRef, FromRequestParts, Needs},
    prelude::*,
    testing::{TestClient, TestResponse},
    time::sleep,
};

const MOMENT: Duration = Duration::from_millis(5);

/// What happened, in its order.
#[derive(Clone, Default)]
struct Log(Rc<RefCell<Vec<String>>>);

impl Log {
    fn note(&self, text: impl Into<String>) {
        self.0.borrow_mut().push(text.into());
    }

    fn take(&self) -> Vec<String> {
        self.0.take()
    }
}

/// A session of one request: made after a while, and closed after the answer.
struct Session(String);

#[whippet::extractor]
async fn session(cx: Context, State(log): State<Log>) -> Result<Session> {
    let name = cx.header("x-name").unwrap_or_default().into_owned();
    log.note(format!("open {name}"));
    let closing = log.clone();
    let closed = name.clone();
    cx.clean_up(async move |status| {
        sleep(MOMENT).await;
        closing.note(format!("close {closed} {}", status.map_or(0, |status| status.as_u16())));
    });
    sleep(MOMENT).await;
    if name == "nobody" { Err(Error::new(StatusCode::UNAUTHORIZED, "nobody may come in")) } else { Ok(Session(name)) }
}

struct User(String);

#[whippet::extractor]
fn user(session: Dep<Session>) -> User {
    User(session.0.0.clone())
}

struct Rights(Dep<Session>, Dep<User>);

#[whippet::extractor]
async fn rights(session: Dep<Session>, user: Dep<User>) -> Rights {
    sleep(MOMENT).await;
    Rights(session, user)
}

fn app() -> (App, Log) {
    let log = Log::default();
    let app = App::new()
        .get("/all", |a: Dep<Session>, Rights(b, user): Rights, c: Dep<Session>, again: Dep<User>| {
            assert!(Rc::ptr_eq(&a.0, &b.0) && Rc::ptr_eq(&a.0, &c.0) && Rc::ptr_eq(&user.0, &again.0));
            format!("{} {}", a.0.0, user.0.0)
        })
        .get("/value", |session: Result<Dep<Session>>| {
            session.map_or_else(|error| error.to_string(), |session| session.0.0.clone())
        })
        .get("/fails", |_: Dep<Session>| StatusCode::IM_A_TEAPOT)
        .with_state(log.clone());
    (app, log)
}

fn ask(client: &TestClient, path: &str, name: &str) -> TestResponse {
    client.get(path).header("x-name", name).send()
}

#[test]
fn a_dependency_is_made_once_for_each_request() {
    let (app, log) = app();
    let client = TestClient::new(app);
    ask(&client, "/all", "lola").assert_text("lola lola");
    assert_eq!(log.take(), ["open lola", "close lola 200"]);
    ask(&client, "/all", "rex").assert_text("rex rex");
    assert_eq!(log.take(), ["open rex", "close rex 200"]);
}

#[test]
fn a_refused_dependency_is_refused_for_all_and_made_once() {
    let (app, log) = app();
    let client = TestClient::new(app);
    ask(&client, "/all", "nobody").assert_status(401);
    assert_eq!(log.take(), ["open nobody", "close nobody 401"]);
    ask(&client, "/value", "nobody").assert_text("401: nobody may come in");
    assert_eq!(log.take(), ["open nobody", "close nobody 200"]);
}

#[test]
fn a_thousand_requests_at_once_share_nothing() {
    let (app, log) = app();
    let client = TestClient::new(app);
    let requests = (0..1000).map(|number| client.get("/all").header("x-name", &format!("r{number}")));
    for (number, answer) in client.together(requests).into_iter().enumerate() {
        answer.assert_status(200).assert_text(&format!("r{number} r{number}"));
    }
    let mut log = log.take();
    log.sort_unstable();
    let mut wanted: Vec<String> =
        (0..1000).flat_map(|number| [format!("open r{number}"), format!("close r{number} 200")]).collect();
    wanted.sort_unstable();
    assert_eq!(log, wanted);
}

#[test]
fn a_clean_up_knows_how_the_request_ended() {
    let (app, log) = app();
    let client = TestClient::new(app);
    ask(&client, "/fails", "lola").assert_status(418);
    assert_eq!(log.take(), ["open lola", "close lola 418"]);
}

#[test]
fn clean_ups_run_the_last_first_one_after_the_other_and_after_the_answer() {
    let log = Log::default();
    let notes = log.clone();
    let app = App::new().get("/", move |cx: Context| {
        let notes = notes.clone();
        async move {
            for (name, pause) in [("first", 1), ("second", 5), ("third", 0)] {
                let notes = notes.clone();
                cx.clean_up(async move |_| {
                    notes.note(format!("{name} begins"));
                    sleep(pause * MOMENT).await;
                    notes.note(format!("{name} ends"));
                });
            }
            notes.note("answer");
            "answer"
        }
    });
    let answer = TestClient::new(app).get("/").send();
    assert_eq!(answer.elapsed(), Duration::ZERO);
    let steps = ["answer", "third begins", "third ends", "second begins", "second ends", "first begins", "first ends"];
    assert_eq!(log.take(), steps);
}

/// Waits for the session, but not long.
struct Impatient(bool);

impl FromRequestParts<Log> for Impatient {
    fn needs(needs: &mut Needs) {
        <Dep<Session> as FromRequestParts<Log>>::needs(needs);
    }

    fn from_request_parts(cx: &Context, log: &Log) -> Extracted<Self> {
        let Extracted::Later(mut session) = Dep::<Session>::from_request_parts(cx, log) else {
            return Ok(Impatient(false)).into();
        };
        Extracted::later(async move {
            let mut timer = pin!(sleep(MOMENT / 5));
            let is_late = poll_fn(|task| match (session.as_mut().poll(task), timer.as_mut().poll(task)) {
                (Poll::Ready(_), _) => Poll::Ready(false),
                (_, Poll::Ready(())) => Poll::Ready(true),
                _ => Poll::Pending,
            });
            Ok(Impatient(is_late.await))
        })
    }
}

#[test]
fn a_dependency_that_one_no_longer_waits_for_goes_on_for_the_others() {
    let log = Log::default();
    let app = App::new()
        .get("/", |Impatient(is_late): Impatient, session: Dep<Session>, _: Method| {
            format!("{is_late} {}", session.0.0)
        })
        .with_state(log.clone());
    let client = TestClient::new(app);
    let answer = ask(&client, "/", "lola");
    assert_eq!(answer.elapsed(), MOMENT);
    answer.assert_text("true lola");
    assert_eq!(log.take(), ["open lola", "close lola 200"]);
}

struct Cat;
struct Mouse;

impl<S> FromRequestParts<S> for Cat {
    fn needs(needs: &mut Needs) {
        Dep::<Mouse>::needs_of::<S>(needs);
    }

    fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self> {
        Dep::<Mouse>::from_request_parts(cx, state).map(|_| Cat)
    }
}

impl<S> FromRequestParts<S> for Mouse {
    fn needs(needs: &mut Needs) {
        Dep::<Cat>::needs_of::<S>(needs);
    }

    fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self> {
        Dep::<Cat>::from_request_parts(cx, state).map(|_| Mouse)
    }
}

/// The needs of an extractor, whatever the state.
trait NeedsOf: Sized {
    fn needs_of<S>(needs: &mut Needs)
    where
        Self: FromRequestParts<S>,
    {
        <Self as FromRequestParts<S>>::needs(needs);
    }
}

impl<T> NeedsOf for Dep<T> {}

#[test]
fn a_cycle_keeps_the_application_from_starting_and_is_told_as_a_whole() {
    let refusal = Service::freeze(App::new().get("/mice", |_: Dep<Mouse>| "")).err().unwrap().to_string();
    assert!(refusal.contains("Mouse needs") && refusal.contains("Cat needs") && refusal.contains("/mice"), "{refusal}");
}

/// Asks for itself, and does not tell.
struct Snake;

impl<S> FromRequestParts<S> for Snake {
    fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self> {
        Dep::<Snake>::from_request_parts(cx, state).map(|_| Snake)
    }
}

/// The same, after a while.
struct SlowSnake;

impl<S: Clone + 'static> FromRequestParts<S> for SlowSnake {
    fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self> {
        let (cx, state) = (cx.clone(), state.clone());
        Extracted::later(async move {
            sleep(MOMENT).await;
            Ok(())
        })
        .and_then(move |()| Dep::<SlowSnake>::from_request_parts(&cx, &state).map(|_| SlowSnake))
    }
}

#[test]
fn a_cycle_that_nobody_told_of_is_a_500_and_not_a_hang() {
    let client = TestClient::new(App::new().get("/", |_: Dep<Snake>| "").get("/slow", |_: Dep<SlowSnake>| ""));
    for path in ["/", "/slow"] {
        let answer = client.get(path).send().assert_status(500);
        assert!(answer.log()[0].contains("needs itself"), "{path}: {:?}", answer.log());
    }
}

#[test]
fn an_extension_is_one_of_each_type_and_of_one_request() {
    #[derive(Clone)]
    struct Number(u32);
    #[derive(Clone)]
    struct Word(String);
    struct Sets;
    impl<S> FromRequestParts<S> for Sets {
        fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
            cx.set_extension(Number(1));
            cx.set_extension(Word(cx.path().to_owned()));
            cx.set_extension(Number(2));
            Ok(Sets).into()
        }
    }
    let app = App::new()
        .get("/a", |_: Sets, Extension(Number(number)): Extension<Number>, Extension(Word(word)): Extension<Word>| {
            format!("{number} {word}")
        })
        .get("/b", |number: Option<Extension<Number>>| if number.is_some() { "some" } else { "none" });
    let client = TestClient::new(app);
    client.get("/a").send().assert_text("2 /a");
    client.get("/b").send().assert_text("none");
    let answers = client.together([client.get("/a"), client.get("/b"), client.get("/a")]);
    let texts: Vec<&str> = answers.iter().map(TestResponse::text).collect();
    assert_eq!(texts, ["2 /a", "none", "2 /a"]);
}

#[test]
fn state_and_dependencies_of_a_nested_application_are_its_own() {
    #[derive(Clone)]
    struct Name(&'static str);
    struct Greeting(String);
    #[whippet::extractor]
    fn greeting(State(Name(name)): State<Name>) -> Greeting {
        Greeting(format!("hello, {name}"))
    }
    struct Whole(Cell<u8>);
    impl FromRef<Whole> for Name {
        fn from_ref(whole: &Whole) -> Self {
            whole.0.set(whole.0.get() + 1);
            Name("lola")
        }
    }
    let greet = |greeting: Dep<Greeting>, again: Dep<Greeting>| {
        format!("{} {}", greeting.0.0, Rc::ptr_eq(&greeting.0, &again.0))
    };
    let inner = App::new().get("/", greet).with_state(Name("rex"));
    let app = App::new().get("/", greet).with_state(Whole(Cell::new(0))).nest("/inner", inner);
    let client = TestClient::new(app);
    client.get("/").send().assert_text("hello, lola true");
    client.get("/inner").send().assert_text("hello, rex true");
}

#[test]
fn what_a_request_keeps_is_let_go_of_with_it() {
    struct Holder(#[allow(dead_code, reason = "held")] Context, #[allow(dead_code, reason = "counted")] Rc<()>);
    #[whippet::extractor]
    fn holder(cx: Context, State(alive): State<Rc<()>>) -> Holder {
        Holder(cx, alive)
    }
    let alive = Rc::new(());
    let held = Rc::clone(&alive);
    let handler = move |cx: Context, holder: Dep<Holder>| {
        let late = Dep::<Holder>::from_request_parts(&cx, &held);
        cx.set_extension(holder);
        let again = cx.clone();
        cx.clean_up(async move |_| again.set_extension(late.wait().await.ok()));
    };
    let client = TestClient::new(App::new().get("/", handler).with_state(Rc::clone(&alive)));
    let before = Rc::strong_count(&alive);
    client.get("/").send().assert_status(200);
    assert_eq!(Rc::strong_count(&alive), before);
}

#[test]
fn an_extractor_may_be_called_as_it_likes() {
    struct S(String);
    struct A(u8);
    #[whippet::extractor]
    fn state(cx: Context, State(first): State<u8>) -> S {
        S(format!("{} {first}", cx.path()))
    }
    #[whippet::extractor]
    async fn a1(needs: Dep<S>, State(first): State<u8>) -> Result<A> {
        Ok(A(first + u8::from(needs.0.0 == "/ 7")))
    }
    let app = App::new().get("/", |S(s): S, A(a): A| format!("{s} {a}")).with_state(7);
    TestClient::new(app).get("/").send().assert_text("/ 7 8");
}

#[test]
fn a_dependency_that_asks_for_itself_after_the_end_is_told_so() {
    struct Snake;
    impl<S> FromRequestParts<S> for Snake {
        fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self> {
            Dep::<Snake>::from_request_parts(cx, state).map(|_| Snake)
        }
    }
    let bitten = Rc::new(Cell::new(false));
    let bites = Rc::clone(&bitten);
    let client = TestClient::new(App::new().get("/", move |cx: Context| {
        let (bites, again) = (Rc::clone(&bites), cx.clone());
        cx.clean_up(async move |_| bites.set(Dep::<Snake>::from_request_parts(&again, &()).wait().await.is_err()));
    }));
    client.get("/").send().assert_status(200);
    assert!(bitten.get());
}
