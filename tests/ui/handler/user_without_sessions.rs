//! The same, told by the attribute: which argument it is, and what its extractor lacks.
use std::rc::Rc;

use whippet::prelude::*;

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

#[whippet::handler]
fn secret(user: User, State(Motto(motto)): State<Motto>) -> String {
    format!("{motto}, {}", user.0)
}

fn main() {
    let _ = App::new().get("/secret", secret).with_state(Motto("small, fast"));
}
