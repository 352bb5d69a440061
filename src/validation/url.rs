//! The rule `url`: an absolute URL of the web, in RFC 3986's syntax.
//!
//! Narrower than the URL standard's parser, which repairs nearly anything: what passes here is read alike by every client, and names the same
//! host to all of them. There is no user or password before the host: the standard calls them invalid, and they make
//! `https://bank.example@evil.example/` look like the bank's.

use super::{Text, host::is_host};
use crate::reference::is_encoded;

/// Whether a text is an absolute `http` or `https` URL, in ASCII, that every client reads alike.
///
/// 1. `http://` or `https://`, in letters of either case.
/// 2. A host: labels with dots between them, as in an e-mail address but with `_` allowed, at most 253 bytes, a dot at the end allowed; or an IPv4
///    address of four decimal numbers without leading zeros; or an IPv6 address in `[` `]`, without a zone. Other letters are written in their ASCII form,
///    `xn--…`, whose encoding is not checked. One label is enough: `http://localhost`. A host that ends in a number is an IPv4 address or refused.
/// 3. A port may follow: `:`, and no digits or a number up to 65535.
/// 4. A path, a query and a fragment may follow, of RFC 3986's characters: ASCII letters, digits, `-._~!$&'()*+,;=:@/`, in query and fragment
///    `?`, and `%` before two hexadecimal digits. No spaces, `[`, `]`, `{`, `}`, `|`, `\`, `^`, quotes, or letters beyond ASCII: these are sent percent-encoded.
///
/// # Example: what is one
/// ```
/// use whippet::validation::is_url;
///
/// assert!(is_url("https://dogs.example:8080/lola?walk=long#today"));
/// assert!(!is_url("dogs.example"));
/// assert!(!is_url("javascript:alert(1)"));
/// assert!(!is_url("https://bank.example@evil.example/"));
/// ```
pub fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return false;
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    is_authority(authority) && is_rest(rest)
}

/// The rule for garde's derive: `#[garde(custom(whippet::validation::url))]`. Which texts pass, [`is_url`] tells; `None` passes.
///
/// # Errors
/// The fault `is not a URL that begins with http:// or https://`.
///
/// # Example: a page that a dog may have
/// ```
/// use whippet::{prelude::*, validation};
///
/// #[derive(Deserialize, Validate)]
/// struct Dog {
///     #[garde(custom(validation::url))]
///     page: Option<String>,
/// }
///
/// let app = App::new().post("/", |Valid(Json(dog)): Valid<Json<Dog>>| dog.page.unwrap_or_default());
/// # let client = whippet::testing::TestClient::new(app);
/// # client.post("/").json(&json!({})).send().assert_status(200);
/// # client.post("/").json(&json!({ "page": "https://dogs.example/lola" })).send().assert_status(200);
/// client.post("/").json(&json!({ "page": "javascript:alert(1)" })).send().assert_status(422);
/// ```
pub fn url<T: Text + ?Sized, C: ?Sized>(value: &T, _: &C) -> garde::Result {
    check(value.text())
}

fn check(text: Option<&str>) -> garde::Result {
    if text.is_none_or(is_url) {
        Ok(())
    } else {
        Err(garde::Error::new("is not a URL that begins with http:// or https://"))
    }
}

fn is_authority(authority: &str) -> bool {
    // A colon within the brackets of an IPv6 address is none before a port.
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => is_host(host) && is_port(port),
        _ => is_host(authority),
    }
}

fn is_port(port: &str) -> bool {
    // Zeros in front are read by all; a sign, which Rust's own reading takes, by none.
    port.bytes().all(|byte| byte.is_ascii_digit()) && (port.is_empty() || port.parse::<u16>().is_ok())
}

/// The path, the query and the fragment, each with what it begins with.
fn is_rest(rest: &str) -> bool {
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%".contains(&byte);
    path.bytes().all(is_plain)
        && query.bytes().chain(fragment.bytes()).all(|byte| is_plain(byte) || byte == b'?')
        && [path, query, fragment].into_iter().all(is_encoded)
}
