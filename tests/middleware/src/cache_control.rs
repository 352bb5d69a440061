//! The part behind `/cache-control`.

use std::time::Duration;

use whippet::{
    auth::Identity,
    middleware::{ApiKey, CacheControl},
    prelude::*,
};

pub(crate) fn app() -> App {
    let seconds = Duration::from_secs;
    let shared = CacheControl::new()
        .public()
        .max_age(seconds(60))
        .stale_while_revalidate(seconds(30))
        .stale_if_error(seconds(3600))
        .cdn(CacheControl::new().max_age(seconds(600)).must_revalidate())
        .vercel_cdn(CacheControl::new().s_maxage(seconds(3600)).stale_while_revalidate(seconds(60)));
    let forever = CacheControl::new().public().max_age(seconds(31_536_000)).immutable().no_transform();
    let own = CacheControl::new().private().no_cache().vercel_cdn(CacheControl::new().max_age(seconds(60)));
    let never = CacheControl::new().no_store();
    let cookies = CacheControl::new().max_age(seconds(5)).even_if_personal();
    let strict = CacheControl::new().max_age(Duration::ZERO).s_maxage(seconds(9)).must_revalidate();
    let understood = CacheControl::new().must_understand().no_store().max_age(seconds(5));
    let proxies = CacheControl::new().max_age(seconds(1)).max_age(seconds(7)).proxy_revalidate();
    App::new()
        .nest("/shared", routes().with(shared))
        .nest(
            "/members",
            routes()
                .with(CacheControl::new().public().cdn(CacheControl::new().max_age(seconds(60))))
                .with(ApiKey::keys([("k7-of-lola", Identity::new("lola"))])),
        )
        .nest("/forever", routes().with(forever))
        .nest("/own", routes().with(own))
        .nest("/never", routes().with(never))
        .nest("/cookies", routes().with(cookies))
        .nest("/strict", routes().with(strict))
        .nest("/understood", routes().with(understood))
        .nest("/proxies", routes().with(proxies))
}

fn routes() -> App {
    App::new()
        .get("/page", || "page")
        .post("/page", || "posted")
        .get("/said", || ([("cache-control", "no-store")], "said"))
        .get("/said-twice", || ([("cache-control", "public"), ("cache-control", "max-age=1")], "said"))
        .get("/said-to-cdns", || ([("cdn-cache-control", "no-store")], "said"))
        .get("/said-to-vercel", || ([("vercel-cdn-cache-control", "no-store")], "said"))
        .get("/expired", || ([("expires", "0")], "said"))
        .get("/cookie", || ([("set-cookie", "session=7")], "cookie"))
        .get("/visitor", || ([("vary", "accept, Cookie")], "visitor"))
        .get("/language", || ([("vary", "accept-language")], "language"))
        .get("/created", || (StatusCode::CREATED, "created"))
        .get("/empty", || NoContent)
        .get("/part", || (StatusCode::PARTIAL_CONTENT, "part"))
        .get("/unchanged", || StatusCode::NOT_MODIFIED)
        .get("/moved", || Redirect::permanent("/elsewhere"))
        .get("/refused", || Err::<(), _>(Error::new(StatusCode::FORBIDDEN, "not today")))
        .get("/broken", || Err::<(), _>(Error::internal("the kennel is closed")))
}
