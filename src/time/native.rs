//! What time it is where no clock was put in place: the boundary's on wasm32, the machine's elsewhere.

#[cfg(target_arch = "wasm32")]
pub(super) use crate::boundary::{monotonic, since_1970};

#[cfg(not(target_arch = "wasm32"))]
pub(super) use machine::{monotonic, since_1970};

#[cfg(not(target_arch = "wasm32"))]
mod machine {
    use std::{
        sync::LazyLock,
        time::{Duration, Instant, SystemTime},
    };

    static BEGINNING: LazyLock<Instant> = LazyLock::new(Instant::now);

    pub(in crate::time) fn since_1970() -> Duration {
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
    }

    pub(in crate::time) fn monotonic() -> Duration {
        BEGINNING.elapsed()
    }
}
