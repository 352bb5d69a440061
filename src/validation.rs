//! [`Valid`]: rules that a type cannot say, checked after extraction, over the derive of the crate `garde`. Feature `validation`.
//!
//! The derive is in the [`prelude`](crate::prelude), and names the crate itself, so that it stands among your dependencies as `serde` does:
//! `garde = "0.23"`. `cargo add garde` will do; none of its features is needed.
//!
//! 1. First the extractor reads the input; what does not fit its type is its fault, and no rule is checked.
//! 2. Then all rules are checked. All that do not hold are answered together, each as a [`Fault`] of its own, and with the faults of
//!    the other arguments: a 422.
//! 3. The JSON Pointer of a fault names what the client sent, not Rust's field: `/firstName` under `#[serde(rename_all = "camelCase")]`. How it is
//!    found, and what to mind, is said [below](#names).
//! 4. The rules' context, if they have one, is an extractor: the state, a dependency, another part of the request. That of a body's rules is
//!    asked when the body was read; who must not send one is refused by an argument of its own.
//! 5. A field hides a context of the same name within the rules: name the context otherwise.
//!
//! # Rules
//!
//! Each field has rules, or says `#[garde(skip)]`; `#[garde(allow_unvalidated)]` at the struct says so for all that have none.
//!
//! | rule | what holds |
//! | --- | --- |
//! | `length(min = 1, max = 80)`, `length(equal = 2)` | of a text the **bytes** of its UTF-8, of a collection its items |
//! | `length(chars, …)`, `length(utf16, …)` | of a text its Unicode scalar values, or its UTF-16 units, which JavaScript's `length` and HTML's `maxlength` count |
//! | `range(min = 0, max = 20)` | a number between the two, both included |
//! | `ascii`, `alphanumeric`, `ip`, `ipv4`, `ipv6` | the text is such |
//! | `contains("x")`, `prefix("x")`, `suffix("x")` | the text has it |
//! | `custom(whippet::validation::email)`, `…::url` | [`email`], [`url`]: rules of this module |
//! | `custom(rule)` | what a function or closure of yours says: `fn(&Field, &Context) -> garde::Result` |
//! | `matches(field)` | it is equal to another field |
//! | `required` | the `Option` is there; any other rule passes where it is `None` |
//! | `dive` | the rules of the field's own type, or of all items of a collection, hold |
//! | `inner(…)` | the rules in the parentheses hold for each item |
//! | `if(cond = …, …)` | the rules hold, where the condition does |
//!
//! Not there, for their size: garde's own `email`, `url`, `credit_card`, `phone_number`, `pattern("…")` and `length(graphemes, …)`, which need features of garde. The
//! first two, and any regular expression, add about 100 kB of compressed code.
//!
//! # Names
//!
//! garde knows Rust's names only. The pointer takes the name that was sent and is spelled alike but for case and punctuation, and for a field that was
//! not sent the name that serde reads it by. This finds all that `rename_all` does, variants of enums, flattened structs, and `r#type`. A field whose
//! `#[serde(rename = "…")]` is another word altogether cannot be found: it is told in Rust's name, so give the field the word that is sent. garde's own
//! `#[garde(rename = "…")]` is read and does nothing (0.23).
//!
//! A newtype carries `#[garde(transparent)]`, else it reads as a list of one. A set has no order: its items are numbered in an order of its own.
//!
//! # Example: lengths, ranges, nested types, collections
//! ```
//! use whippet::prelude::*;
//!
//! #[derive(Deserialize, Validate)]
//! #[serde(rename_all = "camelCase")]
//! struct Dog {
//!     #[garde(length(chars, min = 1, max = 40))]
//!     call_name: String,
//!     #[garde(range(max = 20))]
//!     age: u8,
//!     #[garde(length(max = 3), inner(length(min = 2)))]
//!     nicknames: Vec<String>,
//!     #[garde(dive)]
//!     owners: Vec<Owner>,
//! }
//!
//! #[derive(Deserialize, Validate)]
//! struct Owner {
//!     #[garde(custom(whippet::validation::email))]
//!     email: String,
//! }
//!
//! let app = App::new().post("/dogs", |Valid(Json(dog)): Valid<Json<Dog>>| format!("{} is {}", dog.call_name, dog.age));
//! # let client = whippet::testing::TestClient::new(app);
//! let dog = json!({ "callName": "", "age": 30, "nicknames": ["Lo", "L"], "owners": [{ "email": "nobody" }] });
//! let problem: Value = client.post("/dogs").json(&dog).send().assert_status(422).json();
//! let paths: Vec<&Value> = problem["errors"].as_array().unwrap().iter().map(|fault| &fault["path"]).collect();
//! assert_eq!(paths, ["/age", "/callName", "/nicknames/1", "/owners/0/email"]); // by Rust's names, from a to z
//! ```
//!
//! # Example: one field and another
//!
//! A rule at the struct sees all of it; its fault points at the whole. `matches`, and a rule that is made of another field, point at their own field.
//!
//! ```
//! use whippet::prelude::*;
//!
//! #[derive(Deserialize, Validate)]
//! #[garde(custom(ends_after_it_begins))]
//! struct Walk {
//!     #[garde(range(max = 24))]
//!     from: u8,
//!     #[garde(custom(not_before(&self.from)))]
//!     lunch: u8,
//!     #[garde(range(max = 24))]
//!     to: u8,
//!     #[garde(skip)]
//!     password: String,
//!     #[garde(matches(password))]
//!     repeated: String,
//! }
//!
//! fn ends_after_it_begins(walk: &Walk, _: &()) -> garde::Result {
//!     if walk.to > walk.from { Ok(()) } else { Err(garde::Error::new("must end after it begins")) }
//! }
//!
//! fn not_before(first: &u8) -> impl FnOnce(&u8, &()) -> garde::Result {
//!     move |value, _| if value >= first { Ok(()) } else { Err(garde::Error::new(format!("must not be before {first}"))) }
//! }
//!
//! let app = App::new().get("/", |Valid(Query(walk)): Valid<Query<Walk>>| format!("{} to {}", walk.from, walk.to));
//! # let client = whippet::testing::TestClient::new(app);
//! # client.get("/?from=9&lunch=12&to=17&password=a&repeated=a").send().assert_status(200);
//! let problem: Value = client.get("/?from=9&lunch=8&to=8&password=a&repeated=b").send().assert_status(422).json();
//! assert_eq!(problem["errors"], json!([
//!     { "in": "query", "path": "", "message": "must end after it begins" },
//!     { "in": "query", "path": "/lunch", "message": "must not be before 9" },
//!     { "in": "query", "path": "/repeated", "message": "does not match password field" },
//! ]));
//! ```
//!
//! # Example: a rule that looks at the state
//!
//! The context of the rules is any extractor of the head, several of them as a tuple; nested types that are dived into have the same one.
//!
//! ```
//! use whippet::{extract::FromRef, prelude::*};
//!
//! #[derive(Clone)]
//! struct Kennel { places: u32 }
//!
//! #[derive(Deserialize, Validate)]
//! #[garde(context(State<Kennel> as kennel))]
//! struct Stay {
//!     #[garde(range(min = 1, max = kennel.0.places))]
//!     dogs: u32,
//!     #[garde(custom(|name: &str, kennel: &State<Kennel>| greets(name, kennel)))]
//!     name: String,
//! }
//!
//! fn greets(name: &str, State(kennel): &State<Kennel>) -> garde::Result {
//!     if name.len() as u32 <= kennel.places { Ok(()) } else { Err(garde::Error::new("does not fit on the door")) }
//! }
//!
//! let app = App::new()
//!     .post("/stays", |Valid(Json(stay)): Valid<Json<Stay>>| format!("{} dogs of {}", stay.dogs, stay.name))
//!     .with_state(Kennel { places: 4 });
//! # let client = whippet::testing::TestClient::new(app);
//! # client.post("/stays").json(&json!({ "dogs": 4, "name": "Rex" })).send().assert_status(200);
//! client.post("/stays").json(&json!({ "dogs": 5, "name": "Rex" })).send().assert_status(422);
//! # client.post("/stays").json(&json!({ "dogs": 1, "name": "Lola!" })).send().assert_status(422);
//! ```
//!
//! # Example: fields that nobody asked for
//!
//! serde passes them over, unless the type denies them: then each place that reads it refuses the request, and names the field.
//!
//! ```
//! use whippet::prelude::*;
//!
//! #[derive(Deserialize, Validate)]
//! #[serde(deny_unknown_fields)]
//! struct Dog {
//!     #[garde(length(min = 1))]
//!     name: String,
//! }
//!
//! let app = App::new().post("/dogs", |Valid(Json(dog)): Valid<Json<Dog>>| dog.name);
//! # let client = whippet::testing::TestClient::new(app);
//! let problem: Value = client.post("/dogs").json(&json!({ "name": "Lola", "admin": true })).send().assert_status(422).json();
//! assert_eq!(problem["errors"][0]["path"], "/admin");
//! ```

mod checked;
mod email;
mod host;
mod pointer;
mod sent;
mod text;
mod url;

use bytes::Bytes;
use garde::Validate;
use serde::de::DeserializeOwned;

use self::{checked::Checked, pointer::Names, sent::Sent};
pub use self::{
    email::{email, is_email},
    text::Text,
    url::{is_url, url},
};
use crate::{
    context::Context,
    description::Description,
    error::{Error, Fault, Place, Result},
    extract::{BodyNeed, Extracted, FromRequest, FromRequestParts, Gathering, Needs, Rejection, Shape, ViaRequest},
};

/// The most faults that an answer tells: a body of a few megabytes may hold a million, whose answer no platform would carry.
const MAX_FAULTS: usize = 1_000;

/// What another extractor gives, where all rules of its type hold: of [`Json`](crate::Json), [`Form`](crate::extract::Form),
/// [`Query`](crate::extract::Query), [`Path`](crate::extract::Path) and [`Header`](crate::extract::Header). Feature `validation`.
///
/// The rules are written with garde's derive: see [the module](self).
///
/// # Errors
/// What the other extractor refuses; then 422, with a fault for each rule that does not hold, of more than 1,000 the first; and what the extractor refuses that is the rules' context.
///
/// # Example: a page of a list
/// ```
/// use whippet::prelude::*;
///
/// #[derive(Deserialize, Validate)]
/// struct Page {
///     #[garde(range(min = 1))]
///     page: u32,
///     #[garde(range(min = 1, max = 100))]
///     size: Option<u32>,
/// }
///
/// let app = App::new().get("/dogs", |Valid(Query(page)): Valid<Query<Page>>| format!("page {}", page.page));
/// # let client = whippet::testing::TestClient::new(app);
/// assert_eq!(client.get("/dogs?page=2").send().text(), "page 2");
/// let problem: Value = client.get("/dogs?page=0&size=500").send().assert_status(422).json();
/// assert_eq!(problem["errors"], json!([
///     { "in": "query", "path": "/page", "message": "lower than 1" },
///     { "in": "query", "path": "/size", "message": "greater than 100" },
/// ]));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Valid<E>(
    /// The other extractor, with the value.
    pub E,
);

impl<S, E> FromRequestParts<S> for Valid<E>
where
    E: Checked + FromRequestParts<S>,
    ContextOf<E>: FromRequestParts<S>,
{
    fn needs(needs: &mut Needs) {
        <E as FromRequestParts<S>>::needs(needs);
        <ContextOf<E> as FromRequestParts<S>>::needs(needs);
    }

    fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self> {
        checked(E::from_request_parts(cx, state), ContextOf::<E>::from_request_parts(cx, state), cx, Bytes::new())
    }

    fn describe(description: &mut Description) {
        <E as FromRequestParts<S>>::describe(description);
        <ContextOf<E> as FromRequestParts<S>>::describe(description);
    }
}

impl<S, E> FromRequest<S, ViaRequest> for Valid<E>
where
    E: Checked + FromRequest<S, ViaRequest>,
    ContextOf<E>: FromRequestParts<S>,
{
    const BODY: BodyNeed = E::BODY;

    fn needs(needs: &mut Needs) {
        E::needs(needs);
        <ContextOf<E> as FromRequestParts<S>>::needs(needs);
    }

    fn check(cx: &Context) -> Result<()> {
        E::check(cx)
    }

    fn from_request(cx: &Context, body: Bytes, state: &S) -> Extracted<Self> {
        let extracted = E::from_request(cx, body.clone(), state);
        checked(extracted, ContextOf::<E>::from_request_parts(cx, state), cx, body)
    }

    fn describe(description: &mut Description) {
        E::describe(description);
        <ContextOf<E> as FromRequestParts<S>>::describe(description);
    }
}

/// What the rules look at besides the value.
type ContextOf<E> = <<E as Checked>::Value as Validate>::Context;

/// Checks what was extracted, once the rules' context is there: at once for most, so that these link nothing that waits. What is wrong with
/// both is told together, as of two arguments.
#[inline]
fn checked<E: Checked>(
    extracted: Extracted<E>,
    context: Extracted<ContextOf<E>>,
    cx: &Context,
    body: Bytes,
) -> Extracted<Valid<E>>
where
    ContextOf<E>: 'static,
{
    let extracted = match extracted {
        Extracted::Ready(Err(error)) if !error.is_about_places() => return Err(error).into(),
        Extracted::Ready(extracted) => extracted,
        Extracted::Later(_) => return Err(Error::internal("Valid takes only what is read at once")).into(),
    };
    let cx = cx.clone();
    context.result(move |context| {
        let mut gathering = Gathering::default();
        let (extracted, context) = (gathering.take(extracted), gathering.take(context));
        let (extracted, context) = gathering.end(extracted.zip(context))?;
        rules(extracted, &context, &cx, &body)
    })
}

fn rules<E: Checked>(extracted: E, context: &ContextOf<E>, cx: &Context, body: &Bytes) -> Result<Valid<E>> {
    match extracted.value().validate_with(context) {
        Ok(()) => Ok(Valid(extracted)),
        Err(report) => Err(refusal(&report, E::PLACE, &E::sent(cx, body), fields::<E::Value>())),
    }
}

fn fields<T: DeserializeOwned>() -> Option<Names> {
    match Shape::of::<T>() {
        Shape::Struct(fields) => Some(fields),
        _ => None,
    }
}

/// What does not hold, each by its place in what was sent.
#[inline(never)]
fn refusal(report: &garde::Report, place: Place, sent: &Sent, fields: Option<Names>) -> Error {
    let detail = match place {
        Place::Path => "the path parameters are not valid",
        Place::Query => "the query parameters are not valid",
        Place::Header => "the headers are not valid",
        _ => "the body is not valid",
    };
    let faults = report.iter().take(MAX_FAULTS);
    faults.fold(Error::rejected(Rejection::Invalid, detail), |refusal, (path, error)| {
        let pointer = pointer::pointer(&pointer::steps(path), sent, fields);
        refusal.with_fault(Fault::new(place, pointer, error.message().to_owned()))
    })
}
