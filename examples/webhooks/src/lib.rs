//! What other services send: payments, pushes, commands. Nothing of it is looked at before its signature is verified.
//!
//! 1. The secrets are bindings. Two may hold at once while one replaces the other.
//! 2. The answer comes at once, the work is done after it: a service that waits too long sends again.
//! 3. A service sends again what it believes was lost. What must happen once remembers the number of what it has seen; here in memory, elsewhere
//!    in a database that all instances share.

mod seen;

use whippet::{
    extract::FromRef,
    prelude::*,
    webhook::{GitHub, Secret, Slack, StandardWebhooks, Stripe, Webhook},
};

use self::seen::Seen;

/// The secrets, and what has come already.
struct Inbox {
    stripe: Secret<Stripe>,
    github: Secret<GitHub>,
    slack: Secret<Slack>,
    standard: Secret<StandardWebhooks>,
    seen: Seen,
}

/// Hands a part of the state to whoever asks for it.
macro_rules! parts {
    ($($part:ty = $field:ident),*) => {
        $(impl FromRef<Inbox> for $part {
            fn from_ref(inbox: &Inbox) -> Self {
                inbox.$field.clone()
            }
        })*
    };
}

parts!(
    Secret<Stripe> = stripe,
    Secret<GitHub> = github,
    Secret<Slack> = slack,
    Secret<StandardWebhooks> = standard,
    Seen = seen
);

/// The application; it wants `STRIPE_SECRET`, `GITHUB_SECRET`, `SLACK_SECRET` and `WEBHOOK_SECRET`, and takes `OLD_STRIPE_SECRET`.
///
/// # Errors
/// Where a secret is missing, or is none.
#[whippet::app]
pub fn app(bindings: Bindings) -> Result<App> {
    let mut stripe = Secret::from_binding(&bindings, "STRIPE_SECRET")?;
    if bindings.find::<String>("OLD_STRIPE_SECRET")?.is_some() {
        stripe = stripe.or(&Secret::from_binding(&bindings, "OLD_STRIPE_SECRET")?);
    }
    let inbox = Inbox {
        stripe,
        github: Secret::from_binding(&bindings, "GITHUB_SECRET")?,
        slack: Secret::from_binding(&bindings, "SLACK_SECRET")?,
        standard: Secret::from_binding(&bindings, "WEBHOOK_SECRET")?,
        seen: Seen::default(),
    };
    Ok(App::new()
        .post("/stripe", paid)
        .post("/github", pushed)
        .post("/slack", commanded)
        .post("/hooks", happened)
        .with_state(inbox))
}

/// An event of Stripe. It has many more members.
#[derive(Deserialize)]
struct Event {
    id: String,
    r#type: String,
}

/// `POST /stripe`
fn paid(
    cx: Context,
    State(seen): State<Seen>,
    Webhook { payload: Json(event), .. }: Webhook<Stripe, Json<Event>>,
) -> NoContent {
    if seen.is_new(&event.id) {
        let note = cx.clone();
        cx.wait_until(async move { note.log(&format!("booked {}: {}", event.id, event.r#type)) });
    }
    NoContent
}

#[derive(Deserialize)]
struct Push {
    r#ref: String,
}

/// `POST /github`: what GitHub sends again has the number that it had. The number is not signed: whoever has seen a delivery can send it under another, so that
/// nothing may happen here that must not happen twice.
fn pushed(cx: Context, State(seen): State<Seen>, hook: Webhook<GitHub, Json<Push>>) -> &'static str {
    match hook.id.as_deref() {
        Some(delivery) if !seen.is_new(delivery) => "seen already",
        _ => {
            cx.log(&format!("built {}", hook.payload.0.r#ref));
            "on its way"
        }
    }
}

#[derive(Deserialize)]
struct Command {
    command: String,
    text: String,
}

/// `POST /slack`: a command of a chat, as a form.
fn commanded(Webhook { payload: Form(command), .. }: Webhook<Slack, Form<Command>>) -> Json<Value> {
    Json(json!({ "response_type": "in_channel", "text": format!("{} {}: woof", command.command, command.text) }))
}

/// `POST /hooks`: whoever follows Standard Webhooks.
fn happened(State(seen): State<Seen>, hook: Webhook<StandardWebhooks, Json<Value>>) -> NoContent {
    seen.is_new(hook.id.as_deref().unwrap_or_default());
    NoContent
}
