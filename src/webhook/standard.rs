//! [`StandardWebhooks`]: what many services agree on.

use base64ct::{Base64, Encoding};

use super::{
    Scheme,
    claim::{Claim, malformed, required, seconds},
};
use crate::{context::Context, error::Result};

const ID: &str = "webhook-id";
const TIMESTAMP: &str = "webhook-timestamp";
const SIGNATURE: &str = "webhook-signature";

/// Webhooks after the specification Standard Webhooks: `webhook-signature: v1,…`, the HMAC-SHA-256 of `<id>.<time>.<body>` in base64, `webhook-id` and
/// `webhook-timestamp`. There may be several signatures, with a space between them; those of other versions, such as the asymmetric `v1a`, do not count.
///
/// The secret is base64, with or without `whsec_` before it. The id is signed, and the same when a delivery is tried again.
///
/// # Example: what was seen before is not done again
/// ```
/// use std::{cell::RefCell, rc::Rc};
/// use whippet::{extract::FromRef, prelude::*, webhook::{Secret, StandardWebhooks, Webhook}};
///
/// struct Kennel { secret: Secret<StandardWebhooks>, seen: Rc<RefCell<Vec<String>>> }
/// # impl FromRef<Kennel> for Secret<StandardWebhooks> { fn from_ref(kennel: &Kennel) -> Self { kennel.secret.clone() } }
/// # impl FromRef<Kennel> for Rc<RefCell<Vec<String>>> { fn from_ref(kennel: &Kennel) -> Self { Rc::clone(&kennel.seen) } }
///
/// fn take(State(seen): State<Rc<RefCell<Vec<String>>>>, hook: Webhook<StandardWebhooks, Bytes>) -> &'static str {
///     let id = hook.id.unwrap_or_default();
///     if seen.borrow().contains(&id) {
///         return "seen before"; // with a 2xx, else it is tried again
///     }
///     seen.borrow_mut().push(id);
///     "done"
/// }
/// # let secret = Secret::new("whsec_plJ3nmyCDGBKInavdOK15jsl")?;
/// # let app = App::new().post("/", take).with_state(Kennel { secret: secret.clone(), seen: Rc::default() });
/// # let client = whippet::testing::TestClient::new(app);
/// # let send = || {
/// #     let headers = secret.sign("msg_7", whippet::time::now(), "woof");
/// #     headers.iter().fold(client.post("/").body("woof"), |request, (name, value)| request.header(name, value)).send()
/// # };
/// # send().assert_text("done");
/// # send().assert_text("seen before");
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub enum StandardWebhooks {}

impl Scheme for StandardWebhooks {
    const NAME: &'static str = "StandardWebhooks";
    const HEADERS: &'static [&'static str] = &[ID, TIMESTAMP, SIGNATURE];

    fn key(secret: &str) -> Result<Vec<u8>, String> {
        let base64 = secret.strip_prefix("whsec_").unwrap_or(secret);
        Base64::decode_vec(base64).map_err(|_| "is base64, after whsec_ or without it, and this is not".to_owned())
    }

    fn claim(cx: &Context) -> Result<Claim> {
        let (id, time, text) = (required(cx, ID)?, required(cx, TIMESTAMP)?, required(cx, SIGNATURE)?);
        // A byte beyond ASCII would be signed as another text than it is read as.
        if id.is_empty() || !id.is_ascii() {
            return Err(malformed(ID, "<one or more ASCII characters>"));
        }
        let sent_at = seconds(&time).ok_or_else(|| malformed(TIMESTAMP, "<seconds since 1970>"))?;
        let claim = Claim::from_base64(text.split(' ').filter_map(|signature| signature.strip_prefix("v1,")));
        let claim = claim.ok_or_else(|| malformed(SIGNATURE, "v1,<44 characters of base64>"))?;
        Ok(claim.sent_at(sent_at).signed_before(format!("{id}.{time}.")).id(id))
    }

    fn sign(id: &str, seconds: u64, mac: &dyn Fn(&str) -> [u8; 32]) -> Vec<(&'static str, String)> {
        let signature = mac(&format!("{id}.{seconds}."));
        vec![
            (ID, id.to_owned()),
            (TIMESTAMP, seconds.to_string()),
            (SIGNATURE, format!("v1,{}", Claim::to_base64(&signature))),
        ]
    }
}
