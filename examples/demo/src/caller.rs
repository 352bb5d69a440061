//! Who asks, and what the platform knows: address, place, headers, cookies, and a wait.

use std::time::Duration;

use whippet::{prelude::*, time::sleep};

/// The longest wait, in milliseconds.
const LONGEST_WAIT_MS: u64 = 10_000;

/// The routes that ask the platform.
pub(crate) fn routes<S: 'static>() -> App<S> {
    App::new()
        .get("/api/whoami", whoami)
        .get("/api/headers", all_headers)
        .get("/api/cookies", cookies)
        .get("/api/slow", slow)
}

/// `GET /api/whoami`
fn whoami(cx: Context) -> Json<Value> {
    let client = cx.client();
    Json(json!({ "address": client.address, "place": client.place, "user_agent": cx.header("user-agent") }))
}

/// `GET /api/headers`: as many as there are, with their names.
fn all_headers(headers: Headers) -> Json<Value> {
    let names: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
    Json(json!({ "count": headers.len(), "names": names }))
}

/// `GET /api/cookies`
fn cookies() -> impl IntoResponse {
    let set = [
        (header::SET_COOKIE, "theme=dark; Path=/; SameSite=Lax"),
        (header::SET_COOKIE, "visit=1; Path=/; HttpOnly; SameSite=Lax"),
    ];
    (set, Json(json!({ "set": ["theme", "visit"] })))
}

#[derive(Deserialize)]
struct Wait {
    ms: u64,
}

/// `GET /api/slow?ms=`
async fn slow(Query(Wait { ms }): Query<Wait>) -> Result<Json<Value>> {
    if ms > LONGEST_WAIT_MS {
        let fault = Fault::new(Place::Query, "/ms", format!("must be at most {LONGEST_WAIT_MS}, not {ms}"));
        return Err(Error::unprocessable("the wait is too long").with_fault(fault));
    }
    sleep(Duration::from_millis(ms)).await;
    Ok(Json(json!({ "waited_ms": ms })))
}
