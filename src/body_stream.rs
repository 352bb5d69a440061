//! [`BodyStream`]: the body in chunks, as they come.

use std::{
    future::poll_fn,
    task::{Context as TaskContext, Poll, ready},
};

use bytes::Bytes;

use crate::{
    context::Context,
    error::Result,
    extract::{BodyNeed, Extracted, FromRequest},
    inbox::body_too_large,
};

/// The body in chunks, one after the other, as they come: for what need not be in memory as a whole.
///
/// A chunk is read when [`BodyStream::next`] asks for it, and not before: a client that is faster than the handler waits. How large the
/// chunks are is up to client and platform; none is empty. At most [`Context::max_body_bytes`] in all, unless [`BodyStream::limit`] says otherwise.
///
/// A handler may answer before the end: what is left is not looked at. After the answer there is nothing to read, nor is there in what
/// [`Context::wait_until`] runs.
///
/// # Example: counting lines
/// ```
/// use whippet::{BodyStream, prelude::*};
///
/// async fn lines(mut body: BodyStream) -> Result<String> {
///     let mut lines = 0;
///     while let Some(chunk) = body.next().await {
///         lines += chunk?.iter().filter(|byte| **byte == b'\n').count();
///     }
///     Ok(lines.to_string())
/// }
///
/// let client = whippet::testing::TestClient::new(App::new().post("/lines", lines));
/// assert_eq!(client.post("/lines").chunks(["one\ntw", "o\nthree\n"]).send().text(), "3");
/// ```
///
/// # Example: a body that breaks off
/// ```
/// use whippet::{BodyStream, prelude::*};
///
/// async fn size(mut body: BodyStream) -> Result<String> {
///     let mut bytes = 0;
///     while let Some(chunk) = body.next().await {
///         bytes += chunk?.len(); // the client went away: 400, which nobody reads
///     }
///     Ok(bytes.to_string())
/// }
///
/// let client = whippet::testing::TestClient::new(App::new().post("/", size));
/// client.post("/").chunks(["half of it"]).broken_off().send().assert_status(400);
/// ```
pub struct BodyStream {
    cx: Context,
    max_bytes: usize,
    stage: Stage,
}

#[derive(Clone, Copy)]
enum Stage {
    /// Nothing was asked for yet.
    Fresh,
    /// So many bytes have come.
    Reading(usize),
    Over,
}

impl BodyStream {
    pub(crate) fn new(cx: &Context) -> Self {
        Self { cx: cx.clone(), max_bytes: cx.max_body_bytes(), stage: Stage::Fresh }
    }

    /// Sets how many bytes the body may have in all; the default is [`Context::max_body_bytes`]. The platform has a limit of its own.
    ///
    /// # Example: at most a kilobyte
    /// ```
    /// use whippet::{BodyStream, prelude::*};
    ///
    /// async fn note(body: BodyStream) -> Result<&'static str> {
    ///     let mut body = body.limit(1000);
    ///     while let Some(chunk) = body.next().await {
    ///         chunk?;
    ///     }
    ///     Ok("kept")
    /// }
    /// # let client = whippet::testing::TestClient::new(App::new().post("/", note));
    /// client.post("/").body("a".repeat(1000)).send().assert_status(200);
    /// client.post("/").body("a".repeat(1001)).send().assert_status(413);
    /// ```
    #[must_use]
    pub fn limit(mut self, max_bytes: usize) -> Self {
        self.max_bytes = max_bytes;
        self
    }

    /// Waits for the next chunk; `None` where the body is over, and after an error. A call that is dropped while it waits loses nothing.
    ///
    /// # Errors
    /// 413 where the body has more bytes than it may, before any is read where its length is declared. 400 where it cannot be read to its
    /// end, as where the client goes away. 500 where it is read outside of its request: after the answer, or in a task left behind.
    ///
    /// # Example: the first bytes decide
    /// ```
    /// use whippet::{BodyStream, prelude::*};
    ///
    /// async fn upload(mut body: BodyStream) -> Result<&'static str> {
    ///     match body.next().await.transpose()? {
    ///         Some(chunk) if chunk.starts_with(b"GIF8") => Ok("a picture"),
    ///         Some(_) => Err(Error::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "send a GIF")),
    ///         None => Err(Error::bad_request("the body is empty")),
    ///     }
    /// }
    /// # let client = whippet::testing::TestClient::new(App::new().post("/", upload));
    /// client.post("/").chunks(["GIF89a", "…"]).send().assert_status(200);
    /// client.post("/").body("%PDF").send().assert_status(415);
    /// client.post("/").send().assert_status(400);
    /// ```
    pub async fn next(&mut self) -> Option<Result<Bytes>> {
        poll_fn(|cx| self.poll_chunk(cx)).await
    }

    /// What [`BodyStream::next`] waits for, for streams on top of it.
    pub(crate) fn poll_chunk(&mut self, task: &mut TaskContext<'_>) -> Poll<Option<Result<Bytes>>> {
        let read = match self.stage {
            Stage::Over => return Poll::Ready(None),
            Stage::Reading(read) => read,
            Stage::Fresh => {
                let declared = self.cx.header("content-length").and_then(|length| length.parse::<usize>().ok());
                if declared.is_some_and(|length| length > self.max_bytes) {
                    self.stage = Stage::Over;
                    return Poll::Ready(Some(Err(body_too_large(self.max_bytes))));
                }
                self.stage = Stage::Reading(0);
                0
            }
        };
        let chunk = match ready!(self.cx.poll_chunk(task.waker())) {
            Ok(chunk) if chunk.is_empty() => None,
            Ok(chunk) if chunk.len() > self.max_bytes.saturating_sub(read) => Some(Err(body_too_large(self.max_bytes))),
            other => Some(other),
        };
        self.stage = match &chunk {
            Some(Ok(chunk)) => Stage::Reading(read + chunk.len()),
            _ => Stage::Over,
        };
        Poll::Ready(chunk)
    }
}

/// All chunks as one piece.
pub(crate) async fn whole(mut next: impl AsyncFnMut() -> Result<Option<Bytes>>) -> Result<Bytes> {
    let Some(first) = next().await? else { return Ok(Bytes::new()) };
    // What comes in one piece is not copied.
    let Some(second) = next().await? else { return Ok(first) };
    let mut whole = [first, second].concat();
    while let Some(chunk) = next().await? {
        whole.extend_from_slice(&chunk);
    }
    Ok(whole.into())
}

/// The body in chunks, of any content type.
impl<S> FromRequest<S> for BodyStream {
    const BODY: BodyNeed = BodyNeed::Stream;

    fn from_request(cx: &Context, _: Bytes, _: &S) -> Extracted<Self> {
        Ok(Self::new(cx)).into()
    }
}
