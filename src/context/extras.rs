//! [`Extras`]: what a request gathers on its way: what was set, what is made once, and what is to be done when it is over.

use std::{
    any::{Any, TypeId},
    cell::RefCell,
    future::Future,
    rc::Rc,
    task::{Poll, Waker},
};

use bytes::Bytes;
use http::StatusCode;

use super::Context;
use crate::{error::Result, inbox::Inbox, platform::LocalBoxFuture};

/// Done when the request is over: with the status of its answer, or none.
pub(super) type CleanUp = Box<dyn FnOnce(Option<StatusCode>) -> LocalBoxFuture<()>>;

/// What a request gathers on its way. Made when the first thing is kept: most requests keep nothing.
#[derive(Default)]
pub(super) struct Extras {
    /// What was set, by its type.
    pub(super) extensions: ByType,
    /// What is made once, by its type.
    pub(super) memo: ByType,
    pub(super) clean_ups: RefCell<Vec<CleanUp>>,
    /// Where the chunks of the body come in.
    inbox: Inbox,
}

/// One value of each type.
#[derive(Default)]
pub(super) struct ByType(RefCell<Vec<(TypeId, Rc<dyn Any>)>>);

impl ByType {
    pub(super) fn get<T: 'static>(&self) -> Option<Rc<T>> {
        let value = self.find(TypeId::of::<T>())?;
        value.downcast().ok()
    }

    /// Sets the value of a type, in place of the one that was there.
    pub(super) fn set<T: 'static>(&self, value: Rc<T>) {
        self.put(TypeId::of::<T>(), value);
    }

    fn find(&self, id: TypeId) -> Option<Rc<dyn Any>> {
        self.0.borrow().iter().find(|(other, _)| *other == id).map(|(_, value)| Rc::clone(value))
    }

    fn put(&self, id: TypeId, value: Rc<dyn Any>) {
        let mut values = self.0.borrow_mut();
        let before = values.iter_mut().find(|(other, _)| *other == id);
        // Dropped when nothing is borrowed: what it does then may ask for another.
        let _old = match before {
            Some((_, old)) => Some(std::mem::replace(old, value)),
            None => {
                values.push((id, value));
                None
            }
        };
        drop(values);
    }

    /// Lets go of the value of a type.
    fn remove(&self, id: TypeId) {
        // Dropped when nothing is borrowed, as above.
        let mut values = self.0.borrow_mut();
        let at = values.iter().position(|(other, _)| *other == id);
        let _old = at.map(|at| values.swap_remove(at));
        drop(values);
    }

    /// Lets go of all.
    pub(super) fn clear(&self) {
        drop(self.0.take());
    }
}

/// What a context keeps of its extras. A trait, so that an application whose requests keep nothing carries nothing that could.
pub(super) trait Kept {
    fn extras(&self) -> &Extras;

    /// Whether a chunk of the body is to be read. Says so once for each.
    fn is_asked(&self) -> bool;

    /// Takes a chunk of the body in, and gives whom to wake.
    fn put(&self, chunk: Result<Bytes>) -> Option<Waker>;

    /// What has to be done now that the request is over.
    fn end(&self, status: Option<StatusCode>) -> Option<LocalBoxFuture<()>>;
}

impl Kept for Extras {
    fn extras(&self) -> &Extras {
        self
    }

    fn is_asked(&self) -> bool {
        self.inbox.is_asked()
    }

    fn put(&self, chunk: Result<Bytes>) -> Option<Waker> {
        self.inbox.put(chunk)
    }

    /// The last that was left first, one after the other.
    fn end(&self, status: Option<StatusCode>) -> Option<LocalBoxFuture<()>> {
        // A value may hold its context, and that one holds the value.
        self.memo.clear();
        self.extensions.clear();
        if let Some(reader) = self.inbox.close() {
            reader.wake();
        }
        let clean_ups = self.clean_ups.take();
        if clean_ups.is_empty() {
            return None;
        }
        Some(Box::pin(async move {
            for clean_up in clean_ups.into_iter().rev() {
                clean_up(status).await;
            }
        }))
    }
}

impl Context {
    /// Does something when the request is over: gives a connection back, ends a transaction, notes how long it took.
    ///
    /// It runs after the answer was given, the last that was left first, one after the other; the platform keeps the instance alive
    /// for it as for [`Context::wait_until`]. It is told the status of the answer, or `None` where there was none, since the client went
    /// away. After a panic nothing of its request runs any more, and neither does this.
    ///
    /// # Example: a transaction that ends as the request does
    /// ```
    /// use std::{cell::RefCell, rc::Rc};
    /// use whippet::{prelude::*, testing::TestClient};
    ///
    /// type Journal = Rc<RefCell<Vec<&'static str>>>;
    ///
    /// struct Transaction;
    ///
    /// #[whippet::extractor]
    /// fn transaction(cx: Context, State(journal): State<Journal>) -> Transaction {
    ///     journal.borrow_mut().push("begin");
    ///     cx.clean_up(async move |status| {
    ///         let is_done = status.is_some_and(|status| status.is_success());
    ///         journal.borrow_mut().push(if is_done { "commit" } else { "roll back" });
    ///     });
    ///     Transaction
    /// }
    ///
    /// let journal = Journal::default();
    /// let app = App::new().get("/good", |_: Transaction| "done").get("/bad", |_: Transaction| StatusCode::CONFLICT);
    /// let client = TestClient::new(app.with_state(journal.clone()));
    /// client.get("/good").send();
    /// client.get("/bad").send();
    /// assert_eq!(*journal.borrow(), ["begin", "commit", "begin", "roll back"]);
    /// ```
    pub fn clean_up<F: Future<Output = ()> + 'static>(&self, task: impl FnOnce(Option<StatusCode>) -> F + 'static) {
        match self.0.end.get() {
            None => self.extras().clean_ups.borrow_mut().push(Box::new(move |status| Box::pin(task(status)))),
            // Too late to wait for the end.
            Some(status) => self.wait_until(task(status)),
        }
    }

    /// Fetches the next chunk of the body, or asks for it. Without bytes where the body is over.
    pub(crate) fn poll_chunk(&self, waker: &Waker) -> Poll<Result<Bytes>> {
        self.extras().inbox.poll(self.0.is_polled.get(), waker)
    }

    /// Whether a chunk of the body is to be read. Says so once for each.
    pub(crate) fn is_chunk_asked(&self) -> bool {
        self.0.extras.get().is_some_and(|extras| extras.is_asked())
    }

    /// Takes a chunk of the body in, and gives whom to wake.
    pub(crate) fn put_chunk(&self, chunk: Result<Bytes>) -> Option<Waker> {
        self.0.extras.get()?.put(chunk)
    }

    /// The request is over: with an answer, or without one since its client went away.
    pub(crate) fn ended(&self, status: Option<StatusCode>) {
        self.0.end.set(Some(status));
        if let Some(task) = self.0.extras.get().and_then(|extras| extras.end(status)) {
            self.0.platform.wait_until(task);
        }
    }

    /// Keeps a value for what comes later on this request's way, which asks for it with [`Extension`](crate::extract::Extension) or
    /// [`Context::extension`]. There is one value of each type; a second takes the place of the first. They are let go of with the answer: what
    /// comes after it takes with it what it needs.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// fn note(cx: Context) -> String {
    ///     cx.set_extension(7_u32);
    ///     format!("{:?} {:?}", cx.extension::<u32>(), cx.extension::<u64>())
    /// }
    /// assert_eq!(TestClient::new(App::new().get("/", note)).get("/").send().text(), "Some(7) None");
    /// ```
    pub fn set_extension<T: 'static>(&self, value: T) {
        if self.0.end.get().is_none() {
            self.extras().extensions.set(Rc::new(value));
        }
    }

    /// The value that [`Context::set_extension`] kept, of the same request and this type.
    ///
    /// ```
    /// use whippet::{prelude::*, testing::TestClient};
    /// let app = App::new().get("/", |cx: Context| cx.extension::<u32>().is_none().to_string());
    /// assert_eq!(TestClient::new(app).get("/").send().text(), "true");
    /// ```
    pub fn extension<T: 'static>(&self) -> Option<Rc<T>> {
        self.0.extras.get()?.extras().extensions.get()
    }

    /// What this request has made of a type, if it has.
    pub(crate) fn memo<T: 'static>(&self) -> Option<Rc<T>> {
        self.0.extras.get()?.extras().memo.get()
    }

    /// Keeps what this request makes of a type.
    pub(crate) fn memoize<T: 'static>(&self, value: T) -> Rc<T> {
        let value = Rc::new(value);
        self.extras().memo.set(Rc::clone(&value));
        value
    }

    /// Lets go of what was made, where the request is over: it would be kept for ever, if it holds the context.
    pub(crate) fn let_go<T: 'static>(&self) {
        if self.0.end.get().is_some() {
            self.extras().memo.remove(TypeId::of::<T>());
        }
    }

    /// What a test has put in the place of a dependency.
    pub(crate) fn overridden<T: 'static>(&self) -> Option<Rc<T>> {
        let overrides = &self.0.shared.overrides;
        let (_, value) = overrides.iter().find(|(id, _)| *id == TypeId::of::<T>())?;
        Rc::clone(value).downcast().ok()
    }

    fn extras(&self) -> &Extras {
        self.0.extras.get_or_init(|| Box::<Extras>::default()).extras()
    }
}
