//! `Timeout`: what becomes of the handler, which of several wins, and what costs nothing.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::{cell::RefCell, rc::Rc, time::Duration};

use whippet::{
    BodyStream, Service,
    middleware::{Begun, Middleware, Next, Passage, Timeout},
    prelude::*,
    testing::TestClient,
    time::sleep,
};

type Journal = Rc<RefCell<Vec<String>>>;

const SECOND: Duration = Duration::from_secs(1);

struct Guard(Journal);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.borrow_mut().push("dropped".to_owned());
    }
}

/// An application whose handler takes ten seconds, and notes what becomes of it.
fn slow(journal: &Journal) -> App {
    let journal = Rc::clone(journal);
    App::new().get("/", move |cx: Context| {
        let (guard, ended) = (Guard(Rc::clone(&journal)), Rc::clone(&journal));
        cx.clean_up(async move |status| ended.borrow_mut().push(format!("cleaned up: {status:?}")));
        async move {
            sleep(10 * SECOND).await;
            guard.0.borrow_mut().push("done".to_owned());
            "done"
        }
    })
}

#[test]
fn a_handler_that_is_too_late_is_dropped_and_cleaned_up() {
    let journal = Journal::default();
    let client = TestClient::new(slow(&journal).with(Timeout::new(3 * SECOND)));
    let answer = client.get("/").send().assert_status(504);
    assert_eq!(answer.elapsed(), 3 * SECOND);
    assert_eq!(*journal.borrow(), ["dropped", "cleaned up: Some(504)"]);
}

#[test]
fn a_handler_in_time_runs_to_its_end() {
    let journal = Journal::default();
    let client = TestClient::new(slow(&journal).with(Timeout::new(11 * SECOND)));
    assert_eq!(client.get("/").send().assert_text("done").elapsed(), 10 * SECOND);
    assert_eq!(*journal.borrow(), ["done", "dropped", "cleaned up: Some(200)"]);
}

/// Notes what comes back.
struct Notes(Journal);

impl Middleware for Notes {
    fn after(&self, _: &Context, response: &mut Response) {
        self.0.borrow_mut().push(format!("answered {}", response.status().as_u16()));
    }
}

#[test]
fn what_is_further_out_sees_the_answer_once_all_is_given_back_and_what_is_further_in_does_not() {
    let journal = Journal::default();
    let inner = slow(&journal).with(Timeout::new(SECOND));
    let client = TestClient::new(App::new().nest("/in", inner).with(Notes(Rc::clone(&journal))));
    client.get("/in").send().assert_status(504);
    assert_eq!(*journal.borrow(), ["dropped", "answered 504", "cleaned up: Some(504)"]);

    let journal = Journal::default();
    let inner = slow(&journal).with(Notes(Rc::clone(&journal)));
    let client = TestClient::new(App::new().nest("/in", inner).with(Timeout::new(SECOND)));
    client.get("/in").send().assert_status(504);
    assert_eq!(*journal.borrow(), ["dropped", "cleaned up: Some(504)"]);
}

#[test]
fn the_shorter_of_two_wins() {
    for (outer, inner) in [(2, 5), (5, 2), (2, 2)] {
        let journal = Journal::default();
        let inner = slow(&journal).with(Timeout::new(inner * SECOND));
        let client = TestClient::new(App::new().nest("/in", inner).with(Timeout::new(outer * SECOND)));
        assert_eq!(client.get("/in").send().assert_status(504).elapsed(), 2 * SECOND);
        assert_eq!(*journal.borrow(), ["dropped", "cleaned up: Some(504)"]);
    }
}

#[test]
fn a_body_that_comes_too_slowly_is_too_late() {
    let app = App::new().post("/whole", |text: String| text).post("/chunks", |body: BodyStream| async move {
        let mut body = body;
        while let Some(chunk) = body.next().await {
            chunk?;
        }
        Ok::<_, Error>("all of it")
    });
    let client = TestClient::new(app.with(Timeout::new(5 * SECOND)));
    for path in ["/whole", "/chunks"] {
        let request = || client.post(path).chunks(["a", "b", "c", "d"]);
        request().chunk_every(SECOND).send().assert_status(200);
        assert_eq!(request().chunk_every(2 * SECOND).send().assert_status(504).elapsed(), 5 * SECOND);
    }
}

#[test]
fn each_request_has_its_own_time() {
    let app = App::new().get("/{seconds}", |Path(seconds): Path<u32>| async move {
        sleep(seconds * SECOND).await;
        seconds.to_string()
    });
    let client = TestClient::new(app.with(Timeout::new(3 * SECOND)));
    let answers = client.together(["/1", "/9", "/2", "/5"].map(|path| client.get(path)));
    let told: Vec<_> = answers.iter().map(|answer| (answer.status(), answer.elapsed().as_secs())).collect();
    assert_eq!(told, [(200, 1), (504, 3), (200, 2), (504, 3)]);
}

/// Notes whether what is further in had an answer at once.
struct Looks(Journal);

impl Middleware for Looks {
    fn around(&self, _: &Context, next: Next) -> Passage {
        match next.begin() {
            Begun::Answered(response) => {
                self.0.borrow_mut().push("at once".to_owned());
                response.into()
            }
            Begun::Waiting(rest) => {
                self.0.borrow_mut().push("waits".to_owned());
                Passage::later(rest)
            }
        }
    }
}

#[test]
fn what_answers_at_once_makes_no_future() {
    let journal = Journal::default();
    let app = App::new()
        .get("/", || "hello")
        .get("/later", async || "hello")
        .post("/", |text: String| text)
        .nest("/in", App::new().get("/", || "hello").with(Timeout::new(SECOND)))
        .with(Looks(Rc::clone(&journal)))
        .with(Timeout::new(SECOND));
    let client = TestClient::new(app);
    client.get("/").send().assert_status(200);
    client.get("/in").send().assert_status(200);
    client.get("/nowhere").send().assert_status(404);
    client.delete("/").send().assert_status(405);
    client.get("/later").send().assert_status(200);
    client.post("/").body("a").send().assert_status(200);
    assert_eq!(*journal.borrow(), ["at once", "at once", "at once", "at once", "waits", "waits"]);
}

#[test]
fn a_time_of_zero_is_refused_and_the_remedy_named() {
    let refusal = Service::freeze(App::new().with(Timeout::new(Duration::ZERO))).err().unwrap().to_string();
    assert!(refusal.contains("Timeout: a time of zero") && refusal.contains("timeout.rs:"), "{refusal}");
    assert!(refusal.contains("write how long"), "{refusal}");
    assert!(Service::freeze(App::new().with(Timeout::new(Duration::from_millis(1)))).is_ok());
    assert!(Service::freeze(App::new().with(Timeout::new(Duration::MAX))).is_ok());
}

#[test]
fn a_time_without_end_is_never_over() {
    let journal = Journal::default();
    let client = TestClient::new(slow(&journal).with(Timeout::new(Duration::MAX)));
    client.get("/").send().assert_text("done");
}
