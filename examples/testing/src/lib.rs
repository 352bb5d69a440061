//! An application that waits, counts and fails: what `tests/` shows how to test, without a server and without waiting.

use std::{cell::Cell, rc::Rc, time::Duration};

use whippet::{prelude::*, time::sleep};

/// How long it takes to wash a cup.
const WASHING: Duration = Duration::from_secs(2);

/// The application. The tea is a binding: `TEA=oolong npm run example testing`.
///
/// # Errors
/// 500 where the binding cannot be read.
#[whippet::app]
pub fn app(bindings: Bindings) -> Result<App> {
    let tea = bindings.find("TEA")?.unwrap_or_else(|| "green".to_owned());
    Ok(App::new()
        .get("/tea/{name}", brew)
        .post("/order", order)
        .get("/washed", washed)
        .get("/spill", spill)
        .with_state(Kitchen { tea: tea.into(), washed: Rc::default() }))
}

/// What all requests to one instance share. Others count by themselves: what must not be forgotten belongs into a store.
#[derive(Clone)]
struct Kitchen {
    tea: Rc<str>,
    washed: Rc<Cell<u32>>,
}

#[derive(Deserialize)]
struct Brewing {
    #[serde(default)]
    seconds: u64,
}

/// `GET /tea/{name}?seconds=`: waits until the tea is ready. Meanwhile other requests go on.
async fn brew(
    Path(name): Path<String>,
    Query(Brewing { seconds }): Query<Brewing>,
    State(kitchen): State<Kitchen>,
    cx: Context,
) -> String {
    sleep(Duration::from_secs(seconds)).await;
    // Nobody has to wait for this one; it is done after the answer.
    cx.wait_until(async move {
        sleep(WASHING).await;
        kitchen.washed.set(kitchen.washed.get() + 1);
    });
    format!("{name}, your tea is ready after {seconds} s")
}

#[derive(Deserialize)]
struct Order {
    cups: u32,
}

/// `POST /order`: reads a header and a body, and answers with both.
fn order(State(kitchen): State<Kitchen>, cx: Context, Json(Order { cups }): Json<Order>) -> impl IntoResponse {
    let tea = &kitchen.tea;
    let text = match cx.header("accept-language").as_deref() {
        Some("de") => format!("{cups} Tassen Tee: {tea}"),
        _ => format!("{cups} cups of {tea} tea"),
    };
    ([(header::VARY, "accept-language")], Json(json!({ "order": text })))
}

/// `GET /washed`
fn washed(State(kitchen): State<Kitchen>) -> String {
    kitchen.washed.get().to_string()
}

/// `GET /spill`
fn spill() -> Result<String> {
    let cups: u32 = "too many".parse()?;
    Ok(cups.to_string())
}
