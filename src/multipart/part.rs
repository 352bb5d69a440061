//! [`Part`]: one field or file of a form.

use std::{fmt, fmt::Display, future::poll_fn, str::FromStr};

use bytes::Bytes;

use super::{Multipart, refusal};
use crate::{body_stream::whole, error::Result, headers::Headers};

/// One field or file of a [`Multipart`] form. What nobody reads of it is skipped.
///
/// # Example: what it says of itself
/// ```
/// use whippet::prelude::*;
///
/// async fn show(mut form: Multipart) -> Result<String> {
///     let mut told = String::new();
///     while let Some(part) = form.next().await? {
///         told += &format!("{} {:?} {:?}", part.name(), part.file_name(), part.content_type());
///     }
///     Ok(told)
/// }
///
/// let client = whippet::testing::TestClient::new(App::new().post("/", show));
/// let head = "content-disposition: form-data; name=\"a\"; filename=\"b.txt\"\r\ncontent-type: text/plain";
/// let request = client.post("/").header("content-type", "multipart/form-data; boundary=b");
/// assert_eq!(request.body(format!("--b\r\n{head}\r\n\r\nhello\r\n--b--\r\n")).send().text(), r#"a Some("b.txt") Some("text/plain")"#);
/// ```
pub struct Part<'a> {
    form: &'a mut Multipart,
}

impl<'a> Part<'a> {
    pub(super) fn new(form: &'a mut Multipart) -> Self {
        Self { form }
    }

    /// The name of the field.
    ///
    /// ```
    /// # use whippet::{prelude::*, testing::TestClient};
    /// let name = async |mut form: Multipart| form.next().await.map(|part| part.map(|part| part.name().to_owned()));
    /// # let request = TestClient::new(App::new().post("/", name));
    /// # let request = request.post("/").header("content-type", "multipart/form-data; boundary=b");
    /// let body = "--b\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n";
    /// # let answer = request.body(body).send();
    /// assert_eq!(answer.text(), "a");
    /// ```
    pub fn name(&self) -> &str {
        self.form.field.as_ref().and_then(multer::Field::name).unwrap_or_default()
    }

    /// What the client calls the file; `None` for a field that is none. It may say anything: never make a path of it.
    ///
    /// ```
    /// # use whippet::{prelude::*, testing::TestClient};
    /// let name = async |mut form: Multipart| form.next().await.map(|part| part?.file_name().map(str::to_owned));
    /// # let request = TestClient::new(App::new().post("/", name));
    /// # let request = request.post("/").header("content-type", "multipart/form-data; boundary=b");
    /// let body = "--b\r\ncontent-disposition: form-data; name=\"a\"; filename=\"../passwd\"\r\n\r\n1\r\n--b--\r\n";
    /// # let answer = request.body(body).send();
    /// assert_eq!(answer.text(), "../passwd");
    /// ```
    pub fn file_name(&self) -> Option<&str> {
        self.form.field.as_ref().and_then(multer::Field::file_name)
    }

    /// The content type as the client tells it; `None` where it does not.
    ///
    /// ```
    /// # use whippet::{prelude::*, testing::TestClient};
    /// let kind = async |mut form: Multipart| form.next().await.map(|part| part?.content_type().map(str::to_owned));
    /// # let request = TestClient::new(App::new().post("/", kind));
    /// # let request = request.post("/").header("content-type", "multipart/form-data; boundary=b");
    /// let body = "--b\r\ncontent-disposition: form-data; name=\"a\"\r\ncontent-type: image/gif\r\n\r\nGIF89a\r\n--b--\r\n";
    /// # let answer = request.body(body).send();
    /// assert_eq!(answer.text(), "image/gif");
    /// ```
    pub fn content_type(&self) -> Option<&str> {
        self.form.field.as_ref()?.headers().get("content-type")?.to_str().ok()
    }

    /// All headers of the part; of a name that stands twice the last.
    ///
    /// ```
    /// # use whippet::{prelude::*, testing::TestClient};
    /// let count = async |mut form: Multipart| form.next().await.map(|part| part.map(|part| part.headers().len().to_string()));
    /// # let request = TestClient::new(App::new().post("/", count));
    /// # let request = request.post("/").header("content-type", "multipart/form-data; boundary=b");
    /// let body = "--b\r\ncontent-disposition: form-data; name=\"a\"\r\nx-walk: long\r\n\r\n1\r\n--b--\r\n";
    /// # let answer = request.body(body).send();
    /// assert_eq!(answer.text(), "2");
    /// ```
    pub fn headers(&self) -> Headers {
        let headers = self.form.field.iter().flat_map(|field| field.headers());
        headers.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// Waits for some of the content; `None` at its end. No chunk is empty.
    ///
    /// # Errors
    /// 400 where the body breaks off, or cannot be read. 413 where the part or the body has more bytes than it may.
    ///
    /// ```
    /// # use whippet::{prelude::*, testing::TestClient};
    /// async fn size(mut form: Multipart) -> Result<String> {
    ///     let mut bytes = 0;
    ///     while let Some(mut part) = form.next().await? {
    ///         while let Some(chunk) = part.chunk().await? {
    ///             bytes += chunk.len();
    ///         }
    ///     }
    ///     Ok(bytes.to_string())
    /// }
    /// # let request = TestClient::new(App::new().post("/", size));
    /// # let request = request.post("/").header("content-type", "multipart/form-data; boundary=b");
    /// let body = "--b\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\nhello\r\n--b--\r\n";
    /// # let answer = request.body(body).send();
    /// assert_eq!(answer.text(), "5");
    /// ```
    pub async fn chunk(&mut self) -> Result<Option<Bytes>> {
        poll_fn(|task| self.form.poll_chunk(task)).await
    }

    /// Waits for all of the content that was not read yet.
    ///
    /// # Errors
    /// Those of [`Part::chunk`].
    ///
    /// ```
    /// # use whippet::{prelude::*, testing::TestClient};
    /// async fn first(mut form: Multipart) -> Result<Option<Bytes>> {
    ///     match form.next().await? {
    ///         Some(part) => Ok(Some(part.bytes().await?)),
    ///         None => Ok(None),
    ///     }
    /// }
    /// # let request = TestClient::new(App::new().post("/", first));
    /// # let request = request.post("/").header("content-type", "multipart/form-data; boundary=b");
    /// let body = "--b\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\nhello\r\n--b--\r\n";
    /// # let answer = request.body(body).send();
    /// assert_eq!(answer.bytes(), b"hello");
    /// ```
    pub async fn bytes(mut self) -> Result<Bytes> {
        whole(async || self.chunk().await).await
    }

    /// Waits for all of the content, as text.
    ///
    /// # Errors
    /// Those of [`Part::chunk`], and 400 where it is not UTF-8; the part is named.
    ///
    /// ```
    /// # use whippet::{prelude::*, testing::TestClient};
    /// async fn first(mut form: Multipart) -> Result<Option<String>> {
    ///     match form.next().await? {
    ///         Some(part) => Ok(Some(part.text().await?)),
    ///         None => Ok(None),
    ///     }
    /// }
    /// # let request = TestClient::new(App::new().post("/", first));
    /// # let request = request.post("/").header("content-type", "multipart/form-data; boundary=b");
    /// let body = "--b\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\nZürich\r\n--b--\r\n";
    /// # let answer = request.body(body).send();
    /// assert_eq!(answer.text(), "Zürich");
    /// ```
    pub async fn text(self) -> Result<String> {
        let name = self.name().to_owned();
        let bytes = self.bytes().await?;
        String::from_utf8(bytes.into()).map_err(|_| refusal::not_utf8(&name))
    }

    /// Waits for all of the content, as a type that is read from text.
    ///
    /// # Errors
    /// Those of [`Part::text`], and 422 where it does not fit the type; the part is named.
    ///
    /// ```
    /// # use whippet::{prelude::*, testing::TestClient};
    /// async fn age(mut form: Multipart) -> Result<String> {
    ///     let mut age = 0;
    ///     while let Some(part) = form.next().await? {
    ///         age = part.read::<u8>().await?;
    ///     }
    ///     Ok(age.to_string())
    /// }
    /// # let request = TestClient::new(App::new().post("/", age));
    /// # let request = request.post("/").header("content-type", "multipart/form-data; boundary=b");
    /// let body = "--b\r\ncontent-disposition: form-data; name=\"age\"\r\n\r\n300\r\n--b--\r\n";
    /// # let answer = request.body(body).send();
    /// assert_eq!(answer.assert_status(422).json::<Value>()["errors"][0]["path"], "/age");
    /// ```
    pub async fn read<T: FromStr<Err: Display>>(self) -> Result<T> {
        let name = self.name().to_owned();
        self.text().await?.parse().map_err(|why: T::Err| refusal::mistyped(&name, why.to_string()))
    }
}

impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part").field("name", &self.name()).field("file_name", &self.file_name()).finish_non_exhaustive()
    }
}
