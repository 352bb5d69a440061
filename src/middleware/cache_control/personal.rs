//! Whose an answer is: everybody's, or one person's.

use crate::{context::Context, headers::Headers};

/// Whether an answer is one person's: it sets a cookie, or was made with one, or for who has logged in (RFC 9111, sections 3.5 and 7.3).
pub(super) fn is_personal(cx: &Context, headers: &Headers) -> bool {
    let varies = headers.get_all("vary").filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let is_person = |item: &str| ["cookie", "authorization", "*"].iter().any(|name| item.eq_ignore_ascii_case(name));
    headers.contains("set-cookie")
        || varies.map(str::trim).any(is_person)
        || cx.header("authorization").is_some()
        || has_logged_in(cx)
}

/// Whether a login that is there has let somebody in.
#[cfg(feature = "access")]
fn has_logged_in(cx: &Context) -> bool {
    cx.extension::<crate::auth::Identity>().is_some()
}

#[cfg(not(feature = "access"))]
fn has_logged_in(_: &Context) -> bool {
    false
}
