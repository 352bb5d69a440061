//! [`Created`]: something new, and where it is.

use std::borrow::Cow;

use http::{StatusCode, header};

use super::{IntoResponse, Response, redirect::location_value};
use crate::description::Description;

/// 201: something was made, and `Location` says where it is (RFC 9110, section 15.3.2).
///
/// The place is a URL or a path, as for a [`Redirect`](super::Redirect). A body that is a failure itself, such as an `Err`, keeps its own status and gets no `Location`: nothing was made.
///
/// # Example: a dog, and one that is there already
/// ```
/// use whippet::prelude::*;
///
/// #[derive(Deserialize, Serialize)]
/// struct Dog { name: String }
///
/// fn add(Json(dog): Json<Dog>) -> Result<Created<Json<Dog>>> {
///     if dog.name == "lola" {
///         return Err(Error::new(StatusCode::CONFLICT, "lola is here already"));
///     }
///     Ok(Created::at(format!("/dogs/{}", dog.name), Json(dog)))
/// }
/// # let client = whippet::testing::TestClient::new(App::new().post("/dogs", add));
/// let made = client.post("/dogs").json(&json!({ "name": "rex" })).send();
/// made.assert_status(201).assert_header("location", "/dogs/rex");
/// client.post("/dogs").json(&json!({ "name": "lola" })).send().assert_status(409);
/// ```
#[derive(Clone, Debug)]
pub struct Created<R> {
    location: Cow<'static, str>,
    body: R,
}

impl<R> Created<R> {
    /// What was made, at its place; `()` as the body for none.
    ///
    /// # Example: without a body
    /// ```
    /// use whippet::prelude::*;
    ///
    /// let app = App::new().post("/walks", || Created::at("/walks/7", ()));
    /// # let client = whippet::testing::TestClient::new(app);
    /// client.post("/walks").send().assert_status(201).assert_header("location", "/walks/7");
    /// ```
    pub fn at(location: impl Into<Cow<'static, str>>, body: R) -> Self {
        Self { location: location.into(), body }
    }
}

impl<R: IntoResponse> IntoResponse for Created<R> {
    fn into_response(self) -> Response {
        let mut response = self.body.into_response();
        if response.is_failure() {
            return response;
        }
        match location_value(&self.location) {
            Ok(location) => {
                response.set_status(StatusCode::CREATED);
                response.headers_mut().set(header::LOCATION, location);
                response
            }
            Err(error) => error.into_response(),
        }
    }

    fn describe(description: &mut Description) {
        R::describe(description);
    }
}
