//! What is in a folder: names and entity tags.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file: its name from the folder on, and its entity tag.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) name: String,
    pub(super) etag: String,
}

/// Reads a folder and those in it, sorted by name. It is looked for below `root`, which no message names: it is the machine's own.
///
/// # Errors
/// A sentence that names what cannot be read, or has a name that no URL could hold.
pub(super) fn read(root: &Path, folder: &str) -> Result<Vec<Found>, String> {
    let path = root.join(folder);
    if !path.is_dir() {
        let what = if path.exists() { "is not a folder" } else { "is not there" };
        return Err(format!("{folder:?} {what}; the path begins at the folder of Cargo.toml"));
    }
    let mut walk = Walk { folder, above: Vec::new(), found: Vec::new() };
    walk.step(&path, "")?;
    walk.found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(walk.found)
}

struct Walk<'a> {
    folder: &'a str,
    /// The folders that lead here: a link back to one of them would never end.
    above: Vec<PathBuf>,
    found: Vec<Found>,
}

impl Walk<'_> {
    fn step(&mut self, path: &Path, prefix: &str) -> Result<(), String> {
        let shown = format!("{}/{prefix}", self.folder.trim_end_matches('/'));
        let failed = |error: std::io::Error| format!("{shown:?} cannot be read: {error}");
        let real = path.canonicalize().map_err(failed)?;
        if self.above.contains(&real) {
            return Err(format!("{shown:?} leads back to a folder that it is in"));
        }
        self.above.push(real);
        for entry in fs::read_dir(path).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let Ok(name) = entry.file_name().into_string() else {
                return Err(format!("{shown:?} has a file whose name is not UTF-8: {:?}", entry.file_name()));
            };
            if name.starts_with('.') {
                continue;
            }
            let (path, name) = (entry.path(), format!("{prefix}{name}"));
            if path.is_dir() {
                self.step(&path, &format!("{name}/"))?;
            } else {
                let bytes = fs::read(&path).map_err(|error| format!("{name:?} cannot be read: {error}"))?;
                self.found.push(Found { name, etag: etag(&bytes) });
            }
        }
        self.above.pop();
        Ok(())
    }
}

/// A strong entity tag: FNV-1a over 128 bits, which is the same with every compiler. It tells versions of one's own files apart and guards
/// nothing.
fn etag(bytes: &[u8]) -> String {
    let start = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
    let step =
        |hash: u128, byte: &u8| (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    format!("\"{:032x}\"", bytes.iter().fold(start, step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_tag_is_quoted_and_follows_the_content() {
        // The values of the algorithm's authors.
        assert_eq!(etag(b""), "\"6c62272e07bb014262b821756295c58d\"");
        assert_eq!(etag(b"a"), "\"d228cb696f1a8caf78912b704e4a8964\"");
    }

    #[test]
    fn a_folder_is_read_in_order_and_without_what_is_hidden() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let names: Vec<String> = read(root, "src/files").unwrap().into_iter().map(|file| file.name).collect();
        assert_eq!(names, ["folder.rs"]);
        assert!(read(root, "nowhere").unwrap_err().contains("\"nowhere\" is not there"));
        assert!(read(root, "Cargo.toml").unwrap_err().contains("\"Cargo.toml\" is not a folder"));
    }

    // Elsewhere a name that is not text cannot be made.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_is_not_text_and_a_circle_are_refused() {
        use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
        let root = std::env::temp_dir().join(format!("whippet-files-{}", std::process::id()));
        let (names, circle) = (root.join("names"), root.join("circle"));
        for folder in [&names, &circle] {
            fs::create_dir_all(folder).unwrap();
        }
        fs::write(names.join(OsStr::from_bytes(b"\xff")), "").unwrap();
        std::os::unix::fs::symlink(&circle, circle.join("again")).unwrap();
        fs::write(circle.join(".hidden"), "").unwrap();
        let errors = (read(&root, "names").unwrap_err(), read(&root, "circle").unwrap_err());
        fs::remove_dir_all(&root).unwrap();
        assert!(errors.0.contains("not UTF-8"), "{}", errors.0);
        assert!(errors.1.contains("leads back"), "{}", errors.1);
    }
}
