//! What the routes read: a dog, as it comes in many places.
#![allow(
    dead_code,
    reason = "a field is read from the request, and measured with it; not each feature wants each type"
)]

use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Dog {
    pub(crate) name: String,
    age: u8,
    is_chipped: Option<bool>,
}

#[cfg(feature = "query-nested")]
#[derive(Deserialize)]
pub(crate) struct Search {
    filter: Dog,
    pub(crate) tags: Vec<String>,
}

#[cfg(feature = "header")]
#[derive(Deserialize)]
pub(crate) struct Fields {
    pub(crate) x_name: String,
    x_age: u8,
    x_chipped: Option<bool>,
}

#[cfg(feature = "valid-json")]
#[derive(Deserialize, garde::Validate)]
pub(crate) struct ValidDog {
    #[garde(length(min = 1, max = 40))]
    pub(crate) name: String,
    #[garde(range(max = 20))]
    age: u8,
    #[cfg_attr(feature = "valid-json-email", garde(custom(whippet::validation::email)))]
    #[cfg_attr(not(feature = "valid-json-email"), garde(length(min = 3)))]
    email: String,
    #[garde(dive)]
    toys: Vec<Toy>,
}

#[cfg(feature = "valid-json")]
#[derive(Deserialize, garde::Validate)]
pub(crate) struct Toy {
    #[garde(length(min = 1))]
    name: String,
}
