//! Dependencies: what several handlers need, made once for each request, and replaced in tests.
//!
//! A dependency is an extractor that is asked for as `Dep<T>`. It may ask for others. However many ask for it in one request, it is made once, and all
//! see the same value; what has to be done when the request is over it leaves with `cx.clean_up`.

mod bank;
mod login;
mod transaction;

use whippet::{extract::Dep, prelude::*};

pub use self::login::User;
use self::{bank::Bank, login::Auditor, transaction::Transaction};

/// The application.
#[whippet::app]
pub fn app() -> App {
    App::new()
        .get("/me", me)
        .post("/transfers/{to}/{amount}", transfer)
        .get("/journal", journal)
        .with_state(Bank::opened())
}

/// `GET /me`: nobody comes here without a login. Without the argument there is no name to answer with.
fn me(user: Dep<User>, State(bank): State<Bank>) -> Json<Value> {
    Json(json!({ "name": user.name, "balance": bank.balance(&user.name) }))
}

#[derive(Deserialize)]
struct Transfer {
    to: String,
    amount: u32,
}

/// `POST /transfers/{to}/{amount}`: the user is asked for here and by the transaction, and looked up once.
fn transfer(user: Dep<User>, transaction: Transaction, Path(order): Path<Transfer>) -> Result<String> {
    transaction.move_money(&user.name, &order.to, order.amount)?;
    // What returns before this, or fails, has changed nothing.
    transaction.commit();
    Ok(format!("{} to {}", order.amount, order.to))
}

/// `GET /journal`: for auditors. They are users, and more.
fn journal(_: Auditor, State(bank): State<Bank>) -> String {
    bank.journal()
}
