//! The part behind `/basic`.

use whippet::{
    auth::{Basic, Identity, constant_time_eq},
    middleware::BasicAuth,
    prelude::*,
    time::sleep,
};

use crate::bearer::{known, routes};

fn users() -> BasicAuth {
    let [lola, rex] = known();
    BasicAuth::users([
        (lola, "bones"),
        (rex, "pa:ss wörd"),
        (Identity::new("häns"), "1"),
        (Identity::new("empty"), "x"),
    ])
}

async fn look_up(user: String, password: String, _: Context) -> Result<Option<Identity>> {
    sleep(std::time::Duration::from_millis(1)).await;
    if user == "down" {
        return Err(Error::new(StatusCode::SERVICE_UNAVAILABLE, "nobody can be looked up"));
    }
    Ok((user == "lola" && password == "bones").then(|| Identity::new(user)))
}

pub(crate) fn app() -> App {
    let checked = BasicAuth::new(|user, password, cx| {
        constant_time_eq(password, cx.query()).then(|| Identity::new(user.to_owned()).with_role("guest"))
    });
    App::new()
        .nest("/users", routes().with(users().realm("kennel")))
        .nest("/optional", routes().with(users().optional()))
        .nest("/checked", routes().with(checked))
        .nest("/later", routes().with(BasicAuth::later(look_up)))
        .get("/sent", |Basic { user, password }: Basic| format!("{user} and {password}"))
        .get("/sent-or-not", |sent: Option<Basic>| format!("{sent:?}"))
}
