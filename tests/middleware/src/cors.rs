//! The part behind `/cors`.

use std::time::Duration;

use whippet::{middleware::Cors, prelude::*};

pub(crate) fn app() -> App {
    let listed = Cors::new()
        .allow_origins(["https://example.com", "http://localhost:3000", "https://*.sub.example"])
        .allow_headers(["X-Token", "authorization"])
        .allow_credentials()
        .expose_headers(["ETag", "x-count"])
        .max_age(Duration::from_secs(600));
    let any = Cors::new().allow_any_origin().expose_headers(["*"]).allow_methods(["*"]).allow_headers(["*"]);
    let plain = Cors::new().allow_origin("https://example.com");
    let few = Cors::new().allow_origin("https://example.com").allow_methods(["PUT", "PURGE"]).max_age(Duration::ZERO);
    let mirror = Cors::new().allow_origin("https://example.com").allow_any_header().allow_credentials();
    let asked = Cors::new().allow_origin_if(|origin, cx| match cx.query() {
        "null" => origin == "null",
        _ => origin.ends_with(".example"),
    });
    let private = Cors::new().allow_origin("https://example.com").allow_private_network();
    App::new()
        .nest("/listed", routes().trailing_slash(TrailingSlash::Redirect).with(listed))
        .nest("/any", routes().with(any))
        .nest("/plain", routes().with(plain))
        .nest("/few", routes().with(few))
        .nest("/mirror", routes().with(mirror))
        .nest("/asked", routes().with(asked))
        .nest("/private", routes().with(private))
}

fn routes() -> App {
    App::new()
        .get("/dogs", || "dogs")
        .put("/dogs", || "put")
        .post("/dogs", || "posted")
        .get("/moved", || Redirect::see_other("/elsewhere"))
        .get("/teapot", || (StatusCode::IM_A_TEAPOT, "short and stout"))
        .get("/refused", || Err::<(), _>(Error::new(StatusCode::FORBIDDEN, "not today")))
        .get("/broken", || Err::<(), _>(Error::internal("the kennel is closed")))
        .get("/own", || ([("access-control-allow-origin", "https://own.example"), ("vary", "accept")], "own"))
        .get("/all", || ([("vary", "*")], "all"))
        .options("/options", || "my own")
}
