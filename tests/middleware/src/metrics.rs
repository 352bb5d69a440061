//! The part behind `/metrics`: what was measured stands at `/seen`, and is forgotten then.

use std::{cell::RefCell, rc::Rc, time::Duration};

use whippet::{
    middleware::{Measured, Metrics, Timeout},
    prelude::*,
    time::sleep,
};

type Seen = Rc<RefCell<Vec<String>>>;

pub(crate) fn app() -> App {
    let seen = Seen::default();
    let measured = App::new()
        .get("/", || "hello")
        .get("/dogs/{id}", |Path(id): Path<u32>| id.to_string())
        .get("/later", async || {
            sleep(Duration::from_millis(2)).await;
            "later"
        })
        .get("/forever", async || sleep(Duration::from_secs(60)).await)
        .get("/missing", || Err::<(), _>(Error::not_found("no such dog")))
        .get("/broken", || Err::<(), _>(Error::internal("the kennel is closed")))
        .get("/no-content", || NoContent)
        .post("/json", |Json(value): Json<Value>| Json(value))
        .nest("/fallback", App::new().fallback(|| "somewhere"));
    let given_up = App::new().get("/", async || sleep(Duration::from_secs(20)).await);
    let within = App::new().get("/", || "hello").with(hook("inner", &seen));
    App::new()
        .nest("/all", measured.with(hook("", &seen)))
        .nest(
            "/given-up",
            App::new().merge(given_up.with(hook("", &seen))).with(Timeout::new(Duration::from_millis(5))),
        )
        .nest("/two", App::new().merge(within).with(hook("outer", &seen)))
        .get("/seen", move || Json(seen.take()))
}

fn hook(name: &'static str, seen: &Seen) -> Metrics {
    let seen = Rc::clone(seen);
    Metrics::new(move |measured: &Measured| {
        let Measured { method, route, status, bytes, duration, active, .. } = measured;
        let status = status.map_or("none".to_owned(), |status| status.as_u16().to_string());
        let is_plausible = active <= duration && duration.as_secs() < 20;
        let line = format!("{name} {method} {} {status} {bytes} {is_plausible}", route.as_deref().unwrap_or("nothing"));
        seen.borrow_mut().push(line.trim_start().to_owned());
    })
}
