//! [`Trace`]: the trace that a request belongs to, across services. Feature `logging`.
//!
//! 1. A `traceparent` of version 00 has exactly 55 characters, all digits in lower case. Of a later version only its beginning is read, which is the same. Version ff, an id
//!    of zeros only, and whatever else does not fit, is none: a trace begins, as where there is none.
//! 2. A `tracestate` is passed on as it came, where its `traceparent` was valid and each of its members, 32 at most, is. Of more than 512 bytes members of more than 128 are left out
//!    first, then the last ones.
//! 3. Of the flags two are known: that the trace is sampled, and that its id is random. A trace that begins here has both.
//!
//! Source: W3C, Trace Context, Level 2.

use crate::{
    context::Context,
    error::Error,
    extract::{Extracted, FromRequestParts},
    middleware::random::push_hex,
};

pub(super) const PARENT: &str = "traceparent";
pub(super) const STATE: &str = "tracestate";

/// The flags that are known: sampled, and random.
const FLAGS: u8 = 0b11;
const SAMPLED: u8 = 0b01;

const MOST_MEMBERS: usize = 32;
const MOST_BYTES: usize = 512;
const LARGE_MEMBER: usize = 128;

/// The trace that a request belongs to: an extractor behind [`Logger`](super::Logger), for the requests that a handler sends. Feature `logging`.
///
/// # Errors
/// 500 where no `Logger` stands around the route; the log says so. `Option<Trace>` is `None` there.
///
/// # Example: passed on
/// ```
/// use whippet::{middleware::{Logger, Trace}, prelude::*, testing::TestClient};
///
/// // … to the header `traceparent` of a request to another service.
/// let app = App::new().get("/", |trace: Trace| trace.traceparent()).with(Logger::new());
/// let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
/// let answer = TestClient::new(app).get("/").header("traceparent", parent).send();
/// assert!(answer.text().starts_with("00-4bf92f3577b34da6a3ce929d0e0e4736-") && answer.text().ends_with("-01"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    trace_id: [u8; 16],
    span_id: [u8; 8],
    parent_id: Option<[u8; 8]>,
    flags: u8,
    state: Option<String>,
}

impl Trace {
    pub(super) fn new(parent: Option<&str>, state: Option<&str>, random: [u8; 24]) -> Self {
        let (mut trace_id, mut span_id) = ([0; 16], [0; 8]);
        let (for_trace, for_span) = random.split_at(16);
        trace_id.copy_from_slice(for_trace);
        span_id.copy_from_slice(for_span);
        // One of zeros only is none.
        trace_id[15] |= u8::from(trace_id == [0; 16]);
        span_id[7] |= u8::from(span_id == [0; 8]);
        match parent.and_then(parse) {
            Some((trace_id, parent_id, flags)) => {
                let state = state.and_then(kept_state);
                Self { trace_id, span_id, parent_id: Some(parent_id), flags, state }
            }
            None => Self { trace_id, span_id, parent_id: None, flags: FLAGS, state: None },
        }
    }

    /// The id of the trace: 32 hexadecimal digits.
    ///
    /// ```
    /// use whippet::{middleware::{Logger, Trace}, prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |trace: Trace| trace.trace_id()).with(Logger::new());
    /// assert_eq!(TestClient::new(app).get("/").send().text().len(), 32);
    /// ```
    pub fn trace_id(&self) -> String {
        hex(&self.trace_id)
    }

    /// The id of this request within the trace: 16 hexadecimal digits.
    ///
    /// ```
    /// use whippet::{middleware::{Logger, Trace}, prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |trace: Trace| trace.span_id()).with(Logger::new());
    /// assert_eq!(TestClient::new(app).get("/").send().text().len(), 16);
    /// ```
    pub fn span_id(&self) -> String {
        hex(&self.span_id)
    }

    /// The id of what has sent this request; `None` where the trace begins here.
    ///
    /// ```
    /// use whippet::{middleware::{Logger, Trace}, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", |trace: Trace| trace.parent_id()).with(Logger::new()));
    /// let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    /// client.get("/").header("traceparent", parent).send().assert_text("00f067aa0ba902b7");
    /// client.get("/").send().assert_status(404);
    /// ```
    pub fn parent_id(&self) -> Option<String> {
        self.parent_id.map(|id| hex(&id))
    }

    /// Whether somebody keeps the trace: what the sender says, and true where it begins here.
    ///
    /// ```
    /// use whippet::{middleware::{Logger, Trace}, prelude::*, testing::TestClient};
    /// let client = TestClient::new(App::new().get("/", |trace: Trace| trace.is_sampled().to_string()).with(Logger::new()));
    /// let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
    /// client.get("/").header("traceparent", parent).send().assert_text("false");
    /// client.get("/").send().assert_text("true");
    /// ```
    pub fn is_sampled(&self) -> bool {
        self.flags & SAMPLED != 0
    }

    /// The header `traceparent` of a request that the handler sends: there it is a child of this request.
    ///
    /// ```
    /// use whippet::{middleware::{Logger, Trace}, prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |trace: Trace| {
    ///     assert_eq!(trace.traceparent(), format!("00-{}-{}-03", trace.trace_id(), trace.span_id()));
    /// });
    /// TestClient::new(app.with(Logger::new())).get("/").send().assert_status(200);
    /// ```
    pub fn traceparent(&self) -> String {
        let mut text = String::with_capacity(55);
        for part in [&[0][..], &self.trace_id, &self.span_id, &[self.flags]] {
            if !text.is_empty() {
                text.push('-');
            }
            part.iter().for_each(|byte| push_hex(&mut text, *byte));
        }
        text
    }

    /// The header `tracestate` of a request that the handler sends: as it came; `None` where there was none.
    ///
    /// ```
    /// use whippet::{middleware::{Logger, Trace}, prelude::*, testing::TestClient};
    /// let state = |trace: Trace| trace.tracestate().map(str::to_owned);
    /// let client = TestClient::new(App::new().get("/", state).with(Logger::new()));
    /// let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    /// client.get("/").header("traceparent", parent).header("tracestate", "a=1,b=2").send().assert_text("a=1,b=2");
    /// ```
    pub fn tracestate(&self) -> Option<&str> {
        self.state.as_deref()
    }
}

impl<S> FromRequestParts<S> for Trace {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        let trace = cx.extension::<Self>().map(|trace| Self::clone(&trace));
        trace
            .ok_or_else(|| Error::internal("no Logger stands around this route: give one to `App::with`").as_missing())
            .into()
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    bytes.iter().for_each(|byte| push_hex(&mut text, *byte));
    text
}

/// The trace, the parent, and the flags that are known.
fn parse(header: &str) -> Option<([u8; 16], [u8; 8], u8)> {
    let (fields, rest) = header.split_at_checked(55)?;
    let mut fields = fields.split('-');
    let [version] = bytes(fields.next()?)?;
    let (trace_id, parent_id, [flags]) = (bytes(fields.next()?)?, bytes(fields.next()?)?, bytes(fields.next()?)?);
    let is_whole = rest.is_empty() || version != 0 && rest.starts_with('-');
    let is_valid = is_whole && version != 0xff && trace_id != [0; 16] && parent_id != [0; 8];
    is_valid.then_some((trace_id, parent_id, flags & FLAGS))
}

/// So many bytes of hexadecimal digits in lower case, and nothing else.
fn bytes<const BYTES: usize>(text: &str) -> Option<[u8; BYTES]> {
    let digit = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    if text.len() != 2 * BYTES {
        return None;
    }
    let mut bytes = [0; BYTES];
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = digit(digits[0])? << 4 | digit(digits[1])?;
    }
    Some(bytes)
}

/// What is passed on of a state; `None` where it is none, or nothing is left of it.
fn kept_state(header: &str) -> Option<String> {
    let mut members: Vec<&str> = header.split(',').map(|member| member.trim_matches([' ', '\t'])).collect();
    members.retain(|member| !member.is_empty());
    let is_twice = |at: usize| members[..at].iter().any(|other| key(other) == key(members[at]));
    if members.len() > MOST_MEMBERS
        || !members.iter().all(|member| is_member(member))
        || (0..members.len()).any(is_twice)
    {
        return None;
    }
    let bytes = |members: &[&str]| members.iter().map(|member| member.len() + 1).sum::<usize>().saturating_sub(1);
    while bytes(&members) > MOST_BYTES {
        let large = members.iter().rposition(|member| member.len() > LARGE_MEMBER);
        members.remove(large.unwrap_or(members.len() - 1));
    }
    (!members.is_empty()).then(|| members.join(","))
}

fn key(member: &str) -> &str {
    member.split_once('=').map_or(member, |(key, _)| key)
}

fn is_member(member: &str) -> bool {
    let Some((key, value)) = member.split_once('=') else { return false };
    let is_first = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_key = |byte: u8| is_first(byte) || b"_-*/@".contains(&byte);
    let is_value = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'=';
    (1..=256).contains(&key.len())
        && key.bytes().next().is_some_and(is_first)
        && key.bytes().all(is_key)
        && (1..=256).contains(&value.len())
        && value.bytes().all(is_value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDS: &str = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7";

    #[test]
    fn a_traceparent_is_taken_over_where_it_is_valid() {
        for (header, flags) in [
            (format!("00-{IDS}-01"), Some(1)),
            (format!("00-{IDS}-00"), Some(0)),
            (format!("00-{IDS}-ff"), Some(3)),
            (format!("01-{IDS}-01"), Some(1)),
            (format!("01-{IDS}-09-what-comes-later"), Some(1)),
            (format!("cc-{IDS}-03-"), Some(3)),
            (format!("01-{IDS}-01.what"), None),
            (format!("00-{IDS}-01-what"), None),
            (format!("00-{IDS}-01, 00-{IDS}-01"), None),
            (format!("ff-{IDS}-01"), None),
            (format!("00-{IDS}-0"), None),
            (format!("00-{IDS}-0g"), None),
            (format!("00-{IDS}"), None),
            (format!("0-{IDS}-011"), None),
            (format!("00-{}-01", IDS.to_uppercase()), None),
            (format!(" 00-{IDS}-01"), None),
            (format!("00_{IDS}-01"), None),
            (format!("00-{IDS}-é"), None),
            ("00-00000000000000000000000000000000-00f067aa0ba902b7-01".to_owned(), None),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01".to_owned(), None),
            ("00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01".to_owned(), None),
            (String::new(), None),
        ] {
            let trace = Trace::new(Some(&header), Some("a=1"), [7; 24]);
            assert_eq!(trace.parent_id.is_some(), flags.is_some(), "{header}");
            assert_eq!(trace.flags, flags.unwrap_or(3), "{header}");
            assert_eq!(trace.tracestate(), flags.map(|_| "a=1"), "{header}");
            let id = if flags.is_some() { &IDS[..32] } else { "07070707070707070707070707070707" };
            assert_eq!(trace.traceparent(), format!("00-{id}-0707070707070707-{:02x}", trace.flags), "{header}");
        }
    }

    #[test]
    fn an_id_is_never_of_zeros_only() {
        let trace = Trace::new(None, None, [0; 24]);
        assert_eq!(trace.traceparent(), "00-00000000000000000000000000000001-0000000000000001-03");
    }

    #[test]
    fn a_state_is_passed_on_where_all_its_members_are_some() {
        for (header, expected) in [
            ("a=1", Some("a=1")),
            (" a=1 ,\tb=2,,", Some("a=1,b=2")),
            ("0t@sys=x y!", Some("0t@sys=x y!")),
            ("a=1,a=2", None),
            ("A=1", None),
            ("a", None),
            ("a=", None),
            ("=1", None),
            ("a=b=c", None),
            ("a=é", None),
            ("_a=1", None),
            ("", None),
            (",", None),
        ] {
            assert_eq!(kept_state(header).as_deref(), expected, "{header}");
        }
        let many = |count: usize| (0..count).map(|at| format!("k{at}=1")).collect::<Vec<_>>().join(",");
        assert_eq!(kept_state(&many(32)), Some(many(32)));
        assert_eq!(kept_state(&many(33)), None);
        let (large, small) = ("x".repeat(200), "x".repeat(100));
        let header = format!("a={large},b={small},c={large},d={small}");
        assert_eq!(kept_state(&header), Some(format!("a={large},b={small},d={small}")));
        let small = (0..8).map(|at| format!("k{at}={small}")).collect::<Vec<_>>();
        assert_eq!(kept_state(&small.join(",")), Some(small[..4].join(",")));
        assert_eq!(kept_state(&format!("a={}", "x".repeat(257))), None);
    }
}
