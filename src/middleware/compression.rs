//! [`Compression`]: answers are compressed where the client takes it and it is worth it. Feature `compression`.
//!
//! Put around an application with [`App::with`](crate::App::with), further out than what reads or changes bodies.
//!
//! 1. Of gzip and deflate that one is taken which `Accept-Encoding` likes best (RFC 9110, section 12.5.3), gzip of two it likes alike. Without the header nothing is compressed.
//! 2. Only text, and what is like it, is worth it: `text/*`, JSON and NDJSON, XML, JavaScript, YAML, TOML, GraphQL, RTF, WebAssembly, SVG and BMP, TTF and OTF, and what `application/…` and
//!    `model/…+json` and `+xml` say; of 1,024 bytes or more. To a client that refuses what is not compressed (`identity;q=0`) anything is.
//! 3. Left as they are: 204, 205, 206 and 304, and answers with `Content-Encoding`, `Content-Range`, `Content-Digest`, `Repr-Digest` or `Cache-Control: no-transform`; and
//!    what would not become smaller. An answer to HEAD has the headers that GET would have, the length among them (RFC 9110, section 8.6).
//! 4. What may be compressed says `Vary: Accept-Encoding`, whether this client takes it or not, and so does a 304, which may stand for such. A strong `ETag` becomes a weak one
//!    where the bytes have changed, and on a 304 where the client has it as a weak one.
//! 5. Behind Vercel and Cloudflare it does nothing: they compress at their edge, better (brotli), and without the active CPU that is billed. They are known
//!    by the headers that they set, `x-vercel-id` and `cf-ray`; a client that sets one gets its answer uncompressed, and harms nobody. [`Compression::always`] compresses there, too.
//!
//! **Secrets.** Who sees how long an encrypted answer is, and may choose a part of it, can guess the rest, letter by letter, where both are compressed together
//! (the attack BREACH). Do not put this around routes whose answers have a secret, such as a token against CSRF, beside what the request has said.
//!
//! Source: RFC 9110, sections 8.4, 12.5.3 and 12.5.5; RFC 1950 to 1952.
//!
//! # Example: a long text
//! ```
//! use whippet::{middleware::Compression, prelude::*, testing::TestClient};
//!
//! let client = TestClient::new(App::new().get("/", || "woof ".repeat(1000)).with(Compression::new()));
//! let answer = client.get("/").header("accept-encoding", "gzip, br").send().assert_header("content-encoding", "gzip");
//! assert!(answer.bytes().len() < 100);
//! client.get("/").send().assert_header("vary", "accept-encoding").assert_text(&"woof ".repeat(1000));
//! ```

mod accepted;

use std::io::Write;

use flate2::{
    Compression as Level,
    write::{GzEncoder, ZlibEncoder},
};
use http::{HeaderValue, StatusCode, header};

use self::accepted::{Accepted, Coding};
use crate::{context::Context, extract::Needs, headers::Headers, middleware::Middleware, response::Response};

/// What a platform sets that compresses at its edge.
const EDGES: [&str; 2] = ["x-vercel-id", "cf-ray"];

/// What says that the bytes are to stay as they are.
const FIXED: [&str; 4] = ["content-encoding", "content-range", "content-digest", "repr-digest"];

/// Compresses answers with gzip or deflate. Feature `compression`.
///
/// # Example: settings
/// ```
/// use whippet::{middleware::Compression, prelude::*, testing::TestClient};
///
/// let compression = Compression::new().level(9).min_bytes(100);
/// let client = TestClient::new(App::new().get("/", || Json(vec!["woof"; 100])).with(compression));
/// client.get("/").header("accept-encoding", "deflate").send().assert_header("content-encoding", "deflate");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Compression {
    level: u32,
    min_bytes: usize,
    is_always: bool,
}

impl Default for Compression {
    fn default() -> Self {
        Self { level: 6, min_bytes: 1024, is_always: false }
    }
}

impl Compression {
    /// Of 1,024 bytes or more, at level 6.
    ///
    /// ```
    /// use whippet::middleware::Compression;
    /// assert_eq!(Compression::new(), Compression::new().level(6).min_bytes(1024));
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how much work is done, from 1, the fastest, to 9, the smallest; the default is 6. Another is refused when the application is frozen.
    ///
    /// ```
    /// use whippet::{Service, middleware::Compression, prelude::*};
    /// assert!(Service::freeze(App::new().with(Compression::new().level(1))).is_ok());
    /// assert!(Service::freeze(App::new().with(Compression::new().level(10))).is_err());
    /// ```
    pub const fn level(mut self, level: u32) -> Self {
        self.level = level;
        self
    }

    /// Sets from how many bytes on an answer is compressed; the default is 1,024, below which there is little to gain.
    ///
    /// ```
    /// use whippet::{middleware::Compression, prelude::*, testing::TestClient};
    /// let app = App::new().get("/", || "woof ".repeat(10)).with(Compression::new().min_bytes(50));
    /// TestClient::new(app).get("/").header("accept-encoding", "gzip").send().assert_header("content-encoding", "gzip");
    /// ```
    pub const fn min_bytes(mut self, min_bytes: usize) -> Self {
        self.min_bytes = min_bytes;
        self
    }

    /// Compresses behind Vercel and Cloudflare, too: for a server of one's own that they stand before, whose way to them is to be spared.
    ///
    /// Not for a Cloudflare Worker: its runtime compresses an answer with a `Content-Encoding` itself, and so once more.
    ///
    /// ```
    /// use whippet::{middleware::Compression, prelude::*, testing::TestClient};
    /// let app = App::new().get("/", || "woof ".repeat(1000)).with(Compression::new().always());
    /// let request = TestClient::new(app);
    /// let request = request.get("/").header("accept-encoding", "gzip").header("x-vercel-id", "fra1::a");
    /// request.send().assert_header("content-encoding", "gzip");
    /// ```
    pub const fn always(mut self) -> Self {
        self.is_always = true;
        self
    }

    fn encode(self, coding: Coding, body: &[u8]) -> Option<Vec<u8>> {
        let (level, room) = (Level::new(self.level), Vec::with_capacity(body.len() / 2));
        match coding {
            Coding::Gzip => {
                let mut encoder = GzEncoder::new(room, level);
                encoder.write_all(body).ok()?;
                encoder.finish().ok()
            }
            Coding::Deflate => {
                let mut encoder = ZlibEncoder::new(room, level);
                encoder.write_all(body).ok()?;
                encoder.finish().ok()
            }
        }
    }
}

impl Middleware for Compression {
    fn needs(&self, needs: &mut Needs) {
        needs.headers(&["accept-encoding", "if-none-match"]);
        if !self.is_always {
            needs.headers(&EDGES);
        }
        if !(1..=9).contains(&self.level) {
            needs.fault(format!("Compression: there is no level {}: write one from 1 to 9", self.level));
        }
    }

    fn after(&self, cx: &Context, response: &mut Response) {
        let is_done_at_the_edge = || !self.is_always && EDGES.iter().any(|name| cx.header(name).is_some());
        if has_fixed_bytes(response) || is_done_at_the_edge() {
            return;
        }
        if response.status() == StatusCode::NOT_MODIFIED {
            return stand_for_compressed(cx, response.headers_mut());
        }
        if response.body().is_empty() {
            return;
        }
        let header = cx.header("accept-encoding");
        let accepted = Accepted::read(header.as_deref());
        if !is_worth_it(self.min_bytes, response) && !accepted.refuses_plain() {
            return;
        }
        response.headers_mut().add_vary(header::ACCEPT_ENCODING);
        let Some(coding) = accepted.best() else { return };
        let before = response.body().len();
        let Some(body) = self.encode(coding, response.body().as_bytes()) else { return };
        if body.len() >= before && !accepted.refuses_plain() {
            return;
        }
        response.set_body(body);
        let headers = response.headers_mut();
        headers.set(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
        headers.remove(&header::CONTENT_LENGTH);
        weaken(headers);
    }
}

/// Whether the bytes are to stay as they are.
fn has_fixed_bytes(response: &Response) -> bool {
    let headers = response.headers();
    let mut caching =
        headers.get_all("cache-control").filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::PARTIAL_CONTENT)
        || FIXED.iter().any(|name| headers.contains(name))
        || caching.any(|directive| directive.trim().eq_ignore_ascii_case("no-transform"))
}

fn is_worth_it(min_bytes: usize, response: &Response) -> bool {
    let media_type = response.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    response.body().len() >= min_bytes && is_text(&essence(media_type))
}

/// A media type without its parameters, in lower case.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type is one of what has much that repeats; it is in lower case.
fn is_text(media_type: &str) -> bool {
    let Some((kind, name)) = media_type.split_once('/') else { return false };
    match kind {
        "text" => true,
        "application" => {
            let known =
                ["json", "xml", "javascript", "x-javascript", "wasm", "graphql", "x-ndjson", "rtf", "yaml", "toml"];
            known.contains(&name) || name.ends_with("+json") || name.ends_with("+xml")
        }
        "image" => matches!(name, "svg+xml" | "bmp"),
        "font" => matches!(name, "ttf" | "otf"),
        "model" => name.ends_with("+json") || name.ends_with("+xml"),
        _ => false,
    }
}

/// Says of a 304 what the answer would say that it stands for (RFC 9110, section 15.4.5).
fn stand_for_compressed(cx: &Context, headers: &mut Headers) {
    headers.add_vary(header::ACCEPT_ENCODING);
    let Some(tag) = headers.get("etag").and_then(|tag| tag.to_str().ok()) else { return };
    // A cache that has the weak tag would not know the strong one again (RFC 9111, section 4.3.4).
    if cx.header("if-none-match").is_some_and(|tags| tags.contains(&format!("W/{tag}"))) {
        weaken(headers);
    }
}

/// Other bytes are told apart by another tag, or by a weak one (RFC 9110, section 8.8.3.3).
fn weaken(headers: &mut Headers) {
    let tag = headers.get("etag").and_then(|tag| tag.to_str().ok()).filter(|tag| !tag.starts_with("W/"));
    if let Some(Ok(tag)) = tag.map(|tag| HeaderValue::try_from(format!("W/{tag}"))) {
        headers.set(header::ETAG, tag);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::{GzDecoder, ZlibDecoder};

    use super::*;

    #[test]
    fn only_text_is_worth_it() {
        for media_type in
            ["text/html", "text/x", "application/problem+json", "application/json", "image/svg+xml", "application/wasm"]
        {
            assert!(is_text(media_type), "{media_type}");
        }
        for media_type in
            ["", "text", "image/png", "application/zip", "application/octet-stream", "video/mp4", "font/woff2"]
        {
            assert!(!is_text(media_type), "{media_type}");
        }
    }

    #[test]
    fn what_is_compressed_is_the_same_again() {
        for body in [&b""[..], b"a", &[0; 100_000], "woof \u{1f415} ".repeat(5000).as_bytes()] {
            for level in [1, 6, 9] {
                let compression = Compression::new().level(level);
                let (mut gzip, mut deflate) = (Vec::new(), Vec::new());
                let bytes = compression.encode(Coding::Gzip, body).unwrap();
                GzDecoder::new(&bytes[..]).read_to_end(&mut gzip).unwrap();
                assert_eq!(bytes, compression.encode(Coding::Gzip, body).unwrap(), "a strong tag of it stays the same");
                let bytes = compression.encode(Coding::Deflate, body).unwrap();
                ZlibDecoder::new(&bytes[..]).read_to_end(&mut deflate).unwrap();
                assert!(gzip == body && deflate == body);
            }
        }
    }
}
