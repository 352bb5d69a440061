//! The part behind `/csrf`.

use whippet::{middleware::Csrf, prelude::*};

fn part() -> App {
    App::new()
        .any("/", |cx: Context| format!("{} is done", cx.method()))
        .post("/echo", |text: String| text)
        .post("/fails", || Error::new(StatusCode::CONFLICT, "it is done already"))
}

pub(crate) fn app() -> App {
    let trusting = Csrf::new().trust("https://app.dogs.example").trust("http://localhost:5173").allow_same_site();
    App::new()
        .nest("/plain", part().with(Csrf::new()))
        .nest("/trusting", part().with(trusting))
        .nest("/forwarded", part().with(Csrf::new().forwarded_host()))
}
