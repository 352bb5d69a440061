//! [`Sessions`]: the middleware that keeps sessions.

use std::{rc::Rc, time::Duration};

use http::{HeaderName, HeaderValue, header};

use super::{
    SessionStore,
    handle::Live,
    keeper::{Keeper, Place, sealed},
};
use crate::{
    context::Context,
    cookies::{Cookie, Cookies, Encrypted, Key, SameSite, Signed},
    error::Result,
    extract::{Extracted, Needs},
    headers::Headers,
    middleware::{Begun, Middleware, Next, Passage},
    response::{IntoHeaders, Response},
};

const DAY: Duration = Duration::from_hours(24);

/// What CDNs take in place of `Cache-Control`.
const FOR_CDNS: [HeaderName; 3] = [
    HeaderName::from_static("cdn-cache-control"),
    HeaderName::from_static("vercel-cdn-cache-control"),
    HeaderName::from_static("cloudflare-cdn-cache-control"),
];

/// Keeps the sessions of an application: in a cookie, or in a store. Feature `session`.
///
/// # Errors
/// 500 where a session cannot be kept: it has more than a cookie may have, some 3,000 bytes, or the store fails; the log says so. A cookie that no browser would keep, and times
/// of nothing, keep the application from starting.
///
/// # Example: for a week, and for two days without a visit
/// ```
/// use std::time::Duration;
/// use whippet::{cookies::Key, prelude::*, session::{Session, Sessions}};
///
/// let day = Duration::from_hours(24);
/// let sessions = Sessions::encrypted(Key::derive_from([7; 32])?).max_idle(2 * day).max_age(7 * day);
/// let app = App::new().post("/", |session: Session| session.insert("user", "lola")).with(sessions);
/// # let client = whippet::testing::TestClient::new(app);
/// let answer = client.post("/").send();
/// let cookie = answer.header("set-cookie").unwrap();
/// assert!(cookie.starts_with("__Host-session=") && cookie.ends_with("; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=172800"));
/// answer.assert_header("cache-control", "no-store");
/// # Ok::<(), Error>(())
/// ```
#[must_use]
pub struct Sessions(Rc<Keeper>);

impl Sessions {
    fn of(place: Place) -> Self {
        let cookie = Cookie::new("__Host-session", "");
        Self(Rc::new(Keeper { place, cookie, idle: DAY, most: 30 * DAY, ends_with_browser: false }))
    }

    /// Keeps each session in its cookie, which nobody else can read or write.
    ///
    /// ```
    /// use whippet::{cookies::Key, prelude::*, session::Sessions};
    /// let app: App = App::new().with(Sessions::encrypted(Key::derive_from([7; 32])?));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn encrypted(key: Key) -> Self {
        Self::of(sealed::<Encrypted>(key))
    }

    /// Keeps each session in its cookie, which nobody else can write, and its visitor can read.
    ///
    /// ```
    /// use whippet::{cookies::Key, prelude::*, session::Sessions};
    /// let app: App = App::new().with(Sessions::signed(Key::derive_from([7; 32])?));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn signed(key: Key) -> Self {
        Self::of(sealed::<Signed>(key))
    }

    /// Keeps sessions in a store; a cookie has no more than the id.
    ///
    /// ```
    /// use whippet::{prelude::*, session::{MemoryStore, Sessions}};
    /// let app: App = App::new().with(Sessions::stored(MemoryStore::new()));
    /// ```
    pub fn stored(store: impl SessionStore) -> Self {
        Self::of(Place::Store(Rc::new(store)))
    }

    fn with(mut self, change: impl FnOnce(&mut Keeper)) -> Self {
        // Nobody else has it before the application does.
        if let Some(keeper) = Rc::get_mut(&mut self.0) {
            change(keeper);
        }
        self
    }

    /// Says how long a session lasts when nothing is asked for with it, a day otherwise: whole seconds. It is made longer when a tenth of the time is over.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::session::{MemoryStore, Sessions};
    /// let sessions = Sessions::stored(MemoryStore::new()).max_idle(Duration::from_mins(20));
    /// ```
    pub fn max_idle(self, idle: Duration) -> Self {
        self.with(|keeper| keeper.idle = idle)
    }

    /// Says how long a session lasts at most, 30 days otherwise: whole seconds. [`Session::renew`](super::Session::renew) begins a new one.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::session::{MemoryStore, Sessions};
    /// let sessions = Sessions::stored(MemoryStore::new()).max_age(Duration::from_hours(12));
    /// ```
    pub fn max_age(self, most: Duration) -> Self {
        self.with(|keeper| keeper.most = most)
    }

    /// Lets the cookie end with the browser, where that has not been set to open again what was open; the times hold, too.
    ///
    /// ```
    /// use whippet::{prelude::*, session::{MemoryStore, Session, Sessions}, testing::TestClient};
    /// let sessions = Sessions::stored(MemoryStore::new()).until_browser_closes();
    /// let client = TestClient::new(App::new().post("/", |session: Session| session.insert("a", &1)).with(sessions));
    /// assert!(!client.post("/").send().header("set-cookie").unwrap().contains("Max-Age"));
    /// ```
    pub fn until_browser_closes(self) -> Self {
        self.with(|keeper| keeper.ends_with_browser = true)
    }

    /// Names the cookie, `__Host-session` otherwise. Without `__Host-` another subdomain may set one of the name.
    ///
    /// ```
    /// use whippet::{prelude::*, session::{MemoryStore, Session, Sessions}, testing::TestClient};
    /// let sessions = Sessions::stored(MemoryStore::new()).name("__Host-dog");
    /// let client = TestClient::new(App::new().post("/", |session: Session| session.insert("a", &1)).with(sessions));
    /// assert!(client.post("/").send().header("set-cookie").unwrap().starts_with("__Host-dog="));
    /// ```
    pub fn name(self, name: &str) -> Self {
        self.with(|keeper| keeper.cookie.set_name(name.to_owned()))
    }

    /// Says with which requests from pages of other sites the cookie is sent, [`SameSite::Lax`] otherwise: with a click on a link, not with a form.
    ///
    /// ```
    /// use whippet::{cookies::SameSite, session::{MemoryStore, Sessions}};
    /// let sessions = Sessions::stored(MemoryStore::new()).same_site(SameSite::Strict);
    /// ```
    pub fn same_site(self, same_site: SameSite) -> Self {
        self.with(|keeper| keeper.cookie.set_same_site(same_site))
    }

    /// Says whether the cookie is sent over HTTPS only, which is the default. Without it the name can have no `__Host-`.
    ///
    /// ```
    /// use whippet::{Service, prelude::*, session::{MemoryStore, Sessions}};
    /// let sessions = || Sessions::stored(MemoryStore::new()).secure(false);
    /// assert!(Service::freeze(App::new().with(sessions().name("session"))).is_ok());
    /// assert!(Service::freeze(App::new().with(sessions())).is_err());
    /// ```
    pub fn secure(self, is_secure: bool) -> Self {
        self.with(|keeper| keeper.cookie.set_secure(is_secure))
    }

    /// Sends the cookie to the subdomains of a domain, too. The name can have no `__Host-` then.
    ///
    /// ```
    /// use whippet::session::{MemoryStore, Sessions};
    /// let sessions = Sessions::stored(MemoryStore::new()).name("__Secure-session").domain("dogs.example");
    /// ```
    pub fn domain(self, domain: &str) -> Self {
        self.with(|keeper| keeper.cookie.set_domain(domain.to_owned()))
    }

    /// Sends the cookie to paths that begin so, `/` otherwise. The name can have no `__Host-` then.
    ///
    /// ```
    /// use whippet::session::{MemoryStore, Sessions};
    /// let sessions = Sessions::stored(MemoryStore::new()).name("__Secure-session").path("/admin");
    /// ```
    pub fn path(self, path: &str) -> Self {
        self.with(|keeper| keeper.cookie.set_path(path.to_owned()))
    }
}

/// The request's session, if it is one of this keeper's: one further in may have taken its place.
fn live(keeper: &Rc<Keeper>, cx: &Context) -> Option<Rc<Live>> {
    let mut all = std::iter::successors(cx.extension::<Live>(), |live| live.outer.clone());
    all.find(|live| Rc::ptr_eq(&live.keeper, keeper))
}

/// Keeps what was made of the session; `None` where nobody has asked for it.
fn keep(live: &Live, response: &Response) -> Option<Extracted<Option<Headers>>> {
    let found = live.found()?;
    Some(live.keeper.keep(&mut found.borrow_mut(), response.status().is_server_error()))
}

/// Says in the answer what was kept.
fn tell(mut response: Response, kept: Result<Option<Headers>>) -> Response {
    match kept {
        Err(error) => return error.into(),
        Ok(None) => {
            // What was made for one visitor is none for a cache that all share.
            let control =
                response.headers().get(header::CACHE_CONTROL.as_str()).and_then(|control| control.to_str().ok());
            if control.is_some_and(|control| control.contains("public") || control.contains("s-maxage")) {
                response.headers_mut().set(header::CACHE_CONTROL, HeaderValue::from_static("private"));
            }
        }
        Ok(Some(cookies)) => {
            response.headers_mut().extend(cookies);
            // A cache that kept the cookie would give it to others.
            response.headers_mut().set(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
    }
    // What is said to CDNs would count more (RFC 9213).
    FOR_CDNS.iter().for_each(|name| response.headers_mut().remove(name));
    response.headers_mut().add_vary(header::COOKIE);
    response
}

impl Middleware for Sessions {
    fn needs(&self, needs: &mut Needs) {
        needs.header("cookie");
        let keeper = &self.0;
        if let Err(error) = Cookies::default().add(keeper.cookie.clone()).into_headers() {
            needs.fault(format!("Sessions: {}", error.source().map(ToString::to_string).unwrap_or_default()));
        }
        for (name, time) in [("max_idle", keeper.idle), ("max_age", keeper.most)] {
            if time.as_secs() == 0 {
                needs.fault(format!("Sessions: {name} is less than a second, and no session would last: give it more"));
            }
        }
    }

    fn before(&self, cx: &Context) -> Result<(), Response> {
        cx.set_extension(Live::new(&self.0, cx.extension::<Live>()));
        Ok(())
    }

    fn around(&self, cx: &Context, next: Next) -> Passage {
        let Some(live) = live(&self.0, cx).filter(|live| matches!(live.keeper.place, Place::Store(_))) else {
            return next.into();
        };
        match next.begin() {
            Begun::Answered(response) => match keep(&live, &response) {
                None => response.into(),
                Some(Extracted::Ready(kept)) => tell(response, kept).into(),
                Some(Extracted::Later(kept)) => Passage::later(async { tell(response, kept.await) }),
            },
            Begun::Waiting(response) => Passage::later(async move {
                let response = response.await;
                match keep(&live, &response) {
                    None => response,
                    Some(kept) => tell(response, kept.wait().await),
                }
            }),
        }
    }

    fn after(&self, cx: &Context, response: &mut Response) {
        let Some(live) = live(&self.0, cx).filter(|live| matches!(live.keeper.place, Place::Cookie { .. })) else {
            return;
        };
        // A cookie takes no waiting.
        if let Some(Extracted::Ready(kept)) = keep(&live, response) {
            *response = tell(std::mem::take(response), kept);
        }
    }
}
