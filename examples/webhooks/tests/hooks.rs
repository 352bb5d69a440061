//! What is let in, and what happens once: `cargo test -p webhooks`.

use std::time::Duration;

use webhooks::app;
use whippet::{
    prelude::*,
    testing::{TestClient, TestRequest},
    time::now,
    webhook::{GitHub, Scheme, Secret, Slack, StandardWebhooks, Stripe},
};

const SECRETS: [(&str, &str); 5] = [
    ("STRIPE_SECRET", "whsec_8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a"),
    ("OLD_STRIPE_SECRET", "whsec_old_8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9"),
    ("GITHUB_SECRET", "It's a Secret to Everybody"),
    ("SLACK_SECRET", "8f742231b10e8888abcd99yyyzzz85a5"),
    ("WEBHOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
];

fn client() -> TestClient {
    TestClient::with_bindings(app, SECRETS.map(|(name, secret)| (name, json!(secret))))
}

fn signed<'a, P: Scheme>(client: &'a TestClient, path: &str, secret: &str, body: &str) -> Result<TestRequest<'a>> {
    let fields = Secret::<P>::new(secret)?.sign("msg_7", now(), body);
    let request = client.post(path).body(body.to_owned());
    Ok(fields.iter().fold(request, |request, (name, value)| request.header(name, value)))
}

const EVENT: &str = r#"{"id":"evt_7","type":"charge.succeeded"}"#;

#[test]
fn a_payment_is_booked_once_after_the_answer() -> Result<(), String> {
    let client = client();
    let send = |secret: &str| signed::<Stripe>(&client, "/stripe", secret, EVENT).map_err(|error| error.to_string());
    let first = send(SECRETS[0].1)?.header("content-type", "application/json").send().assert_status(204);
    assert_eq!(first.output(), ["booked evt_7: charge.succeeded"]);
    // The same again, signed with the secret from before.
    let again = send(SECRETS[1].1)?.header("content-type", "application/json").send().assert_status(204);
    assert!(again.output().is_empty());
    Ok(())
}

#[test]
fn what_nobody_signed_is_not_read() -> Result<(), String> {
    let client = client();
    client.post("/stripe").header("content-type", "application/json").body(EVENT).send().assert_status(400);
    let forged =
        signed::<Stripe>(&client, "/stripe", "whsec_somebody_elses_1234", EVENT).map_err(|error| error.to_string())?;
    let answer = forged.header("content-type", "application/json").send().assert_status(401);
    assert!(answer.output().is_empty());
    let late = signed::<Stripe>(&client, "/stripe", SECRETS[0].1, EVENT).map_err(|error| error.to_string())?;
    late.header("content-type", "application/json").at(now() + Duration::from_mins(6)).send().assert_status(400);
    Ok(())
}

#[test]
fn each_service_signs_in_its_own_way() -> Result<(), String> {
    let client = client();
    let push = signed::<GitHub>(&client, "/github", SECRETS[2].1, r#"{"ref":"refs/heads/main"}"#);
    let push = push.map_err(|error| error.to_string())?.header("content-type", "application/json");
    push.send().assert_status(200).assert_text("on its way");
    let command = signed::<Slack>(&client, "/slack", SECRETS[3].1, "command=%2Ffetch&text=ball");
    let command = command.map_err(|error| error.to_string())?;
    let answer = command.header("content-type", "application/x-www-form-urlencoded").send().assert_status(200);
    assert_eq!(answer.json::<Value>()["text"], "/fetch ball: woof");
    let hook = signed::<StandardWebhooks>(&client, "/hooks", SECRETS[4].1, "{}").map_err(|error| error.to_string())?;
    hook.header("content-type", "application/json").send().assert_status(204);
    Ok(())
}
