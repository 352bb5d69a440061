//! [`Authority`]: a host and its port, as the header `Host` and an origin have them.
//!
//! Used by `Cors` and `Redirects`. What stands between the brackets of an IPv6 address is looked at for its letters only.

/// A host and its port (RFC 3986, section 3.2, without a user): `example.com`, `127.0.0.1:3000`, `[::1]`.
#[derive(Clone, Copy)]
pub(super) struct Authority<'a> {
    pub(super) host: &'a str,
    pub(super) port: Option<&'a str>,
    is_address: bool,
}

impl<'a> Authority<'a> {
    /// Reads one; `None` where it is none. Case is as it was sent.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let host_end = if text.starts_with('[') { text.find(']')? + 1 } else { text.find(':').unwrap_or(text.len()) };
        let (host, rest) = text.split_at(host_end);
        let port = match rest.strip_prefix(':') {
            None if rest.is_empty() => None,
            Some("") => None,
            Some(port) if port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok() => Some(port),
            _ => return None,
        };
        let is_address = is_address(host)?;
        Some(Self { host, port, is_address })
    }

    /// Whether it is this machine, or an IP address: no domain that anybody else knows.
    pub(super) fn is_local(&self) -> bool {
        let name = self.host.strip_suffix('.').unwrap_or(self.host);
        let last = name.rsplit('.').next().unwrap_or_default();
        self.is_address || last.eq_ignore_ascii_case("localhost")
    }
}

/// Whether a host is an IP address and not a name; `None` where it is neither.
fn is_address(host: &str) -> Option<bool> {
    if let Some(address) = host.strip_prefix('[') {
        let address = address.strip_suffix(']')?;
        let is_v6 = |byte: u8| byte.is_ascii_hexdigit() || b":.".contains(&byte);
        return (address.contains(':') && address.bytes().all(is_v6)).then_some(true);
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    let last = name.rsplit('.').next().unwrap_or_default();
    // Browsers take whatever ends in a number for an IPv4 address: only the spelling that all read alike is one.
    if !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()) {
        return is_v4(host).then_some(true);
    }
    (name.len() <= 253 && name.split('.').all(is_label)).then_some(false)
}

/// Whether a host is an IPv4 address, four numbers without zeros in front.
pub(super) fn is_v4(host: &str) -> bool {
    let is_number = |part: &str| part.parse::<u8>().is_ok_and(|number| number.to_string() == part);
    host.split('.').count() == 4 && host.split('.').all(is_number)
}

/// Whether a text can stand between two dots of a domain. An underscore stands in no certificate, but in hosts that exist.
pub(super) fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_or_an_address_and_may_have_a_port() {
        for (text, host, port, is_local) in [
            ("example.com", "example.com", None, false),
            ("Example.com.:8080", "Example.com.", Some("8080"), false),
            ("a_b.example:", "a_b.example", None, false),
            ("localhost:3000", "localhost", Some("3000"), true),
            ("shop.LOCALHOST.", "shop.LOCALHOST.", None, true),
            ("127.0.0.1:1", "127.0.0.1", Some("1"), true),
            ("[::1]:65535", "[::1]", Some("65535"), true),
        ] {
            let authority = Authority::parse(text).unwrap();
            assert_eq!((authority.host, authority.port, authority.is_local()), (host, port, is_local), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_host() {
        for text in [
            "",
            ".",
            "a..b",
            ":80",
            "a:b",
            "a:+80",
            "a:65536",
            "a b",
            "a/b",
            "a@b",
            "a,b",
            "a%20b",
            "é.example",
            "1.2.3",
            "1.2.3.256",
            "[::1",
            "[::g]",
            "[]",
            "[1]",
            "1.2.3.04",
            "1.2.3.+4",
            "1.2.3.4.5",
            "[::1]x",
            "::1",
            "a\\b",
            "a\"b",
            "a<b>",
            "a?b",
            "a#b",
        ] {
            assert!(Authority::parse(text).is_none(), "{text:?}");
        }
        assert!(Authority::parse(&"a".repeat(64)).is_none() && Authority::parse(&"a.".repeat(200)).is_none());
    }
}
