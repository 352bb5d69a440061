//! The routes: one that is always there, and one for each feature.

use whippet::prelude::*;

use crate::state::Shared;

/// All routes of the features that are on.
pub(crate) fn all() -> App<Shared> {
    let app = App::new().get("/", || "hello, world");
    #[cfg(feature = "api")]
    let app = crate::api::with_routes(app);
    #[cfg(feature = "async-handler")]
    let app = app.get("/async-handler", waiting);
    #[cfg(feature = "bindings")]
    let app = app.get("/bindings", |bindings: Bindings| bindings.get::<String>("MOTTO"));
    #[cfg(feature = "body-stream")]
    let app = app.post("/body-stream", length);
    #[cfg(feature = "client-ip")]
    let app =
        app.get("/client-ip", |whippet::extract::ClientIp(address): whippet::extract::ClientIp| address.to_string());
    #[cfg(feature = "context")]
    let app = app.get("/context", |cx: Context| cx.query().to_owned());
    #[cfg(feature = "cookies")]
    let app = app.get("/cookies", |jar: Cookies| (jar.add(("theme", "dark")), ()));
    #[cfg(feature = "dep")]
    let app = app.get("/dep", |session: whippet::extract::Dep<Session>| session.0.0.clone());
    #[cfg(feature = "extension")]
    let app =
        app.get("/extension", |_: Noted, whippet::extract::Extension(note): whippet::extract::Extension<String>| note);
    #[cfg(feature = "fetch")]
    let app = app.get("/fetch", fetch);
    #[cfg(feature = "form")]
    let app = app.post("/form", |Form(dog): Form<crate::input::Dog>| dog.name);
    #[cfg(feature = "header")]
    let app = app.get("/header", |Header(fields): Header<crate::input::Fields>| fields.x_name);
    #[cfg(feature = "json")]
    let app = app.post("/json", |Json(dog): Json<crate::input::Dog>| dog.name);
    #[cfg(feature = "multipart")]
    let app = app.post("/multipart", parts);
    #[cfg(feature = "optional")]
    let app = app.get("/optional", |dog: Option<Query<crate::input::Dog>>| dog.map(|Query(dog)| dog.name));
    #[cfg(feature = "path")]
    let app = app.get("/path/{id}", |Path(id): Path<u32>| id.to_string());
    #[cfg(feature = "private-cookies")]
    let app = app.get("/private-cookies", |jar: PrivateCookies| (jar.add(("theme", "dark")), ()));
    #[cfg(feature = "query")]
    let app = app.get("/query", |Query(dog): Query<crate::input::Dog>| dog.name);
    #[cfg(feature = "query-nested")]
    let app = app.get("/query-nested", |Query(search): Query<crate::input::Search>| search.tags.join(", "));
    #[cfg(feature = "request")]
    let app = app.post("/request", |request: whippet::Request| request.text());
    #[cfg(feature = "signed-cookies")]
    let app = app.get("/signed-cookies", |jar: SignedCookies| (jar.add(("theme", "dark")), ()));
    #[cfg(feature = "state")]
    let app = app.get("/state", |State(motto): State<crate::state::Motto>| motto.0);
    #[cfg(feature = "typed-header")]
    let app = app.get("/typed-header", |TypedHeader(agent): TypedHeader<headers::UserAgent>| agent.as_str().to_owned());
    #[cfg(feature = "valid-json")]
    let app = app.post("/valid-json", |Valid(Json(dog)): Valid<Json<crate::input::ValidDog>>| dog.name);
    #[cfg(feature = "cache-control")]
    let app = app.get("/cache-control", || "hello").with(cached());
    #[cfg(feature = "cors")]
    let app = app.get("/cors", || "hello").with(whippet::middleware::Cors::new().allow_origin("https://example.com"));
    #[cfg(feature = "language")]
    let app = app.get("/language", spoken).with(whippet::middleware::Language::new(["en", "de"]));
    #[cfg(feature = "method-override")]
    let app = app.put("/method-override", || "hello").with(whippet::middleware::MethodOverride::new());
    #[cfg(feature = "redirects")]
    let app = app.get("/redirects", || "hello").with(redirected());
    #[cfg(feature = "secure-headers")]
    let app = app.get("/secure-headers", || "hello").with(whippet::middleware::SecureHeaders::new());
    crate::signed::with_routes(crate::observed::with_routes(app))
}

#[cfg(feature = "async-handler")]
async fn waiting() -> &'static str {
    whippet::time::sleep(std::time::Duration::from_millis(1)).await;
    "hello, later"
}

#[cfg(feature = "body-stream")]
async fn length(mut body: whippet::BodyStream) -> Result<String> {
    let mut bytes = 0;
    while let Some(chunk) = body.next().await {
        bytes += chunk?.len();
    }
    Ok(bytes.to_string())
}

#[cfg(feature = "dep")]
struct Session(String);

#[cfg(feature = "dep")]
#[whippet::extractor]
fn session(cx: Context) -> Session {
    Session(cx.header("x-session").unwrap_or_default().into_owned())
}

#[cfg(feature = "extension")]
struct Noted;

#[cfg(feature = "extension")]
#[whippet::extractor]
fn noted(cx: Context) -> Noted {
    cx.set_extension(cx.query().to_owned());
    Noted
}

#[cfg(feature = "fetch")]
async fn fetch() -> Result<String> {
    Ok(whippet::fetch::Fetch::get("https://dogs.example").send().await?.text()?.to_owned())
}

#[cfg(feature = "multipart")]
async fn parts(mut form: Multipart) -> Result<String> {
    let mut bytes = 0;
    while let Some(mut part) = form.next().await? {
        while let Some(chunk) = part.chunk().await? {
            bytes += chunk.len();
        }
    }
    Ok(bytes.to_string())
}

#[cfg(feature = "cache-control")]
fn cached() -> whippet::middleware::CacheControl {
    whippet::middleware::CacheControl::new().public().max_age(std::time::Duration::from_secs(60))
}

#[cfg(feature = "redirects")]
fn redirected() -> whippet::middleware::Redirects {
    whippet::middleware::Redirects::new().https().host("example.com")
}

#[cfg(feature = "language")]
fn spoken(locale: whippet::middleware::Locale) -> String {
    locale.to_string()
}
