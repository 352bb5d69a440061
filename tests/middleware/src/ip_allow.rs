//! The part behind `/ip-allow`.

use whippet::{middleware::IpAllow, prelude::*};

fn part() -> App {
    App::new().get("/", || "come in").post("/", |text: String| text)
}

pub(crate) fn app() -> App {
    let office = IpAllow::new().allow("192.0.2.0/24").allow("2001:db8:7::/48").allow("::ffff:198.51.100.7");
    App::new()
        .nest("/office", part().with(office.deny("192.0.2.128/25").deny("2001:db8:7:bad::/64")))
        .nest("/all-but", part().with(IpAllow::new().deny("203.0.113.0/24").deny("2001:db8:bad::1")))
        .nest("/unknown", part().with(IpAllow::new().allow("192.0.2.7").allow_unknown()))
        .nest("/old-family", part().with(IpAllow::new().allow("0.0.0.0/0")))
}
