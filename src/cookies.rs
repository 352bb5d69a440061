//! Cookies: [`Cookies`] as they are, [`SignedCookies`] that nobody else can write, [`PrivateCookies`] that nobody else can read either. Feature
//! `cookies`; `secure-cookies` for the last two.
//!
//! 1. A jar is an extractor of the head. It is changed by value, and what was changed goes to the client as part of the answer, where headers
//!    stand: `(jar.add(("theme", "dark")), "saved")`. A jar that is not answered changes nothing.
//! 2. Reading never fails because of what other programs of the same domain have set: a pair that is no cookie is left out.
//! 3. A cookie that is added is `Secure`, `HttpOnly`, `SameSite=Lax` and `Path=/` wherever it does not say otherwise itself.
//! 4. What every browser would drop or misread is refused, before it is sent: a 500, and the log says why.
//!
//! `Secure` does not stand in the way of development: browsers send such cookies to `http://localhost`, too (Safari does not). A server that
//! is reached as `http://192.168.0.7:3000` needs `.secure(false)`.
//!
//! # Example: a counter
//! ```
//! use whippet::prelude::*;
//!
//! fn count(jar: Cookies) -> Result<(Cookies, String)> {
//!     let count = jar.find::<u32>("count")?.unwrap_or(0) + 1;
//!     Ok((jar.add(("count", count.to_string())), format!("visit {count}")))
//! }
//! # let client = whippet::testing::TestClient::new(App::new().get("/", count));
//! let answer = client.get("/").header("cookie", "count=6; theme=dark").send();
//! answer.assert_header("set-cookie", "count=7; HttpOnly; SameSite=Lax; Secure; Path=/").assert_text("visit 7");
//! ```

mod jar;
#[cfg(feature = "secure-cookies")]
mod key;
#[cfg(feature = "secure-cookies")]
mod seal;
#[cfg(feature = "secure-cookies")]
mod sealed;
mod set_cookie;

/// What a cookie is made of: the types of the crate `cookie`, and those of `time` that say how long it lives.
///
/// # Example: a cookie for thirty days, of which the page's own code may know
/// ```
/// use whippet::cookies::{Cookie, SameSite, time::Duration};
///
/// let cookie = Cookie::build(("theme", "dark")).max_age(Duration::days(30)).http_only(false).same_site(SameSite::Strict).build();
/// assert_eq!(cookie.max_age().map(Duration::whole_days), Some(30));
/// ```
pub use ::cookie::{Cookie, CookieBuilder, Expiration, SameSite, time};
pub use jar::Cookies;
#[cfg(feature = "secure-cookies")]
pub use key::Key;
#[cfg(feature = "secure-cookies")]
pub use seal::{Encrypted, Seal, Signed};
#[cfg(feature = "secure-cookies")]
pub use sealed::{PrivateCookies, SealedCookies, SignedCookies};
