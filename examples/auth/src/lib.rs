//! A login: a short token for each request, a long one that gets the next short one, and roles.
//!
//! | request | what it does |
//! | --- | --- |
//! | `POST /login` with `{ "name", "password" }` | 200: an access token in the body, a refresh token in a cookie |
//! | `POST /session/refresh` | a new access token, and a new cookie |
//! | `POST /session/logout` | the cookie is gone |
//! | `GET /me` | who the access token is of |
//! | `GET /kennel`, `DELETE /kennel/{dog}` | for keepers |
//!
//! 1. The access token goes into `Authorization`, which only the page's own code can do. It is short, since nobody can take it back.
//! 2. The refresh token is in a cookie that the page's code cannot read, and that goes to `/session` only. Pages of another site cannot
//!    use it: [`Csrf`].
//! 3. The two differ in their `typ`: neither is taken for the other.
//! 4. A password is checked against its hash, and just as long where there is nobody of the name.

mod tokens;
mod users;

use whippet::{
    auth::{Identity, Role, RoleName},
    cookies::Cookies,
    extract::FromRef,
    middleware::{Csrf, Jwt, RateLimit},
    prelude::*,
};

use self::{tokens::Tokens, users::Users};

/// What is there from the first request on.
struct House {
    users: Users,
    tokens: Tokens,
}

impl FromRef<House> for Users {
    fn from_ref(house: &House) -> Self {
        house.users.clone()
    }
}

impl FromRef<House> for Tokens {
    fn from_ref(house: &House) -> Self {
        house.tokens.clone()
    }
}

/// The application: `JWT_SECRET=$(openssl rand -base64 32) npm run example auth`.
///
/// # Errors
/// Where `JWT_SECRET` is missing or has fewer than 32 bytes.
#[whippet::app]
pub fn app(bindings: Bindings) -> Result<App> {
    let tokens = Tokens::from_binding(&bindings, "JWT_SECRET")?;
    let session = App::new()
        .post("/refresh", refresh)
        .post("/logout", logout)
        .with(Csrf::new())
        .with(Jwt::new(tokens.refresh_verifier()).cookie(tokens::COOKIE));
    let members = App::new()
        .get("/me", me)
        .get("/kennel", |_: Role<Keeper>| "lola, rex")
        .delete("/kennel/{dog}", |_: Role<Keeper>, Path(dog): Path<String>| format!("{dog} has found a home"))
        .with(Jwt::new(tokens.access_verifier()));
    // Whoever guesses passwords soon has to wait; on a platform with many instances, count in a store that they share.
    let door = App::new().post("/login", login).with(RateLimit::new(10, std::time::Duration::from_mins(1)));
    Ok(App::new()
        .merge(door)
        .merge(members)
        .nest("/session", session)
        .with_state(House { users: Users::new(), tokens }))
}

/// Who may do what only keepers may.
struct Keeper;

impl RoleName for Keeper {
    const NAME: &'static str = "keeper";
}

#[derive(Deserialize)]
struct Login {
    name: String,
    password: String,
}

/// `POST /login`.
fn login(
    State(users): State<Users>,
    State(tokens): State<Tokens>,
    jar: Cookies,
    Json(login): Json<Login>,
) -> Result<(Cookies, Json<Value>)> {
    let roles = users.roles_of(&login.name, &login.password);
    let roles = roles.ok_or_else(|| Error::new(StatusCode::UNAUTHORIZED, "name or password is wrong"))?;
    tokens.issue(jar, &login.name, roles)
}

/// `POST /session/refresh`: the roles are looked up anew, so that one who lost a role has lost it within a quarter of an hour.
fn refresh(
    who: Identity,
    State(users): State<Users>,
    State(tokens): State<Tokens>,
    jar: Cookies,
) -> Result<(Cookies, Json<Value>)> {
    let roles = users.current_roles_of(who.name());
    let roles = roles.ok_or_else(|| Error::new(StatusCode::UNAUTHORIZED, "this account is closed"))?;
    tokens.issue(jar, who.name(), roles)
}

/// `POST /session/logout`.
fn logout(jar: Cookies) -> (Cookies, NoContent) {
    (jar.remove(tokens::removal()), NoContent)
}

/// `GET /me`.
fn me(who: Identity) -> Json<Value> {
    Json(json!({ "name": who.name(), "roles": who.roles().collect::<Vec<_>>() }))
}
