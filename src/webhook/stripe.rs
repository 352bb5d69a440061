//! [`Stripe`]: one header with the time and the signatures.

use super::{
    Scheme,
    claim::{Claim, malformed, required, seconds},
};
use crate::{context::Context, error::Result};

const SIGNATURE: &str = "stripe-signature";
const FORM: &str = "t=<seconds since 1970>,v1=<64 hexadecimal digits>";

/// Stripe's webhooks: `Stripe-Signature: t=…,v1=…`, the HMAC-SHA-256 of `<time>.<body>` as hexadecimal digits. While the secret of an endpoint is being rolled
/// there are several `v1`; other parts, such as the `v0` of test events, do not count.
///
/// The secret is that of the endpoint, as it is shown, with its `whsec_`; not the key of the API. The number of an event is in its body.
///
/// # Example: an event
/// ```
/// use whippet::{prelude::*, testing::TestClient, time::now, webhook::{Secret, Stripe, Webhook}};
///
/// let secret = Secret::<Stripe>::new("whsec_8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a")?;
/// let app = App::new().post("/", |hook: Webhook<Stripe, String>| hook.payload).with_state(secret.clone());
/// let header = secret.sign("", now(), "{}").remove(0);
/// assert!(header.1.starts_with("t=") && header.1.contains(",v1="));
/// TestClient::new(app).post("/").header(header.0, &header.1).body("{}").send().assert_text("{}");
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub enum Stripe {}

impl Scheme for Stripe {
    const NAME: &'static str = "Stripe";
    const HEADERS: &'static [&'static str] = &[SIGNATURE];

    /// The whole text, prefix included. A key of the API is none.
    fn key(secret: &str) -> Result<Vec<u8>, String> {
        if secret.starts_with("whsec_") {
            Ok(secret.as_bytes().to_vec())
        } else {
            Err("begins with whsec_: take the signing secret of the endpoint, not a key of the API".to_owned())
        }
    }

    fn claim(cx: &Context) -> Result<Claim> {
        let text = required(cx, SIGNATURE)?;
        read(&text).ok_or_else(|| malformed(SIGNATURE, FORM))
    }

    fn sign(_: &str, seconds: u64, mac: &dyn Fn(&str) -> [u8; 32]) -> Vec<(&'static str, String)> {
        let signature = mac(&format!("{seconds}."));
        vec![(SIGNATURE, format!("t={seconds},v1={}", Claim::to_hex(&signature)))]
    }
}

fn read(text: &str) -> Option<Claim> {
    let parts = || text.split(',').filter_map(|part| part.trim_matches([' ', '\t']).split_once('='));
    let mut times = parts().filter(|(name, _)| *name == "t").map(|(_, value)| value);
    // Which of two was signed cannot be known.
    let (Some(time), None) = (times.next(), times.next()) else { return None };
    let signatures = parts().filter(|(name, _)| *name == "v1").map(|(_, value)| value);
    Some(Claim::from_hex(signatures)?.sent_at(seconds(time)?).signed_before(format!("{time}.")))
}
