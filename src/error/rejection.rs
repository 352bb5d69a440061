//! [`Rejection`]: the table of all that the extractors refuse.

use http::StatusCode;

/// One row each: its name, its status, what it says to a developer.
macro_rules! rejections {
    ($($(#[$doc:meta])* $name:ident $status:literal $of:literal $text:literal,)*) => {
        /// Why an extractor of the framework refused a request: what [`Error::rejection`](crate::Error::rejection) tells.
        ///
        /// | rejection | status | of | because |
        /// | --- | --- | --- | --- |
        $(#[doc = concat!("| `", stringify!($name), "` | ", $status, " | ", $of, " | ", $text, " |")])*
        ///
        /// # Example: an answer of one's own for a body that is no JSON
        /// ```
        /// use whippet::{error::Rejection, prelude::*};
        ///
        /// fn create(dog: Result<Json<Value>>) -> Result<String> {
        ///     match dog {
        ///         Ok(Json(dog)) => Ok(format!("{} is here", dog["name"])),
        ///         Err(error) if error.rejection() == Some(Rejection::NotJson) => Ok("woof?".to_owned()),
        ///         Err(error) => Err(error),
        ///     }
        /// }
        /// # let client = whippet::testing::TestClient::new(App::new().post("/", create));
        /// let request = client.post("/").header("content-type", "application/json").body("{");
        /// assert_eq!(request.send().text(), "woof?");
        /// client.post("/").body("{").send().assert_status(415);
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Rejection {
            $(#[doc = concat!($status, ": ", $text, " (", $of, ")")] $name,)*
        }

        impl Rejection {
            /// The status of the answer.
            ///
            /// ```
            /// use whippet::error::Rejection;
            /// assert_eq!(Rejection::MistypedJson.status(), 422);
            /// ```
            pub fn status(self) -> StatusCode {
                let status: u16 = match self {
                    $(Self::$name => $status,)*
                };
                StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    };
}

rejections! {
    InvalidPath 400 "any, of a route with parameters" "a parameter's percent-encoding is none, or does not give UTF-8",
    MistypedPath 422 "`Path`" "a parameter does not fit its type",
    WrongPath 500 "`Path`" "the route has other parameters than the handler takes",
    InvalidQuery 400 "`Query`" "a percent-encoding does not give UTF-8",
    MistypedQuery 422 "`Query`" "a parameter is missing, unknown or repeated, or does not fit its type",
    InvalidHeader 400 "`TypedHeader`" "the value is not what the header's own syntax allows",
    MissingHeader 422 "`Header`, `TypedHeader`" "a header is missing",
    MistypedHeader 422 "`Header`" "a header does not fit its type",
    InvalidCookie 422 "`Cookies`" "a cookie does not fit its type",
    MissingCookie 422 "`Cookies`" "a cookie is missing",
    UnsupportedMediaType 415 "`Json`, `Form`, `Multipart`" "the content type is another, or missing",
    BodyTooLarge 413 "any that reads the body" "the body has too many bytes",
    UnreadableBody 400 "any that reads the body" "the body ended before it was complete",
    NotUtf8 400 "`String`" "the body is not UTF-8",
    NotJson 400 "`Json`" "the body is not JSON; line and column are named",
    MistypedJson 422 "`Json`" "the document does not fit its type; a JSON Pointer names the place",
    InvalidForm 400 "`Form`" "a percent-encoding does not give UTF-8",
    MistypedForm 422 "`Form`" "a field is missing, unknown or repeated, or does not fit its type",
    InvalidMultipart 400 "`Multipart`" "the body is not `multipart/form-data`",
    MistypedMultipart 422 "`Multipart`" "a part is missing or does not fit",
    MultipartTooLarge 413 "`Multipart`" "there are too many parts, or one is too large",
    Invalid 422 "`Valid`" "a rule does not hold; each such place is named",
    MissingExtension 500 "`Extension`" "nobody has set it before",
    MissingClientIp 500 "`ClientIp`" "the platform does not say it",
    Unauthorized 401 "`Identity`, `Role`, `Bearer`, `Basic`" "nobody has logged in, or not in the way that is asked for",
    InvalidCredentials 400 "`Bearer`" "the token is malformed",
    Forbidden 403 "`Role`" "who has logged in has another role",
}
