//! [`Body`]: the bytes of a response.

use bytes::Bytes;

/// The bytes of a response; static text and bytes are kept without a copy.
#[derive(Clone, Debug, Default)]
pub struct Body(Bytes);

impl Body {
    /// No bytes.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Bytes::new())
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The number of bytes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self(bytes.into())
    }
}
