//! [`Webhook`]: what another service sends, if its signature over the raw body is right. Feature `webhooks`.
//!
//! The secret is a part of the application's state, [`Secret`], and is typed by whose it is. The last argument of a handler verifies, and hands
//! the body on to any extractor of a body.
//!
//! 1. What is verified are the bytes as they came; only then the extractor within is asked, and may refuse them itself (415, 400, 422).
//! 2. A signature is HMAC-SHA-256, compared in a time that does not tell how much of it is right. One that fits any of the secrets is enough, so
//!    that a secret can be replaced; so is any of several that were sent.
//! 3. Where the time is signed, too, a request that was signed more than five minutes ago, or for later, is refused: nobody can send it again
//!    tomorrow. Within the five minutes he can: what must not happen twice remembers [`Webhook::id`].
//! 4. A header that is missing or malformed, and a time outside the window, are a 400; a signature of none of the secrets is a 401; a body of too many bytes is
//!    a 413. Headers are looked at before the body is read, and no refusal tells what would have been right.
//!
//! | scheme | headers | the signed time | [`Webhook::id`] |
//! | --- | --- | --- | --- |
//! | [`StandardWebhooks`] | `webhook-id`, `webhook-timestamp`, `webhook-signature` | yes | `webhook-id`, signed |
//! | [`Stripe`] | `stripe-signature` | yes | none: it is the `id` of the event in the body |
//! | [`GitHub`] | `x-hub-signature-256`, `x-github-delivery` | **no**: what was sent once can be sent again for ever | `x-github-delivery`, **not** signed |
//! | [`Slack`] | `x-slack-signature`, `x-slack-request-timestamp` | yes | none |
//!
//! Another service's is an implementation of [`Scheme`].
//!
//! Sources: the [Standard Webhooks](https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md) specification, and
//! the documentation of [Stripe](https://docs.stripe.com/webhooks#verify-manually),
//! [GitHub](https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries) and
//! [Slack](https://docs.slack.dev/authentication/verifying-requests-from-slack).
//!
//! # Example: payments
//! ```
//! use whippet::{prelude::*, webhook::{Secret, Stripe, Webhook}};
//!
//! #[derive(Deserialize)]
//! struct Event { id: String, r#type: String }
//!
//! fn paid(Webhook { payload: Json(event), .. }: Webhook<Stripe, Json<Event>>) -> String {
//!     format!("{} is {}", event.id, event.r#type)
//! }
//!
//! fn app(bindings: Bindings) -> Result<App> {
//!     let secret = Secret::<Stripe>::from_binding(&bindings, "STRIPE_WEBHOOK_SECRET")?;
//!     Ok(App::new().post("/stripe", paid).with_state(secret))
//! }
//! # use whippet::{testing::TestClient, time::now};
//! # let secret = "whsec_8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a";
//! # let client = TestClient::with_bindings(app, [("STRIPE_WEBHOOK_SECRET", json!(secret))]);
//! # let body = r#"{"id":"evt_7","type":"charge.succeeded"}"#;
//! # let mut request = client.post("/stripe").header("content-type", "application/json").body(body);
//! # for (name, value) in Secret::<Stripe>::new(secret)?.sign("", now(), body) { request = request.header(name, &value); }
//! # request.send().assert_text("evt_7 is charge.succeeded");
//! # client.post("/stripe").header("content-type", "application/json").body(body).send().assert_status(400);
//! # Ok::<(), Error>(())
//! ```

mod claim;
mod github;
mod secret;
mod slack;
mod standard;
mod stripe;

use std::{
    fmt,
    marker::PhantomData,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};

pub use claim::Claim;
pub use github::GitHub;
pub use secret::Secret;
pub use slack::Slack;
pub use standard::StandardWebhooks;
pub use stripe::Stripe;

use crate::{
    context::Context,
    description::Description,
    error::{Error, Result},
    extract::{BodyNeed, Extracted, FromRef, FromRequest, Needs, ViaRequest},
    time::now,
};

/// How a service signs what it sends.
///
/// # Example: a shop's, which signs the body only, and writes it in base64
/// ```
/// use whippet::{prelude::*, testing::TestClient, time::now, webhook::{Claim, Scheme, Secret, Webhook}};
///
/// enum Shop {}
///
/// impl Scheme for Shop {
///     const NAME: &'static str = "Shop";
///     const HEADERS: &'static [&'static str] = &["x-shop-hmac"];
///
///     fn claim(cx: &Context) -> Result<Claim> {
///         let signature = cx.header("x-shop-hmac");
///         Claim::from_base64(signature.as_deref()).ok_or_else(|| Error::bad_request("the header x-shop-hmac is missing or malformed"))
///     }
///
///     fn sign(_id: &str, _seconds: u64, mac: &dyn Fn(&str) -> [u8; 32]) -> Vec<(&'static str, String)> {
///         vec![("x-shop-hmac", Claim::to_base64(&mac("")))]
///     }
/// }
///
/// let secret = Secret::<Shop>::new("a secret that the shop knows")?;
/// let client = TestClient::new(App::new().post("/", |hook: Webhook<Shop, String>| hook.payload).with_state(secret.clone()));
/// let signed = secret.sign("", now(), "two bones");
/// client.post("/").header(signed[0].0, &signed[0].1).body("two bones").send().assert_text("two bones");
/// client.post("/").header(signed[0].0, &signed[0].1).body("ten bones").send().assert_status(401);
/// # Ok::<(), Error>(())
/// ```
pub trait Scheme: 'static {
    /// Whose it is, for messages to developers.
    const NAME: &'static str;

    /// The headers that [`Scheme::claim`] reads, in lower case.
    const HEADERS: &'static [&'static str];

    /// How far the signed time may be from now, either way; five minutes. [`Secret::tolerance`] says otherwise for one application.
    const TOLERANCE: Duration = Duration::from_mins(5);

    /// The key that a secret stands for: its bytes.
    ///
    /// # Errors
    /// What is wrong with the secret, without a word of it: the application does not start.
    ///
    /// ```
    /// use whippet::webhook::{Scheme, Slack, StandardWebhooks};
    /// assert_eq!(Slack::key("abc").unwrap(), b"abc");
    /// assert_eq!(StandardWebhooks::key("whsec_d29vZg==").unwrap(), b"woof");
    /// ```
    fn key(secret: &str) -> Result<Vec<u8>, String> {
        Ok(secret.as_bytes().to_vec())
    }

    /// What the headers of a request claim.
    ///
    /// # Errors
    /// 400 where one of them is missing or malformed.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient, webhook::{Scheme, Slack}};
    /// let app = App::new().get("/", |cx: Context| Slack::claim(&cx).map(drop));
    /// TestClient::new(app).get("/").send().assert_status(400);
    /// ```
    fn claim(cx: &Context) -> Result<Claim>;

    /// The headers of a request that is signed: for tests, and for who sends such requests. `mac` gives the HMAC of a text, and of the body after it.
    ///
    /// ```
    /// use whippet::webhook::{Scheme, Slack};
    /// let headers = Slack::sign("", 7, &|before| { assert_eq!(before, "v0:7:"); [0; 32] });
    /// assert_eq!(headers[1], ("x-slack-request-timestamp", "7".to_owned()));
    /// ```
    fn sign(id: &str, seconds: u64, mac: &dyn Fn(&str) -> [u8; 32]) -> Vec<(&'static str, String)>;
}

/// What another service has sent and signed, as a handler's last argument: `E` is any extractor of a whole body, and is given the bytes once they
/// are known to be the service's.
///
/// The [`Secret`] of the same scheme is a part of the state; without one it does not compile.
///
/// # Errors
/// Before the body is read: 400 where a header is missing or malformed. After it: 400 where the signed time is more than five minutes from now, 401 where the
/// signature is that of no secret, 413 where the body has too many bytes, and whatever `E` refuses. An extractor that streams keeps the application from starting.
///
/// # Example: what happens in a repository
/// ```
/// use whippet::{prelude::*, webhook::{GitHub, Secret, Webhook}};
///
/// fn pushed(Webhook { payload: Json(event), id, .. }: Webhook<GitHub, Json<Value>>) -> String {
///     format!("{}: {}", id.unwrap_or_default(), event["ref"])
/// }
///
/// let secret = Secret::<GitHub>::new("It's a Secret to Everybody")?;
/// let app = App::new().post("/github", pushed).with_state(secret.clone());
/// # let client = whippet::testing::TestClient::new(app);
/// # let body = r#"{"ref":"main"}"#;
/// # let mut request = client.post("/github").header("content-type", "application/json").body(body);
/// # for (name, value) in secret.sign("72d3162e", std::time::SystemTime::UNIX_EPOCH, body) { request = request.header(name, &value); }
/// # request.send().assert_text("72d3162e: \"main\"");
/// # Ok::<(), Error>(())
/// ```
///
/// # Example: without a secret it does not compile
/// ```compile_fail
/// use whippet::{Service, prelude::*, webhook::{Slack, Webhook}};
///
/// Service::freeze(App::new().post("/", |hook: Webhook<Slack, String>| hook.payload)); // the state is `()`
/// ```
pub struct Webhook<P, E> {
    /// What `E` made of the body.
    pub payload: E,
    /// The number of the delivery, which is the same when it is tried again; `None` where the scheme has none. Whether it is signed stands in
    /// [the table](self).
    pub id: Option<String>,
    /// When it was signed; `None` where the scheme does not say.
    pub sent_at: Option<SystemTime>,
    scheme: PhantomData<P>,
}

impl<P, E: fmt::Debug> fmt::Debug for Webhook<P, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { payload, id, sent_at, .. } = self;
        f.debug_struct("Webhook")
            .field("payload", payload)
            .field("id", id)
            .field("sent_at", sent_at)
            .finish_non_exhaustive()
    }
}

impl<S, P: Scheme, E: FromRequest<S>> FromRequest<S> for Webhook<P, E>
where
    Secret<P>: FromRef<S>,
{
    const BODY: BodyNeed = BodyNeed::Bytes;

    fn needs(needs: &mut Needs) {
        needs.headers(P::HEADERS);
        E::needs(needs);
        if E::BODY == BodyNeed::Stream {
            let (name, scheme) = (std::any::type_name::<E>(), P::NAME);
            needs.fault(format!(
                "Webhook<{scheme}, {name}>: a signature is that of the whole body, and {name} reads it as a stream: take Bytes, String or Json<T>"
            ));
        }
    }

    fn describe(description: &mut Description) {
        E::describe(description);
    }

    fn check(cx: &Context) -> Result<()> {
        P::claim(cx).map(drop)
    }

    fn from_request(cx: &Context, body: Bytes, state: &S) -> Extracted<Self> {
        let verified = P::claim(cx).and_then(|claim| {
            verify(&Secret::<P>::from_ref(state), &claim, &body)?;
            Ok(claim.into_delivery())
        });
        let (id, sent_at) = match verified {
            Ok(delivery) => delivery,
            Err(error) => return Err(error).into(),
        };
        // Not before: whoever is nobody we know learns nothing of what is expected.
        let payload = match <E as FromRequest<S, ViaRequest>>::check(cx) {
            Ok(()) => <E as FromRequest<S, ViaRequest>>::from_request(cx, body, state),
            Err(error) => <E as FromRequest<S, ViaRequest>>::without_body(error),
        };
        payload.map(move |payload| Self { payload, id, sent_at, scheme: PhantomData })
    }
}

/// The window first, since that costs nothing.
fn verify<P: Scheme>(secret: &Secret<P>, claim: &Claim, body: &[u8]) -> Result<()> {
    if let Some(seconds) = claim.seconds() {
        let since_1970 = now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        if since_1970.as_secs().abs_diff(seconds) > secret.tolerance_seconds() {
            let when = if seconds > since_1970.as_secs() { "is in the future" } else { "is too long ago" };
            return Err(Error::bad_request(format!("the time that was signed {when}")));
        }
    }
    if secret.is_signed(claim, body) {
        return Ok(());
    }
    let error = Error::new(StatusCode::UNAUTHORIZED, "the signature is not of this body with our secret");
    // A 401 names what it wants to see (RFC 9110, section 15.5.2).
    let challenge = format!("Signature headers=\"{}\"", P::HEADERS.join(" "));
    Err(match HeaderValue::from_str(&challenge) {
        Ok(challenge) => error.with_header(header::WWW_AUTHENTICATE, challenge),
        Err(_) => error,
    })
}
