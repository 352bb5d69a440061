//! The part behind `/api-key`.

use whippet::{
    auth::{Identity, constant_time_eq},
    middleware::ApiKey,
    prelude::*,
};

use crate::bearer::{known, routes};

fn keys() -> ApiKey {
    let [lola, rex] = known();
    ApiKey::keys([("k7-of-lola", lola), ("k8!of*rex", rex)])
}

async fn look_up(key: String, _: Context) -> Result<Option<Identity>> {
    match key.as_str() {
        "k7" => Ok(Some(Identity::new("lola"))),
        "down" => Err(Error::new(StatusCode::SERVICE_UNAVAILABLE, "nobody can be looked up")),
        _ => Ok(None),
    }
}

pub(crate) fn app() -> App {
    let checked = ApiKey::new(|key, cx| constant_time_eq(key, cx.query()).then(|| Identity::new("whoever")));
    App::new()
        .nest("/keys", routes().with(keys().realm("kennel")))
        .nest("/named", routes().with(keys().header("X-Kennel")))
        .nest("/query", routes().with(keys().query("key")))
        .nest("/optional", routes().with(keys().optional()))
        .nest("/checked", routes().with(checked))
        .nest("/later", routes().with(ApiKey::later(look_up)))
}
