//! [`TestPlatform`]: a platform whose answers are given by hand.

use std::{borrow::Cow, cell::RefCell, rc::Rc};

use crate::{
    bindings::Bindings,
    platform::{Level, LocalBoxFuture, Platform},
};

/// Lines of a log.
pub(super) type Lines = Rc<RefCell<Vec<String>>>;

pub(super) type Tasks = RefCell<Vec<LocalBoxFuture<()>>>;

/// A platform whose answers are given by hand.
pub(super) struct TestPlatform {
    pub(super) headers: Vec<(String, String)>,
    declared: Vec<Cow<'static, str>>,
    pub(super) client: String,
    pub(super) bindings: Bindings,
    pub(super) after: Rc<Tasks>,
    pub(super) log: Lines,
    pub(super) output: Lines,
}

impl TestPlatform {
    pub(super) fn new(bindings: Bindings) -> Self {
        Self {
            headers: Vec::new(),
            declared: Vec::new(),
            client: String::new(),
            bindings,
            after: Rc::default(),
            log: Rc::default(),
            output: Rc::default(),
        }
    }
}

impl TestPlatform {
    /// The same for an application that declares some headers.
    pub(super) fn declaring(self, declared: &[Cow<'static, str>]) -> Self {
        Self { declared: declared.to_vec(), ..self }
    }
}

impl Platform for TestPlatform {
    fn declared(&self) -> Box<str> {
        let values = self.declared.iter().map(|name| self.header(name));
        let fields = values.map(|value| value.map_or("\0".to_owned(), |value| format!("={value}\0")));
        fields.collect::<String>().into()
    }

    fn header(&self, name: &str) -> Option<String> {
        let values: Vec<&str> =
            self.headers.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect();
        // The one field that is put together otherwise: RFC 9113, section 8.2.3.
        let between = if name == "cookie" { "; " } else { ", " };
        (!values.is_empty()).then(|| values.join(between))
    }

    fn headers(&self) -> String {
        self.headers.iter().map(|(name, value)| format!("{name}\0{value}\0")).collect()
    }

    fn client(&self) -> String {
        self.client.clone()
    }

    fn bindings(&self) -> Bindings {
        self.bindings.clone()
    }

    fn wait_until(&self, task: LocalBoxFuture<()>) {
        self.after.borrow_mut().push(task);
    }

    fn log(&self, line: &str, level: Level) {
        let lines = if level == Level::Error { &self.log } else { &self.output };
        lines.borrow_mut().push(line.to_owned());
    }
}
