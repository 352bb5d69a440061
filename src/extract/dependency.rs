//! [`Dep`]: an extractor whose value is made once for each request, however many ask for it.
//!
//! 1. The first that asks has it made; all others of the same request are given the same value, or the same refusal.
//! 2. Several may wait for it at once: whoever is polled drives it on, and its end wakes all.
//! 3. A dependency that asks for itself is refused when the application is frozen, as far as its `needs` tell; else when it happens.

use std::{
    cell::RefCell,
    future::poll_fn,
    ops::Deref,
    rc::Rc,
    task::{Context as TaskContext, Poll, Waker},
};

use super::{Extracted, FromRequestParts, Needs};
use crate::{
    context::Context,
    description::Description,
    error::{Error, Result},
    platform::LocalBoxFuture,
};

/// A value that an extractor makes once for each request, however many handlers' arguments and other extractors ask for it.
///
/// Any extractor of the head can be one. Tests put another value in its place with
/// [`App::override_dependency`](crate::App::override_dependency). What has to be done when the request is over, the extractor
/// leaves with [`Context::clean_up`].
///
/// # Errors
/// What the extractor refuses. 500 where it asks for itself while it is made; the log names it.
///
/// # Example: a session that two arguments need
/// ```
/// use std::cell::Cell;
/// use whippet::{extract::Dep, prelude::*};
///
/// struct Session { user: String }
///
/// #[whippet::extractor]
/// async fn session(State(opened): State<std::rc::Rc<Cell<u32>>>) -> Session {
///     opened.set(opened.get() + 1);
///     Session { user: "lola".to_owned() }
/// }
///
/// struct IsAdmin(bool);
///
/// #[whippet::extractor]
/// fn is_admin(session: Dep<Session>) -> IsAdmin {
///     IsAdmin(session.user == "lola")
/// }
///
/// let opened = std::rc::Rc::new(Cell::new(0));
/// let app = App::new()
///     .get("/", |session: Dep<Session>, IsAdmin(admin): IsAdmin| format!("{} {admin}", session.user))
///     .with_state(opened.clone());
/// # let client = whippet::testing::TestClient::new(app);
/// assert_eq!(client.get("/").send().text(), "lola true");
/// assert_eq!(opened.get(), 1);
/// ```
#[derive(Debug)]
pub struct Dep<T>(
    /// The value, which all that ask for it in one request share.
    pub Rc<T>,
);

impl<T> Clone for Dep<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Deref for Dep<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<S, T: FromRequestParts<S>> FromRequestParts<S> for Dep<T> {
    fn needs(needs: &mut Needs) {
        needs.dependency::<T>(T::needs);
    }

    fn describe(description: &mut Description) {
        T::describe(description);
    }

    fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self> {
        if let Some(value) = cx.overridden::<T>() {
            return Ok(Self(value)).into();
        }
        if let Some(making) = cx.memo::<Making<T>>() {
            return ask(making);
        }
        let making = cx.memoize(Making(RefCell::new(Stage::Made)));
        making.0.replace(match T::from_request_parts(cx, state) {
            Extracted::Ready(result) => Stage::Done(result.map(Rc::new)),
            Extracted::Later(future) => Stage::Waits(future, Vec::new()),
        });
        cx.let_go::<Making<T>>();
        ask(making)
    }
}

/// How far the value of a request is.
struct Making<T>(RefCell<Stage<T>>);

enum Stage<T> {
    /// Its extractor is running just now: who asks meanwhile is the extractor itself.
    Made,
    /// It is waited for, by all of these.
    Waits(LocalBoxFuture<Result<T>>, Vec<Waker>),
    Done(Result<Rc<T>>),
}

fn ask<T: 'static>(making: Rc<Making<T>>) -> Extracted<Dep<T>> {
    if let Some(result) = making.outcome() {
        return result.map(Dep).into();
    }
    let asker = Asker(making);
    Extracted::later(poll_fn(move |cx| asker.0.poll(cx).map(|result| result.map(Dep))))
}

impl<T> Making<T> {
    /// What came of it; `None` where it has to be waited for.
    fn outcome(&self) -> Option<Result<Rc<T>>> {
        match &*self.0.borrow() {
            Stage::Waits(..) => None,
            Stage::Done(Ok(value)) => Some(Ok(Rc::clone(value))),
            Stage::Done(Err(error)) => Some(Err(error.again())),
            Stage::Made => Some(Err(asks_for_itself(std::any::type_name::<T>()))),
        }
    }

    fn poll(&self, cx: &mut TaskContext<'_>) -> Poll<Result<Rc<T>>> {
        let stage = self.0.replace(Stage::Made);
        let Stage::Waits(mut future, mut wakers) = stage else {
            self.0.replace(stage);
            return self.outcome().map_or(Poll::Pending, Poll::Ready);
        };
        let polled = future.as_mut().poll(cx);
        let Poll::Ready(result) = polled else {
            if !wakers.iter().any(|waker| waker.will_wake(cx.waker())) {
                wakers.push(cx.waker().clone());
            }
            self.0.replace(Stage::Waits(future, wakers));
            return Poll::Pending;
        };
        self.0.replace(Stage::Done(result.map(Rc::new)));
        wakers.into_iter().for_each(Waker::wake);
        self.outcome().map_or(Poll::Pending, Poll::Ready)
    }
}

fn asks_for_itself(name: &str) -> Error {
    Error::internal(format!("the dependency {name} needs itself while it is made"))
}

/// One that waits. When it goes away another must be polled: the future may know only its waker.
struct Asker<T>(Rc<Making<T>>);

impl<T> Drop for Asker<T> {
    fn drop(&mut self) {
        if let Ok(mut stage) = self.0.0.try_borrow_mut()
            && let Stage::Waits(_, wakers) = &mut *stage
        {
            wakers.drain(..).for_each(Waker::wake);
        }
    }
}
