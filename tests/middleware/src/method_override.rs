//! The part behind `/method-override`: the middleware itself stands around the whole application, which alone may look for another route.

use whippet::prelude::*;

pub(crate) fn app() -> App {
    let told = |cx: Context, body: String| format!("{} {body}", cx.method());
    App::new()
        .get("/dogs", || "all")
        .post("/dogs", told)
        .put("/dogs", told)
        .patch("/dogs", told)
        .delete("/dogs", told)
        .on("PURGE", "/dogs", told)
        .post("/only-post", told)
        .delete("/only-delete", told)
}
