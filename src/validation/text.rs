//! [`Text`]: what a rule about text may be put on.

use std::{borrow::Cow, rc::Rc, sync::Arc};

/// What [`email`](super::email) and [`url`](super::url) may be put on: text, and an `Option` of it, of which `None` passes.
///
/// # Example: a type of one's own
/// ```
/// use whippet::validation::{Text, email};
///
/// struct Address(String);
///
/// impl Text for Address {
///     fn text(&self) -> Option<&str> {
///         Some(&self.0)
///     }
/// }
///
/// assert!(email(&Address("lola@example.com".to_owned()), &()).is_ok());
/// assert!(email(&Address("lola".to_owned()), &()).is_err());
/// ```
pub trait Text {
    /// The text; `None` where there is none that a rule could be about.
    ///
    /// ```
    /// use whippet::validation::Text;
    /// assert_eq!((Some("lola").text(), None::<String>.text()), (Some("lola"), None));
    /// ```
    fn text(&self) -> Option<&str>;
}

impl Text for str {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Text for String {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Text for Cow<'_, str> {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl<T: Text> Text for Option<T> {
    fn text(&self) -> Option<&str> {
        self.as_ref().and_then(T::text)
    }
}

impl<T: Text + ?Sized> Text for &T {
    fn text(&self) -> Option<&str> {
        T::text(self)
    }
}

impl<T: Text + ?Sized> Text for Box<T> {
    fn text(&self) -> Option<&str> {
        T::text(self)
    }
}

impl<T: Text + ?Sized> Text for Rc<T> {
    fn text(&self) -> Option<&str> {
        T::text(self)
    }
}

impl<T: Text + ?Sized> Text for Arc<T> {
    fn text(&self) -> Option<&str> {
        T::text(self)
    }
}
