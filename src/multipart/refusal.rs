//! What is wrong with a form, as an error: the client is told which part, and which limit.

use crate::{
    error::{Error, Fault, Place},
    extract::Rejection,
};

/// The most of a name that is repeated to who sent it.
const SHOWN_LETTERS: usize = 64;

pub(super) fn of_content_type(fault: &str) -> Error {
    Error::rejected(Rejection::UnsupportedMediaType, format!("{fault}; send multipart/form-data"))
}

pub(super) fn of_boundary() -> Error {
    invalid("the content type names no boundary of 1 to 70 bytes".to_owned())
}

pub(super) fn of_parser(error: &multer::Error) -> Error {
    match error {
        multer::Error::IncompleteFieldData { field_name } => {
            invalid(format!("it ends within the part {}", shown(field_name.as_deref().unwrap_or_default())))
        }
        multer::Error::IncompleteStream => invalid("it is not made of parts as its boundary says".to_owned()),
        multer::Error::IncompleteHeaders
        | multer::Error::ReadHeaderFailed(_)
        | multer::Error::DecodeHeaderName { .. }
        | multer::Error::DecodeHeaderValue { .. } => invalid("the headers of a part are none".to_owned()),
        _ => incomplete(),
    }
}

pub(super) fn incomplete() -> Error {
    invalid("it ends too early".to_owned())
}

pub(super) fn nameless(part: usize) -> Error {
    invalid(format!("part {part} has no name"))
}

pub(super) fn too_many_parts(most: usize) -> Error {
    too_large(format!("there are more than {most} parts"), None)
}

pub(super) fn headers_too_large(part: usize, most: usize) -> Error {
    too_large(format!("the headers of part {part} have more than {most} bytes"), None)
}

pub(super) fn part_too_large(name: &str, most: usize) -> Error {
    too_large(format!("the part {} has more than {most} bytes", shown(name)), Some((name, most)))
}

pub(super) fn not_utf8(name: &str) -> Error {
    let error = Error::rejected(Rejection::InvalidMultipart, format!("the part {} is not UTF-8", shown(name)));
    error.with_fault(Fault::of(Place::Body, name, "is not UTF-8"))
}

pub(super) fn mistyped(name: &str, why: String) -> Error {
    let error = Error::rejected(Rejection::MistypedMultipart, format!("the part {} does not fit", shown(name)));
    error.with_fault(Fault::of(Place::Body, name, why))
}

fn invalid(fault: String) -> Error {
    let error = Error::rejected(Rejection::InvalidMultipart, format!("the body is no multipart/form-data: {fault}"));
    error.with_fault(Fault::new(Place::Body, "", fault))
}

fn too_large(detail: String, part: Option<(&str, usize)>) -> Error {
    let error = Error::rejected(Rejection::MultipartTooLarge, detail);
    match part {
        Some((name, most)) => error.with_fault(Fault::of(Place::Body, name, format!("has more than {most} bytes"))),
        None => error,
    }
}

fn shown(name: &str) -> String {
    let letters: String = name.chars().take(SHOWN_LETTERS).collect();
    format!("{letters:?}")
}
