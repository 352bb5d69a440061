//! [`Secret`]: what an application and a service know, and nobody else.

use std::{
    fmt,
    marker::PhantomData,
    rc::Rc,
    time::{Duration, SystemTime},
};

use hmac::{Hmac, KeyInit, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::{
    Scheme,
    claim::{Claim, Mac},
};
use crate::{
    bindings::Bindings,
    error::{Error, Result},
};

/// The fewest bytes of a key: fewer can be found by trying. Services make longer ones.
const FEWEST_BYTES: usize = 16;

/// The secret, or several, of the webhooks of one service: a part of the application's state. Feature `webhooks`.
///
/// A clone is cheap. `Debug` shows nothing of it.
///
/// # Example: two services in one state
/// ```
/// use whippet::{extract::FromRef, prelude::*, webhook::{GitHub, Secret, Slack, Webhook}};
///
/// struct Kennel { github: Secret<GitHub>, slack: Secret<Slack> }
///
/// impl FromRef<Kennel> for Secret<GitHub> {
///     fn from_ref(kennel: &Kennel) -> Self { kennel.github.clone() }
/// }
/// impl FromRef<Kennel> for Secret<Slack> {
///     fn from_ref(kennel: &Kennel) -> Self { kennel.slack.clone() }
/// }
///
/// fn app(bindings: Bindings) -> Result<App> {
///     let github = Secret::from_binding(&bindings, "GITHUB_SECRET")?;
///     let slack = Secret::from_binding(&bindings, "SLACK_SIGNING_SECRET")?;
///     let app = App::new()
///         .post("/github", |hook: Webhook<GitHub, Bytes>| hook.payload)
///         .post("/slack", |hook: Webhook<Slack, Form<Vec<(String, String)>>>| hook.payload.0.len().to_string());
///     Ok(app.with_state(Kennel { github, slack }))
/// }
/// # let secret = json!("8f742231b10e8888abcd99yyyzzz85a5");
/// # let client = whippet::testing::TestClient::with_bindings(app, [("GITHUB_SECRET", secret.clone()), ("SLACK_SIGNING_SECRET", secret)]);
/// # client.post("/slack").send().assert_status(400);
/// ```
pub struct Secret<P> {
    /// The newest first.
    keys: Rc<[Box<[u8]>]>,
    tolerance: Duration,
    scheme: PhantomData<P>,
}

impl<P: Scheme> Secret<P> {
    /// The secret as the service shows it.
    ///
    /// # Errors
    /// 500 where it is not of the service's form, or has fewer than 16 bytes. At start-up this keeps the application from starting.
    ///
    /// ```
    /// use whippet::webhook::{Secret, Slack, StandardWebhooks};
    /// assert!(Secret::<StandardWebhooks>::new("whsec_plJ3nmyCDGBKInavdOK15jsl").is_ok());
    /// assert!(Secret::<Slack>::new("short").unwrap_err().to_string().contains("has 5 bytes"));
    /// ```
    pub fn new(secret: impl AsRef<str>) -> Result<Self> {
        key::<P>(secret.as_ref()).map(Self::of).map_err(Error::internal)
    }

    /// The secret that a binding holds.
    ///
    /// # Errors
    /// 500 where the binding is not set, is no text, or no secret as [`Secret::new`] wants it; the log names the binding.
    ///
    /// ```
    /// use whippet::{prelude::*, webhook::{Secret, Stripe}};
    /// let bindings = Bindings::from_iter([("STRIPE_WEBHOOK_SECRET", json!("whsec_"))]);
    /// let refusal = Secret::<Stripe>::from_binding(&bindings, "STRIPE_WEBHOOK_SECRET").unwrap_err().to_string();
    /// assert!(refusal.contains("the binding STRIPE_WEBHOOK_SECRET: a secret of Stripe"), "{refusal}");
    /// ```
    pub fn from_binding(bindings: &Bindings, name: &str) -> Result<Self> {
        let secret: String = bindings.get(name)?;
        key::<P>(&secret).map(Self::of).map_err(|fault| Error::internal(format!("the binding {name}: {fault}")))
    }

    fn of(key: Box<[u8]>) -> Self {
        Self { keys: Rc::new([key]), tolerance: P::TOLERANCE, scheme: PhantomData }
    }

    /// Lets what is signed with another secret in, too: while it is being replaced, and where several senders have one each.
    ///
    /// ```
    /// use whippet::{prelude::*, webhook::{Secret, Slack}};
    ///
    /// fn secret(bindings: &Bindings) -> Result<Secret<Slack>> {
    ///     let secret = Secret::from_binding(bindings, "SLACK_SIGNING_SECRET")?;
    ///     Ok(secret.or(&Secret::from_binding(bindings, "OLD_SLACK_SIGNING_SECRET")?))
    /// }
    /// # assert!(secret(&Bindings::default()).is_err());
    /// ```
    #[must_use]
    pub fn or(mut self, other: &Self) -> Self {
        self.keys = self.keys.iter().chain(&*other.keys).cloned().collect();
        self
    }

    /// How far the signed time may be from now, either way, in whole seconds; five minutes if nothing is said.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::webhook::{Secret, Slack};
    /// let strict = Secret::<Slack>::new("8f742231b10e8888abcd99yyyzzz85a5")?.tolerance(Duration::from_mins(1));
    /// # let _ = strict;
    /// # Ok::<(), whippet::Error>(())
    /// ```
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// The headers of a request that is signed with this secret, the newest of them: for tests, and for who sends such requests himself. The number
    /// does not count where the scheme has none.
    ///
    /// # Example: a test
    /// ```
    /// use whippet::{prelude::*, testing::TestClient, time::now, webhook::{Secret, StandardWebhooks, Webhook}};
    ///
    /// let secret = Secret::<StandardWebhooks>::new("whsec_plJ3nmyCDGBKInavdOK15jsl")?;
    /// let app = App::new().post("/", |hook: Webhook<StandardWebhooks, String>| hook.payload).with_state(secret.clone());
    /// let client = TestClient::new(app);
    /// let mut request = client.post("/").body("woof");
    /// for (name, value) in secret.sign("msg_7", now(), "woof") {
    ///     request = request.header(name, &value);
    /// }
    /// request.send().assert_text("woof");
    /// # Ok::<(), Error>(())
    /// ```
    pub fn sign(&self, id: &str, time: SystemTime, body: impl AsRef<[u8]>) -> Vec<(&'static str, String)> {
        let seconds = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let key = self.keys.first().map(|key| &**key).unwrap_or_default();
        P::sign(id, seconds, &|before| mac(key, before, body.as_ref()))
    }

    pub(super) fn tolerance_seconds(&self) -> u64 {
        self.tolerance.as_secs()
    }

    /// Whether one of the signatures is that of one of the secrets. All are looked at, whichever it is.
    pub(super) fn is_signed(&self, claim: &Claim, body: &[u8]) -> bool {
        let mut is_signed = subtle::Choice::from(0);
        for key in &*self.keys {
            let right = mac(key, claim.before(), body);
            for signature in claim.signatures() {
                is_signed |= right.ct_eq(signature);
            }
        }
        is_signed.into()
    }
}

fn key<P: Scheme>(secret: &str) -> Result<Box<[u8]>, String> {
    if secret.trim() != secret {
        return Err(format!(
            "a secret of {} neither begins nor ends with white space: a line break is easily copied with it",
            P::NAME
        ));
    }
    let key = P::key(secret).map_err(|fault| format!("a secret of {} {fault}", P::NAME))?;
    if key.len() < FEWEST_BYTES {
        let (scheme, bytes) = (P::NAME, key.len());
        return Err(format!(
            "a secret of {scheme} has at least {FEWEST_BYTES} bytes, and this has {bytes} bytes: take it as {scheme} shows it"
        ));
    }
    Ok(key.into())
}

/// The HMAC of a text and the body after it.
fn mac(key: &[u8], before: &str, body: &[u8]) -> Mac {
    // A key may have any length (RFC 2104, section 2).
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Mac::default() };
    mac.update(before.as_bytes());
    mac.update(body);
    mac.finalize().into_bytes().into()
}

impl<P> Clone for Secret<P> {
    fn clone(&self) -> Self {
        Self { keys: Rc::clone(&self.keys), tolerance: self.tolerance, scheme: PhantomData }
    }
}

/// Nothing of it.
impl<P> fmt::Debug for Secret<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::webhook::{GitHub, Slack};

    #[test]
    fn the_sum_is_that_of_githubs_documentation() {
        let mac = mac(b"It's a Secret to Everybody", "", b"Hello, World!");
        assert_eq!(Claim::to_hex(&mac), "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
    }

    #[test]
    fn a_secret_shows_nothing() {
        let secret = Secret::<GitHub>::new("It's a Secret to Everybody").unwrap();
        assert_eq!(format!("{secret:?}"), "Secret");
        let refusal = Secret::<Slack>::new("hunter2").unwrap_err().to_string();
        assert!(!refusal.contains("hunter2"), "{refusal}");
    }
}
