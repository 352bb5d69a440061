//! Each extractor once: what a handler can ask for as an argument.
//!
//! The arguments of a handler say what it needs of a request. All of them read the head; the last may read the body. A request that does not fit
//! never comes to the handler: the answer names each place that is at fault, all of them at once.

mod body;
mod cookies;
mod head;
mod platform;

use whippet::{cookies::Key, extract::FromRef, prelude::*};

/// What the application is given when it starts. It is never asked for as a whole, so it need not be `Clone`.
struct Kennel {
    motto: Motto,
    key: Key,
}

/// A part of it: `State<Motto>`.
#[derive(Clone, Copy)]
struct Motto(&'static str);

impl FromRef<Kennel> for Motto {
    fn from_ref(kennel: &Kennel) -> Self {
        kennel.motto
    }
}

/// What cookies are signed and encrypted with.
impl FromRef<Kennel> for Key {
    fn from_ref(kennel: &Kennel) -> Self {
        kennel.key.clone()
    }
}

/// The application. `COOKIE_SECRET=$(openssl rand -base64 32) npm run example extractors` starts it.
///
/// # Errors
/// 500 where `COOKIE_SECRET` is missing or has fewer than 32 bytes.
#[whippet::app]
pub fn app(bindings: Bindings) -> Result<App> {
    let key = Key::from_binding(&bindings, "COOKIE_SECRET")?;
    Ok(App::new()
        .merge(head::routes())
        .merge(body::routes())
        .merge(platform::routes())
        .nest("/cookies", cookies::routes())
        .with_state(Kennel { motto: Motto("small, fast, fetches"), key }))
}
