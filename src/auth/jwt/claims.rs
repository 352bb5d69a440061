//! [`Claims`]: what a token says, as a type.

use std::rc::Rc;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::token::Reason;
use crate::{
    auth::Challenge,
    context::Context,
    error::{Error, Rejection, Result},
    extract::{Extracted, FromRequestParts},
};

/// What the token of a request has come to: [`Jwt`](crate::middleware::Jwt) keeps it.
pub(crate) struct Presented {
    /// `None` where there was no token, and there need not be one.
    pub(crate) claims: Option<Rc<Value>>,
    pub(crate) challenge: Challenge,
}

/// The claims of the token of a request, as a type. Those that the type does not know are passed over.
///
/// [`Jwt`](crate::middleware::Jwt) has verified the token; this reads what it says.
///
/// # Errors
/// 401 where there is no token, `None` as an `Option`; 401 with `invalid_token` where the claims do not fit the type; 500 where no `Jwt` stands around the route: the
/// log says so.
///
/// # Example: a tenant
/// ```
/// use std::time::Duration;
/// use whippet::{auth::jwt::{Claims, Signer}, middleware::Jwt, prelude::*};
///
/// #[derive(Deserialize, Serialize)]
/// struct User { sub: String, tenant: u32 }
///
/// let signer = Signer::hs256("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a")?;
/// let app = App::new()
///     .get("/", |Claims(user): Claims<User>| format!("{} of {}", user.sub, user.tenant))
///     .with(Jwt::new(signer.key()));
/// # let client = whippet::testing::TestClient::new(app);
/// let token = signer.sign(&User { sub: "lola".to_owned(), tenant: 7 }, Duration::from_mins(15))?;
/// client.get("/").header("authorization", &format!("Bearer {token}")).send().assert_text("lola of 7");
/// # let token = signer.sign(&json!({ "sub": "lola" }), Duration::from_mins(15))?;
/// # client.get("/").header("authorization", &format!("Bearer {token}")).send().assert_status(401);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Claims<T>(
    /// The claims.
    pub T,
);

impl<S, T: DeserializeOwned + 'static> FromRequestParts<S> for Claims<T> {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        presented(cx).and_then(|(claims, challenge)| read(&claims, &challenge).map(Self)).into()
    }
}

fn presented(cx: &Context) -> Result<(Rc<Value>, Challenge)> {
    let Some(presented) = cx.extension::<Presented>() else {
        let cause =
            "no Jwt stands around a route that asks for Claims: give one to the application, `.with(Jwt::new(key))`";
        return Err(Error::internal(cause));
    };
    let challenge = presented.challenge.clone();
    match &presented.claims {
        Some(claims) => Ok((Rc::clone(claims), challenge)),
        None => Err(challenge.refuse(Error::rejected(Rejection::Unauthorized, "log in first")).as_missing()),
    }
}

/// The claims as a type.
///
/// # Errors
/// 401 where they do not fit.
pub(super) fn read<T: DeserializeOwned>(claims: &Value, challenge: &Challenge) -> Result<T> {
    // The cause may quote what the token says, which is for nobody's log.
    T::deserialize(claims).map_err(|_| refused(challenge, "the claims of the token do not fit"))
}

/// The refusal of a token (RFC 6750, section 3.1).
pub(crate) fn refused(challenge: &Challenge, reason: Reason) -> Error {
    let error = Error::rejected(Rejection::Unauthorized, reason);
    challenge.clone().error("invalid_token", reason).refuse(error)
}
