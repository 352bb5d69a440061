//! Webhooks: what keeps an application from starting, what is never shown, and that what is signed is accepted.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::time::{Duration, SystemTime};

use whippet::{
    BodyStream, Service,
    prelude::*,
    testing::TestClient,
    webhook::{Claim, GitHub, Scheme, Secret, Slack, StandardWebhooks, Stripe, Webhook},
};

const SECRET: &str = "whsec_plJ3nmyCDGBKInavdOK15jslAAAAAAAA";

#[test]
fn a_stream_does_not_start() {
    let secret = Secret::<GitHub>::new(SECRET).unwrap();
    let app = App::new().post("/", |_: Webhook<GitHub, BodyStream>| "never").with_state(secret);
    let refusal = Service::freeze(app).err().unwrap().to_string();
    assert!(refusal.contains("Webhook<GitHub, ") && refusal.contains("take Bytes, String or Json<T>"), "{refusal}");
}

#[test]
fn a_secret_that_is_none_is_refused_without_a_word_of_it() {
    for (refusal, why) in [
        (Secret::<Stripe>::new("whsec_hunter2").err(), "has 13 bytes"),
        (Secret::<Stripe>::new("sk_live_hunter2_hunter2").err(), "begins with whsec_"),
        (Secret::<Slack>::new("").err(), "has 0 bytes"),
        (Secret::<Slack>::new("hunter2_hunter2_hunter2\n").err(), "white space"),
        (Secret::<Slack>::new("hunter2").err(), "has 7 bytes"),
        (Secret::<StandardWebhooks>::new("whsec_hunter2!").err(), "is base64"),
        (Secret::<StandardWebhooks>::new("whsec_aHVudGVyMg==").err(), "has 7 bytes"),
    ] {
        let refusal = refusal.unwrap().to_string();
        assert!(refusal.contains(why) && !refusal.contains("hunter2"), "{refusal}");
    }
    let secret = Secret::<StandardWebhooks>::new(SECRET).unwrap();
    let hook = format!("{secret:?} {:?}", secret.clone().or(&secret));
    assert_eq!(hook, "Secret Secret");
}

/// Signs a body at a moment, and sends it some seconds later.
fn status<P: Scheme>(secret: &Secret<P>, signer: &Secret<P>, later: u64) -> u16 {
    let moment = SystemTime::UNIX_EPOCH + Duration::from_secs(1_750_000_000);
    let app = App::new().post("/", |hook: Webhook<P, String>| hook.payload).with_state(secret.clone());
    let client = TestClient::new(app);
    let request = client.post("/").at(moment + Duration::from_secs(later)).body("woof");
    let headers = signer.sign("msg_7", moment, "woof");
    headers.iter().fold(request, |request, (name, value)| request.header(name, value)).send().status()
}

fn what_is_signed_is_accepted<P: Scheme>(when_late: u16) {
    let (one, other) = (Secret::<P>::new(SECRET).unwrap(), Secret::<P>::new(SECRET.replace('p', "q")).unwrap());
    assert_eq!(status(&one, &one, 0), 200, "{}", P::NAME);
    assert_eq!(status(&one, &other, 0), 401, "{}", P::NAME);
    let both = one.clone().or(&other);
    assert_eq!((status(&both, &one, 0), status(&both, &other, 0)), (200, 200), "{}", P::NAME);
    assert_eq!((status(&one, &one, 300), status(&one, &one, 301)), (200, when_late), "{}", P::NAME);
    let short = one.clone().tolerance(Duration::from_secs(1));
    assert_eq!((status(&short, &one, 1), status(&short, &one, 2)), (200, when_late), "{}", P::NAME);
}

#[test]
fn what_is_signed_is_accepted_within_its_window() {
    what_is_signed_is_accepted::<StandardWebhooks>(400);
    what_is_signed_is_accepted::<Stripe>(400);
    what_is_signed_is_accepted::<Slack>(400);
    // No time is signed.
    what_is_signed_is_accepted::<GitHub>(200);
}

/// A scheme of somebody else, whose time is so large that no machine counts that far.
#[derive(Debug)]
enum Forever {}

impl Scheme for Forever {
    const NAME: &'static str = "Forever";
    const HEADERS: &'static [&'static str] = &["x-signature"];
    const TOLERANCE: Duration = Duration::MAX;

    fn claim(cx: &Context) -> Result<Claim> {
        let claim = Claim::from_hex(cx.header("x-signature").as_deref());
        claim.map(|claim| claim.sent_at(u64::MAX)).ok_or_else(|| Error::bad_request("no signature"))
    }

    fn sign(_: &str, _: u64, mac: &dyn Fn(&str) -> [u8; 32]) -> Vec<(&'static str, String)> {
        vec![("x-signature", Claim::to_hex(&mac("")))]
    }
}

#[test]
fn a_time_that_no_machine_can_tell_is_none() {
    let secret = Secret::<Forever>::new(SECRET).unwrap();
    let app =
        App::new().post("/", |hook: Webhook<Forever, Bytes>| format!("{:?}", hook.sent_at)).with_state(secret.clone());
    let client = TestClient::new(app);
    let [(name, value)] = &secret.sign("", SystemTime::UNIX_EPOCH, "woof")[..] else { panic!("there is one header") };
    client.post("/").header(name, value).body("woof").send().assert_text("None");
}
