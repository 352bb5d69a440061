//! Tuples that add a status or headers to an answer, and `Result`.

use std::fmt::Debug;

use http::{HeaderName, HeaderValue, StatusCode, header};

use super::{IntoResponse, Response};
use crate::{description::Description, error::Error, headers::Headers};

/// Header fields that an answer can be given: [`Headers`], an array of pairs of anything that becomes a name and a value, a `TypedHeader`
/// (feature `typed-headers`), or a tuple of up to four of these.
///
/// # Example: a fixed one and one that is computed
/// ```
/// use whippet::prelude::*;
///
/// fn dog(Path(name): Path<String>) -> impl IntoResponse {
///     let etag = format!("\"{name}-1\"");
///     (([("cache-control", "no-cache")], [(header::ETAG, etag)]), format!("{name} is a whippet"))
/// }
/// # let client = whippet::testing::TestClient::new(App::new().get("/dogs/{name}", dog));
/// client.get("/dogs/lola").send().assert_header("etag", "\"lola-1\"").assert_header("cache-control", "no-cache");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be headers",
    label = "not headers",
    note = "headers are `Headers`, an array of pairs such as `[(header::ETAG, \"\\\"1\\\"\")]`, a `TypedHeader`, or a tuple of these; a \
            status stands before them, the body after them"
)]
pub trait IntoHeaders {
    /// The fields.
    ///
    /// # Errors
    /// 500 where a name or a value is not allowed in a header (RFC 9110, section 5); the log names it.
    ///
    /// # Example: a value with a line break
    /// ```
    /// use whippet::response::IntoHeaders;
    ///
    /// assert_eq!([("x-dog", "lola")].into_headers().unwrap().len(), 1);
    /// assert_eq!([("x-dog", "lola\r\nx-cat: tom")].into_headers().unwrap_err().status(), 500);
    /// ```
    fn into_headers(self) -> Result<Headers, Error>;
}

impl IntoHeaders for Headers {
    fn into_headers(self) -> Result<Headers, Error> {
        Ok(self)
    }
}

impl<K, V, const N: usize> IntoHeaders for [(K, V); N]
where
    K: TryInto<HeaderName> + Debug + Clone,
    V: TryInto<HeaderValue> + Debug + Clone,
{
    fn into_headers(self) -> Result<Headers, Error> {
        let mut headers = Headers::new();
        for (name, value) in self {
            let pair = name.clone().try_into().ok().zip(value.clone().try_into().ok());
            let Some((name, value)) = pair else {
                return Err(Error::internal(format!("the header {name:?}: {value:?} is not allowed")));
            };
            headers.append(name, value);
        }
        Ok(headers)
    }
}

macro_rules! tuples {
    ($($name:ident)*) => {
        impl<$($name: IntoHeaders),*> IntoHeaders for ($($name,)*) {
            fn into_headers(self) -> Result<Headers, Error> {
                #[allow(non_snake_case, reason = "bound to its type's name")]
                let ($($name,)*) = self;
                let mut all = Headers::new();
                $(all.extend($name.into_headers()?);)*
                Ok(all)
            }
        }
    };
}

tuples!(A B);
tuples!(A B C);
tuples!(A B C D);

/// Puts fields into an answer: a name loses what the answer had, and keeps each of its new values. Cookies are all kept: each is a field of
/// its own, whatever their names have in common.
fn put(response: &mut Response, headers: Headers) {
    for (name, _) in headers.iter().filter(|(name, _)| **name != header::SET_COOKIE) {
        response.headers.remove(name);
    }
    for (name, value) in headers {
        response.headers.append(name, value);
    }
}

impl<R: IntoResponse> IntoResponse for (StatusCode, R) {
    fn into_response(self) -> Response {
        let mut response = self.1.into_response();
        // An error says its own status, in its body too.
        if response.error.is_none() && !response.is_other_side {
            response.set_status(self.0);
        }
        response
    }

    fn describe(description: &mut Description) {
        R::describe(description);
    }
}

impl<H: IntoHeaders, R: IntoResponse> IntoResponse for (H, R) {
    fn into_response(self) -> Response {
        match self.0.into_headers() {
            Ok(headers) => {
                let mut response = self.1.into_response();
                if !response.is_other_side {
                    put(&mut response, headers);
                }
                response
            }
            Err(error) => error.into_response(),
        }
    }

    fn describe(description: &mut Description) {
        R::describe(description);
    }
}

impl<H: IntoHeaders, R: IntoResponse> IntoResponse for (StatusCode, H, R) {
    fn into_response(self) -> Response {
        (self.0, (self.1, self.2)).into_response()
    }

    fn describe(description: &mut Description) {
        R::describe(description);
    }
}

impl<T: IntoResponse, E: IntoResponse> IntoResponse for Result<T, E> {
    fn into_response(self) -> Response {
        match self {
            Ok(value) => value.into_response(),
            Err(error) => refusal(error.into_response()),
        }
    }

    fn describe(description: &mut Description) {
        T::describe(description);
        E::describe(description);
    }
}

/// What an `Err` answers. One that names no status would be a 200, which nobody means by it.
fn refusal(mut response: Response) -> Response {
    if response.named_status().is_none() {
        let fault =
            "a handler returned an Err that names no status: return an Error, a StatusCode, or (StatusCode, body)";
        response = Error::internal(fault).into_response();
    }
    response.is_other_side = true;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_name_is_sent_twice_and_replaces_what_was_there() {
        let fields = [("content-type", "text/css"), ("set-cookie", "a=1"), ("set-cookie", "b=2")];
        let response = (StatusCode::CREATED, fields, "body").into_response();
        assert_eq!(response.status(), 201);
        assert_eq!(response.headers().get_all("content-type").collect::<Vec<_>>(), ["text/css"]);
        assert_eq!(response.headers().get_all("set-cookie").count(), 2);
    }

    #[test]
    fn a_cookie_never_takes_the_place_of_another() {
        let inner = ([("set-cookie", "a=1"), ("vary", "a")], "body");
        let response = ([("set-cookie", "b=2"), ("vary", "b")], inner).into_response();
        assert_eq!(response.headers().get_all("set-cookie").collect::<Vec<_>>(), ["a=1", "b=2"]);
        assert_eq!(response.headers().get_all("vary").collect::<Vec<_>>(), ["b"]);
    }

    #[test]
    fn a_header_that_is_not_allowed_is_a_500() {
        let response = ([("x-name", "a\r\nb: c")], "body").into_response();
        assert_eq!(response.status(), 500);
        assert!(!response.headers().contains("x-name"));
    }

    #[test]
    fn an_error_keeps_its_status() {
        let failed: Result<&str, Error> = Err(Error::not_found(""));
        assert_eq!((StatusCode::CREATED, failed).into_response().status(), 404);
    }
}
