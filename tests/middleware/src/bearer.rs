//! The part behind `/bearer`.

use whippet::{
    auth::{Bearer, Identity, constant_time_eq},
    middleware::{BasicAuth, BearerAuth, require},
    prelude::*,
    time::sleep,
};

/// Who has logged in, with all that is known.
pub(crate) fn who(who: Identity) -> String {
    format!("{} [{}]", who.name(), who.roles().collect::<Vec<_>>().join(" "))
}

/// Who has logged in, if anybody.
pub(crate) fn maybe(who: Option<Identity>) -> String {
    who.map_or("nobody".to_owned(), |who| who.name().to_owned())
}

/// Those that all parts know.
pub(crate) fn known() -> [Identity; 2] {
    [Identity::new("lola").with_role("vet"), Identity::new("rex").with_role("admin").with_role("keeper")]
}

/// The routes of a part: one of each sort.
pub(crate) fn routes() -> App {
    App::new()
        .get("/", maybe)
        .get("/who", who)
        .post("/echo", |who: Identity, text: String| format!("{} says {text}", who.name()))
        .get("/fails", || Error::new(StatusCode::SERVICE_UNAVAILABLE, "the kennel is being cleaned"))
}

fn tokens() -> BearerAuth {
    let [lola, rex] = known();
    BearerAuth::tokens([("t7-of-lola", lola), ("dDg+b2Y/cmV4==", rex)]).realm("the \"kennel\"")
}

async fn look_up(token: String, _: Context) -> Result<Option<Identity>> {
    sleep(std::time::Duration::from_millis(1)).await;
    match token.as_str() {
        "t7" => Ok(Some(Identity::new("lola"))),
        "down" => Err(Error::new(StatusCode::SERVICE_UNAVAILABLE, "nobody can be looked up")),
        _ => Ok(None),
    }
}

pub(crate) fn app() -> App {
    let [lola, _] = known();
    let basic = BasicAuth::users([(lola, "bones")]).optional();
    let checked = BearerAuth::new(|token, cx| {
        constant_time_eq(token, cx.query()).then(|| Identity::new("whoever").with_role("guest"))
    });
    App::new()
        .nest("/tokens", routes().with(tokens()))
        .nest("/optional", routes().with(tokens().optional()))
        .nest("/checked", routes().with(checked))
        .nest("/later", routes().with(BearerAuth::later(look_up)))
        .nest("/maybe-later", routes().with(BearerAuth::later(look_up).optional()))
        .nest("/either", routes().with(tokens().optional()).with(basic).with(require::<Identity>()))
        .get("/sent", |Bearer(token): Bearer| token)
        .get("/sent-or-not", |token: Option<Bearer>| format!("{token:?}"))
        .get("/unguarded", who)
}
