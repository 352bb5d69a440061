//! What the application keeps. It lives as long as its instance, and stands for a database.

use std::{
    cell::{Ref, RefCell, RefMut},
    collections::BTreeMap,
    rc::Rc,
};

/// Who has how much.
pub(crate) type Balances = BTreeMap<String, u32>;

/// The bank, which all requests to one instance share.
#[derive(Clone)]
pub(crate) struct Bank(Rc<RefCell<Books>>);

struct Books {
    balances: Balances,
    journal: Vec<String>,
}

impl Bank {
    /// The bank on its first day.
    pub(crate) fn opened() -> Self {
        let balances = Balances::from([("lola".to_owned(), 100), ("rex".to_owned(), 50)]);
        Self(Rc::new(RefCell::new(Books { balances, journal: Vec::new() })))
    }

    /// The name of whoever has a token.
    pub(crate) fn owner_of(&self, token: &str) -> Option<String> {
        let name = token.strip_prefix("token-of-")?;
        self.note(format!("looked up {name}"));
        self.balances().contains_key(name).then(|| name.to_owned())
    }

    pub(crate) fn balance(&self, name: &str) -> u32 {
        self.balances().get(name).copied().unwrap_or(0)
    }

    pub(crate) fn balances(&self) -> Ref<'_, Balances> {
        Ref::map(self.0.borrow(), |books| &books.balances)
    }

    pub(crate) fn balances_mut(&self) -> RefMut<'_, Balances> {
        RefMut::map(self.0.borrow_mut(), |books| &mut books.balances)
    }

    /// Adds a line to the journal.
    pub(crate) fn note(&self, line: String) {
        self.0.borrow_mut().journal.push(line);
    }

    /// All lines.
    pub(crate) fn journal(&self) -> String {
        self.0.borrow().journal.join("\n")
    }
}
