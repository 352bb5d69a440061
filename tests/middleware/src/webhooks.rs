//! The part behind `/webhooks`: a route for each scheme, and one that signs.
#![allow(clippy::expect_used, reason = "the secrets are constant: an application that lacks one cannot start")]

use std::time::{Duration, SystemTime};

use whippet::{
    extract::FromRef,
    prelude::*,
    time::now,
    webhook::{GitHub, Scheme, Secret, Slack, StandardWebhooks, Stripe, Webhook},
};

/// The secrets: the first of Standard Webhooks', GitHub's and Slack's are those of their documentation.
struct Secrets {
    github: Secret<GitHub>,
    slack: Secret<Slack>,
    standard: Secret<StandardWebhooks>,
    stripe: Secret<Stripe>,
}

macro_rules! parts {
    ($($name:ident $scheme:ident)*) => {$(
        impl FromRef<Secrets> for Secret<$scheme> {
            fn from_ref(secrets: &Secrets) -> Self {
                secrets.$name.clone()
            }
        }
    )*};
}

parts! { github GitHub slack Slack standard StandardWebhooks stripe Stripe }

fn secret<P: Scheme>(text: &str) -> Secret<P> {
    Secret::new(text).expect("the secret is one")
}

fn told<P, E: std::fmt::Debug>(hook: Webhook<P, E>) -> Json<Value> {
    let seconds = |time: SystemTime| time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    Json(json!({ "id": hook.id, "sent_at": hook.sent_at.map(seconds), "payload": format!("{:?}", hook.payload) }))
}

#[derive(Debug, Deserialize)]
struct Command {
    command: String,
    user_name: String,
}

#[derive(Deserialize, Debug)]
struct Ping {
    event_type: String,
}

fn run(hook: Webhook<Slack, Form<Command>>) -> String {
    let Form(Command { command, user_name }) = hook.payload;
    format!("{command} by {user_name}")
}

fn ping(hook: Webhook<StandardWebhooks, Json<Ping>>) -> String {
    hook.payload.0.event_type
}

/// What is wrong with the body is the handler's business; with the signature it is not.
fn lenient(hook: Webhook<StandardWebhooks, Result<Json<Ping>>>) -> String {
    hook.payload.map_or_else(|error| error.status().to_string(), |ping| ping.0.event_type)
}

fn sign(State(stripe): State<Secret<Stripe>>, body: Bytes) -> Json<Vec<(&'static str, String)>> {
    Json(stripe.sign("", now(), body))
}

pub(crate) fn app() -> App {
    let secrets = Secrets {
        github: secret("It's a Secret to Everybody"),
        slack: secret::<Slack>("8f742231b10e8888abcd99yyyzzz85a5").tolerance(Duration::from_mins(1)),
        standard: secret::<StandardWebhooks>("whsec_plJ3nmyCDGBKInavdOK15jsl")
            .or(&secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")),
        stripe: secret("whsec_8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a"),
    };
    App::new()
        .post("/github", told::<GitHub, String>)
        .post("/github/bytes", |hook: Webhook<GitHub, Bytes>| hook.payload)
        .post("/slack", run)
        .post("/standard", told::<StandardWebhooks, String>)
        .post("/standard/json", ping)
        .post("/standard/lenient", lenient)
        .post("/stripe", told::<Stripe, String>)
        .post("/sign", sign)
        .with_state(secrets)
}
