//! [`JsPlatform`]: what JavaScript knows about one request, by its number.

use super::{
    bindings::JsBindings,
    host::host,
    request_in,
    tasks::{Task, put, waker},
};
use crate::{
    bindings::Bindings,
    platform::{Level, LocalBoxFuture, Platform},
};

/// What JavaScript knows about one request.
pub(super) struct JsPlatform(pub(super) u32);

impl Platform for JsPlatform {
    fn declared(&self) -> Box<str> {
        request_in::head(host().declared(self.0)).unwrap_or_default()
    }

    fn header(&self, name: &str) -> Option<String> {
        host().header(self.0, name)
    }

    fn headers(&self) -> String {
        host().headers(self.0)
    }

    fn client(&self) -> String {
        host().client(self.0)
    }

    fn bindings(&self) -> Bindings {
        Bindings::from(JsBindings::of(self.0))
    }

    fn wait_until(&self, task: LocalBoxFuture<()>) {
        let id = host().background(self.0);
        put(id, Box::new(Task::Background(task, waker(id))));
    }

    fn log(&self, line: &str, level: Level) {
        host().log(line, level == Level::Error);
    }
}
