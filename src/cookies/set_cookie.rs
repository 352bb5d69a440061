//! `Set-Cookie`: what a cookie is given that it does not say of itself, and what no browser would keep (RFC 6265bis).

use std::fmt::Write;

use cookie::{
    Cookie, Expiration, SameSite,
    time::{Duration, OffsetDateTime, UtcOffset},
};
use http::{HeaderValue, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    error::{Error, Result},
    headers::Headers,
};

/// The most that browsers keep of a name and its value, encoded (RFC 6265bis, section 5.6).
const MOST_BYTES: usize = 4096;

/// The most that browsers keep of an attribute's value.
const MOST_ATTRIBUTE_BYTES: usize = 1024;

/// What is percent-encoded of a value: all that RFC 6265, section 4.1.1, does not let stand there, and the percent sign.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'*')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A field for each cookie.
pub(super) fn set_cookies(cookies: impl Iterator<Item = Cookie<'static>>) -> Result<Headers> {
    cookies.map(|cookie| Ok((header::SET_COOKIE, set_cookie(cookie)?))).collect()
}

/// What makes a browser forget a cookie.
pub(super) fn removal(mut cookie: Cookie<'static>) -> Cookie<'static> {
    cookie.set_value("");
    cookie.set_max_age(Duration::ZERO);
    cookie.set_expires(Expiration::DateTime(OffsetDateTime::UNIX_EPOCH));
    cookie
}

fn set_cookie(mut cookie: Cookie<'static>) -> Result<HeaderValue> {
    if cookie.secure().is_none() {
        cookie.set_secure(true);
    }
    if cookie.http_only().is_none() {
        cookie.set_http_only(true);
    }
    if cookie.same_site().is_none() {
        cookie.set_same_site(SameSite::Lax);
    }
    match cookie.path() {
        None => cookie.set_path("/"),
        // The browser takes the folder of the request then.
        Some("") => cookie.unset_path(),
        Some(_) => {}
    }
    let (text, pair_bytes) = written(&cookie);
    let fault = fault(&cookie, pair_bytes);
    match (fault, HeaderValue::try_from(text)) {
        (None, Ok(value)) => Ok(value),
        (fault, _) => {
            let fault = fault.unwrap_or_else(|| "it cannot be written".to_owned());
            Err(Error::internal(format!("the cookie {:?} cannot be set: {fault}", cookie.name())))
        }
    }
}

/// The field's value, and how many bytes of it are the name and the value.
///
/// As the crate cookie writes it, but for its way with dates: the crate time brings 7 kB (gzip) of formats for this one.
fn written(cookie: &Cookie<'_>) -> (String, usize) {
    let mut text = String::new();
    text.push_str(cookie.name());
    text.push('=');
    text.extend(utf8_percent_encode(cookie.value(), ENCODED));
    let pair_bytes = text.len() - 1;
    if cookie.http_only() == Some(true) {
        text.push_str("; HttpOnly");
    }
    text.push_str(match cookie.same_site() {
        Some(SameSite::Strict) => "; SameSite=Strict",
        Some(SameSite::Lax) => "; SameSite=Lax",
        Some(SameSite::None) => "; SameSite=None",
        None => "",
    });
    if cookie.partitioned() == Some(true) {
        text.push_str("; Partitioned");
    }
    if cookie.secure() == Some(true) {
        text.push_str("; Secure");
    }
    for (name, value) in [("; Path=", cookie.path()), ("; Domain=", cookie.domain())] {
        if let Some(value) = value {
            text.push_str(name);
            text.push_str(value);
        }
    }
    // Writing to a String cannot fail.
    if let Some(age) = cookie.max_age() {
        let _ = write!(text, "; Max-Age={}", age.whole_seconds());
    }
    // A time that has no date in UTC is beyond the year 9999: for ever.
    if let Some(time) = cookie.expires_datetime().and_then(|time| time.checked_to_offset(UtcOffset::UTC)) {
        let day = DAYS[usize::from(time.weekday().number_days_from_monday()) % DAYS.len()];
        let month = MONTHS[usize::from(u8::from(time.month()) - 1) % MONTHS.len()];
        let (hour, minute, second) = time.to_hms();
        let (date, year) = (time.day(), time.year());
        let _ = write!(text, "; Expires={day}, {date:02} {month} {year} {hour:02}:{minute:02}:{second:02} GMT");
    }
    (text, pair_bytes)
}

/// What would make a browser drop the cookie, or take it for another; `bytes` are those of its name and value.
fn fault(cookie: &Cookie<'_>, bytes: usize) -> Option<String> {
    let is_secure = cookie.secure() == Some(true);
    let starts_with =
        |prefix: &str| cookie.name().get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if cookie.name().is_empty() {
        return Some("it has no name".to_owned());
    }
    // Not encoded either: a name counts as it is sent, and so do prefixes such as `__Host-`. More than a token is taken (RFC 6265, section
    // 4.1.1), since other programs of the domain set such names, and browsers send them back.
    if cookie.name().bytes().any(|byte| !byte.is_ascii_graphic() || byte == b'=' || byte == b';') {
        return Some("its name has more than visible ASCII, or = or ;".to_owned());
    }
    if bytes > MOST_BYTES {
        return Some(format!(
            "its name and value have {bytes} bytes, and browsers keep {MOST_BYTES}: store the value elsewhere, under a key"
        ));
    }
    if !is_secure && cookie.same_site() == Some(SameSite::None) {
        return Some("SameSite=None needs Secure".to_owned());
    }
    if !is_secure && cookie.partitioned() == Some(true) {
        return Some("Partitioned needs Secure".to_owned());
    }
    if starts_with("__Secure-") && !is_secure {
        return Some("a name with __Secure- needs Secure".to_owned());
    }
    if starts_with("__Host-") && (!is_secure || cookie.path() != Some("/") || cookie.domain().is_some()) {
        return Some("a name with __Host- needs Secure, the path / and no domain".to_owned());
    }
    if let Some(path) = cookie.path().filter(|path| !path.starts_with('/')) {
        return Some(format!("its path {path:?} does not begin with a slash"));
    }
    for text in [cookie.path(), cookie.domain()].into_iter().flatten() {
        if text.len() > MOST_ATTRIBUTE_BYTES
            || text.contains(|letter: char| !letter.is_ascii() || letter.is_ascii_control() || letter == ';')
        {
            return Some(format!(
                "{text:?} has more than {MOST_ATTRIBUTE_BYTES} bytes, or what no path or domain of a cookie may have"
            ));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(cookie: impl Into<Cookie<'static>>) -> Result<String> {
        Ok(set_cookie(cookie.into())?.to_str().unwrap().to_owned())
    }

    #[test]
    fn what_a_cookie_does_not_say_is_the_safe_choice() {
        assert_eq!(set(("a", "b")).unwrap(), "a=b; HttpOnly; SameSite=Lax; Secure; Path=/");
        let open = Cookie::build(("a", "b")).secure(false).http_only(false).same_site(SameSite::Strict).path("");
        assert_eq!(set(open).unwrap(), "a=b; SameSite=Strict");
        assert_eq!(
            set(removal("a".into())).unwrap(),
            "a=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
        );
    }

    #[test]
    fn what_browsers_would_drop_is_refused() {
        let cookie = |name: &'static str| Cookie::build((name, "v"));
        for (cookie, why) in [
            (cookie(""), "no name"),
            (cookie("é"), "visible ASCII"),
            (cookie("a=b"), "visible ASCII"),
            (cookie("a; b"), "visible ASCII"),
            (cookie("a").secure(false).same_site(SameSite::None), "SameSite=None needs Secure"),
            (cookie("a").secure(false).partitioned(true), "Partitioned needs Secure"),
            (cookie("__secure-a").secure(false), "__Secure-"),
            (cookie("__Host-a").path("/dogs"), "__Host-"),
            (cookie("__HOST-a").domain("dogs.example"), "__Host-"),
            (cookie("a").path("dogs"), "slash"),
            (cookie("a").path("/; Domain=evil.example"), "may have"),
            (cookie("a").domain("é.example"), "may have"),
            (cookie("a").domain("a\r\nb"), "may have"),
            (cookie("a").path("/".repeat(1025)), "1024 bytes"),
        ] {
            let error = set(cookie).unwrap_err();
            assert_eq!(error.status(), 500);
            assert!(error.to_string().contains(why), "{error} and not {why}");
        }
        assert!(set(("a", "x".repeat(4095))).is_ok());
        let error = set(("a", "x".repeat(4096))).unwrap_err().to_string();
        assert!(error.contains("4097 bytes") && !error.contains("xxx"), "{error}");
        assert!(set(cookie("__Host-a")).is_ok());
        assert!(set(cookie("a").same_site(SameSite::None)).is_ok());
    }

    proptest! {
        #[test]
        fn a_cookie_is_written_as_its_crate_does(
            name in "[a-zA-Z0-9_.-]{1,8}", value in "\\PC{0,8}|[\0-\x7f]{0,8}", flags in any::<[bool; 4]>(), site in 0..3_usize,
            age in any::<Option<i64>>(), at in proptest::option::of(-377_705_116_800_i64..=253_402_300_799),
        ) {
            let [http_only, secure, partitioned, has_domain] = flags;
            let mut cookie = Cookie::new(name, value);
            cookie.set_http_only(http_only);
            cookie.set_secure(secure);
            cookie.set_partitioned(partitioned && secure);
            cookie.set_same_site([SameSite::Strict, SameSite::Lax, SameSite::None][site]);
            cookie.set_path("/dogs");
            if has_domain {
                cookie.set_domain(".dogs.example");
            }
            cookie.set_max_age(age.map(Duration::seconds));
            cookie.set_expires(at.map(|at| OffsetDateTime::from_unix_timestamp(at).unwrap()));
            prop_assert_eq!(written(&cookie).0, cookie.encoded().to_string());
        }
    }
}
