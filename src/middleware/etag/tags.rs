//! Lists of entity tags, as `If-Match` and `If-None-Match` have them (RFC 9110, sections 8.8.3 and 13.1).

/// The opaque part of a tag, with its quotation marks, and whether it is weak; `None` where it is no tag.
fn split(tag: &str) -> Option<(bool, &str)> {
    let (is_weak, opaque) = match tag.strip_prefix("W/") {
        Some(opaque) => (true, opaque),
        None => (false, tag),
    };
    let inner = opaque.strip_prefix('"')?.strip_suffix('"')?;
    // RFC 9110, section 8.8.3: visible letters but the quotation mark, and what is not ASCII.
    let is_tag = inner.chars().all(|letter| letter != '"' && letter > ' ' && letter != '\x7f');
    is_tag.then_some((is_weak, opaque))
}

/// The tags of a list, up to what is none.
fn tags(list: &str) -> impl Iterator<Item = &str> {
    let mut rest = list;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        let start = if rest.starts_with("W/\"") { 3 } else { usize::from(rest.starts_with('"')) };
        // A comma may stand within the quotation marks, which nothing can stand for.
        let end = start + rest.get(start..).filter(|_| start > 0)?.find('"')? + 1;
        let (tag, after) = rest.split_at(end);
        rest = after;
        // Between two tags there is a comma.
        let is_last = after.trim_start_matches([' ', '\t']).starts_with(',') || after.trim().is_empty();
        is_last.then_some(tag)
    })
}

/// Whether a list has a tag, or is `*`; `tag` is that of what is there, if it has one.
pub(super) fn names(list: &str, tag: Option<&str>, is_strong: bool) -> bool {
    if list.trim_matches([' ', '\t']) == "*" {
        return true;
    }
    let Some((is_weak, opaque)) = tag.and_then(split) else { return false };
    tags(list)
        .filter_map(split)
        .any(|(other_is_weak, other)| other == opaque && !(is_strong && (is_weak || other_is_weak)))
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_tag_is_found_in_a_list() {
        for (list, weakly, strongly) in [
            ("\"a\"", true, true),
            ("W/\"a\"", true, false),
            ("*", true, true),
            (" * ", true, true),
            ("\"b\", \"a\"", true, true),
            ("\"b\",\"a\"", true, true),
            ("\"b\" , W/\"c\",,\"a\"", true, true),
            ("\"b,\", \"a\"", true, true),
            ("", false, false),
            ("a", false, false),
            ("\"a", false, false),
            ("\"A\"", false, false),
            ("\"\"", false, false),
            ("\"b, \"a\"\"", false, false),
            ("\"b\" \"a\"", false, false),
            ("\"a\"b", false, false),
            ("\"*\"", false, false),
            ("w/\"a\"", false, false),
            ("W/a", false, false),
            ("W/", false, false),
            ("\"ab\"", false, false),
            ("junk, \"a\"", false, false),
            ("*, \"a\"", false, false),
            ("\"é\", \"a\"", true, true),
        ] {
            assert_eq!(names(list, Some("\"a\""), false), weakly, "{list}, weakly");
            assert_eq!(names(list, Some("\"a\""), true), strongly, "{list}, strongly");
        }
        assert!(names("\"a\"", Some("W/\"a\""), false) && !names("\"a\"", Some("W/\"a\""), true));
        assert!(names("*", None, true) && !names("\"a\"", None, false));
        assert!(!names("\"a b\"", Some("\"a b\""), false) && !names("a", Some("a"), false));
    }
}
