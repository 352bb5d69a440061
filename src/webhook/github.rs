//! [`GitHub`]: a signature of the body alone.

use super::{
    Scheme,
    claim::{Claim, malformed, required},
};
use crate::{context::Context, error::Result};

const SIGNATURE: &str = "x-hub-signature-256";
const DELIVERY: &str = "x-github-delivery";

/// GitHub's webhooks: `X-Hub-Signature-256: sha256=…`, the HMAC-SHA-256 of the body as hexadecimal digits.
///
/// No time is signed: whoever has seen a request once can send it again for ever, and no window refuses it. What must not happen twice remembers what
/// the body says. `X-GitHub-Delivery`, the [id](super::Webhook::id), is not signed either: it tells GitHub's own repetitions apart from each other, not a
/// stranger's. What has happened stands in `X-GitHub-Event`, and is not signed.
///
/// # Example: the vector of GitHub's documentation
/// ```
/// use whippet::{prelude::*, testing::TestClient, webhook::{GitHub, Secret, Webhook}};
///
/// let secret = Secret::<GitHub>::new("It's a Secret to Everybody")?;
/// let app = App::new().post("/", |hook: Webhook<GitHub, String>| hook.payload).with_state(secret);
/// let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
/// let client = TestClient::new(app);
/// client.post("/").header("x-hub-signature-256", signature).body("Hello, World!").send().assert_text("Hello, World!");
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub enum GitHub {}

impl Scheme for GitHub {
    const NAME: &'static str = "GitHub";
    const HEADERS: &'static [&'static str] = &[SIGNATURE, DELIVERY];

    fn claim(cx: &Context) -> Result<Claim> {
        let text = required(cx, SIGNATURE)?;
        let claim = text.strip_prefix("sha256=").and_then(|signature| Claim::from_hex([signature]));
        let claim = claim.ok_or_else(|| malformed(SIGNATURE, "sha256=<64 hexadecimal digits>"))?;
        Ok(match cx.header(DELIVERY) {
            Some(id) => claim.id(id),
            None => claim,
        })
    }

    fn sign(id: &str, _: u64, mac: &dyn Fn(&str) -> [u8; 32]) -> Vec<(&'static str, String)> {
        vec![(SIGNATURE, format!("sha256={}", Claim::to_hex(&mac("")))), (DELIVERY, id.to_owned())]
    }
}
