//! [`Path`]: the parameters of the matched route.

use serde::de::DeserializeOwned;

use super::{Extracted, FromRequestParts, values};
use crate::{context::Context, error::Place};

/// The parameters of the matched route, percent-decoded, as one value, a tuple in the order of the pattern, or a struct or map by name.
///
/// An optional parameter that is left out is `None`: in a tuple, in a struct, or alone.
///
/// # Errors
/// 422 where one does not fit its type, and 400 where its percent-encoding does not give UTF-8; the parameter is named. 500 where the
/// route has another number of parameters than the handler takes; the log says so.
///
/// # Example: one, and two
/// ```
/// use whippet::prelude::*;
///
/// let app = App::new()
///     .get("/users/{id}", |Path(id): Path<u32>| format!("user {id}"))
///     .get("/users/{id}/dogs/{dog}", |Path((id, dog)): Path<(u32, String)>| format!("{dog} of {id}"))
///     .get("/list/{page?}", |Path(page): Path<Option<u32>>| format!("page {}", page.unwrap_or(1)));
/// # let client = whippet::testing::TestClient::new(app);
/// # assert_eq!(client.get("/users/7/dogs/lo%20la").send().text(), "lo la of 7");
/// # assert_eq!(client.get("/list").send().text(), "page 1");
/// # client.get("/users/x").send().assert_status(422);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Path<T>(
    /// The parameters.
    pub T,
);

impl<S, T: DeserializeOwned + 'static> FromRequestParts<S> for Path<T> {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        values::read(Place::Path, cx.params().collect(), cx.left_out_param()).map(Path).into()
    }
}
