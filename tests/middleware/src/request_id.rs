//! The part behind `/request-id`.

use whippet::{
    middleware::{AssignedId, RequestId},
    prelude::*,
};

pub(crate) fn app() -> App {
    let own = App::new().get("/", id).with(RequestId::new().header("X-Correlation-Id"));
    let all = App::new()
        .get("/", id)
        .get("/own-header", || ([("x-request-id", "the-handler's"), ("x-other", "stays")], "hello"))
        .get("/missing", || Err::<(), _>(Error::not_found("no such dog")))
        .get("/broken", || Err::<(), _>(Error::internal("the kennel is closed")))
        .get("/moved", || Redirect::see_other("/"))
        .nest("/twice", App::new().get("/", id).with(RequestId::new()))
        .nest("/two-names", own)
        .with(RequestId::new());
    App::new()
        .nest("/all", all)
        .nest("/new", App::new().get("/", id).with(RequestId::new().always_new()))
        .nest("/named", App::new().get("/", id).with(RequestId::new().header("X-Correlation-Id")))
        .get("/none", |id: Option<AssignedId>| id.map_or("none".to_owned(), |AssignedId(id)| id.to_string()))
        .get("/needed", id)
}

fn id(AssignedId(id): AssignedId) -> String {
    id.to_string()
}
