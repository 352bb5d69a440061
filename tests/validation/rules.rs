//! The rules `email` and `url`, beside the standards' vectors and beside what others take.

use std::net::{Ipv4Addr, Ipv6Addr};

use proptest::{collection::vec, prelude::*};
use regex::Regex;
use url::{Host, Url};
use whippet::{
    prelude::{Deserialize, Value},
    validation::{email, is_email, is_url, url as url_rule},
};

#[derive(Deserialize)]
struct Vectors {
    valid: Vec<String>,
    invalid: Vec<String>,
}

/// The HTML standard's own expression, word for word.
const HTML_EMAIL: &str = r"^[a-zA-Z0-9.!#$%&'*+\/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$";

fn check(json: &str, rule: fn(&str) -> bool) {
    let vectors: Vectors = serde_json::from_str(json).unwrap();
    assert!(vectors.valid.len() > 20 && vectors.invalid.len() > 40, "the vectors are not read");
    let refused: Vec<_> = vectors.valid.iter().filter(|text| !rule(text)).collect();
    let taken: Vec<_> = vectors.invalid.iter().filter(|text| rule(text)).collect();
    assert!(refused.is_empty() && taken.is_empty(), "refused: {refused:#?}\ntaken: {taken:#?}");
}

#[test]
fn emails_of_the_standards_tests_are_taken_and_refused() {
    check(include_str!("../vectors/email.json"), is_email);
    let html = Regex::new(HTML_EMAIL).unwrap();
    let vectors: Value = serde_json::from_str(include_str!("../vectors/email.json")).unwrap();
    for (key, is_valid) in [("valid", true), ("invalid", false)] {
        for text in vectors[key].as_array().unwrap() {
            assert_eq!(html.is_match(text.as_str().unwrap()), is_valid, "{text}");
        }
    }
}

#[test]
fn urls_of_the_standards_tests_are_taken_and_refused() {
    check(include_str!("../vectors/url.json"), is_url);
}

#[test]
fn what_is_not_there_breaks_no_rule() {
    assert!(email(&None::<String>, &()).is_ok() && url_rule(&None::<&str>, &()).is_ok());
    assert_eq!(email(&Some("x"), &()).unwrap_err().message(), "is not an e-mail address");
    assert_eq!(
        url_rule(&Some(String::new()), &()).unwrap_err().message(),
        "is not a URL that begins with http:// or https://"
    );
}

/// Texts of a few letters that are often valid, and often nearly.
fn nearly(letters: &'static str, most: usize) -> impl Strategy<Value = String> {
    let letters: Vec<char> = letters.chars().collect();
    vec(prop::sample::select(letters), 0..most).prop_map(String::from_iter)
}

/// A host as people write them.
fn host() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zA-Z0-9]([a-zA-Z0-9_-]{0,8}[a-zA-Z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,3}[a-z0-9])?){0,3}\\.?",
        1 => any::<Ipv4Addr>().prop_map(|address| address.to_string()),
        1 => any::<Ipv6Addr>().prop_map(|address| format!("[{address}]")),
        1 => nearly("0123x.a-_", 12),
        1 => nearly("0:af.[]%", 14),
    ]
}

/// Whether the URL standard reads the same host, and it is not an encoded one, whose encoding is not looked at.
fn names_the_same_host(text: &str) -> Result<(), TestCaseError> {
    let authority = text.split("://").nth(1).unwrap().split(['/', '?', '#']).next().unwrap();
    if authority.to_ascii_lowercase().contains("xn--") {
        return Ok(());
    }
    let read = Url::parse(text).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
    prop_assert!(matches!(read.scheme(), "http" | "https"));
    prop_assert!(read.username().is_empty() && read.password().is_none());
    let named = authority.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')).map_or(authority, |(host, _)| host);
    match read.host().unwrap() {
        Host::Domain(domain) => prop_assert_eq!(domain, named.to_ascii_lowercase()),
        Host::Ipv4(address) => prop_assert_eq!(address.to_string(), named),
        Host::Ipv6(address) => prop_assert_eq!(address, named.trim_matches(['[', ']']).parse::<Ipv6Addr>().unwrap()),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn emails_are_those_that_the_html_standard_takes(
        text in prop_oneof![nearly("a@.-é_ \n", 12), "[a-z.+]{0,3}@?[a-z0-9]{60,65}[.-]?[a-z]{0,2}", any::<String>()],
    ) {
        thread_local!(static HTML: Regex = Regex::new(HTML_EMAIL).unwrap());
        prop_assert_eq!(is_email(&text), HTML.with(|html| html.is_match(&text)), "{:?}", text);
    }

    #[test]
    fn a_url_that_is_taken_names_the_same_host_to_all(
        scheme in prop::sample::select(vec!["http", "https", "HTTPS", "hTTp"]),
        host in host(),
        port in prop_oneof![Just(String::new()), "(:[0-9]{0,6})?"],
        rest in prop_oneof![Just(String::new()), "[/?#][a-z/?#@%:.!$&'()*+,;=~_-]{0,12}", nearly("/?#%41a:@\\[é ", 12)],
    ) {
        let text = format!("{scheme}://{host}{port}{rest}");
        if is_url(&text) {
            names_the_same_host(&text)?;
        }
    }

    #[test]
    fn no_text_makes_a_rule_panic_and_what_is_taken_is_a_url(
        text in prop_oneof![any::<String>(), nearly("htps:/[].@%#?01é", 24), any::<String>().prop_map(|rest| format!("https://{rest}"))],
    ) {
        if is_url(&text) {
            names_the_same_host(&text)?;
        }
        is_email(&text);
    }

    #[test]
    fn a_plain_url_is_taken(
        host in "[a-z0-9]{1,9}(-[a-z0-9]{1,9})?(\\.[a-z]{1,9}){1,3}",
        port in prop::option::of(any::<u16>()),
        path in "(/[a-zA-Z0-9._~!$&'()*+,;=:@-]{0,9}|/%[0-9A-Fa-f]{2}){0,3}",
        query in "(\\?[a-zA-Z0-9._~!$&'()*+,;=:@/?-]{0,9})?",
        fragment in "(#[a-zA-Z0-9._~!$&'()*+,;=:@/?-]{0,9})?",
    ) {
        let port = port.map_or(String::new(), |port| format!(":{port}"));
        let text = format!("https://{host}{port}{path}{query}{fragment}");
        prop_assert!(is_url(&text), "{}", text);
        names_the_same_host(&text)?;
    }
}
