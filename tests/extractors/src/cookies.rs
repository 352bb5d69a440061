//! `Cookies`, `SignedCookies` and `PrivateCookies`: read, set and removed.

use whippet::{
    cookies::{Cookie, Cookies, PrivateCookies, SameSite, SignedCookies},
    prelude::*,
};

use crate::Everything;

fn all(jar: Cookies) -> Json<Vec<(String, String)>> {
    Json(jar.iter().map(|cookie| (cookie.name().to_owned(), cookie.value().to_owned())).collect())
}

fn change(jar: Cookies) -> impl IntoResponse {
    let open =
        Cookie::build(("open", "a b")).secure(false).http_only(false).same_site(SameSite::Strict).path("/cookies");
    (jar.add(("dog", "lola")).add(open).remove("old"), "changed")
}

fn forged(jar: Cookies) -> impl IntoResponse {
    (jar.add(Cookie::build(("__Host-dog", "lola")).path("/x")), "never seen")
}

pub(crate) fn app() -> App<Everything> {
    App::new()
        .get("/all", all)
        .get("/number", |jar: Cookies| jar.read::<u8>("number").map(Json))
        .get("/number/optional", |jar: Cookies| jar.find::<u8>("number").map(Json))
        .get("/change", change)
        .get("/forged", forged)
        .get("/signed", |jar: SignedCookies| Json(jar.get("dog").map(|cookie| cookie.value().to_owned())))
        .get("/signed/number", |jar: SignedCookies| jar.read::<u8>("number").map(Json))
        .get("/signed/set", |jar: SignedCookies| (jar.add(("dog", "lola")).remove("old"), "set"))
        .get("/private", |jar: PrivateCookies| Json(jar.get("dog").map(|cookie| cookie.value().to_owned())))
        .get("/private/number", |jar: PrivateCookies| jar.read::<u8>("number").map(Json))
        .get("/private/set", |jar: PrivateCookies| (jar.add(("dog", "lola")), "set"))
}
