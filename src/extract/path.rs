//! [`Path`]: the parameters of the matched route.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use super::{Extracted, FromRequestParts, Needs, Rejection, shape::Shape, values};
use crate::{context::Context, error::Place, routing::Route};

/// The parameters of the matched route, percent-decoded, as one value, a tuple in the order of the pattern, or a struct or map by name.
///
/// An optional parameter that is left out is `None`: in a tuple, in a struct, or alone.
///
/// Numbers are written as Rust writes them; `true`, `1`, `on`, `yes`, `t` and `y` are true, their opposites false, in upper case too.
///
/// # Errors
/// 422 where one does not fit its type, and 400 where its percent-encoding does not give UTF-8; the parameter is named. A handler that
/// takes another number of parameters than its route has, or other names, keeps the application from starting, as far as its type tells
/// before there is a request (a struct is tried with the text `1` for each); else it is a 500, and the log says why.
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
    fn needs(needs: &mut Needs) {
        needs.check_route(misfit::<T>);
    }

    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        values::read(Place::Path, cx.params().collect(), cx.left_out_param()).map(Path).into()
    }
}

/// Why the parameters of a route can never fit a type.
fn misfit<T: DeserializeOwned>(route: &Route) -> Option<String> {
    let names: Vec<&str> = route.names().collect();
    let misfit = match Shape::of::<T>() {
        // Which fields may be missing only the type itself knows. The text fits most types; of the rest nothing can be said.
        Shape::Struct(_) => {
            let sent = names.iter().map(|name| (*name, Cow::Borrowed("1"))).collect();
            let error = values::read::<T>(Place::Path, sent, None).err()?;
            let why = error.source().filter(|_| error.rejection() == Some(Rejection::WrongPath))?;
            format!("{why}, and the route has {}", listed(&names))
        }
        shape => misfit_of(shape, &names)?,
    };
    Some(format!("{route}: {misfit}"))
}

fn listed(names: &[&str]) -> String {
    match names {
        [] => "none".to_owned(),
        names => format!("{}: {}", names.len(), names.join(", ")),
    }
}

fn misfit_of(shape: Shape, names: &[&str]) -> Option<String> {
    let has = || listed(names);
    let parameters =
        |count: usize| if count == 1 { "1 path parameter".to_owned() } else { format!("{count} path parameters") };
    match shape {
        Shape::One if names.len() != 1 => {
            Some(format!("the handler takes {}, but the route has {}", parameters(1), has()))
        }
        Shape::Tuple(count) if names.len() != count => {
            Some(format!("the handler takes {}, but the route has {}", parameters(count), has()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_route_cannot_give_is_told() {
        let of = |shape, names: &[&str]| misfit_of(shape, names).unwrap_or_default();
        assert_eq!(
            of(Shape::Tuple(3), &["id", "dog"]),
            "the handler takes 3 path parameters, but the route has 2: id, dog"
        );
        assert_eq!(of(Shape::One, &[]), "the handler takes 1 path parameter, but the route has none");
        for fits in [Shape::Tuple(2), Shape::Any] {
            assert_eq!(of(fits, &["id", "dog"]), "");
        }
        assert_eq!(of(Shape::One, &["id"]), "");
    }
}
