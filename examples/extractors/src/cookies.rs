//! Cookies: as they are, signed, encrypted. What a handler changes goes to the client as a part of its answer.

use whippet::{
    cookies::{Cookie, SameSite, time::Duration},
    prelude::*,
};

use crate::Kennel;

/// The routes below `/cookies`.
pub(crate) fn routes() -> App<Kennel> {
    App::new()
        .get("/theme", theme)
        .post("/theme/{theme}", choose)
        .delete("/theme", |jar: Cookies| (jar.remove("theme"), NoContent))
        .get("/basket", basket)
        .post("/basket/{things}", fill)
        .post("/login/{name}", login)
        .get("/me", me)
}

/// `GET /cookies/theme`
fn theme(jar: Cookies) -> String {
    jar.get("theme").map_or("light", Cookie::value).to_owned()
}

/// `POST /cookies/theme/{theme}`: a cookie is `Secure`, `HttpOnly`, `SameSite=Lax` and `Path=/`, unless it says otherwise.
fn choose(Path(theme): Path<String>, jar: Cookies) -> (Cookies, NoContent) {
    let theme =
        Cookie::build(("theme", theme)).max_age(Duration::days(30)).same_site(SameSite::Strict).http_only(false);
    (jar.add(theme), NoContent)
}

/// `GET /cookies/basket`: everybody can read a signed cookie; one that somebody has changed is not there.
fn basket(jar: SignedCookies) -> Result<String> {
    let things: u32 = jar.find("things")?.unwrap_or(0);
    Ok(format!("{things} things"))
}

/// `POST /cookies/basket/{things}`
fn fill(Path(things): Path<u32>, jar: SignedCookies) -> (SignedCookies, NoContent) {
    (jar.add(("things", things.to_string())), NoContent)
}

/// `POST /cookies/login/{name}`: nobody but us can read a private cookie.
fn login(Path(name): Path<String>, jar: PrivateCookies) -> (PrivateCookies, NoContent) {
    (jar.add(("user", name)), NoContent)
}

/// `GET /cookies/me`
fn me(jar: PrivateCookies) -> Result<String> {
    jar.find("user")?.ok_or_else(|| Error::new(StatusCode::UNAUTHORIZED, "log in first"))
}
