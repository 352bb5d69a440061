//! [`Tree`]: from a path to what was registered for it. matchit does the look-up.
//!
//! Catch-alls stand in a tree of their own, which is asked last: so `/files/{name}` and `/files/{*rest}` live side by side.

use super::pattern::range;

/// From a path to what was registered for it.
#[derive(Debug)]
pub(super) struct Tree {
    single: matchit::Router<usize>,
    catch_all: matchit::Router<usize>,
}

/// What a path found: the number that was registered, and the ranges of the parameters within the path.
pub(super) struct Hit {
    pub(super) index: usize,
    pub(super) ranges: Vec<(u32, u32)>,
}

impl Tree {
    pub(super) fn new() -> Self {
        Self { single: matchit::Router::new(), catch_all: matchit::Router::new() }
    }

    /// Registers a number for a skeleton.
    ///
    /// # Errors
    /// The skeleton that it cannot be told apart from; `None` where there is another reason.
    pub(super) fn add(&mut self, skeleton: &str, is_catch_all: bool, index: usize) -> Result<(), Option<String>> {
        let tree = if is_catch_all { &mut self.catch_all } else { &mut self.single };
        tree.insert(skeleton, index).map_err(|error| match error {
            matchit::InsertError::Conflict { with } => Some(with),
            _ => None,
        })
    }

    /// What a path found, the most specific first.
    pub(super) fn find(&self, path: &str) -> impl Iterator<Item = Hit> {
        [&self.single, &self.catch_all].into_iter().filter_map(move |tree| {
            let found = tree.at(path).ok()?;
            let ranges = found.params.iter().map(|(_, value)| range(path, value)).collect();
            Some(Hit { index: *found.value, ranges })
        })
    }
}
