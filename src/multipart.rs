//! [`Multipart`]: the parts of a form with files, streamed one after the other. Feature `multipart`.
//!
//! 1. Nothing is read before it is asked for, and no part is in memory unless the handler takes it whole.
//! 2. Everything has a limit, stated with the function that changes it; past a limit is a 413 that names it and the part.
//! 3. The grammar is the crate multer's; this module feeds it, and counts.

mod feed;
mod part;
mod refusal;

use std::{
    fmt,
    future::poll_fn,
    task::{Context as TaskContext, Poll, ready},
};

use bytes::Bytes;

pub use part::Part;

use self::feed::Feed;
use crate::{
    body_stream::BodyStream,
    context::Context,
    error::Result,
    extract::{BodyNeed, Extracted, FromRequest},
    headers::{CONTENT_TYPE, essence},
};

/// The parts of a `multipart/form-data` body (RFC 7578), one after the other, as they come: a handler's last argument. Feature `multipart`.
///
/// A part is read when the handler asks for it, while the rest is still on its way. What is left of a part when the next one is asked for is
/// skipped, and what is left of the body when the handler answers is not looked at.
///
/// | limit | default | set with |
/// | --- | --- | --- |
/// | bytes of the body | 4,500,000, or what [`BodyLimit`](crate::middleware::BodyLimit) says | [`Multipart::max_bytes`] |
/// | parts | 100 | [`Multipart::max_parts`] |
/// | bytes of a part | those of the body | [`Multipart::max_part_bytes`] |
/// | bytes of a part's headers, its names among them | 8,192 | [`Multipart::max_header_bytes`] |
/// | headers of a part | 32 | |
///
/// What stands before the first part counts as its headers; what follows the last is not looked at.
///
/// # Errors
/// 415 where the content type is another or there is none, and 400 where it names no boundary of 1 to 70 bytes; both before anything is read.
///
/// # Example: a picture and its title
/// ```
/// use whippet::prelude::*;
///
/// async fn upload(mut form: Multipart) -> Result<String> {
///     let (mut title, mut bytes) = (String::new(), 0);
///     while let Some(mut part) = form.next().await? {
///         match part.name() {
///             "title" => title = part.text().await?,
///             "picture" => {
///                 while let Some(chunk) = part.chunk().await? {
///                     bytes += chunk.len(); // or send it on to where it is stored
///                 }
///             }
///             _ => {} // skipped
///         }
///     }
///     Ok(format!("{title}: {bytes} bytes"))
/// }
///
/// let client = whippet::testing::TestClient::new(App::new().post("/", upload));
/// let body = "--b\r\ncontent-disposition: form-data; name=\"title\"\r\n\r\nLola\r\n\
///             --b\r\ncontent-disposition: form-data; name=\"picture\"; filename=\"lola.gif\"\r\n\r\nGIF89a\r\n--b--\r\n";
/// let request = client.post("/").header("content-type", "multipart/form-data; boundary=b").body(body);
/// assert_eq!(request.send().text(), "Lola: 6 bytes");
/// client.post("/").body(body).send().assert_status(415);
/// ```
pub struct Multipart {
    body: BodyStream,
    feed: Feed,
    parser: multer::Multipart<'static>,
    /// The part that was given last.
    field: Option<multer::Field<'static>>,
    limits: Limits,
    /// How many parts were given.
    parts: usize,
    /// How many bytes of the part that was given last were read.
    part_bytes: usize,
    /// Whether there is nothing more: after the last part, and after an error.
    is_over: bool,
}

#[derive(Clone, Copy)]
struct Limits {
    parts: usize,
    part_bytes: usize,
    header_bytes: usize,
}

impl Multipart {
    fn new(body: BodyStream, boundary: String) -> Self {
        let feed = Feed::default();
        let parser = multer::Multipart::new(feed.stream(), boundary);
        let limits = Limits { parts: 100, part_bytes: usize::MAX, header_bytes: 8192 };
        Self { body, feed, parser, field: None, limits, parts: 0, part_bytes: 0, is_over: false }
    }

    /// Sets how many bytes the body may have in all; the default is [`Context::max_body_bytes`]. The platform has a limit
    /// of its own.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let count = async |form: Multipart| -> Result<()> { form.max_bytes(100).next().await.map(|_| ()) };
    /// let request = TestClient::new(App::new().post("/", count));
    /// let request = request.post("/").header("content-type", "multipart/form-data; boundary=b").body("-".repeat(101));
    /// request.send().assert_status(413);
    /// ```
    #[must_use]
    pub fn max_bytes(mut self, max_bytes: usize) -> Self {
        self.body = self.body.limit(max_bytes);
        self
    }

    /// Sets how many parts there may be; the default is 100.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let count = async |form: Multipart| -> Result<()> { form.max_parts(0).next().await.map(|_| ()) };
    /// let client = TestClient::new(App::new().post("/", count));
    /// let body = "--b\r\ncontent-disposition: form-data; name=a\r\n\r\n1\r\n--b--\r\n";
    /// client.post("/").header("content-type", "multipart/form-data; boundary=b").body(body).send().assert_status(413);
    /// ```
    #[must_use]
    pub fn max_parts(mut self, max_parts: usize) -> Self {
        self.limits.parts = max_parts;
        self
    }

    /// Sets how many bytes the content of a part may have, skipped ones included; the default is no other limit than the body's.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// async fn first(form: Multipart) -> Result<Option<Bytes>> {
    ///     let mut form = form.max_part_bytes(3);
    ///     match form.next().await? {
    ///         Some(part) => part.bytes().await.map(Some),
    ///         None => Ok(None),
    ///     }
    /// }
    /// let client = TestClient::new(App::new().post("/", first));
    /// let body = "--b\r\ncontent-disposition: form-data; name=a\r\n\r\n1234\r\n--b--\r\n";
    /// let answer = client.post("/").header("content-type", "multipart/form-data; boundary=b").body(body).send().assert_status(413);
    /// assert_eq!(answer.json::<Value>()["detail"], "the part \"a\" has more than 3 bytes");
    /// ```
    #[must_use]
    pub fn max_part_bytes(mut self, max_part_bytes: usize) -> Self {
        self.limits.part_bytes = max_part_bytes;
        self
    }

    /// Sets how many bytes the headers of a part may have, its name and its file's name among them; the default is 8,192.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let count = async |form: Multipart| -> Result<()> { form.max_header_bytes(30).next().await.map(|_| ()) };
    /// let client = TestClient::new(App::new().post("/", count));
    /// let body = "--b\r\ncontent-disposition: form-data; name=a\r\n\r\n1\r\n--b--\r\n";
    /// client.post("/").header("content-type", "multipart/form-data; boundary=b").body(body).send().assert_status(413);
    /// ```
    #[must_use]
    pub fn max_header_bytes(mut self, max_header_bytes: usize) -> Self {
        self.limits.header_bytes = max_header_bytes;
        self
    }

    /// Waits for the next part, and skips what is left of the one before; `None` after the last, and after an error.
    ///
    /// # Errors
    /// 400 where the body is not made of parts as its boundary says, a part has no name, or the body cannot be read to its end. 413 where there are
    /// more parts than there may be, a part, its headers or the body are too large.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// async fn names(mut form: Multipart) -> Result<String> {
    ///     let mut names = String::new();
    ///     while let Some(part) = form.next().await? {
    ///         names += part.name();
    ///     }
    ///     Ok(names)
    /// }
    /// let client = TestClient::new(App::new().post("/", names));
    /// let send = |body| client.post("/").header("content-type", "multipart/form-data; boundary=b").body(body).send();
    /// let part = "--b\r\ncontent-disposition: form-data; name=a\r\n\r\n1\r\n";
    /// assert_eq!(send(format!("{part}{part}--b--\r\n")).text(), "aa");
    /// send(part.to_owned()).assert_status(400); // it breaks off
    /// ```
    pub async fn next(&mut self) -> Result<Option<Part<'_>>> {
        let is_there = poll_fn(|task| self.poll_part(task)).await?;
        Ok(is_there.then_some(Part::new(self)))
    }

    /// Waits for a part; false where there is none.
    fn poll_part(&mut self, task: &mut TaskContext<'_>) -> Poll<Result<bool>> {
        while self.field.is_some() && !self.is_over {
            if ready!(self.poll_chunk(task))?.is_none() {
                self.field = None;
                self.feed.start_counting();
            }
        }
        if self.is_over {
            return Poll::Ready(Ok(false));
        }
        let field = loop {
            match self.parser.poll_next_field(task) {
                Poll::Ready(Ok(field)) => break field,
                Poll::Ready(Err(error)) => return self.fail(refusal::of_parser(&error)),
                // multer searches all that it has anew with each chunk: it must not get to have much.
                Poll::Pending if self.feed.counted() > self.limits.header_bytes => {
                    return self.fail(refusal::headers_too_large(self.parts + 1, self.limits.header_bytes));
                }
                Poll::Pending => ready!(self.poll_feed(task))?,
            }
        };
        let Some(field) = field else {
            self.is_over = true;
            return Poll::Ready(Ok(false));
        };
        self.parts += 1;
        self.part_bytes = 0;
        if let Err(error) = self.check(&field) {
            return self.fail(error);
        }
        self.field = Some(field);
        Poll::Ready(Ok(true))
    }

    /// Waits for some of the content of the part that was given last; `None` at its end.
    fn poll_chunk(&mut self, task: &mut TaskContext<'_>) -> Poll<Result<Option<Bytes>>> {
        loop {
            let Some(field) = self.field.as_mut().filter(|_| !self.is_over) else { return Poll::Ready(Ok(None)) };
            match feed::poll_chunk(field, task) {
                Poll::Ready(Some(Ok(chunk))) if chunk.is_empty() => {}
                Poll::Ready(Some(Ok(chunk))) => {
                    self.part_bytes += chunk.len();
                    if self.part_bytes > self.limits.part_bytes {
                        let error = refusal::part_too_large(field.name().unwrap_or_default(), self.limits.part_bytes);
                        return self.fail(error);
                    }
                    return Poll::Ready(Ok(Some(chunk)));
                }
                Poll::Ready(None) => return Poll::Ready(Ok(None)),
                Poll::Ready(Some(Err(error))) => return self.fail(refusal::of_parser(&error)),
                Poll::Pending => ready!(self.poll_feed(task))?,
            }
        }
    }

    /// Gives the parser more.
    fn poll_feed(&mut self, task: &mut TaskContext<'_>) -> Poll<Result<()>> {
        match ready!(self.body.poll_chunk(task)) {
            Some(Ok(chunk)) => self.feed.put(chunk),
            Some(Err(error)) => return self.fail(error),
            // Told once, and then it must not ask for more.
            None if self.feed.is_ended() => return self.fail(refusal::incomplete()),
            None => self.feed.end(),
        }
        Poll::Ready(Ok(()))
    }

    fn check(&self, field: &multer::Field<'_>) -> Result<()> {
        let headers = field.headers().iter();
        let bytes: usize = headers.map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len()).sum();
        if self.parts > self.limits.parts {
            return Err(refusal::too_many_parts(self.limits.parts));
        }
        if bytes > self.limits.header_bytes {
            return Err(refusal::headers_too_large(self.parts, self.limits.header_bytes));
        }
        if field.name().is_none() {
            return Err(refusal::nameless(self.parts));
        }
        Ok(())
    }

    fn fail<T>(&mut self, error: crate::error::Error) -> Poll<Result<T>> {
        self.is_over = true;
        Poll::Ready(Err(error))
    }
}

/// The name of a part's boundary.
fn boundary(cx: &Context) -> Result<String> {
    let content_type = cx.header(CONTENT_TYPE);
    let Some(content_type) = content_type.as_deref() else {
        return Err(refusal::of_content_type("there is no content type").as_missing());
    };
    match multer::parse_boundary(content_type) {
        Ok(boundary) if (1..=70).contains(&boundary.len()) => Ok(boundary),
        // Whatever else cannot be read of it comes after its name.
        _ if essence(content_type).eq_ignore_ascii_case("multipart/form-data") => Err(refusal::of_boundary()),
        _ => Err(refusal::of_content_type("the content type is another")),
    }
}

impl<S> FromRequest<S> for Multipart {
    const BODY: BodyNeed = BodyNeed::Stream;
    const HEADERS: &'static [&'static str] = &[CONTENT_TYPE];

    fn check(cx: &Context) -> Result<()> {
        boundary(cx).map(drop)
    }

    fn from_request(cx: &Context, body: Bytes, state: &S) -> Extracted<Self> {
        match boundary(cx) {
            Ok(boundary) => BodyStream::from_request(cx, body, state).map(|body| Self::new(body, boundary)),
            Err(error) => Err(error).into(),
        }
    }
}

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Multipart").field("parts", &self.parts).field("is_over", &self.is_over).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
