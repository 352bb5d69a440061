//! A route behind a user, in an application that has nothing to know users by.
use std::rc::Rc;

use whippet::{extract::Dep, prelude::*};

#[derive(Clone)]
struct Sessions(Rc<[&'static str]>);

struct User(String);

#[whippet::extractor]
fn user(cx: Context, State(sessions): State<Sessions>) -> Result<User> {
    let name = cx.header("x-session").map(|name| name.into_owned());
    let name = name.filter(|name| sessions.0.contains(&name.as_str()));
    name.map(User).ok_or_else(|| Error::new(StatusCode::UNAUTHORIZED, "log in first"))
}

#[derive(Clone)]
struct Motto(&'static str);

fn secret(user: Dep<User>) -> String {
    format!("only for {}", user.0.0)
}

fn main() {
    let app = App::new().get("/motto", |State(Motto(motto)): State<Motto>| motto);
    let _: App = app.get("/secret", secret).with_state(Motto("small, fast"));
}
