//! The seeds of the fuzz targets, each given to its target: a target that no longer holds, or no longer exists, is noticed without fuzzing.
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::{collections::BTreeSet, fs, path::PathBuf};

use inputs::TARGETS;

fn fuzz(part: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz")).join(part)
}

fn names(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(fuzz(folder)).unwrap();
    entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

#[test]
fn each_seed_holds() {
    for (name, target) in TARGETS {
        let entries = fs::read_dir(fuzz("corpus").join(name)).unwrap();
        let seeds: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        assert!(seeds.len() >= 3, "{name} has {} seeds", seeds.len());
        for seed in seeds {
            target(&fs::read(&seed).unwrap());
        }
    }
}

#[test]
fn each_parser_has_a_fuzz_target_and_seeds() {
    let wanted: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names("fuzz_targets"), wanted);
    assert_eq!(names("corpus"), wanted);
    let manifest = fs::read_to_string(fuzz("Cargo.toml")).unwrap();
    for name in wanted {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "fuzz/Cargo.toml lacks {name}");
    }
}
