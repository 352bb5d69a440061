//! [`Verifier`]: which tokens are accepted.

use std::{borrow::Cow, fmt, rc::Rc, time::Duration};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{
    Key, Keys, claims,
    rules::Rules,
    token::{Reason, Token, object},
};
use crate::{auth::Challenge, context::Context, extract::Extracted};

/// More bytes of a token are not looked at, if nothing else is said.
const MOST_BYTES: usize = 8192;

/// Which tokens are accepted: those that one of the keys has signed, that have not expired, and say what they must.
///
/// # Example: those of one issuer, for this application
/// ```
/// use whippet::{auth::{Identity, jwt::{Jwks, Verifier}}, middleware::Jwt, prelude::*};
///
/// let verifier = Verifier::new(Jwks::from_url("https://login.example/.well-known/jwks.json"))
///     .issuer("https://login.example/")
///     .audience("https://api.kennel.example");
/// let app = App::new().get("/", |who: Identity| who.name().to_owned()).with(Jwt::new(verifier));
/// # whippet::testing::TestClient::new(app).get("/").send().assert_status(401);
/// ```
#[derive(Clone)]
#[must_use]
pub struct Verifier {
    keys: Keys,
    rules: Rc<Rules>,
    most_bytes: usize,
}

/// The claims of a token that is accepted, or why it is not.
pub(crate) type Verdict = Result<Map<String, Value>, Reason>;

impl Verifier {
    /// Accepts what the keys have signed: a [`Key`], several, a [`JwkSet`](super::JwkSet), or [`Jwks`](super::Jwks).
    ///
    /// ```
    /// use whippet::auth::jwt::{Key, Verifier};
    /// let verifier = Verifier::new(Key::hs256("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a")?);
    /// # let _ = verifier;
    /// # Ok::<(), whippet::Error>(())
    /// ```
    pub fn new(keys: impl Into<Keys>) -> Self {
        Self { keys: keys.into(), rules: Rc::default(), most_bytes: MOST_BYTES }
    }

    /// Accepts tokens whose `aud` is or has this; said several times, any of them. Without it, a token that has an `aud` is refused: it is meant for somebody
    /// else.
    ///
    /// ```
    /// use whippet::auth::jwt::{Key, Verifier};
    /// let verifier = Verifier::new(Key::hs256([7; 32])?).audience("https://api.kennel.example");
    /// # let _ = verifier;
    /// # Ok::<(), whippet::Error>(())
    /// ```
    pub fn audience(mut self, audience: impl Into<Cow<'static, str>>) -> Self {
        self.rules_mut().audiences.push(audience.into());
        self
    }

    /// Accepts tokens whoever they are meant for: what another application got can be used here. Only where nobody else gets tokens of these keys.
    ///
    /// ```
    /// use whippet::auth::jwt::{Key, Verifier};
    /// let verifier = Verifier::new(Key::hs256([7; 32])?).any_audience();
    /// # let _ = verifier;
    /// # Ok::<(), whippet::Error>(())
    /// ```
    pub fn any_audience(mut self) -> Self {
        self.rules_mut().is_any_audience = true;
        self
    }

    /// Accepts tokens whose `iss` is this; said several times, any of them. Without it, `iss` does not count.
    ///
    /// ```
    /// use whippet::auth::jwt::{Key, Verifier};
    /// let verifier = Verifier::new(Key::hs256([7; 32])?).issuer("https://login.example/");
    /// # let _ = verifier;
    /// # Ok::<(), whippet::Error>(())
    /// ```
    pub fn issuer(mut self, issuer: impl Into<Cow<'static, str>>) -> Self {
        self.rules_mut().issuers.push(issuer.into());
        self
    }

    /// Accepts tokens whose header has this `typ`, such as `refresh+jwt`: so that a token for one thing is none for another. Without it, those without one, and
    /// those with `JWT` or `at+jwt` (RFC 9068).
    ///
    /// ```
    /// use whippet::auth::jwt::{Key, Verifier};
    /// let verifier = Verifier::new(Key::hs256([7; 32])?).typ("at+jwt");
    /// # let _ = verifier;
    /// # Ok::<(), whippet::Error>(())
    /// ```
    pub fn typ(mut self, typ: impl Into<Cow<'static, str>>) -> Self {
        self.rules_mut().kind = Some(typ.into());
        self
    }

    /// Sets how far the clocks of who makes tokens and who accepts them may differ, in whole seconds: 60 unless said otherwise.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::auth::jwt::{Key, Verifier};
    /// let verifier = Verifier::new(Key::hs256([7; 32])?).leeway(Duration::ZERO);
    /// # let _ = verifier;
    /// # Ok::<(), whippet::Error>(())
    /// ```
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.rules_mut().leeway = leeway;
        self
    }

    /// Accepts tokens that have no `exp`, and so last for ever. One that has it expires all the same.
    ///
    /// ```
    /// use whippet::auth::jwt::{Key, Verifier};
    /// let verifier = Verifier::new(Key::hs256([7; 32])?).without_expiry();
    /// # let _ = verifier;
    /// # Ok::<(), whippet::Error>(())
    /// ```
    pub fn without_expiry(mut self) -> Self {
        self.rules_mut().is_lasting = true;
        self
    }

    /// Sets the most bytes that a token may have: 8,192 unless said otherwise.
    ///
    /// ```
    /// use whippet::auth::jwt::{Key, Verifier};
    /// let verifier = Verifier::new(Key::hs256([7; 32])?).max_bytes(2048);
    /// # let _ = verifier;
    /// # Ok::<(), whippet::Error>(())
    /// ```
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.most_bytes = bytes;
        self
    }

    /// Verifies a token that came another way than [`Jwt`](crate::middleware::Jwt) looks at, such as in a body.
    ///
    /// # Errors
    /// 401 with `WWW-Authenticate: Bearer` and `invalid_token`, where it is not accepted or its claims do not fit the type; 503 where there are no keys to verify it with.
    ///
    /// # Example: renewing a token
    /// ```
    /// use std::time::Duration;
    /// use whippet::{auth::jwt::{Signer, Verifier}, prelude::*};
    ///
    /// #[derive(Deserialize, Serialize)]
    /// struct User { sub: String }
    ///
    /// async fn renew(cx: Context, State(signer): State<Signer>, token: String) -> Result<String> {
    ///     let verifier = Verifier::new(signer.key()).typ("refresh+jwt");
    ///     let user: User = verifier.verify(&cx, &token).wait().await?;
    ///     signer.sign(&user, Duration::from_mins(15))
    /// }
    ///
    /// let signer = Signer::hs256("8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a")?;
    /// let refresh = signer.clone().typ("refresh+jwt").sign(&User { sub: "lola".to_owned() }, Duration::from_hours(24))?;
    /// let client = whippet::testing::TestClient::new(App::new().post("/", renew).with_state(signer));
    /// let access = client.post("/").body(refresh).send().assert_status(200).text().to_owned();
    /// client.post("/").body(access).send().assert_status(401); // it is no refresh token
    /// # Ok::<(), Error>(())
    /// ```
    pub fn verify<T: DeserializeOwned + 'static>(&self, cx: &Context, token: &str) -> Extracted<T> {
        self.verdict(cx, token).result(|verdict| {
            let claims = verdict?.map_err(|reason| claims::refused(&Challenge::new("Bearer"), reason))?;
            claims::read(&Value::Object(claims), &Challenge::new("Bearer"))
        })
    }

    /// The bytes that were signed, of a token that carries no claims but anything: a JWS (RFC 7515). No rule is looked at but the `typ` that [`Verifier::typ`] names, and any
    /// without: what it says must not be kept for ever says so itself.
    ///
    /// # Errors
    /// As [`Verifier::verify`].
    ///
    /// # Example: the token of RFC 8037, appendix A.4
    /// ```
    /// use whippet::{auth::jwt::{Key, Verifier}, prelude::*, testing::TestClient};
    ///
    /// let key = Key::from_jwk(r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#)?;
    /// let verifier = Verifier::new(key);
    /// let open = move |cx: Context, token: String| {
    ///     let payload = verifier.payload(&cx, &token);
    ///     async move { payload.wait().await }
    /// };
    /// let token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    /// TestClient::new(App::new().post("/", open)).post("/").body(token).send().assert_text("Example of Ed25519 signing");
    /// # Ok::<(), Error>(())
    /// ```
    pub fn payload(&self, cx: &Context, token: &str) -> Extracted<Vec<u8>> {
        let rules = Rc::clone(&self.rules);
        self.signed(cx, token).result(move |token| {
            let payload = token?.and_then(|token| rules.check_kind(&token).and_then(|()| token.payload()));
            payload.map_err(|reason| claims::refused(&Challenge::new("Bearer"), reason))
        })
    }

    /// The claims of a token, if it is accepted.
    pub(crate) fn verdict(&self, cx: &Context, token: &str) -> Extracted<Verdict> {
        let rules = Rc::clone(&self.rules);
        self.signed(cx, token).map(move |token| {
            let token = token?;
            let claims = object(&token.payload()?).ok_or("the claims are no JSON object, or say a thing twice")?;
            rules.check(&token, &claims).map(|()| claims)
        })
    }

    /// What keeps the application from starting.
    pub(crate) fn fault(&self) -> Option<String> {
        self.keys.0.fault().or_else(|| self.rules.fault().map(str::to_owned))
    }

    /// A token that one of the keys has signed.
    fn signed(&self, cx: &Context, text: &str) -> Extracted<Result<Rc<Token>, Reason>> {
        let token = match Token::parse(text, self.most_bytes) {
            Ok(token) => Rc::new(token),
            Err(reason) => return Ok(Err(reason)).into(),
        };
        Rc::clone(&self.keys.0).find(cx, &token).and_then(move |found| match found {
            Ok(keys) => is_signed(&keys, &token).map(move |is_signed| {
                is_signed.then_some(token).ok_or("the token was not signed by a key that is known here")
            }),
            Err(reason) => Ok(Err(reason)).into(),
        })
    }

    fn rules_mut(&mut self) -> &mut Rules {
        Rc::make_mut(&mut self.rules)
    }
}

/// Whether one of the keys has signed a token.
fn is_signed(keys: &[Key], token: &Rc<Token>) -> Extracted<bool> {
    let mut waiting = Vec::new();
    for key in keys {
        match key.verify(token) {
            Extracted::Ready(Ok(false)) => {}
            Extracted::Ready(done) => return done.into(),
            Extracted::Later(verified) => waiting.push(verified),
        }
    }
    if waiting.is_empty() {
        return Ok(false).into();
    }
    Extracted::later(async {
        for verified in waiting {
            if verified.await? {
                return Ok(true);
            }
        }
        Ok(false)
    })
}

impl<K: Into<Keys>> From<K> for Verifier {
    fn from(keys: K) -> Self {
        Self::new(keys)
    }
}

/// The rules, and nothing of the keys.
impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").field("rules", &self.rules).finish_non_exhaustive()
    }
}
