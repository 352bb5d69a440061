//! A transaction: begun when a handler asks for it, over when the request is.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use whippet::{extract::Dep, prelude::*};

use crate::{Bank, User, bank::Balances};

/// Changes that are made all together or not at all.
pub(crate) struct Transaction {
    bank: Bank,
    changed: RefCell<Balances>,
    is_committed: Rc<Cell<bool>>,
}

#[whippet::extractor]
fn transaction(cx: Context, user: Dep<User>, State(bank): State<Bank>) -> Transaction {
    let is_committed = Rc::new(Cell::new(false));
    let (books, is_done, name) = (bank.clone(), is_committed.clone(), user.name.clone());
    // After the answer, whatever it was; `None` where the client went away before it. A database's connection would be given back here.
    cx.clean_up(async move |status: Option<StatusCode>| {
        let status = status.map_or(0, |status| status.as_u16());
        books.note(format!("{name}: {}, {status}", if is_done.get() { "committed" } else { "rolled back" }));
    });
    let changed = RefCell::new(bank.balances().clone());
    Transaction { bank, changed, is_committed }
}

impl Transaction {
    /// Moves money from one to another.
    pub(crate) fn move_money(&self, from: &str, to: &str, amount: u32) -> Result<()> {
        let mut balances = self.changed.borrow_mut();
        let to = balances.get_mut(to).ok_or_else(|| Error::not_found(format!("nobody is called {to}")))?;
        *to += amount;
        let from = balances.entry(from.to_owned()).or_default();
        *from = from.checked_sub(amount).ok_or_else(|| Error::new(StatusCode::CONFLICT, format!("{from} is left")))?;
        Ok(())
    }

    /// Makes the changes. Before the answer says so, and not in the clean-up: what cannot be made must not be promised.
    pub(crate) fn commit(&self) {
        self.bank.balances_mut().clone_from(&self.changed.borrow());
        self.is_committed.set(true);
    }
}
