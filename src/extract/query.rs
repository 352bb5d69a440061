//! [`Query`]: the parameters of the query.

use std::borrow::Cow;

use percent_encoding::percent_decode;
use serde::de::DeserializeOwned;

use super::{Extracted, FromRequestParts, Rejection, values};
use crate::{
    context::Context,
    error::{Error, Fault, MOST_LETTERS, Place, Result, shortened},
};

/// The parameters of the query, as a struct or a map by name: `application/x-www-form-urlencoded`.
///
/// An `Option` may be missing; a `#[serde(default)]` too. Names that the type does not know are passed over, or refused with
/// `#[serde(deny_unknown_fields)]`. Of a repeated name a `Vec` takes all values; any other type refuses the repetition. A
/// `Vec<(String, String)>` takes all names and values as they are.
///
/// Numbers are written as Rust writes them, finite and without spaces; `true`, `1`, `on`, `yes`, `t` and `y` are true, their opposites
/// (`false`, `0`, `off`, `no`, `f`, `n`) false, in upper case too.
///
/// **Nested:** brackets, percent-encoded or not, lead into structs, maps and lists, at most 16 deep: `filter[name]=x`,
/// `filter[tags][]=a`, `items[0][name]=x`. Elements are in the order of their indices, which may have gaps but no leading zeros; each `[]`
/// is an element of its own. A struct that has a field with a bracket in its name, as with `#[serde(rename = "page[size]")]`, takes all
/// names as they are.
///
/// All that is sent is text: in a struct with `#[serde(flatten)]`, and in an enum that is `untagged` or has a `tag`, serde takes it as such, so that
/// only `String` fits there, no number. Instead of flattening, take two arguments: each reads what is its own.
///
/// # Errors
/// 400 where a percent-encoding does not give UTF-8; 422 where a parameter is missing or does not fit its type. The parameter is named,
/// its place as a JSON Pointer such as `/items/0/name`. `Option<Query<T>>` is `None` where there are no parameters at all and one is missing.
///
/// # Example: one that may be missing
/// ```
/// use whippet::prelude::*;
///
/// #[derive(Deserialize)]
/// struct Search { q: String, limit: Option<u32> }
///
/// let app = App::new()
///     .get("/search", |Query(search): Query<Search>| format!("{} × {}", search.q, search.limit.unwrap_or(10)));
/// # let client = whippet::testing::TestClient::new(app);
/// # assert_eq!(client.get("/search?q=a+b").send().text(), "a b × 10");
/// # client.get("/search?limit=3").send().assert_status(422);
/// ```
///
/// # Example: nested
/// ```
/// use whippet::prelude::*;
///
/// #[derive(Deserialize)]
/// struct Search { filter: Filter }
///
/// #[derive(Deserialize)]
/// struct Filter { breed: String, #[serde(default)] tags: Vec<String> }
///
/// let app = App::new().get("/dogs", |Query(Search { filter }): Query<Search>| format!("{} {:?}", filter.breed, filter.tags));
/// # let client = whippet::testing::TestClient::new(app);
/// # let answer = client.get("/dogs?filter[breed]=whippet&filter%5Btags%5D%5B%5D=fast").send();
/// # assert_eq!(answer.text(), r#"whippet ["fast"]"#);
/// # assert!(client.get("/dogs?filter[tags]=x").send().assert_status(422).text().contains("/filter/breed"));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Query<T>(
    /// The parameters.
    pub T,
);

impl<S, T: DeserializeOwned + 'static> FromRequestParts<S> for Query<T> {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        read(Place::Query, Rejection::InvalidQuery, cx.query().as_bytes()).map(Query).into()
    }
}

/// Reads names and values that are written as the URL standard writes forms. `undecodable`: how it is refused where the standard would
/// replace what is not UTF-8.
pub(super) fn read<T: DeserializeOwned>(place: Place, undecodable: Rejection, form: &[u8]) -> Result<T> {
    let pairs = split(form).map_err(|name| {
        let fault = Fault::of(place, &name, "is not UTF-8 when percent-decoded");
        let shown = shortened(&name, MOST_LETTERS);
        Error::rejected(undecodable, format!("the {} {shown} cannot be decoded", values::noun(place))).with_fault(fault)
    })?;
    values::read(
        place,
        pairs.iter().map(|(name, value)| (name.as_ref(), Cow::Borrowed(value.as_ref()))).collect(),
        None,
    )
}

/// A name and a value.
type Decoded<'a> = (Cow<'a, str>, Cow<'a, str>);

/// Splits a form into names and values (URL standard, `application/x-www-form-urlencoded` parsing); else the name of what is not UTF-8.
fn split(form: &[u8]) -> Result<Vec<Decoded<'_>>, String> {
    let is_text = |bytes: &[u8]| percent_decode(bytes).decode_utf8().is_ok();
    // All at once: no character reaches over a `&` or a `=`.
    if is_text(form) {
        return Ok(form_urlencoded::parse(form).collect());
    }
    let culprit = form.split(|byte| *byte == b'&').find(|pair| !is_text(pair)).unwrap_or_default();
    Err(form_urlencoded::parse(culprit).next().map(|(name, _)| name.into_owned()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_split_and_decoded() {
        let pairs = split(b"a=1&&b&c=x%3Dy+z%2B&=&d=%zz%&e=a=b").unwrap();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (a.as_ref(), b.as_ref())).collect();
        let expected = [("a", "1"), ("b", ""), ("c", "x=y z+"), ("", ""), ("d", "%zz%"), ("e", "a=b")];
        assert_eq!(pairs, expected);
    }

    #[test]
    fn what_is_not_utf8_is_400_and_named() {
        for query in ["a=1&q=%ff", "%71=%c3&%a9", "q=+%80"] {
            let error = read::<()>(Place::Query, Rejection::InvalidQuery, query.as_bytes()).unwrap_err();
            assert_eq!((error.status().as_u16(), error.faults()[0].path()), (400, "/q"), "{query}");
        }
        assert_eq!(split(b"\xff=1").unwrap_err(), "\u{fffd}");
    }
}
