//! [`Body`]: the bytes of a response.

use bytes::Bytes;

/// The bytes of a response; static text and bytes are kept without a copy.
///
/// # Example: of text and of bytes
/// ```
/// use whippet::Body;
///
/// assert_eq!(Body::from("Lola").as_bytes(), b"Lola");
/// assert_eq!(Body::from(vec![1, 2, 3]).len(), 3);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Body(Bytes);

impl Body {
    /// No bytes.
    ///
    /// # Example: nothing in it
    /// ```
    /// use whippet::Body;
    ///
    /// assert!(Body::empty().is_empty());
    /// ```
    #[must_use]
    pub const fn empty() -> Self {
        Self(Bytes::new())
    }

    /// The bytes.
    ///
    /// # Example: of text
    /// ```
    /// use whippet::Body;
    ///
    /// assert_eq!(Body::from("é").as_bytes(), [0xC3, 0xA9]);
    /// ```
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The number of bytes.
    ///
    /// # Example: bytes, not characters
    /// ```
    /// use whippet::Body;
    ///
    /// assert_eq!(Body::from("é").len(), 2);
    /// ```
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    ///
    /// # Example: text of no characters
    /// ```
    /// use whippet::Body;
    ///
    /// assert!(Body::from("").is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self(bytes.into())
    }
}
