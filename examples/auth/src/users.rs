//! [`Users`]: who there is. Here they are made at the start; elsewhere they are a table of a database.

use std::rc::Rc;

use argon2::{Argon2, Params, PasswordHash, PasswordVerifier};

/// Somebody, and what he may do.
struct User {
    name: &'static str,
    /// Of the password, in the PHC format, with Argon2id.
    hash: &'static str,
    roles: &'static [&'static str],
}

/// Who there is.
#[derive(Clone)]
pub(crate) struct Users(Rc<[User]>);

/// The hash of a password that nobody has: what is compared where there is nobody of a name, so that the time tells nothing.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$Kk95rcAjdApu4qg9yViYrw$ucovUJYbghVRLeGBFM8L0vXaCyoN7EuoN1bMTD0+0cY";

impl Users {
    /// Their passwords are `walkies` and `biscuit`.
    pub(crate) fn new() -> Self {
        Self(Rc::new([
            User {
                name: "lola",
                hash: "$argon2id$v=19$m=19456,t=2,p=1$6ifskEJZb6IOW/uEu87puA$Fogon7VMYKP2d893YbMOoh4rWac3AWAOQ/xoCZn90Vs",
                roles: &["keeper"],
            },
            User {
                name: "rex",
                hash: "$argon2id$v=19$m=19456,t=2,p=1$F+L1OEA8zjTQY76IKxa/tw$kMYSMv/n1NkA+3Vigxf0xQBVFqpWkTlbw+YcD+HKq0g",
                roles: &[],
            },
        ]))
    }

    /// The roles of somebody whose password this is.
    pub(crate) fn roles_of(&self, name: &str, password: &str) -> Option<&'static [&'static str]> {
        let user = self.0.iter().find(|user| user.name == name);
        let hash = PasswordHash::new(user.map_or(NOBODY, |user| user.hash)).ok()?;
        let is_right = Argon2::from(Params::default()).verify_password(password.as_bytes(), &hash).is_ok();
        user.filter(|_| is_right).map(|user| user.roles)
    }

    /// The roles of somebody who has logged in before.
    pub(crate) fn current_roles_of(&self, name: &str) -> Option<&'static [&'static str]> {
        self.0.iter().find(|user| user.name == name).map(|user| user.roles)
    }
}
