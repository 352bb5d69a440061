//! Random bytes of the platform, and how they are written: for ids, which need to differ and no more. What must be secret asks the platform itself.
//!
//! A call to the platform costs several times what the rest of an id does, so bytes for some ids are fetched at once; each is given once.

use std::cell::RefCell;

/// How many bytes are fetched at once: those of 32 ids of 128 bits.
const POOL_BYTES: usize = 512;

/// Bytes that nobody was given yet, and how many of them there are.
struct Pool {
    bytes: [u8; POOL_BYTES],
    left: usize,
}

thread_local! {
    static POOL: RefCell<Pool> = const { RefCell::new(Pool { bytes: [0; POOL_BYTES], left: 0 }) };
}

/// Random bytes: of the operating system, or of the platform's cryptography. At most [`POOL_BYTES`].
pub(super) fn random<const BYTES: usize>() -> Result<[u8; BYTES], getrandom::Error> {
    const { assert!(BYTES <= POOL_BYTES) };
    POOL.with_borrow_mut(|pool| {
        if pool.left < BYTES {
            pool.left = 0;
            getrandom::fill(&mut pool.bytes)?;
            pool.left = POOL_BYTES;
        }
        pool.left -= BYTES;
        let mut bytes = [0; BYTES];
        bytes.copy_from_slice(&pool.bytes[pool.left..pool.left + BYTES]);
        Ok(bytes)
    })
}

/// Writes a byte as two hexadecimal digits in lower case.
pub(super) fn push_hex(text: &mut String, byte: u8) {
    for digit in hex(byte) {
        text.push(char::from(digit));
    }
}

/// The two digits of a byte, in lower case.
pub(super) fn hex(byte: u8) -> [u8; 2] {
    [byte >> 4, byte & 15].map(|digit| b"0123456789abcdef"[usize::from(digit)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_bytes_are_given_twice() {
        let ids: HashSet<[u8; 16]> = (0..10_000).map(|_| random().unwrap()).collect();
        assert_eq!(ids.len(), 10_000);
        assert_ne!(random::<POOL_BYTES>().unwrap(), random::<POOL_BYTES>().unwrap());
    }
}
