//! `Dep`: a value that is made once for each request, asked for in several ways at once.

use std::{rc::Rc, time::Duration};

use whippet::{prelude::*, time::sleep};

use crate::{Everything, Tally};

/// What a request's arguments share. Making it takes a while, and it is cleaned up after the answer.
struct Session {
    request: String,
    user: Option<String>,
}

#[whippet::extractor]
async fn session(cx: Context, State(tally): State<Rc<Tally>>) -> Result<Session> {
    tally.made.set(tally.made.get() + 1);
    let cleaned = Rc::clone(&tally);
    cx.clean_up(async move |_| cleaned.cleaned.set(cleaned.cleaned.get() + 1));
    let request = cx.header("x-request").unwrap_or_default().into_owned();
    if cx.query() == "now" {
        return Ok(Session { request, user: None });
    }
    sleep(Duration::from_millis(5)).await;
    let user = cx.header("authorization").and_then(|token| Some(token.strip_prefix("Dog ")?.to_owned()));
    if cx.header("authorization").is_some() && user.is_none() {
        return Err(Error::new(StatusCode::UNAUTHORIZED, "send the header authorization: Dog and a name"));
    }
    Ok(Session { request, user })
}

/// One way to the session.
struct First(Dep<Session>);

#[whippet::extractor]
async fn first(session: Dep<Session>) -> First {
    sleep(Duration::from_millis(1)).await;
    First(session)
}

/// Another.
struct Second(Dep<Session>);

#[whippet::extractor]
fn second(session: Dep<Session>, _: Dep<Third>) -> Second {
    Second(session)
}

/// A dependency that has one itself.
struct Third;

#[whippet::extractor]
fn third(_: Dep<Session>) -> Third {
    Third
}

/// Who is logged in.
struct User(String);

#[whippet::extractor]
fn user(session: Dep<Session>) -> Result<User> {
    let refused = || Error::new(StatusCode::FORBIDDEN, "log in first");
    session.user.clone().map(User).ok_or_else(refused)
}

async fn shared(
    a: Dep<Session>,
    First(b): First,
    c: Dep<Session>,
    Second(d): Second,
    State(tally): State<Rc<Tally>>,
) -> Json<Value> {
    sleep(Duration::from_millis(2)).await;
    let is_one = [&b, &c, &d].iter().all(|other| Rc::ptr_eq(&a.0, &other.0));
    Json(
        json!({ "requests": [&a.request, &b.request, &c.request, &d.request], "is_one": is_one, "made": tally.made.get() }),
    )
}

pub(crate) fn app() -> App<Everything> {
    App::new()
        .get("/shared", shared)
        .get("/user", |user: Dep<User>, again: Dep<User>| Json((user.0.0.clone(), again.0.0.clone())))
        .get("/optional", |session: Result<Dep<Session>>| Json(session.map(|session| session.user.clone()).ok()))
        .get("/tally", |State(tally): State<Rc<Tally>>| {
            Json(json!({ "made": tally.made.get(), "cleaned": tally.cleaned.get() }))
        })
}
