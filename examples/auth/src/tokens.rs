//! [`Tokens`]: the access token and the refresh token.

use std::time::Duration;

use whippet::{
    auth::jwt::{Signer, Verifier},
    cookies::{Cookie, Cookies},
    prelude::*,
};

/// The cookie of the refresh token. The prefix has browsers take it over TLS only. `__Host-` would have them take it from this host only, but wants the path
/// `/`: where somebody else has a subdomain, take that one, and let it be sent with each request.
pub(crate) const COOKIE: &str = "__Secure-refresh";

const ISSUER: &str = "https://dogs.example";
const ACCESS: Duration = Duration::from_mins(15);
const REFRESH: Duration = Duration::from_hours(24 * 14);

/// Makes both tokens, and says how each is verified.
#[derive(Clone)]
pub(crate) struct Tokens {
    access: Signer,
    refresh: Signer,
}

/// What a token says: whose it is, and what he may do.
#[derive(Serialize)]
struct Claims<'a> {
    sub: &'a str,
    iss: &'a str,
    roles: &'a [&'static str],
}

impl Tokens {
    pub(crate) fn from_binding(bindings: &Bindings, name: &str) -> Result<Self> {
        let signer = Signer::from_binding(bindings, name)?;
        Ok(Self { access: signer.clone().typ("at+jwt"), refresh: signer.typ("refresh+jwt") })
    }

    pub(crate) fn access_verifier(&self) -> Verifier {
        Verifier::new(self.access.key()).issuer(ISSUER).typ("at+jwt")
    }

    pub(crate) fn refresh_verifier(&self) -> Verifier {
        Verifier::new(self.refresh.key()).issuer(ISSUER).typ("refresh+jwt")
    }

    /// Both tokens for somebody: one in the body, one in a cookie.
    pub(crate) fn issue(&self, jar: Cookies, name: &str, roles: &[&'static str]) -> Result<(Cookies, Json<Value>)> {
        let access = self.access.sign(&Claims { sub: name, iss: ISSUER, roles }, ACCESS)?;
        let refresh = self.refresh.sign(&Claims { sub: name, iss: ISSUER, roles: &[] }, REFRESH)?;
        let body = json!({ "access_token": access, "token_type": "Bearer", "expires_in": ACCESS.as_secs() });
        Ok((jar.add(cookie(refresh)), Json(body)))
    }
}

/// `Secure`, `HttpOnly` and `SameSite=Lax` are there without being asked for.
fn cookie(token: String) -> Cookie<'static> {
    Cookie::build((COOKIE, token)).path("/session").build()
}

/// What takes the cookie away.
pub(crate) fn removal() -> Cookie<'static> {
    cookie(String::new())
}
