//! Stays: rules between fields, and rules that look at the state.

use whippet::prelude::*;

use crate::Kennel;

/// The rules' context is an extractor, here the state. In the rules it is called `kennel`, so no field may be.
#[derive(Deserialize, Validate)]
#[garde(context(State<Kennel> as kennel))]
#[garde(custom(ends_after_it_begins))]
pub(crate) struct Stay {
    #[garde(range(min = 1, max = kennel.0.places))]
    dogs: u32,
    /// Days of the year.
    #[garde(range(min = 1, max = 365))]
    from: u16,
    #[garde(range(min = 1, max = 365))]
    to: u16,
    #[garde(skip)]
    email: String,
    #[garde(matches(email))]
    email_again: String,
    #[garde(custom(is_free))]
    place: u32,
}

/// Between fields: it sees all of the stay, and its fault is the stay's as a whole.
fn ends_after_it_begins(stay: &Stay, _: &State<Kennel>) -> garde::Result {
    if stay.to > stay.from { Ok(()) } else { Err(garde::Error::new("must end after it begins")) }
}

/// About one field, with a look at the state. A rule cannot wait: what has to be looked up in a store is the handler's.
fn is_free(place: &u32, State(Kennel { places }): &State<Kennel>) -> garde::Result {
    if place < places { Ok(()) } else { Err(garde::Error::new(format!("must be 0 to {}", places - 1))) }
}

/// `POST /stays`: rules for a form.
pub(crate) fn book(Valid(Form(stay)): Valid<Form<Stay>>) -> String {
    format!("{} dogs at place {} until {}, {}", stay.dogs, stay.place, stay.to, stay.email)
}
