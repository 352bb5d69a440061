//! The requests that wait, and the tasks they left behind, by number.

use std::{
    cell::RefCell,
    sync::Arc,
    task::{Context, Wake, Waker},
};

use super::host::host;
use crate::{
    exchange::{Exchange, Step},
    platform::LocalBoxFuture,
};

/// What can be woken.
pub(super) enum Task {
    /// A request on its way.
    Exchange(Exchange),
    /// Something that has no answer: it goes on after one, or starts the application.
    Background(LocalBoxFuture<()>, Waker),
}

thread_local! {
    /// By number. Numbers only grow, so a new one goes to the end; what is moved to close a gap is a number and a pointer each.
    static TASKS: RefCell<Vec<(u32, Box<Task>)>> = const { RefCell::new(Vec::new()) };
}

/// Takes a task out: while it is polled it stands in no table.
pub(super) fn take(id: u32) -> Option<Box<Task>> {
    TASKS.with(|tasks| {
        let mut tasks = tasks.borrow_mut();
        let at = tasks.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some(tasks.remove(at).1)
    })
}

/// Puts a task in. JavaScript gave it its number.
pub(super) fn put(id: u32, task: Box<Task>) {
    TASKS.with(|tasks| {
        let mut tasks = tasks.borrow_mut();
        let at = tasks.partition_point(|(other, _)| *other < id);
        tasks.insert(at, (id, task));
    });
}

impl Task {
    /// What the task needs next; `None` where it is over and has no answer.
    pub(super) fn poll(&mut self, id: u32) -> Option<Step> {
        match self {
            Self::Exchange(exchange) => Some(exchange.poll(|| waker(id))),
            Self::Background(task, waker) => match task.as_mut().poll(&mut Context::from_waker(waker)) {
                std::task::Poll::Ready(()) => None,
                std::task::Poll::Pending => Some(Step::Pending),
            },
        }
    }
}

/// Wakes a task by its number.
pub(super) fn waker(id: u32) -> Waker {
    Waker::from(Arc::new(TaskWaker(id)))
}

struct TaskWaker(u32);

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        host().wake(self.0);
    }

    fn wake_by_ref(self: &Arc<Self>) {
        host().wake(self.0);
    }
}
