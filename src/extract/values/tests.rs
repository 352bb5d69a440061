use std::collections::HashMap;

use serde::Deserialize;

use super::*;
use std::fmt;

#[derive(Debug, Deserialize, PartialEq)]
struct Search {
    q: String,
    limit: Option<u8>,
    #[serde(default)]
    tag: Vec<String>,
    #[serde(default)]
    exact: bool,
}

fn read_query<T: DeserializeOwned>(pairs: &[(&str, &str)]) -> Result<T> {
    read(Place::Query, pairs.iter().map(|(name, text)| (*name, Cow::Borrowed(*text))).collect(), None)
}

fn fault<T: DeserializeOwned + fmt::Debug>(pairs: &[(&str, &str)]) -> (u16, String, String) {
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

#[derive(Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
struct Filter {
    name: Option<String>,
    limit: u8,
    tags: Vec<String>,
    scores: std::collections::BTreeMap<u16, f32>,
}

#[derive(Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
struct Nested {
    filter: Filter,
    items: Vec<Filter>,
    grid: Vec<Vec<u8>>,
    point: Option<(i8, i8)>,
}

#[test]
fn brackets_lead_into_structs_maps_and_lists() {
    let nested: Nested = read_query(&[
        ("filter[tags][]", "b"),
        ("items[10][name]", "last"),
        ("filter[limit]", "3"),
        ("items[2][name]", "first"),
        ("filter[scores][7]", "1.5"),
        ("grid[1][0]", "3"),
        ("filter[tags][]", "a"),
        ("grid[0][]", "1"),
        ("grid[0][]", "2"),
        ("items[10][limit]", "9"),
        ("filter[name]", "x"),
        ("point", "1"),
        ("point", "-1"),
    ])
    .unwrap();
    let item = |name: &str, limit| Filter { name: Some(name.into()), limit, ..Filter::default() };
    let filter = Filter { tags: vec!["b".into(), "a".into()], scores: [(7, 1.5)].into(), ..item("x", 3) };
    let items = vec![item("first", 0), item("last", 9)];
    assert_eq!(nested, Nested { filter, items, grid: vec![vec![1, 2], vec![3]], point: Some((1, -1)) });
}

#[test]
fn a_fault_points_into_the_depth() {
    let of = |name: &'static str, text: &'static str| fault::<Nested>(&[(name, text)]);
    assert_eq!(of("filter[limit]", "x").1, "/filter/limit");
    assert_eq!(of("items[5][limit]", "x").1, "/items/5/limit");
    assert_eq!(of("items[][limit]", "x").1, "/items/0/limit");
    assert_eq!(of("filter[scores][a~/]", "1").1, "/filter/scores/a~0~1");
    assert_eq!(of("filter[nmae]", "x"), (422, "/filter/nmae".into(), "is not known".into()));
    assert_eq!(of("filter[limit][x]", "1"), (422, "/filter/limit".into(), "has parts, but one value is wanted".into()));
    assert_eq!(of("filter[tags][x]", "1").1, "/filter/tags/x");
    assert_eq!(of("filter[tags][01]", "1").1, "/filter/tags/01");
    assert_eq!(of("filter", "1").1, "/filter");
    assert_eq!(of("grid", "1"), (422, "/grid/0".into(), "is one value, but a list is wanted".into()));
    let both = fault::<Nested>(&[("filter", "1"), ("filter[limit]", "1")]);
    assert_eq!((both.1.as_str(), both.2.as_str()), ("/filter", "has both a value and parts"));
    let error = read_query::<Nested>(&[("items[0][limit]", "x")]).unwrap_err();
    assert!(error.detail().starts_with("the query parameter items[0][limit] must be a whole number"), "{error}");
}

#[derive(Debug, Deserialize)]
struct Tree {
    #[allow(dead_code, reason = "only its reading is tested")]
    #[serde(default)]
    of: Vec<Tree>,
    #[allow(dead_code, reason = "only its reading is tested")]
    child: Option<Box<Tree>>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "only its reading is tested")]
struct Forest(Vec<Forest>);

#[test]
fn no_type_is_read_deeper_than_a_limit() {
    let deep = |steps: usize| {
        let name = "child".to_owned() + &"[child]".repeat(steps);
        let pairs = vec![(name.as_str(), Cow::Borrowed("x"))];
        read::<Tree>(Place::Query, pairs, None).unwrap_err().faults()[0].message().to_owned()
    };
    assert!(deep(16).starts_with("invalid type"), "{}", deep(16));
    assert_eq!(deep(17), "is nested deeper than 16 brackets");
    assert_eq!(deep(100_000), "is nested deeper than 16 brackets");
    assert_eq!(fault::<HashMap<String, Forest>>(&[("a", "1")]).2, "is one value, but a list is wanted");
    let name = "a".to_owned() + &"[]".repeat(100_000);
    let pairs = vec![(name.as_str(), Cow::Borrowed("1"))];
    assert!(read::<HashMap<String, Forest>>(Place::Query, pairs, None).is_err());
}

#[test]
fn hostile_names_take_no_more_than_their_share() {
    let long = "[of]".repeat(40);
    let indices = (0..10_000).map(|number| format!("of[{number}][of][0]{long}"));
    let appended = (0..10_000).map(|number| format!("of[][{}{number}", "x]".repeat(number % 50)));
    let names: Vec<String> = indices.chain(appended).collect();
    let pairs: Vec<Pair<'_>> = names.iter().map(|name| (name.as_str(), Cow::Borrowed("1"))).collect();
    assert!(read::<Tree>(Place::Query, pairs.clone(), None).is_err());
    let value = read::<serde_json::Value>(Place::Body, pairs, None);
    assert!(value.is_err(), "{value:?}");
}

#[derive(Debug, Deserialize, PartialEq)]
struct Literal {
    #[serde(rename = "page[size]")]
    size: u8,
    #[serde(default)]
    sort: Vec<String>,
}

#[test]
fn names_are_taken_as_they_are_where_a_field_has_brackets_and_in_a_list_of_pairs() {
    let literal: Literal = read_query(&[("page[size]", "7"), ("sort", "a"), ("page[x", "")]).unwrap();
    assert_eq!(literal, Literal { size: 7, sort: vec!["a".into()] });
    let pairs: Vec<(String, u8)> = read_query(&[("b[x]", "1"), ("a", "2"), ("b[x]", "3")]).unwrap();
    assert_eq!(pairs, [("b[x]".into(), 1), ("a".into(), 2), ("b[x]".into(), 3)]);
    assert_eq!(fault::<Vec<(String, u8)>>(&[("b", "x")]).1, "/b/1");
}

#[test]
fn names_that_are_none_of_ours_are_passed_over() {
    let strange = ["[", "]", "[]", "[a]", "a[", "a]b", "q]", "other[", "other[b]c[d", "][", "a[b[c]]"];
    let pairs: Vec<(&str, &str)> = strange.iter().map(|name| (*name, "1")).chain([("q", "x")]).collect();
    let search: Search = read_query(&pairs).unwrap();
    assert_eq!(search.q, "x");
}

#[test]
fn truth_is_written_in_many_ways_and_numbers_in_one() {
    for (text, truth) in
        [("t", true), ("Y", true), ("ON", true), ("Yes", true), ("F", false), ("n", false), ("oFF", false)]
    {
        assert_eq!(read_query::<bool>(&[("b", text)]).unwrap(), truth, "{text}");
    }
    for text in ["", "2", "tr", "truee", " 1", "ja"] {
        assert_eq!(fault::<bool>(&[("b", text)]).0, 422, "{text}");
    }
    for text in ["1.0", " 1", "1_000", "0x1", "", "٣"] {
        assert_eq!(fault::<i32>(&[("n", text)]).0, 422, "{text}");
    }
    for text in ["NaN", "inf", "-infinity", "1e999", "1,5", ""] {
        assert_eq!(fault::<f64>(&[("n", text)]).2, format!("must be a number, not {text:?}"));
    }
    assert_eq!(fault::<f32>(&[("n", "1e39")]).0, 422);
    assert_eq!(read_query::<f32>(&[("n", "-1.5e3")]).unwrap(), -1500.0);
}
