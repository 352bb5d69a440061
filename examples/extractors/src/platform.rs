//! What comes from elsewhere: the state, the platform, and what was set earlier on the request's way.

use whippet::{
    Geo,
    extract::{ClientIp, Extension},
    prelude::*,
};

use crate::{Kennel, Motto};

/// The routes that look beside the request.
pub(crate) fn routes() -> App<Kennel> {
    App::new()
        .get("/motto", |State(Motto(motto)): State<Motto>| motto)
        .get("/limit", limit)
        .get("/where", place)
        .get("/client", |client: Client| client.address.map(|address| address.to_string()))
        .get("/trace", traced)
}

/// `GET /limit`: a variable of the environment. One that the application cannot do without is better read when it starts.
fn limit(bindings: Bindings) -> Result<String> {
    Ok(bindings.find("LIMIT")?.unwrap_or(10_u32).to_string())
}

/// `GET /where`: who asks, as far as the platform says so. Without `Option`, an unknown address is a 500.
fn place(address: Option<ClientIp>, geo: Geo) -> String {
    let address = address.map_or("somewhere".to_owned(), |ClientIp(address)| address.to_string());
    format!("{address}, {}", geo.city.as_deref().unwrap_or("no city"))
}

/// What one request is called in all logs.
#[derive(Clone)]
struct Trace(String);

/// Set as an extension, so that whoever comes later finds it.
struct Traced;

#[whippet::extractor]
fn trace(cx: Context) -> Traced {
    let trace = cx.header("x-trace").map_or_else(|| "a new one".to_owned(), |trace| trace.into_owned());
    cx.set_extension(Trace(trace));
    Traced
}

/// `GET /trace`: arguments are read one after the other, so the extension is there for the second.
fn traced(_: Traced, Extension(Trace(trace)): Extension<Trace>) -> String {
    trace
}
