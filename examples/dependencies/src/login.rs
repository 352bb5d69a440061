//! Who asks: a token, the user whose it is, and what only some users are. Each on top of the one before.

use std::time::Duration;

use whippet::{extract::Dep, prelude::*, time::sleep};

use crate::Bank;

/// How long the database takes.
const LOOK_UP: Duration = Duration::from_millis(2);

struct Token(String);

/// 401 before anything else is said of the request, wherever the argument stands: who is not logged in learns nothing of the rest.
#[whippet::extractor]
fn token(cx: Context) -> Result<Token> {
    let field = cx.header("authorization").and_then(|field| Some(field.strip_prefix("Bearer ")?.to_owned()));
    field.map(Token).ok_or_else(|| {
        Error::new(StatusCode::UNAUTHORIZED, "a bearer token is wanted")
            .with_header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
    })
}

/// A user who is logged in.
pub struct User {
    /// How the user is called.
    pub name: String,
}

/// `async`, since it has to ask the database: once for each request, as long as it is asked for as `Dep<User>`.
#[whippet::extractor]
async fn user(token: Dep<Token>, State(bank): State<Bank>) -> Result<User> {
    sleep(LOOK_UP).await;
    let name = bank.owner_of(&token.0.0);
    name.map(|name| User { name }).ok_or_else(|| Error::new(StatusCode::FORBIDDEN, "nobody has this token"))
}

/// A user who may read the journal.
pub(crate) struct Auditor;

#[whippet::extractor]
fn auditor(user: Dep<User>) -> Result<Auditor> {
    if user.name == "rex" { Ok(Auditor) } else { Err(Error::new(StatusCode::FORBIDDEN, "for auditors only")) }
}
