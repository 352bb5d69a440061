//! The part behind `/server-timing`.

use std::time::Duration;

use whippet::{
    middleware::{ServerTiming, Timings},
    prelude::*,
    time::sleep,
};

pub(crate) fn app() -> App {
    let timed = App::new()
        .get("/", || "hello")
        .get("/noted", |timings: Timings| {
            timings.note("cache", "hit");
            timings.record("db", "look \"up\" \\ é\r\nx-y: z", Duration::from_micros(1_500));
            timings.note("a b,c", "");
        })
        .get("/measured", async |timings: Timings| {
            let wait = timings.start("wait", "a nap");
            sleep(Duration::from_millis(5)).await;
            wait.stop();
            let _dropped = timings.start("rest", "");
        })
        .get("/own", || ([("server-timing", "cdn;dur=1")], "hello"))
        .get("/many", |timings: Timings| (0..2000).for_each(|_| timings.note("many", "")))
        .get("/missing", |timings: Timings| {
            timings.note("miss", "");
            Err::<(), _>(Error::not_found("no such dog"))
        })
        .get("/broken", || Err::<(), _>(Error::internal("the kennel is closed")))
        .with(ServerTiming::new());
    let shown = ServerTiming::new().only_if(|cx| cx.header("x-debug").as_deref() == Some("1"));
    App::new()
        .nest("/all", timed)
        .nest("/some", App::new().get("/", |timings: Timings| timings.note("some", "")).with(shown))
        .get("/none", |timings: Timings| timings.note("nobody", ""))
}
