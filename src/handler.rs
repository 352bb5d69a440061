//! [`Handler`]: a function of extractors that answers.
//!
//! Synchronous functions, asynchronous ones and closures of either kind, with up to eight arguments. Nothing needs to be `Send`.
//!
//! 1. Arguments are extracted in order, each once those before it are there; the last may read the body.
//! 2. What is wrong with what was sent is told of all arguments together; any other refusal, such as a 401, goes before it.
//! 3. A synchronous handler never becomes a future. An asynchronous one is boxed once, before its first poll.

use std::rc::Rc;

use crate::{
    context::Context,
    description::Description,
    extract::{FromRequest, FromRequestParts, Gathering, Needs, all_of},
    outcome::Outcome,
    response::IntoResponse,
};

/// A function of extractors that answers. `M` only tells the kinds of functions apart.
///
/// # Example: the kinds
/// ```
/// use whippet::prelude::*;
///
/// fn health() -> &'static str {
///     "ok"
/// }
///
/// async fn create(cx: Context, Json(dog): Json<Value>) -> Result<Created<Json<Value>>> {
///     let name = dog["name"].as_str().ok_or_else(|| Error::unprocessable("a dog has a name"))?;
///     let place = cx.url_for("dog", &[("name", &name)])?;
///     Ok(Created::at(place, Json(dog)))
/// }
///
/// let app = App::new()
///     .get("/health", health)
///     .post("/dogs", create)
///     .get("/dogs/{name}", |Path(name): Path<String>| async move { name })
///     .name("dog");
/// # let client = whippet::testing::TestClient::new(app);
/// # assert_eq!(client.get("/health").send().text(), "ok");
/// # client.post("/dogs").json(&json!({ "name": "lola" })).send().assert_header("location", "/dogs/lola");
/// # client.post("/dogs").json(&json!({})).send().assert_status(422);
/// # assert_eq!(client.get("/dogs/lola").send().text(), "lola");
/// ```
///
/// # Example: a function that takes one
/// ```
/// use whippet::{Handler, prelude::*};
///
/// fn with_alias<M, H: Handler<M, ()> + Clone>(app: App, path: &str, alias: &str, handler: H) -> App {
///     app.get(path, handler.clone()).get(alias, handler)
/// }
///
/// let app = with_alias(App::new(), "/dogs", "/hounds", || "all dogs");
/// # assert_eq!(whippet::testing::TestClient::new(app).get("/hounds").send().text(), "all dogs");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler",
    label = "this cannot answer a route",
    note = "each argument must be an extractor, such as `Path<T>`, `Query<T>`, `State<T>` or `Context`; only the last may read the body, such \
            as `Json<T>`, `String` or `Bytes`",
    note = "what it returns, async or not, must be an answer: text, bytes, `Json<T>`, a `StatusCode`, a tuple or a `Result` of such, or \
            another type that implements `IntoResponse`",
    note = "write `#[whippet::handler]` above the function to be told which of them does not fit"
)]
pub trait Handler<M, S>: 'static {
    /// Tells what its extractors need.
    #[doc(hidden)]
    fn needs(needs: &mut Needs);

    /// Tells what its extractors read and what it answers.
    #[doc(hidden)]
    fn describe(description: &mut Description);

    /// Answers a request.
    #[doc(hidden)]
    fn call(this: &Rc<Self>, cx: Context, state: &Rc<S>) -> Outcome;
}

/// Marks a handler that answers at once. Named nowhere, but public, since it is part of what the compiler infers.
#[doc(hidden)]
#[derive(Debug)]
pub enum Sync {}

/// Marks a handler that answers with a future.
#[doc(hidden)]
#[derive(Debug)]
pub enum Async {}

/// A handler without its type: what a route holds.
pub(crate) type Endpoint<S> = Rc<dyn Fn(Context, &Rc<S>) -> Outcome>;

/// Takes the type off a handler.
pub(crate) fn erase<H: Handler<M, S>, M, S: 'static>(handler: H) -> Endpoint<S> {
    let handler = Rc::new(handler);
    Rc::new(move |cx, state| H::call(&handler, cx, state))
}

/// Nests one closure for each argument, so that each is asked when those before it are there, and at once where they are.
macro_rules! extract {
    ($cx:ident $state:ident $gathering:ident ; $end:expr) => { $end };
    ($cx:ident $state:ident $gathering:ident $first:ident $($rest:ident)* ; $end:expr) => {{
        let extracted = $first::from_request_parts(&$cx, &$state);
        #[allow(non_snake_case, reason = "bound to its type's name")]
        let next = move |$first, $gathering: Gathering| extract!($cx $state $gathering $($rest)* ; $end);
        Outcome::then($gathering, extracted, next)
    }};
}

macro_rules! handlers {
    ($($argument:ident)* ; $last:ident) => {
        impl<F, S, R, V, $($argument,)* $last> Handler<(Sync, V, $($argument,)* $last), S> for F
        where
            F: Fn($($argument,)* $last) -> R + 'static,
            S: 'static,
            R: IntoResponse,
            V: 'static,
            $($argument: FromRequestParts<S>,)*
            $last: FromRequest<S, V>,
        {
            fn needs(needs: &mut Needs) {
                $($argument::needs(needs);)*
                $last::needs(needs);
            }

            fn describe(description: &mut Description) {
                $($argument::describe(description);)*
                $last::describe(description);
                R::describe(description);
            }

            fn call(this: &Rc<Self>, cx: Context, state: &Rc<S>) -> Outcome {
                let (this, state, gathering) = (Rc::clone(this), Rc::clone(state), Gathering::default());
                #[allow(non_snake_case, reason = "bound to its type's name")]
                let answer = move |($($argument,)*), $last| Outcome::Ready(this($($argument,)* $last).into_response());
                extract!(cx state gathering $($argument)* ; {
                    Outcome::with_last::<S, V, _, $last>(gathering.end(all_of!($($argument)*)), cx, &state, answer)
                })
            }
        }

        impl<F, S, A, V, $($argument,)* $last> Handler<(Async, V, $($argument,)* $last), S> for F
        where
            F: Fn($($argument,)* $last) -> A + 'static,
            S: 'static,
            A: Future<Output: IntoResponse> + 'static,
            V: 'static,
            $($argument: FromRequestParts<S>,)*
            $last: FromRequest<S, V>,
        {
            fn needs(needs: &mut Needs) {
                $($argument::needs(needs);)*
                $last::needs(needs);
            }

            fn describe(description: &mut Description) {
                $($argument::describe(description);)*
                $last::describe(description);
                A::Output::describe(description);
            }

            fn call(this: &Rc<Self>, cx: Context, state: &Rc<S>) -> Outcome {
                let (this, state, gathering) = (Rc::clone(this), Rc::clone(state), Gathering::default());
                #[allow(non_snake_case, reason = "bound to its type's name")]
                let answer = move |($($argument,)*), $last| Outcome::later(this($($argument,)* $last));
                extract!(cx state gathering $($argument)* ; {
                    Outcome::with_last::<S, V, _, $last>(gathering.end(all_of!($($argument)*)), cx, &state, answer)
                })
            }
        }
    };
}

handlers!(; L);
handlers!(A1; L);
handlers!(A1 A2; L);
handlers!(A1 A2 A3; L);
handlers!(A1 A2 A3 A4; L);
handlers!(A1 A2 A3 A4 A5; L);
handlers!(A1 A2 A3 A4 A5 A6; L);
handlers!(A1 A2 A3 A4 A5 A6 A7; L);

impl<F, S, R> Handler<(Sync,), S> for F
where
    F: Fn() -> R + 'static,
    R: IntoResponse,
{
    fn needs(_: &mut Needs) {}

    fn describe(description: &mut Description) {
        R::describe(description);
    }

    fn call(this: &Rc<Self>, _: Context, _: &Rc<S>) -> Outcome {
        Outcome::Ready(this().into_response())
    }
}

impl<F, S, A> Handler<(Async,), S> for F
where
    F: Fn() -> A + 'static,
    A: Future<Output: IntoResponse> + 'static,
{
    fn needs(_: &mut Needs) {}

    fn describe(description: &mut Description) {
        A::Output::describe(description);
    }

    fn call(this: &Rc<Self>, _: Context, _: &Rc<S>) -> Outcome {
        Outcome::later(this())
    }
}
