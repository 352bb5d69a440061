//! [`Mismatch`]: why texts do not fit a type, and the answer that says so.

use std::fmt;

use crate::{
    error::{Error, Fault, MOST_LETTERS, Place, pointer_to, shortened},
    extract::Rejection,
};

/// Why texts do not fit a type. Boxed, since it is passed on wherever something is read.
#[derive(Debug)]
pub(in crate::extract) struct Mismatch(Box<Inner>);

#[derive(Debug)]
struct Inner {
    /// The steps to the value, the innermost first.
    steps: Vec<String>,
    message: String,
    /// Whether the message is a type's own, and no end of a sentence that begins with the name.
    is_foreign: bool,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// It is there and does not fit.
    Mistyped,
    /// It is not there.
    Missing,
    /// There are more or fewer parameters than are taken.
    Arity,
}

impl Mismatch {
    #[inline(never)]
    fn of_kind(kind: Kind, message: String) -> Self {
        Self(Box::new(Inner { steps: Vec::new(), message, is_foreign: false, kind }))
    }

    pub(super) fn new(message: impl Into<String>) -> Self {
        Self::of_kind(Kind::Mistyped, message.into())
    }

    #[inline(never)]
    pub(super) fn missing() -> Self {
        Self::of_kind(Kind::Missing, "is missing".to_owned())
    }

    pub(super) fn arity(message: String) -> Self {
        Self::of_kind(Kind::Arity, message)
    }

    /// Names the value, or one more step on the way to it.
    #[inline(never)]
    pub(in crate::extract) fn of(mut self, step: &str) -> Self {
        self.0.steps.push(step.to_owned());
        self
    }

    /// Whether it is known which value does not fit.
    pub(super) fn is_named(&self) -> bool {
        !self.0.steps.is_empty()
    }

    /// Spells the name of the parameter as its client does.
    pub(in crate::extract) fn renamed(mut self, name_of: impl Fn(&str) -> String) -> Self {
        if let Some(name) = self.0.steps.last_mut() {
            *name = name_of(name);
        }
        self
    }

    /// The answer. `is_absent`: nothing was sent of what was asked for. `left_out` may be missing in a path; nothing else can be.
    pub(in crate::extract) fn into_error(self, place: Place, is_absent: bool, left_out: Option<&str>) -> Error {
        let inner = *self.0;
        let rejection = match place {
            Place::Path => Rejection::MistypedPath,
            Place::Query => Rejection::MistypedQuery,
            Place::Header if inner.kind == Kind::Missing => Rejection::MissingHeader,
            Place::Header => Rejection::MistypedHeader,
            _ => Rejection::MistypedForm,
        };
        let what = noun(place);
        let (mut name, mut pointer) = (String::new(), String::new());
        for step in inner.steps.iter().rev() {
            let shown = shortened(step, MOST_LETTERS);
            name += &if name.is_empty() { format!(" {shown}") } else { format!("[{shown}]") };
            pointer += &pointer_to(step);
        }
        let detail = match name.as_str() {
            "" => format!("the {what}s do not fit: {}", inner.message),
            _ => format!("the {what}{name}{} {}", if inner.is_foreign { ":" } else { "" }, inner.message),
        };
        let is_wrong_path = match inner.kind {
            Kind::Mistyped => false,
            Kind::Missing => inner.steps.last().map(String::as_str) != left_out,
            Kind::Arity => true,
        };
        if place == Place::Path && is_wrong_path {
            let error = Error::rejected(Rejection::WrongPath, "").with_source(detail);
            return if is_absent { error.as_missing() } else { error };
        }
        let error = Error::rejected(rejection, detail).with_fault(Fault::new(place, pointer, inner.message));
        if is_absent && inner.kind != Kind::Mistyped { error.as_missing() } else { error }
    }
}

/// What a named text of a place is called.
pub(in crate::extract) fn noun(place: Place) -> &'static str {
    match place {
        Place::Path => "path parameter",
        Place::Query => "query parameter",
        Place::Header => "header",
        _ => "form field",
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Mismatch {}

impl serde::de::Error for Mismatch {
    fn custom<T: fmt::Display>(message: T) -> Self {
        // It may quote what was sent.
        let mut mismatch = Self::new(shortened(&message.to_string(), 3 * MOST_LETTERS));
        mismatch.0.is_foreign = true;
        mismatch
    }

    fn missing_field(field: &'static str) -> Self {
        Self::missing().of(field)
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self::new("is not known").of(field)
    }
}
