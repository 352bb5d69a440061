//! [`Spec`]: one line of a description: `GET /busy as busy fails 503 with retry-after: 5`.
//!
//! What comes after the first part is optional, and stands in this order. A path may hold spaces, but none of these words.

use whippet::prelude::*;

/// What a route, a fallback or an error handler is, and what it answers.
pub(crate) struct Spec {
    /// `GET /busy`, or a label.
    pub(crate) text: String,
    /// What `url_for` calls it.
    pub(crate) name: Option<String>,
    ending: Ending,
    header: Option<(HeaderName, HeaderValue)>,
}

/// With which status, and whether as an error.
#[derive(Clone, Copy)]
enum Ending {
    Usual,
    Answers(StatusCode),
    Fails(StatusCode),
}

impl Spec {
    /// Reads a line.
    ///
    /// # Errors
    /// 500 where a status or a header is none.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let (text, header) = match text.rsplit_once(" with ") {
            None => (text, None),
            Some((text, field)) => {
                let field = field.split_once(": ").ok_or_else(|| wrong("a header is `name: value`", field))?;
                (text, Some((field.0.parse()?, field.1.parse()?)))
            }
        };
        let (text, ending) = if let Some((text, status)) = text.rsplit_once(" fails ") {
            (text, Ending::Fails(status.parse()?))
        } else if let Some((text, status)) = text.rsplit_once(" answers ") {
            (text, Ending::Answers(status.parse()?))
        } else {
            (text, Ending::Usual)
        };
        let (text, name) = text.rsplit_once(" as ").map_or((text, None), |(text, name)| (text, Some(name.to_owned())));
        Ok(Self { text: text.to_owned(), name, ending, header })
    }

    /// Method and path of a route.
    ///
    /// # Errors
    /// 500 where there are not two words.
    pub(crate) fn method_and_path(&self) -> Result<(&str, &str)> {
        self.text.split_once(' ').ok_or_else(|| wrong("a route is a method and a path", &self.text))
    }

    /// What it answers: a document, unless it fails.
    pub(crate) fn answer(&self, usual: Option<StatusCode>, document: Value) -> Response {
        let mut response = match (self.ending, usual) {
            (Ending::Fails(status), _) => {
                let mut error = Error::new(status, format!("{} fails on purpose", self.text));
                if let Some((name, value)) = self.header.clone() {
                    error = error.with_header(name, value);
                }
                return error.into_response();
            }
            (Ending::Answers(status), _) | (Ending::Usual, Some(status)) => (status, Json(document)).into_response(),
            (Ending::Usual, None) => Json(document).into_response(),
        };
        if let Some((name, value)) = self.header.clone() {
            response.headers_mut().set(name, value);
        }
        response
    }
}

/// Why a description cannot be built.
pub(crate) fn wrong(why: &str, what: impl std::fmt::Display) -> Error {
    Error::internal(format!("the description is wrong: {why}, not {what}"))
}
