//! [`Jwks`]: the keys that a server has, fetched and kept.
//!
//! 1. They are fetched when the first token comes, kept for ten minutes, and shared by all requests of an instance. Only the keys are: a fetch
//!    belongs to its request, and no other waits for it.
//! 2. When they are old, one request fetches them anew; others that come meanwhile take the old ones. Where its client goes away before they are there, they are
//!    fetched after it. A token that names a key which is not there has
//!    them fetched at once, but not more often than every 30 seconds, whoever asks.
//! 3. Where they cannot be fetched, the old ones are used for up to a day, and the error log says so. Where there are none, 503 is the answer, and they are asked for
//!    again after five seconds.
//! 4. What is fetched is public: a set's secrets (`oct`) are left out.

use std::{
    cell::{Cell, RefCell},
    fmt,
    rc::Rc,
    time::{Duration, SystemTime},
};

use http::{HeaderValue, StatusCode, header};

use super::{
    Algorithm, Key,
    jwk::read,
    source::{Found, Source, meant},
    token::Token,
};
use crate::{
    context::Context,
    error::{Error, Result},
    extract::Extracted,
    fetch::Fetch,
    time::now,
};

const MAX_AGE: Duration = Duration::from_mins(10);
const PAUSE: Duration = Duration::from_secs(30);
const STALE: Duration = Duration::from_hours(24);

/// How long nobody asks again where there are no keys at all.
const RETRY: Duration = Duration::from_secs(5);

/// More bytes are no set of keys.
const MOST_BYTES: usize = 256 * 1024;

/// The keys that a server has, as JSON (RFC 7517): where an issuer says so, in the `jwks_uri` of its `/.well-known/openid-configuration`.
///
/// They are fetched when the first token comes, kept for ten minutes, and fetched anew for a token that names another key: so the server can replace them as it likes.
/// A clone shares them.
///
/// # Errors
/// 503 with `Retry-After`, where there are no keys since the server cannot be asked: the log says why. A URL that is not `https` keeps the application from starting; `http`
/// is for `localhost`.
///
/// # Example: whoever logs in somewhere else
/// ```
/// use whippet::{auth::{Identity, jwt::{Jwks, Verifier}}, fetch::Fetched, middleware::Jwt, prelude::*, testing::TestClient};
///
/// let keys = Jwks::from_url("https://login.example/.well-known/jwks.json");
/// let verifier = Verifier::new(keys).issuer("https://login.example/").audience("kennel");
/// let app = App::new().get("/", |who: Identity| who.name().to_owned()).with(Jwt::new(verifier));
/// # let client = TestClient::new(app).network(|_| Fetched::of(500, ""));
/// # let token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
/// # client.get("/").header("authorization", &format!("Bearer {token}")).send().assert_status(503).assert_header("retry-after", "5");
/// ```
#[derive(Clone)]
#[must_use]
pub struct Jwks {
    url: Rc<str>,
    max_age: Duration,
    pause: Duration,
    stale: Duration,
    kept: Rc<Kept>,
}

/// What all requests share: no more than keys, and times.
#[derive(Default)]
struct Kept {
    keys: RefCell<Option<Rc<[Key]>>>,
    fetched: Cell<Option<SystemTime>>,
    /// When somebody began to fetch.
    tried: Cell<Option<SystemTime>>,
    failed: Cell<Option<SystemTime>>,
}

impl Jwks {
    /// The keys behind a URL.
    ///
    /// ```
    /// use whippet::auth::jwt::Jwks;
    /// let keys = Jwks::from_url("https://login.example/.well-known/jwks.json");
    /// assert!(format!("{keys:?}").contains("login.example"));
    /// ```
    pub fn from_url(url: impl AsRef<str>) -> Self {
        Self { url: url.as_ref().into(), max_age: MAX_AGE, pause: PAUSE, stale: STALE, kept: Rc::default() }
    }

    /// Sets how long keys are kept before they are fetched anew: 10 minutes unless said otherwise. What the server says in `Cache-Control` does not count.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::auth::jwt::Jwks;
    /// let keys = Jwks::from_url("https://login.example/jwks.json").max_age(Duration::from_hours(1));
    /// # let _ = keys;
    /// ```
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = max_age;
        self
    }

    /// Sets how long nobody asks again, whatever key a token names: 30 seconds unless said otherwise.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::auth::jwt::Jwks;
    /// let keys = Jwks::from_url("https://login.example/jwks.json").pause(Duration::from_mins(1));
    /// # let _ = keys;
    /// ```
    pub fn pause(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    /// Sets how old keys may be that are used while the server cannot be asked: 24 hours unless said otherwise.
    ///
    /// ```
    /// use std::time::Duration;
    /// use whippet::auth::jwt::Jwks;
    /// let keys = Jwks::from_url("https://login.example/jwks.json").stale(Duration::from_hours(1));
    /// # let _ = keys;
    /// ```
    pub fn stale(mut self, stale: Duration) -> Self {
        self.stale = stale;
        self
    }

    /// The keys, unless they are too old to be used at all.
    fn kept(&self) -> Option<Rc<[Key]>> {
        let is_usable = is_within(&self.kept.fetched, self.stale.max(self.max_age));
        self.kept.keys.borrow().clone().filter(|_| is_usable)
    }

    /// Fetches the keys, and keeps them.
    async fn fetch(&self) -> Result<Rc<[Key]>> {
        self.kept.tried.set(Some(now()));
        let fetched = self.fetched().await;
        match &fetched {
            Ok(keys) => {
                *self.kept.keys.borrow_mut() = Some(Rc::clone(keys));
                self.kept.fetched.set(Some(now()));
                self.kept.failed.set(None);
            }
            Err(_) => self.kept.failed.set(Some(now())),
        }
        fetched
    }

    /// The same, for a request, which may end before.
    async fn fetch_during(&self, cx: Context) -> Result<Rc<[Key]>> {
        let mut given_up = GivenUp(Some((self.clone(), cx)));
        let fetched = self.fetch().await;
        given_up.0 = None;
        fetched
    }

    async fn fetched(&self) -> Result<Rc<[Key]>> {
        let accept = HeaderValue::from_static("application/jwk-set+json, application/json");
        let answer = Fetch::get(&*self.url).header(header::ACCEPT, accept).send().await?;
        if answer.status() != StatusCode::OK {
            return Err(Error::internal(format!("{} answers {}", self.url, answer.status())));
        }
        if answer.bytes().len() > MOST_BYTES {
            return Err(Error::internal(format!("{} answers more than {MOST_BYTES} bytes", self.url)));
        }
        let keys = read(answer.bytes(), |algorithm| algorithm != Algorithm::Hs256);
        keys.map(Rc::from).map_err(|fault| Error::internal(format!("{}: {fault}", self.url)))
    }
}

impl Source for Jwks {
    fn find(self: Rc<Self>, cx: &Context, token: &Rc<Token>) -> Extracted<Found> {
        let kept = self.kept();
        let found = kept.as_ref().map(|keys| meant(keys, token));
        let is_fresh = is_within(&self.kept.fetched, self.max_age);
        let is_unknown = token.key_id.is_some() && matches!(found, Some(Err(_)));
        let is_tried = is_within(&self.kept.tried, self.pause);
        match found {
            Some(found) if is_tried || (is_fresh && !is_unknown) => return Ok(found).into(),
            None if is_within(&self.kept.failed, RETRY) => {
                return Err(unavailable("it could not be asked just now")).into();
            }
            _ => {}
        }
        let (cx, token) = (cx.clone(), Rc::clone(token));
        Extracted::later(async move {
            match (self.fetch_during(cx.clone()).await, kept) {
                (Ok(keys), _) => Ok(meant(&keys, &token)),
                (Err(why), Some(keys)) => {
                    note(&cx, &why);
                    Ok(meant(&keys, &token))
                }
                (Err(why), None) => Err(unavailable(&format!("{why:#}"))),
            }
        })
    }

    fn fault(&self) -> Option<String> {
        let is_local = |rest: &str| {
            let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
            let host = authority.split(':').next().unwrap_or_default();
            // Before an `@` there is a user, and no host.
            !authority.contains('@') && ["localhost", "127.0.0.1"].contains(&host)
        };
        let is_safe = self.url.starts_with("https://") || self.url.strip_prefix("http://").is_some_and(is_local);
        (!is_safe).then(|| format!("the keys of {} could be anybody's: give an https URL", self.url))
    }
}

/// What is left of a fetch whose request has ended. It counts as tried: without another, whoever asks and goes away again and again would leave everybody with the old
/// keys.
struct GivenUp(Option<(Jwks, Context)>);

impl Drop for GivenUp {
    fn drop(&mut self) {
        // Where there are none yet, all who come fetch them.
        if let Some((jwks, cx)) = self.0.take().filter(|(jwks, _)| jwks.kept().is_some()) {
            let log = cx.clone();
            cx.wait_until(async move {
                if let Err(why) = jwks.fetch().await {
                    note(&log, &why);
                }
            });
        }
    }
}

/// Whether a moment is no longer ago than this. One that is yet to come, since the clock was set back, is none.
fn is_within(moment: &Cell<Option<SystemTime>>, age: Duration) -> bool {
    moment.get().is_some_and(|moment| now().duration_since(moment).is_ok_and(|since| since < age))
}

fn note(cx: &Context, why: &Error) {
    cx.log_error(&format!("the keys of tokens cannot be fetched, and those that were are used: {why:#}"));
}

fn unavailable(why: &str) -> Error {
    Error::new(StatusCode::SERVICE_UNAVAILABLE, "tokens cannot be verified just now")
        .with_header(header::RETRY_AFTER, HeaderValue::from(RETRY.as_secs()))
        .with_source(format!("there are no keys of tokens: {why}"))
}

/// Where the keys come from.
impl fmt::Debug for Jwks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jwks").field("url", &self.url).finish_non_exhaustive()
    }
}
