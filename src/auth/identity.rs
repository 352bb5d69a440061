//! [`Identity`]: who has logged in.

use std::{any::Any, borrow::Cow, fmt, rc::Rc};

use super::Challenge;
use crate::{
    context::Context,
    error::Result,
    extract::{Extracted, FromRequestParts},
};

/// Who has logged in: a name, roles, and whatever else is known. As an argument, it asks for somebody who has.
///
/// A middleware that has looked at the credentials keeps it with [`Context::set_extension`]; those of this crate do. A clone is cheap. `Debug`
/// shows name and roles.
///
/// # Errors
/// 401 where nobody has logged in, with the `WWW-Authenticate` of each [challenge](Challenge) that was announced, or `Bearer`.
/// `Option<Identity>` is `None` there.
///
/// # Example: whose bowl it is
/// ```
/// use whippet::{auth::Identity, middleware::BearerAuth, prelude::*};
///
/// let app = App::new()
///     .get("/bowl", |who: Identity| format!("the bowl of {}", who.name()))
///     .with(BearerAuth::tokens([("t7-of-lola", Identity::new("lola"))]));
/// # let client = whippet::testing::TestClient::new(app);
/// client.get("/bowl").header("authorization", "Bearer t7-of-lola").send().assert_text("the bowl of lola");
/// client.get("/bowl").send().assert_status(401);
/// ```
#[derive(Clone)]
#[must_use]
pub struct Identity {
    name: Cow<'static, str>,
    roles: Vec<Cow<'static, str>>,
    claims: Option<Rc<dyn Any>>,
}

impl Identity {
    /// Somebody: a name, or whatever tells one from all others, such as the subject of a token. Without roles.
    ///
    /// ```
    /// use whippet::auth::Identity;
    /// assert_eq!(Identity::new("lola").name(), "lola");
    /// ```
    pub fn new(name: impl Into<Cow<'static, str>>) -> Self {
        Self { name: name.into(), roles: Vec::new(), claims: None }
    }

    /// Adds a role; [`Role`](super::Role) and [`RequireRole`](crate::middleware::RequireRole) ask for it.
    ///
    /// ```
    /// use whippet::auth::Identity;
    /// let lola = Identity::new("lola").with_role("admin").with_role("keeper");
    /// assert!(lola.has_role("keeper") && !lola.has_role("vet"));
    /// ```
    pub fn with_role(mut self, role: impl Into<Cow<'static, str>>) -> Self {
        self.roles.push(role.into());
        self
    }

    /// Adds what else is known, of any type: there is one such value. A second takes the place of the first.
    ///
    /// ```
    /// use whippet::auth::Identity;
    ///
    /// struct Claims { tenant: u32 }
    ///
    /// let lola = Identity::new("lola").with_claims(Claims { tenant: 7 });
    /// assert_eq!(lola.claims::<Claims>().map(|claims| claims.tenant), Some(7));
    /// ```
    pub fn with_claims<T: 'static>(mut self, claims: T) -> Self {
        self.claims = Some(Rc::new(claims));
        self
    }

    /// The name.
    ///
    /// ```
    /// use whippet::{auth::Identity, prelude::*};
    /// fn greet(who: Option<Identity>) -> String {
    ///     format!("hello, {}", who.as_ref().map_or("stranger", Identity::name))
    /// }
    /// # let client = whippet::testing::TestClient::new(App::new().get("/", greet));
    /// client.get("/").send().assert_text("hello, stranger");
    /// ```
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether somebody has a role, in this spelling.
    ///
    /// ```
    /// use whippet::{auth::Identity, prelude::*};
    /// fn remove(who: Identity) -> Result<NoContent> {
    ///     let is_allowed = who.has_role("admin") || who.has_role("keeper");
    ///     is_allowed.then_some(NoContent).ok_or_else(|| Error::new(StatusCode::FORBIDDEN, "only keepers may do this"))
    /// }
    /// # whippet::testing::TestClient::new(App::new().delete("/", remove)).delete("/").send().assert_status(401);
    /// ```
    pub fn has_role(&self, role: &str) -> bool {
        self.roles.iter().any(|own| own == role)
    }

    /// The roles, in the order in which they were added.
    ///
    /// ```
    /// use whippet::auth::Identity;
    /// let lola = Identity::new("lola").with_role("admin").with_role("keeper");
    /// assert_eq!(lola.roles().collect::<Vec<_>>(), ["admin", "keeper"]);
    /// ```
    pub fn roles(&self) -> impl Iterator<Item = &str> {
        self.roles.iter().map(|role| &**role)
    }

    /// What [`Identity::with_claims`] has added; `None` where it was nothing, or of another type.
    ///
    /// ```
    /// use whippet::auth::Identity;
    /// let lola = Identity::new("lola").with_claims(7_u32);
    /// assert_eq!((lola.claims::<u32>(), lola.claims::<String>()), (Some(&7), None));
    /// ```
    pub fn claims<T: 'static>(&self) -> Option<&T> {
        self.claims.as_ref()?.downcast_ref()
    }
}

impl<S> FromRequestParts<S> for Identity {
    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        somebody(cx).into()
    }
}

/// Who has logged in.
///
/// # Errors
/// 401 where nobody has.
pub(crate) fn somebody(cx: &Context) -> Result<Identity> {
    cx.extension::<Identity>().map(|identity| Identity::clone(&identity)).ok_or_else(|| Challenge::nobody(cx))
}

/// Without the claims: they may be secrets.
impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("name", &self.name).field("roles", &self.roles).finish_non_exhaustive()
    }
}
