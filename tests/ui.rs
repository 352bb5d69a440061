//! What the compiler says of mistakes: each file in `tests/ui/` is one, and the `.stderr` beside it is what its author reads.
//!
//! The words are the compiler's in part and change with it, so they are held against one version only. After a change that is meant:
//! `TRYBUILD=overwrite cargo test --all-features --test ui`, and read what came of it.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::process::Command;

/// The oldest Rust that works, which is the `rust-version` in Cargo.toml.
const RUSTC: &str = concat!("rustc ", env!("CARGO_PKG_RUST_VERSION"), ".");

#[test]
fn a_mistake_is_named_where_it_stands_with_its_remedy() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().unwrap().stdout;
    let version = String::from_utf8_lossy(&version);
    if !cfg!(all(
        feature = "access",
        feature = "compression",
        feature = "cookies",
        feature = "etag",
        feature = "files",
        feature = "jwt",
        feature = "logging",
        feature = "multipart",
        feature = "session",
        feature = "typed-headers",
        feature = "validation",
        feature = "webhooks"
    )) {
        eprintln!("left out: the messages list what there is with all features");
        return;
    }
    if !version.starts_with(RUSTC) {
        eprintln!("left out: the messages are those of {RUSTC}x, this is {version}");
        return;
    }
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*/*.rs");
}
