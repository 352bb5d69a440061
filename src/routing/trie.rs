//! [`Trie`]: all patterns, segment by segment, and the way of a path through them.
//!
//! What is fixed as a whole has a branch of its own; whatever is open shares one, and is looked at more closely by the patterns that are
//! found at its end. So a path visits few branches, however many routes there are, and none is left out.

use super::{
    pattern::Pattern,
    segment::{Segment, step},
};

/// All patterns, by the numbers of their slots.
#[derive(Debug, Default)]
pub(super) struct Trie {
    /// Sorted.
    fixed: Vec<(Box<str>, Box<Trie>)>,
    open: Option<Box<Trie>>,
    /// The patterns that end here.
    ends: Vec<usize>,
    /// The patterns whose catch-all begins here.
    rests: Vec<usize>,
    /// Whether a pattern looks more closely at what is open here.
    is_choosy: bool,
}

/// A pattern, or a few, before which nothing else may go where they fit a path.
pub(super) struct Plain<'a> {
    /// In matchit's words, with one name for each position: two routes may name one position differently.
    pub(super) skeleton: String,
    pub(super) slots: &'a [usize],
}

impl Trie {
    /// The slots of patterns that are alike, as far as the branches tell, among them the place of a new one.
    pub(super) fn alike(&mut self, pattern: &Pattern) -> &mut Vec<usize> {
        let segments = pattern.segments();
        match segments.split_last() {
            Some((Segment::CatchAll { .. }, before)) => &mut self.walk(before).rests,
            _ => &mut self.walk(segments).ends,
        }
    }

    /// The same for what a pattern is without its last segment, where that one is optional.
    pub(super) fn alike_without_last(&mut self, pattern: &Pattern) -> Option<&mut Vec<usize>> {
        match pattern.segments() {
            // The root: a path has a slash at least.
            [only] if only.is_optional() => Some(&mut self.branch("").ends),
            [before @ .., last] if last.is_optional() => Some(&mut self.walk(before).ends),
            _ => None,
        }
    }

    fn walk(&mut self, segments: &[Segment]) -> &mut Self {
        segments.iter().fold(self, |node, segment| match segment.as_literal() {
            Some(text) => node.branch(text),
            None => {
                node.is_choosy |= segment.is_choosy();
                node.open.get_or_insert_default()
            }
        })
    }

    fn branch(&mut self, text: &str) -> &mut Self {
        let at = self.find(text).unwrap_or_else(|at| {
            self.fixed.insert(at, (text.into(), Box::default()));
            at
        });
        &mut self.fixed[at].1
    }

    fn find(&self, text: &str) -> Result<usize, usize> {
        self.fixed.binary_search_by(|(other, _)| (**other).cmp(text))
    }

    /// Tells of the slots that end at one branch, and of those whose catch-all begins there, where they are several.
    pub(super) fn crowds(&self, tell: &mut dyn FnMut(&[usize])) {
        for crowd in [&self.ends, &self.rests] {
            if crowd.len() > 1 {
                tell(crowd);
            }
        }
        for node in self.fixed.iter().map(|(_, node)| node).chain(&self.open) {
            node.crowds(tell);
        }
    }

    /// The slots whose patterns may fit a path: what is fixed in them does.
    pub(super) fn candidates(&self, path: &str, slots: &mut Vec<usize>) {
        let Some((part, rest)) = step(path) else {
            if path.is_empty() {
                slots.extend_from_slice(&self.ends);
            }
            return;
        };
        slots.extend_from_slice(&self.rests);
        if let Ok(at) = self.find(part) {
            self.fixed[at].1.candidates(rest, slots);
        }
        // A parameter is never empty.
        if let Some(open) = self.open.as_ref().filter(|_| !part.is_empty()) {
            open.candidates(rest, slots);
        }
    }

    /// Tells of the patterns before which nothing else may go. matchit finds the most fixed of them that fits a path; so a branch that is
    /// open is told of only where all beside it that is more fixed is, too, and where no pattern looks more closely at it. Gives whether
    /// all was told.
    pub(super) fn plain<'a>(&'a self, skeleton: &mut String, length: usize, tell: &mut dyn FnMut(Plain<'a>)) -> bool {
        if !self.ends.is_empty() {
            tell(Plain { skeleton: skeleton.clone(), slots: &self.ends });
        }
        let here = skeleton.len();
        let mut is_all = true;
        for (text, node) in &self.fixed {
            skeleton.push('/');
            skeleton.push_str(text);
            is_all &= node.plain(skeleton, length + 1, tell);
            skeleton.truncate(here);
        }
        if let Some(open) = &self.open {
            if self.is_choosy || !is_all || length >= MOST {
                return false;
            }
            skeleton.push_str(&format!("/{{p{length}}}"));
            is_all &= open.plain(skeleton, length + 1, tell);
            skeleton.truncate(here);
        }
        // matchit is told of no catch-all.
        is_all && self.rests.is_empty()
    }
}

/// matchit takes so many parameters in a path; of longer patterns it is not told.
const MOST: usize = 20;
