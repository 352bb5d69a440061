//! What comes with the head, as it is: state, bindings, the client, the request's own parts.

use whippet::{
    Geo, Uri,
    extract::{ClientIp, Extension, Extracted, FromRequestParts},
    prelude::*,
};

use crate::{Everything, Motto};

/// Sets an extension before others ask for it, where the request has a header for it.
struct Traced;

#[derive(Clone, Serialize)]
struct Trace(String);

impl<S> FromRequestParts<S> for Traced {
    const HEADERS: &'static [&'static str] = &["x-trace"];

    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        for trace in cx.header("x-trace").iter().flat_map(|traces| traces.split(", ")) {
            cx.set_extension(Trace(trace.to_owned()));
        }
        Ok(Self).into()
    }
}

#[derive(Deserialize, Serialize)]
struct Limits {
    max: u8,
    names: Vec<String>,
}

pub(crate) fn app() -> App<Everything> {
    App::new()
        .get("/state", |State(motto): State<Motto>| Json(motto))
        .get("/extension", |_: Traced, Extension(trace): Extension<Trace>| Json(trace))
        .get("/extension/optional", |_: Traced, trace: Option<Extension<Trace>>| {
            Json(trace.map(|Extension(trace)| trace))
        })
        .get("/bindings/text", |bindings: Bindings| bindings.get::<String>("MOTTO"))
        .get("/bindings/number", |bindings: Bindings| bindings.get::<u8>("MAX").map(Json))
        .get("/bindings/document", |bindings: Bindings| bindings.get::<Limits>("LIMITS").map(Json))
        .get("/bindings/missing", |bindings: Bindings| bindings.get::<u8>("NOWHERE").map(Json))
        .get("/bindings/optional", |bindings: Bindings| bindings.find::<u8>("NOWHERE").map(Json))
        .get("/bindings/mistyped", |bindings: Bindings| bindings.get::<u8>("SECRET").map(Json))
        .get("/client-ip", |ClientIp(address): ClientIp| address.to_string())
        .get("/client-ip/optional", |address: Option<ClientIp>| Json(address.map(|ClientIp(address)| address)))
        .get("/geo", |geo: Geo| Json(geo))
        .get("/client", |client: Client| Json((client.address, client.place)))
        .any("/method", |method: Method| method.to_string())
        .get("/uri", |uri: Uri| Json((uri.path().to_owned(), uri.query().map(str::to_owned))))
        .get("/uri/{*rest}", |uri: Uri| Json((uri.path().to_owned(), uri.query().map(str::to_owned))))
        .any("/context/{name}", |cx: Context| {
            let (name, agent) = (cx.param("name"), cx.header("user-agent"));
            Json(json!({ "method": cx.method().as_str(), "path": cx.path(), "query": cx.query(), "name": name, "agent": agent }))
        })
        .get("/headers", |headers: Headers| {
            Json(headers.iter().map(|(name, value)| (name.to_string(), latin1(value))).collect::<Vec<_>>())
        })
}

/// Each byte as the character of that number.
fn latin1(value: &HeaderValue) -> String {
    value.as_bytes().iter().map(|byte| char::from(*byte)).collect()
}
