//! [`Request`]: all of a request as one argument.

use std::ops::Deref;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::{
    body_stream::{BodyStream, whole},
    context::Context,
    error::Result,
    extract::{BodyNeed, Extracted, FromRequest},
    json::Json,
};

/// All of a request as one argument: what [`Context`] tells, and the body, which is read only if asked for.
///
/// For handlers that decide by themselves what to read, such as those that pass a request on.
///
/// # Example: a body that only some are asked for
/// ```
/// use whippet::{Request, prelude::*};
///
/// async fn note(request: Request) -> Result<String> {
///     if request.header("x-dry-run").is_some() {
///         return Ok(format!("{} {} would be done", request.method(), request.path()));
///     }
///     let text = request.text().await?;
///     Ok(format!("{} bytes are kept", text.len()))
/// }
///
/// let client = whippet::testing::TestClient::new(App::new().put("/note", note));
/// client.put("/note").body("woof").send().assert_text("4 bytes are kept");
/// client.put("/note").header("x-dry-run", "1").send().assert_text("PUT /note would be done");
/// ```
pub struct Request {
    cx: Context,
    body: BodyStream,
}

impl Request {
    /// The body in chunks, as they come.
    ///
    /// # Example: its length
    /// ```
    /// use whippet::{Request, prelude::*};
    ///
    /// async fn length(request: Request) -> Result<String> {
    ///     let mut body = request.into_body();
    ///     let mut bytes = 0;
    ///     while let Some(chunk) = body.next().await {
    ///         bytes += chunk?.len();
    ///     }
    ///     Ok(bytes.to_string())
    /// }
    /// # let client = whippet::testing::TestClient::new(App::new().post("/", length));
    /// # client.post("/").chunks(["a", "bc"]).send().assert_text("3");
    /// ```
    #[must_use]
    pub fn into_body(self) -> BodyStream {
        self.body
    }

    /// The whole body.
    ///
    /// # Errors
    /// 413 where it has more than [`Context::max_body_bytes`], 400 where it cannot be read to its end.
    ///
    /// # Example: bytes back
    /// ```
    /// use whippet::{Request, prelude::*};
    /// let app = App::new().post("/", |request: Request| request.bytes());
    /// # let client = whippet::testing::TestClient::new(app);
    /// # client.post("/").chunks(["wo", "of"]).send().assert_text("woof");
    /// ```
    pub async fn bytes(mut self) -> Result<Bytes> {
        whole(async || self.body.next().await.transpose()).await
    }

    /// The whole body as text.
    ///
    /// # Errors
    /// As [`Request::bytes`], and 400 where it is not UTF-8.
    ///
    /// # Example: bytes that are no text
    /// ```
    /// use whippet::{Request, prelude::*};
    /// let app = App::new().post("/", |request: Request| request.text());
    /// # let client = whippet::testing::TestClient::new(app);
    /// client.post("/").body(&b"\xff"[..]).send().assert_status(400);
    /// ```
    pub async fn text(self) -> Result<String> {
        self.read().await
    }

    /// The body as JSON, of a type of one's own.
    ///
    /// # Errors
    /// As an argument [`Json`]: 415 for another content type, before the body is read; 400, 413 and 422.
    ///
    /// # Example: only for those who send JSON
    /// ```
    /// use whippet::{Request, prelude::*};
    ///
    /// async fn name(request: Request) -> Result<String> {
    ///     let dog: Value = request.json().await?;
    ///     Ok(dog["name"].to_string())
    /// }
    /// # let client = whippet::testing::TestClient::new(App::new().post("/", name));
    /// client.post("/").json(&json!({ "name": "lola" })).send().assert_text("\"lola\"");
    /// client.post("/").body("{}").send().assert_status(415);
    /// ```
    pub async fn json<T: DeserializeOwned + 'static>(self) -> Result<T> {
        let Json(value) = self.read::<Json<T>>().await?;
        Ok(value)
    }

    /// What another extractor makes of the whole body.
    async fn read<T: FromRequest<()>>(self) -> Result<T> {
        let cx = self.cx.clone();
        T::check(&cx)?;
        let body = self.bytes().await?;
        T::from_request(&cx, body, &()).wait().await
    }
}

impl Deref for Request {
    type Target = Context;

    fn deref(&self) -> &Context {
        &self.cx
    }
}

impl<S> FromRequest<S> for Request {
    const BODY: BodyNeed = BodyNeed::Stream;

    fn from_request(cx: &Context, _: Bytes, _: &S) -> Extracted<Self> {
        Ok(Self { cx: cx.clone(), body: BodyStream::new(cx) }).into()
    }
}
