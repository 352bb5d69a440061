//! The part behind `/roles`.

use whippet::{
    auth::{Identity, Role, RoleName},
    extract::Extracted,
    middleware::{ApiKey, RequireRole, require},
    prelude::*,
    time::sleep,
};

struct Admin;

impl RoleName for Admin {
    const NAME: &'static str = "admin";
}

struct Vet;

impl RoleName for Vet {
    const NAME: &'static str = "vet";
}

#[derive(Deserialize)]
struct Versioned {
    #[serde(rename = "x-version")]
    _version: u8,
}

/// Who is fast enough, which takes a while to find out.
struct Fast;

impl<S> whippet::extract::FromRequestParts<S> for Fast {
    const HEADERS: &'static [&'static str] = &["x-speed"];

    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        let is_fast = cx.header("x-speed").as_deref() == Some("60");
        Extracted::later(async move {
            sleep(std::time::Duration::from_millis(1)).await;
            if is_fast { Ok(Self) } else { Err(Error::new(StatusCode::FORBIDDEN, "too slow")) }
        })
    }
}

fn part() -> App {
    App::new().get("/", || "the inner part").post("/", |text: String| text)
}

pub(crate) fn app() -> App {
    let keys = [
        ("nothing", Identity::new("rex")),
        ("admin", Identity::new("lola").with_role("admin")),
        ("vet", Identity::new("doc").with_role("vet")),
        ("both", Identity::new("boss").with_role("vet").with_role("admin")),
        ("almost", Identity::new("eve").with_role("Admin").with_role("administrator").with_role("")),
    ];
    App::new()
        .get("/admin", |who: Role<Admin>| who.name().to_owned())
        .get("/any", |who: Role<(Admin, Vet)>| who.into_identity().name().to_owned())
        .get("/all", |who: Role<Admin>, _: Role<Vet>| who.name().to_owned())
        .get("/maybe", |who: Option<Role<Admin>>| who.map_or("nobody".to_owned(), |who| who.name().to_owned()))
        .nest("/required", part().with(RequireRole::new("admin")))
        .nest("/either", part().with(RequireRole::new("admin").or("vet")))
        .nest("/both", part().with(RequireRole::new("admin")).with(RequireRole::new("vet")))
        .nest("/versioned", part().with(require::<Header<Versioned>>()))
        .nest("/fast", part().with(require::<Fast>()))
        .nest("/all-of-it", part().with(require::<(Identity, Fast)>()))
        .with(ApiKey::keys(keys).optional())
}
