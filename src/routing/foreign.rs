//! What other routers write, and what no path has: each would be a text that is never asked for, so each is refused, with what to write
//! instead. Whoever means the text can put its odd character into a class: `{mark:[?]}`.

use percent_encoding::percent_decode_str;

/// Refuses a segment that means something elsewhere, and here would only match itself.
///
/// # Errors
/// What to write instead.
pub(super) fn check_segment(part: &str) -> Result<(), String> {
    // All that is refused has one of these at an end.
    match part.as_bytes() {
        [b':' | b'*' | b'(' | b'[' | b'<' | b'.', ..] | [.., b'*'] => check_odd_segment(part),
        _ => Ok(()),
    }
}

#[cold]
#[inline(never)]
fn check_odd_segment(part: &str) -> Result<(), String> {
    let remedy = if let Some(rest) = part.strip_prefix(':') {
        colon(rest)
    } else if part.starts_with('*') || part.ends_with('*') {
        let name = part.strip_prefix('*').and_then(word).unwrap_or("rest");
        format!("{{*{name}}} for all that follows, {{name}} for some text")
    } else if matches!(part, "(.*)" | "(.+)") {
        "{*rest}".to_owned()
    } else if let Some(inner) = enclosed(part, '[', ']') {
        match enclosed(inner, '[', ']') {
            Some(optional) if !optional.starts_with("...") => format!("{{{}?}}", named(optional)),
            inner_most => bracketed(inner_most.unwrap_or(inner)),
        }
    } else if let Some(inner) = enclosed(part, '<', '>') {
        let (kind, name) = inner.split_once(':').unwrap_or(("", inner));
        typed(named(name), kind).unwrap_or_else(|| bracketed(name))
    } else if matches!(part, "." | "..") {
        return Err(refusal(part, "is a step, which is taken before a path is matched; leave it out"));
    } else {
        return Ok(());
    };
    Err(refusal(part, &format!("would only match itself; write {remedy}")))
}

/// Refuses fixed text, its braces read already, that no path has.
///
/// # Errors
/// What to write instead.
pub(super) fn check_text(text: &str) -> Result<(), String> {
    if text.bytes().any(|byte| matches!(byte, b'?' | b'#' | b'%')) { check_odd_text(text) } else { Ok(()) }
}

#[cold]
#[inline(never)]
fn check_odd_text(text: &str) -> Result<(), String> {
    if let Some(at) = text.bytes().position(|byte| matches!(byte, b'?' | b'#')) {
        let mark = &text[at..=at];
        return Err(format!(
            "\"{text}\" has a {mark}, and a path has neither query nor fragment: leave them out, handlers ask for Query; an encoded \
             {mark} is matched by {{name:[{mark}]}}"
        ));
    }
    let is_encoding = |bytes: &[u8]| bytes[0] == b'%' && bytes[1..].iter().all(u8::is_ascii_hexdigit);
    if !text.as_bytes().windows(3).any(is_encoding) {
        return Ok(());
    }
    let remedy = match percent_decode_str(text).decode_utf8() {
        Err(_) => "it is not UTF-8, which no route answers".to_owned(),
        Ok(decoded) => match decoded.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#')) {
            Some(at) => format!("{0:?} cannot be written, and is matched by {{name:[{0}]}}", &decoded[at..=at]),
            None => format!("write {:?}", with_braces_twice(&decoded)),
        },
    };
    Err(format!("\"{text}\" is encoded, and patterns are written decoded: {remedy}"))
}

/// A text as a pattern has it.
fn with_braces_twice(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        written.push(letter);
        if matches!(letter, '{' | '}') {
            written.push(letter);
        }
    }
    written
}

/// Refuses a constraint that is a word: the name of a type elsewhere, and as an expression one that only matches itself.
///
/// # Errors
/// What to write instead.
pub(super) fn check_constraint(name: &str, constraint: &str) -> Result<(), String> {
    if constraint.is_empty() || !constraint.chars().all(is_of_word) {
        return Ok(());
    }
    Err(word_as_constraint(name, constraint))
}

#[cold]
#[inline(never)]
fn word_as_constraint(name: &str, constraint: &str) -> String {
    let remedy = typed(name, constraint).unwrap_or_else(|| format!("a character class, such as {{{name}:[a-z]+}}"));
    format!("the constraint \"{constraint}\" would only match itself; write {remedy}")
}

/// What is wrong with a text. Here and not where it is found: a platform compiles a function as a whole when it is first called.
#[cold]
#[inline(never)]
pub(super) fn refusal(text: &str, fault: &str) -> String {
    format!("\"{text}\" {fault}")
}

/// `:id`, `:id?`, `:rest*`, `:id(\d+)`, `:id.json`.
fn colon(rest: &str) -> String {
    let name = word(rest).unwrap_or("name");
    match rest.strip_prefix(name).unwrap_or_default() {
        "" => format!("a parameter as {{{name}}}"),
        "?" => format!("{{{name}?}}"),
        "*" | "+" => format!("{{*{name}}}"),
        more => match enclosed(more, '(', ')') {
            Some(constraint) => format!("{{{name}:{constraint}}}"),
            None => format!("{{{name}}}{more}"),
        },
    }
}

/// `id`, `...rest`, `rest..`.
fn bracketed(inner: &str) -> String {
    let takes_all = inner.starts_with("..") || inner.ends_with("..");
    format!("{{{}{}}}", if takes_all { "*" } else { "" }, named(inner.trim_start_matches('.')))
}

/// What a type that other routers know is here.
fn typed(name: &str, kind: &str) -> Option<String> {
    let class = match kind {
        "int" | "integer" | "number" | "digits" => "[0-9]+",
        "uuid" | "guid" => "[0-9a-f-]{36}",
        "slug" => "[a-z0-9-]+",
        "alpha" => "[A-Za-z]+",
        "str" | "string" => return Some(format!("{{{name}}}")),
        "path" => return Some(format!("{{*{}}}", name.strip_suffix('?').unwrap_or(name))),
        _ => return None,
    };
    Some(format!("{{{name}:{class}}}"))
}

fn enclosed(text: &str, open: char, close: char) -> Option<&str> {
    text.strip_prefix(open)?.strip_suffix(close)
}

fn named(text: &str) -> &str {
    word(text).unwrap_or("name")
}

/// The name that a text begins with.
fn word(text: &str) -> Option<&str> {
    let end = text.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(text.len());
    (end > 0).then(|| &text[..end])
}

/// Not by Unicode's tables, which would be a fiftieth of a small module.
fn is_of_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || !letter.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_other_routers_write_is_refused_with_what_is_written_here() {
        for (part, remedy) in [
            (":id", "as {id}"),
            (":id?", "{id?}"),
            (":rest*", "{*rest}"),
            (":rest+", "{*rest}"),
            (":id(\\d+)", "{id:\\d+}"),
            (":id.json", "{id}.json"),
            (":", "{name}"),
            ("*", "{*rest}"),
            ("**", "{*rest}"),
            ("*path", "{*path}"),
            ("a*", "{*rest}"),
            ("*.json", "{*rest}"),
            (".*", "{*rest}"),
            ("{id}*", "{*rest}"),
            ("(.*)", "{*rest}"),
            ("(.+)", "{*rest}"),
            ("[id]", "{id}"),
            ("[[id]]", "{id?}"),
            ("[...rest]", "{*rest}"),
            ("[[...rest]]", "{*rest}"),
            ("[]", "{name}"),
            ("<id>", "{id}"),
            ("<rest..>", "{*rest}"),
            ("<int:id>", "{id:[0-9]+}"),
            ("<path:file>", "{*file}"),
            ("<uuid:id>", "{id:[0-9a-f-]{36}}"),
            ("<string:id>", "{id}"),
            ("<dog:id>", "{id}"),
            (".", "leave it out"),
            ("..", "leave it out"),
        ] {
            let message = check_segment(part).unwrap_err();
            assert!(message.contains(remedy) && message.contains(part), "{part}: {message}");
        }
        for part in
            ["", "a", "a:b", "a*b", "...", ".well-known", "(a)", "(marketing)", "a|b", "~", "e[f]", "a<b>", "c++"]
        {
            assert_eq!(check_segment(part), Ok(()), "{part}");
        }
    }

    #[test]
    fn what_no_path_has_is_refused() {
        for (text, remedy) in [
            ("what?", "{name:[?]}"),
            ("a#b", "{name:[#]}"),
            ("caf%C3%A9", "write \"caf\u{e9}\""),
            ("a%20b", "write \"a b\""),
            ("100%25", "write \"100%\""),
            ("%7Bx%7d", "write \"{{x}}\""),
            ("a%2fb", "{name:[/]}"),
            ("%3F", "{name:[?]}"),
            ("%ff", "not UTF-8"),
        ] {
            let message = check_text(text).unwrap_err();
            assert!(message.contains(remedy) && message.contains(text), "{text}: {message}");
        }
        for text in ["", "100%", "%", "%2", "%zz", "%%zz", "a(b|c)~"] {
            assert_eq!(check_text(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn a_word_is_no_constraint() {
        for (constraint, remedy) in [
            ("int", "{id?:[0-9]+}"),
            ("uuid", "{id?:[0-9a-f-]{36}}"),
            ("string", "{id?}"),
            ("path", "{*id}"),
            ("dog", "{id?:[a-z]+}"),
            ("7", "class"),
            ("\u{e9}", "class"),
        ] {
            let message = check_constraint("id?", constraint).unwrap_err();
            assert!(message.contains(remedy) && message.contains(constraint), "{constraint}: {message}");
        }
        for constraint in ["", "[0-9]", "\\d", "\\w+", "a|b", "dogs?", "a{3}"] {
            assert_eq!(check_constraint("id", constraint), Ok(()), "{constraint}");
        }
    }
}
