//! [`Slack`]: a signature of a version, the time and the body.

use super::{
    Scheme,
    claim::{Claim, malformed, required, seconds},
};
use crate::{context::Context, error::Result};

const SIGNATURE: &str = "x-slack-signature";
const TIMESTAMP: &str = "x-slack-request-timestamp";

/// Slack's requests: `X-Slack-Signature: v0=…`, the HMAC-SHA-256 of `v0:<time>:<body>` as hexadecimal digits, and `X-Slack-Request-Timestamp`. The
/// secret is the app's signing secret.
///
/// # Example: a slash command
/// ```
/// use whippet::{prelude::*, webhook::{Secret, Slack, Webhook}};
///
/// #[derive(Deserialize)]
/// struct Command { command: String, user_name: String }
///
/// fn run(Webhook { payload: Form(command), .. }: Webhook<Slack, Form<Command>>) -> String {
///     format!("{} by {}", command.command, command.user_name)
/// }
///
/// let secret = Secret::<Slack>::new("8f742231b10e8888abcd99yyyzzz85a5")?;
/// let app = App::new().post("/slack", run).with_state(secret.clone());
/// # let client = whippet::testing::TestClient::new(app);
/// # let body = "command=%2Fwalk&user_name=lola";
/// # let request = client.post("/slack").header("content-type", "application/x-www-form-urlencoded").body(body);
/// # let headers = secret.sign("", whippet::time::now(), body);
/// # headers.iter().fold(request, |request, (name, value)| request.header(name, value)).send().assert_text("/walk by lola");
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub enum Slack {}

impl Scheme for Slack {
    const NAME: &'static str = "Slack";
    const HEADERS: &'static [&'static str] = &[SIGNATURE, TIMESTAMP];

    fn claim(cx: &Context) -> Result<Claim> {
        let (signature, time) = (required(cx, SIGNATURE)?, required(cx, TIMESTAMP)?);
        let claim = signature.strip_prefix("v0=").and_then(|signature| Claim::from_hex([signature]));
        let claim = claim.ok_or_else(|| malformed(SIGNATURE, "v0=<64 hexadecimal digits>"))?;
        let sent_at = seconds(&time).ok_or_else(|| malformed(TIMESTAMP, "<seconds since 1970>"))?;
        Ok(claim.sent_at(sent_at).signed_before(format!("v0:{time}:")))
    }

    fn sign(_: &str, seconds: u64, mac: &dyn Fn(&str) -> [u8; 32]) -> Vec<(&'static str, String)> {
        let signature = mac(&format!("v0:{seconds}:"));
        vec![(SIGNATURE, format!("v0={}", Claim::to_hex(&signature))), (TIMESTAMP, seconds.to_string())]
    }
}
