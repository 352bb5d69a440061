use std::collections::HashMap;

use serde::Deserialize;

use super::*;

#[derive(Debug, Deserialize, PartialEq)]
struct Search {
    q: String,
    limit: Option<u8>,
    #[serde(default)]
    tag: Vec<String>,
    #[serde(default)]
    exact: bool,
}

fn read_query<T: DeserializeOwned>(pairs: &[(&'static str, &'static str)]) -> Result<T> {
    read(Place::Query, pairs.iter().map(|(name, text)| (*name, Cow::Borrowed(*text))).collect(), None)
}

fn fault<T: DeserializeOwned + fmt::Debug>(pairs: &[(&'static str, &'static str)]) -> (u16, String, String) {
    let error = read_query::<T>(pairs).unwrap_err();
    let fault = error.faults().first().map(|fault| (fault.path().to_owned(), fault.message().to_owned()));
    let (path, message) = fault.unwrap_or_default();
    (error.status().as_u16(), path, message)
}

#[test]
fn a_struct_takes_parameters_by_name_and_repeated_ones_as_a_list() {
    let search: Search =
        read_query(&[("tag", "a"), ("q", "x"), ("other", "1"), ("tag", "b"), ("exact", "on")]).unwrap();
    assert_eq!(search, Search { q: "x".into(), limit: None, tag: vec!["a".into(), "b".into()], exact: true });
    let map: HashMap<String, String> = read_query(&[("a", "1"), ("b", "2")]).unwrap();
    assert_eq!(map["b"], "2");
}

#[test]
fn what_does_not_fit_is_422_and_named() {
    assert_eq!(fault::<Search>(&[]), (422, "/q".into(), "is missing".into()));
    let (status, path, message) = fault::<Search>(&[("q", "x"), ("limit", "256")]);
    assert_eq!((status, path.as_str()), (422, "/limit"));
    assert_eq!(message, "must be a whole number from 0 to 255, not \"256\"");
    assert_eq!(fault::<Search>(&[("q", "x"), ("q", "y")]).2, "stands 2 times, but one value is wanted");
    assert_eq!(fault::<Search>(&[("q", "x"), ("exact", "maybe")]).1, "/exact");
    assert_eq!(fault::<Search>(&[("q", "x"), ("limit", "")]).1, "/limit");
}

#[test]
fn a_tuple_takes_parameters_in_order_and_a_value_the_only_one() {
    assert_eq!(read_query::<(u32, String)>(&[("a", "1"), ("b", "x")]).unwrap(), (1, "x".to_owned()));
    assert_eq!(read_query::<i64>(&[("a", "-5")]).unwrap(), -5);
    assert_eq!(fault::<(u32, u32)>(&[("a", "1"), ("b", "x")]).1, "/b");
    assert_eq!(fault::<u32>(&[("id", "4294967296")]).1, "/id");
    assert_eq!(read_query::<f64>(&[("a", "1.5")]).unwrap(), 1.5);
    assert_eq!(read_query::<char>(&[("a", "é")]).unwrap(), 'é');
}

#[test]
fn another_number_of_parameters_is_the_applications_mistake_in_a_path_only() {
    let of_path =
        |pairs: Vec<Pair<'_>>| read::<(u32, u32, u32)>(Place::Path, pairs, None).unwrap_err().status().as_u16();
    assert_eq!(of_path(vec![("a", "1".into()), ("b", "2".into())]), 500);
    assert_eq!(fault::<(u32, u32, u32)>(&[("a", "1"), ("b", "2")]).0, 422);
    assert_eq!(fault::<u32>(&[("a", "1"), ("b", "2")]).0, 422);
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "Raw")]
struct Range;

#[derive(Deserialize)]
struct Raw {
    from: u8,
    to: u8,
}

impl TryFrom<Raw> for Range {
    type Error = &'static str;

    fn try_from(raw: Raw) -> Result<Self, &'static str> {
        if raw.from <= raw.to { Ok(Self) } else { Err("from must not be above to") }
    }
}

#[derive(Debug, Deserialize)]
struct Aliased {
    #[serde(alias = "query")]
    #[allow(dead_code, reason = "only its reading is tested")]
    q: String,
}

#[test]
fn what_has_no_name_is_422_all_the_same() {
    assert_eq!(fault::<Range>(&[("from", "5"), ("to", "1")]), (422, String::new(), "from must not be above to".into()));
    assert_eq!(fault::<Aliased>(&[("q", "1"), ("query", "2")]).0, 422);
}

#[test]
fn many_parameters_take_no_more_than_their_share() {
    let names: Vec<String> = (0..50_000).map(|number| format!("p{number}")).collect();
    let pairs = names.iter().map(|name| (name.as_str(), Cow::Borrowed("1"))).collect();
    // Compared each with each, this would take minutes.
    assert_eq!(read::<HashMap<String, u8>>(Place::Query, pairs, None).unwrap().len(), 50_000);
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Color {
    Red,
}

#[test]
fn an_enum_is_read_from_its_name() {
    assert_eq!(read_query::<Color>(&[("c", "red")]).unwrap(), Color::Red);
    let (status, path, message) = fault::<Color>(&[("c", "blue")]);
    assert_eq!((status, path.as_str()), (422, "/c"));
    assert!(message.contains("`red`"), "{message}");
}
