//! [`Role`]: somebody who has a role, as an argument.
//!
//! 1. Nobody has logged in: 401. Somebody has, without the role: 403.
//! 2. The 403 does not say which role it takes, nor which ones somebody has: who is refused need not learn how an application is guarded.
//! 3. A tuple of names is any of them. All of several is two arguments: `(_, _): (Role<Admin>, Role<Vet>)`.

use std::{fmt, marker::PhantomData, ops::Deref};

use super::{Identity, identity::somebody};
use crate::{
    context::Context,
    error::{Error, Rejection, Result},
    extract::{Extracted, FromRequestParts},
};

/// The name of a role, as a type: for [`Role`].
///
/// # Example: two roles
/// ```
/// use whippet::auth::RoleName;
///
/// struct Admin;
///
/// impl RoleName for Admin {
///     const NAME: &'static str = "admin";
/// }
/// assert_eq!(Admin::NAME, "admin");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is the name of no role",
    note = "`impl whippet::auth::RoleName for {Self} {{ const NAME: &'static str = \"…\"; }}`"
)]
pub trait RoleName: 'static {
    /// What [`Identity::with_role`] was given.
    const NAME: &'static str;
}

/// One role, or any of several.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is the name of no role",
    note = "`impl whippet::auth::RoleName for {Self} {{ const NAME: &'static str = \"…\"; }}`, or a tuple of such names"
)]
pub trait AnyRole: 'static {
    #[doc(hidden)]
    fn is_one_of(identity: &Identity) -> bool;
}

impl<R: RoleName> AnyRole for R {
    fn is_one_of(identity: &Identity) -> bool {
        identity.has_role(R::NAME)
    }
}

macro_rules! any {
    ($($name:ident)+) => {
        impl<$($name: RoleName),+> AnyRole for ($($name,)+) {
            fn is_one_of(identity: &Identity) -> bool {
                $(identity.has_role($name::NAME))||+
            }
        }
    };
}

any!(A B);
any!(A B C);
any!(A B C D);

/// Somebody who has a role, or any one of a tuple of roles: an argument that lets nobody else pass. It is the [`Identity`].
///
/// # Errors
/// As [`Identity`] where nobody has logged in; 403 where somebody has, without the role. `Option<Role<R>>` is `None` in the first case only.
///
/// # Example: any of two
/// ```
/// use whippet::{auth::{Identity, Role, RoleName}, middleware::ApiKey, prelude::*};
///
/// struct Admin;
/// impl RoleName for Admin {
///     const NAME: &'static str = "admin";
/// }
///
/// struct Vet;
/// impl RoleName for Vet {
///     const NAME: &'static str = "vet";
/// }
///
/// let keys = [("k7-of-lola", Identity::new("lola")), ("k8-of-rex", Identity::new("rex").with_role("vet"))];
/// let app = App::new()
///     .get("/pills", |who: Role<(Admin, Vet)>| format!("pills for {}", who.name()))
///     .get("/safe", |_: Role<Admin>| "gold")
///     .with(ApiKey::keys(keys));
/// # let client = whippet::testing::TestClient::new(app);
/// client.get("/pills").header("x-api-key", "k8-of-rex").send().assert_text("pills for rex");
/// client.get("/pills").header("x-api-key", "k7-of-lola").send().assert_status(403);
/// client.get("/safe").header("x-api-key", "k8-of-rex").send().assert_status(403);
/// ```
#[must_use]
pub struct Role<R> {
    identity: Identity,
    role: PhantomData<fn() -> R>,
}

impl<R> Role<R> {
    /// Who it is.
    ///
    /// ```
    /// use whippet::auth::{Identity, Role};
    /// fn who<R>(role: Role<R>) -> Identity {
    ///     role.into_identity()
    /// }
    /// ```
    pub fn into_identity(self) -> Identity {
        self.identity
    }
}

impl<S, R: AnyRole> FromRequestParts<S> for Role<R> {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        somebody(cx).and_then(|identity| of(identity, R::is_one_of)).into()
    }
}

fn of<R>(identity: Identity, is_one_of: fn(&Identity) -> bool) -> Result<Role<R>> {
    if is_one_of(&identity) { Ok(Role { identity, role: PhantomData }) } else { Err(forbidden()) }
}

/// The refusal of somebody who has not the role.
pub(crate) fn forbidden() -> Error {
    Error::rejected(Rejection::Forbidden, "this takes another role")
}

impl<R> Deref for Role<R> {
    type Target = Identity;

    fn deref(&self) -> &Identity {
        &self.identity
    }
}

impl<R> Clone for Role<R> {
    fn clone(&self) -> Self {
        Self { identity: self.identity.clone(), role: PhantomData }
    }
}

impl<R> fmt::Debug for Role<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.identity, f)
    }
}
