//! The host of an e-mail address and of a URL.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether a text is one label of a domain (RFC 1034, section 3.5, with digits in front as RFC 1123 has them): 1 to 63 ASCII letters,
/// digits and hyphens, none of these at an end.
pub(super) fn is_label(label: &str) -> bool {
    let bytes = label.as_bytes();
    (1..=63).contains(&bytes.len())
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        && ![bytes.first(), bytes.last()].contains(&Some(&b'-'))
}

/// Whether a text is the host of a URL; which are is said at [`is_url`](super::is_url).
pub(super) fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[') {
        return address.strip_suffix(']').is_some_and(|address| address.parse::<Ipv6Addr>().is_ok());
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    let last = name.rsplit('.').next().unwrap_or_default();
    if is_number(last) {
        // Browsers read any such host as an IPv4 address, `1.2` as 1.0.0.2: only the spelling that all read alike is taken.
        return host.parse::<Ipv4Addr>().is_ok();
    }
    // A name in a certificate or in DNS has no underscore, a host that exists does.
    name.len() <= 253 && name.split('.').all(|label| is_label(&label.replace('_', "x")))
}

/// Whether the URL standard takes it for a number: an IPv4 address ends in one.
fn is_number(label: &str) -> bool {
    let hexadecimal = label.strip_prefix("0x").or_else(|| label.strip_prefix("0X"));
    hexadecimal.map_or_else(
        || !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit()),
        |digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
    )
}
