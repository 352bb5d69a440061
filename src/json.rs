//! [`Json`]: a JSON document, in and out.

use bytes::Bytes;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::error::Category;

use crate::{
    context::Context,
    error::{Error, Fault, MOST_LETTERS, Place, Result, pointer_to, shortened},
    extract::{BodyNeed, Extracted, FromRequest, Rejection},
    headers::{CONTENT_TYPE, essence},
    response::{IntoResponse, Response},
};

/// A JSON document: as a handler's last argument the body of the request, as its answer that of the response.
///
/// Fields that the type does not know are passed over, or refused with `#[serde(deny_unknown_fields)]`. What does not fit is read a second time,
/// to find the place.
///
/// # Errors
/// As an argument: 415 where the content type is neither `application/json` nor one that ends in `+json` (before the body is read), 413
/// beyond [`Context::max_body_bytes`](crate::Context::max_body_bytes), 400 where the body is not JSON or cannot be read (nested deeper than 128, a
/// number beyond 64 bits), with line and column, and 422 where it does not fit the type, with a JSON Pointer to the place. As an answer: 500
/// where the value cannot be written, as a map whose keys are not text.
///
/// # Example: in and out
/// ```
/// use whippet::prelude::*;
///
/// #[derive(Deserialize, Serialize)]
/// struct Dog { name: String }
///
/// let app = App::new().post("/dogs", |Json(dog): Json<Dog>| (StatusCode::CREATED, Json(dog)));
/// # let client = whippet::testing::TestClient::new(app);
/// client.post("/dogs").json(&json!({ "name": "Lola" })).send().assert_status(201);
/// client.post("/dogs").json(&json!({ "name": 7 })).send().assert_status(422);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Json<T>(
    /// The document.
    pub T,
);

impl<S, T: DeserializeOwned + 'static> FromRequest<S> for Json<T> {
    const BODY: BodyNeed = BodyNeed::Bytes;
    const HEADERS: &'static [&'static str] = &[CONTENT_TYPE];

    fn check(cx: &Context) -> Result<()> {
        check_content_type(cx)
    }

    fn from_request(_: &Context, body: Bytes, _: &S) -> Extracted<Self> {
        // First, since a part that the type does not know is skipped unread.
        let text = match std::str::from_utf8(&body) {
            Ok(text) => text,
            Err(error) => return Err(not_utf8(&body[..error.valid_up_to()])).into(),
        };
        // Whoever looks where each value stands takes a third longer, so that is only done where something is wrong.
        serde_json::from_str(text).map(Json).map_err(|error| refusal::<T>(text, &error)).into()
    }
}

/// Reads a document that has a fault once more, to say where.
#[cold]
fn refusal<T: DeserializeOwned>(text: &str, fault: &serde_json::Error) -> Error {
    let read = serde_path_to_error::deserialize::<_, T>(&mut serde_json::Deserializer::from_str(text));
    match read {
        Err(error) => {
            let pointer = pointer(error.path());
            rejection(&error.into_inner(), pointer)
        }
        // The fault is behind the value.
        Ok(_) => rejection(fault, String::new()),
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => Response::of("application/json", body),
            Err(error) => Error::internal(error).into_response(),
        }
    }
}

fn check_content_type(cx: &Context) -> Result<()> {
    let header = cx.header(CONTENT_TYPE);
    let Some(header) = header.as_deref() else {
        return Err(unsupported("there is no content type; send application/json".to_owned()).as_missing());
    };
    // As nearly all send it.
    if header == "application/json" {
        return Ok(());
    }
    let essence = essence(header).to_ascii_lowercase();
    let is_json = essence.split_once('/').is_some_and(|(kind, subtype)| {
        let suffixed = subtype.strip_suffix("+json").is_some_and(|name| !name.is_empty());
        !kind.is_empty() && (suffixed || essence == "application/json")
    });
    if is_json {
        Ok(())
    } else {
        Err(unsupported(format!("the content type {essence} is not JSON; send application/json")))
    }
}

/// The refusal of a body that is text up to a place: line and column as serde_json counts them, in bytes.
fn not_utf8(text: &[u8]) -> Error {
    let line = text.iter().filter(|byte| **byte == b'\n').count() + 1;
    let column = text.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
    not_json(format!("a byte that is not UTF-8 at line {line} column {column}"))
}

fn not_json(place: String) -> Error {
    let fault = Fault::new(Place::Body, "", place.clone());
    Error::rejected(Rejection::NotJson, format!("the body is not JSON: {place}")).with_fault(fault)
}

fn unsupported(detail: String) -> Error {
    Error::rejected(Rejection::UnsupportedMediaType, detail)
}

fn rejection(error: &serde_json::Error, pointer: String) -> Error {
    let (line, column) = (error.line(), error.column());
    // serde_json ends each message with its place, which has a place of its own in the answer.
    let mut message = error.to_string();
    if let Some(end) = message.rfind(" at line ") {
        message.truncate(end);
    }
    if error.is_eof() && line == 1 && column == 0 {
        return not_json("it is empty".to_owned());
    }
    if error.classify() != Category::Data {
        return not_json(format!("{message} at line {line} column {column}"));
    }
    // serde says of a missing field, and of one that stands twice, where it should be, and its name only in the text.
    let named = message.strip_suffix('`').and_then(|text| text.split_once(" field `"));
    let fault = match named {
        Some(("missing", name)) => Fault::new(Place::Body, pointer + &pointer_to(name), "is missing"),
        Some(("duplicate", name)) => Fault::new(Place::Body, pointer + &pointer_to(name), "stands more than once"),
        // It may quote what was sent.
        _ => Fault::new(Place::Body, pointer, shortened(&message, 3 * MOST_LETTERS).into_owned()),
    };
    Error::rejected(Rejection::MistypedJson, "the body does not fit").with_fault(fault)
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => pointer_to(key),
            Segment::Enum { variant } => pointer_to(variant),
            Segment::Unknown => pointer_to("?"),
        })
        .collect()
}
