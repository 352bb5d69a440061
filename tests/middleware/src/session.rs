//! The part behind `/session`.

use std::{rc::Rc, time::Duration};

use whippet::{
    cookies::{Key, SameSite},
    extract::Extracted,
    prelude::*,
    session::{MemoryStore, Session, SessionStore, Sessions},
    time::sleep,
};

/// A store that takes a while, and fails where it is asked to.
struct Slow(Rc<MemoryStore>);

impl SessionStore for Slow {
    fn load(&self, id: &str) -> Extracted<Option<String>> {
        let is_down = id.starts_with("down-to-load");
        let session = self.0.load(id);
        Extracted::later(async move {
            sleep(Duration::from_millis(1)).await;
            if is_down { Err(Error::internal("the store is on fire")) } else { session.wait().await }
        })
    }

    fn save(&self, id: &str, session: &str, expires_in: Duration) -> Extracted<()> {
        let is_down = session.contains("fire");
        let saved = self.0.save(id, session, expires_in);
        Extracted::later(async move {
            sleep(Duration::from_millis(1)).await;
            if is_down { Err(Error::internal("the store is on fire")) } else { saved.wait().await }
        })
    }

    fn delete(&self, id: &str) -> Extracted<()> {
        self.0.delete(id)
    }
}

fn show(session: Session) -> String {
    format!("{} {session:?}", session.get::<String>("user").unwrap_or_else(|| "nobody".to_owned()))
}

fn set(session: Session, Path((name, value)): Path<(String, String)>) -> Result<NoContent> {
    session.insert(&name, &value)?;
    Ok(NoContent)
}

fn login(session: Session, Path(name): Path<String>) -> Result<NoContent> {
    session.renew();
    session.insert("user", &name)?;
    Ok(NoContent)
}

fn count(session: Session) -> Result<String> {
    let visits = session.get::<u32>("visits").unwrap_or(0) + 1;
    session.insert("visits", &visits)?;
    Ok(format!("visit {visits}"))
}

fn destroy(session: Session) -> NoContent {
    session.destroy();
    NoContent
}

fn begin_anew(session: Session) -> Result<NoContent> {
    session.destroy();
    session.insert("user", "rex")?;
    Ok(NoContent)
}

fn fill(session: Session, Path(bytes): Path<usize>) -> Result<NoContent> {
    session.insert("filler", &"x".repeat(bytes))?;
    Ok(NoContent)
}

fn fail(session: Session) -> Result<NoContent> {
    session.insert("user", "nobody who stays")?;
    Err(Error::new(StatusCode::SERVICE_UNAVAILABLE, "the kennel is being cleaned"))
}

fn destroy_and_fail(session: Session) -> Error {
    session.destroy();
    Error::new(StatusCode::SERVICE_UNAVAILABLE, "the kennel is being cleaned")
}

async fn slowly(session: Session, text: String) -> Result<String> {
    sleep(Duration::from_millis(1)).await;
    session.insert("user", &text)?;
    Ok(text)
}

fn part() -> App {
    App::new()
        .get("/", show)
        .get("/untouched", || "nobody asks")
        .get("/asked-twice", |a: Session, b: Session| a.insert("a", &1).map(|()| format!("{b:?}")))
        .get("/cached", || ([("cache-control", "public, max-age=60")], "for all"))
        .get("/cached-for-one", |session: Session| {
            session.insert("seen", &true).map(|()| ([("cache-control", "public, max-age=60")], "for one"))
        })
        .post("/login/{name}", login)
        .post("/set/{name}/{value}", set)
        .post("/count", count)
        .post("/remove/{name}", |session: Session, Path(name): Path<String>| session.remove(&name))
        .post("/destroy", destroy)
        .post("/anew", begin_anew)
        .post("/fill/{bytes}", fill)
        .post("/fail", fail)
        .post("/refuse", |session: Session| {
            session.insert("tries", &1).and(Err::<(), _>(Error::not_found("no such dog")))
        })
        .post("/destroy-and-fail", destroy_and_fail)
        .post("/nul", |session: Session| session.insert("a\0b", &1))
        .post("/slowly", slowly)
}

pub(crate) fn app() -> App {
    let key = || Key::derive_from([7; 32]);
    let (Ok(signed), Ok(encrypted), Ok(named)) = (key(), key(), key()) else { return App::new() };
    let seconds = Duration::from_secs;
    let short = |sessions: Sessions| sessions.max_idle(seconds(100)).max_age(seconds(1000));
    let named = Sessions::signed(named).name("dog").secure(false).domain("dogs.example").path("/session");
    App::new()
        .nest("/signed", part().with(short(Sessions::signed(signed))))
        .nest("/encrypted", part().with(short(Sessions::encrypted(encrypted))))
        .nest("/named", part().with(named.same_site(SameSite::Strict).until_browser_closes()))
        .nest("/stored", part().with(short(Sessions::stored(MemoryStore::new()))))
        .nest("/slow", part().with(short(Sessions::stored(Slow(Rc::new(MemoryStore::new()))))))
        .get("/without", show)
}
