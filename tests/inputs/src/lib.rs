//! What must hold for any input, a function for each parser of ours: it is given bytes, and panics where something does not hold.
//!
//! Called by the fuzz targets in `fuzz/`, and in `npm test` with their seeds and with random inputs. All goes through the public
//! interface: most of it as a request to the application in `tests/extractors`, which has a route for each extractor.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what does not hold is a panic")]

mod asked;
mod bodies;
mod heads;
mod rules;

pub use bodies::{form, json, multipart};
pub use heads::{client, cookies, head, headers, path, pattern, query, reference};
pub use rules::{email, url};

/// What is given bytes.
pub type Target = fn(&[u8]);

/// All of them, by name: those of the fuzz targets and of the folders of their seeds.
pub const TARGETS: [(&str, Target); 13] = [
    ("client", client),
    ("cookies", cookies),
    ("email", email),
    ("form", form),
    ("head", head),
    ("headers", headers),
    ("json", json),
    ("multipart", multipart),
    ("path", path),
    ("pattern", pattern),
    ("query", query),
    ("reference", reference),
    ("url", url),
];
