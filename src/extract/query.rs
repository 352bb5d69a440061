//! [`Query`]: the parameters of the query.

use std::borrow::Cow;

use percent_encoding::percent_decode;
use serde::de::DeserializeOwned;

use super::{Extracted, FromRequestParts, values};
use crate::{
    context::Context,
    error::{Error, Fault, Place, Result},
};

/// The parameters of the query, as a struct or a map by name: `application/x-www-form-urlencoded`.
///
/// An `Option` may be missing; a `#[serde(default)]` too. Names that the type does not know are passed over. Of a
/// repeated name a `Vec` takes all values; any other type refuses the repetition.
///
/// # Errors
/// 400 where a percent-encoding does not give UTF-8; 422 where a parameter is missing or does not fit its type. The parameter is named.
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
#[derive(Clone, Copy, Debug, Default)]
pub struct Query<T>(
    /// The parameters.
    pub T,
);

impl<S, T: DeserializeOwned + 'static> FromRequestParts<S> for Query<T> {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        let pairs = match split(cx.query()) {
            Ok(pairs) => pairs,
            Err(error) => return Err(error).into(),
        };
        let pairs = pairs.iter().map(|(name, value)| (name.as_ref(), Cow::Borrowed(value.as_ref()))).collect();
        values::read(Place::Query, pairs, None).map(Query).into()
    }
}

/// Splits a query into names and values (URL standard, `application/x-www-form-urlencoded` parsing), but refuses what is
/// not UTF-8 where the standard would replace it.
fn split(query: &str) -> Result<Vec<(Cow<'_, str>, Cow<'_, str>)>> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let shown = decode(name).unwrap_or(Cow::Borrowed(name));
            decode(name).zip(decode(value)).ok_or_else(|| {
                let fault = Fault::of(Place::Query, &shown, "is not UTF-8 when percent-decoded");
                Error::bad_request(format!("the query parameter {shown} cannot be decoded")).with_fault(fault)
            })
        })
        .collect()
}

fn decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.bytes().any(|byte| matches!(byte, b'%' | b'+')) {
        return Some(Cow::Borrowed(text));
    }
    let spaced = text.replace('+', " ");
    percent_decode(spaced.as_bytes()).decode_utf8().ok().map(|decoded| Cow::Owned(decoded.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_split_and_decoded() {
        let pairs = split("a=1&&b&c=x%3Dy+z%2B&=").unwrap();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (a.as_ref(), b.as_ref())).collect();
        assert_eq!(pairs, [("a", "1"), ("b", ""), ("c", "x=y z+"), ("", "")]);
    }

    #[test]
    fn what_is_not_utf8_is_400_and_named() {
        let error = split("q=%ff").unwrap_err();
        assert_eq!((error.status().as_u16(), error.faults()[0].path()), (400, "/q"));
    }
}
