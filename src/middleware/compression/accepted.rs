//! What `Accept-Encoding` says (RFC 9110, section 12.5.3).
//!
//! An item that cannot be read is as if it were not there. Of an item that stands twice the last holds.

/// How an answer may be compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Gzip,
    /// The format of zlib (RFC 1950): what the name has meant since RFC 2616.
    Deflate,
}

impl Coding {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Deflate => "deflate",
        }
    }
}

/// How much a client likes what, in thousandths; `None` where it says nothing of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Accepted {
    gzip: Option<u16>,
    deflate: Option<u16>,
    identity: Option<u16>,
    rest: Option<u16>,
}

impl Accepted {
    pub(super) fn read(header: Option<&str>) -> Self {
        let mut accepted = Self::default();
        for item in header.unwrap_or_default().split(',') {
            let (coding, weight) = match item.split_once(';') {
                Some((coding, weight)) => (coding, thousandths(weight)),
                None => (item, Some(1000)),
            };
            let Some(weight) = weight else { continue };
            let is = |name: &str| coding.trim().eq_ignore_ascii_case(name);
            let place = if is("gzip") || is("x-gzip") {
                &mut accepted.gzip
            } else if is("deflate") {
                &mut accepted.deflate
            } else if is("identity") {
                &mut accepted.identity
            } else if is("*") {
                &mut accepted.rest
            } else {
                continue;
            };
            *place = Some(weight);
        }
        accepted
    }

    /// The coding that it likes best, unless it likes none better.
    pub(super) fn best(self) -> Option<Coding> {
        let weight = |named: Option<u16>| named.or(self.rest).unwrap_or_default();
        let (gzip, deflate) = (weight(self.gzip), weight(self.deflate));
        let (best, coding) = if gzip >= deflate { (gzip, Coding::Gzip) } else { (deflate, Coding::Deflate) };
        // What is not named is taken, and liked least.
        (best > 0 && best >= self.identity.unwrap_or_default()).then_some(coding)
    }

    /// Whether it takes only what is compressed.
    pub(super) fn refuses_plain(self) -> bool {
        self.identity.or(self.rest) == Some(0)
    }
}

/// `q=0.5` in thousandths: at most three digits follow the dot, and none is above 1.
fn thousandths(weight: &str) -> Option<u16> {
    let weight = weight.trim();
    let weight = weight.strip_prefix("q=").or_else(|| weight.strip_prefix("Q="))?;
    let (whole, digits) = weight.split_once('.').unwrap_or((weight, ""));
    if digits.len() > 3 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let part = digits.bytes().chain(*b"000").take(3).fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
    match whole {
        "0" => Some(part),
        "1" if part == 0 => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_liked_is_taken() {
        let (gzip, deflate) = (Some(Coding::Gzip), Some(Coding::Deflate));
        for (header, best, refuses_plain) in [
            (None, None, false),
            (Some(""), None, false),
            (Some("gzip"), gzip, false),
            (Some("GZip , br"), gzip, false),
            (Some("x-gzip"), gzip, false),
            (Some("deflate, gzip"), gzip, false),
            (Some("deflate"), deflate, false),
            (Some("gzip;q=0.5, deflate"), deflate, false),
            (Some("gzip;q=0.5,deflate;q=0.501"), deflate, false),
            (Some("gzip; q=1.000"), gzip, false),
            (Some("gzip;Q=0.001"), gzip, false),
            (Some("br, zstd"), None, false),
            (Some("*"), gzip, false),
            (Some("gzip;q=0, *"), deflate, false),
            (Some("gzip;q=0, deflate;q=0, *"), None, false),
            (Some("*;q=0"), None, true),
            (Some("gzip, *;q=0"), gzip, true),
            (Some("identity, *;q=0"), None, false),
            (Some("gzip;q=0"), None, false),
            (Some("gzip;q=0.000"), None, false),
            (Some("identity;q=0"), None, true),
            (Some("identity;q=0, gzip"), gzip, true),
            (Some("identity, gzip;q=0.5"), None, false),
            (Some("identity;q=0.5, gzip"), gzip, false),
            (Some("identity, gzip"), gzip, false),
            (Some("gzip;q=0, gzip"), gzip, false),
            // What cannot be read.
            (Some("gzip;q=2"), None, false),
            (Some("gzip;q=1.001"), None, false),
            (Some("gzip;q=0.1234"), None, false),
            (Some("gzip;q=-1"), None, false),
            (Some("gzip;q=a"), None, false),
            (Some("gzip;q="), None, false),
            (Some("gzip;level=9"), None, false),
            (Some("gzip deflate"), None, false),
            (Some(",,;q=1,gzip"), gzip, false),
            (Some("é, gzip"), gzip, false),
        ] {
            let accepted = Accepted::read(header);
            assert_eq!((accepted.best(), accepted.refuses_plain()), (best, refuses_plain), "{header:?}");
        }
    }
}
