//! The part behind `/redirects`.

use whippet::{middleware::Redirects, prelude::*};

pub(crate) fn app() -> App {
    App::new()
        .nest("/https", routes().with(Redirects::new().https()))
        .nest("/www", routes().with(Redirects::new().www().except("api.example.com").except("*.vercel.app")))
        .nest("/bare", routes().with(Redirects::new().without_www()))
        .nest("/both", routes().with(Redirects::new().https().without_www()))
        .nest("/one", routes().with(Redirects::new().https().host("example.com")))
        .nest("/port", routes().with(Redirects::new().host("example.com:8443").local_hosts()))
}

fn routes() -> App {
    App::new().get("/{*path}", |Path(path): Path<String>| path).post("/dogs", |body: String| body)
}
