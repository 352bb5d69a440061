//! The pointers into a document, in the names that were sent.

use std::collections::BTreeMap;

use proptest::{collection::btree_set, prelude::*};
use whippet::{prelude::*, testing::TestClient};

use super::{faults_of, places_of};

#[derive(Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
pub(super) struct Person {
    #[garde(length(min = 1))]
    first_name: String,
    #[garde(required, length(min = 1))]
    last_name: Option<String>,
    #[serde(default)]
    #[garde(dive)]
    home_address: Option<Address>,
    #[serde(default)]
    #[garde(length(max = 2), dive)]
    old_addresses: Vec<Address>,
}

#[derive(Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
struct Address {
    #[garde(length(min = 1))]
    street_name: String,
    #[garde(required)]
    house_number: Option<u32>,
}

#[test]
fn names_are_those_that_were_sent() {
    let person = json!({
        "firstName": "",
        "lastName": "",
        "homeAddress": { "streetName": "", "houseNumber": null },
        "oldAddresses": [{ "streetName": "x", "houseNumber": 1 }, { "streetName": "", "houseNumber": 2 }],
    });
    // garde sorts by Rust's names.
    assert_eq!(
        faults_of::<Person>(&person),
        [
            "/firstName",
            "/homeAddress/houseNumber",
            "/homeAddress/streetName",
            "/lastName",
            "/oldAddresses/1/streetName"
        ]
    );
}

#[test]
fn names_that_were_not_sent_are_spelled_as_they_would_be() {
    let person = json!({ "firstName": "Lo", "homeAddress": { "streetName": "x" } });
    assert_eq!(faults_of::<Person>(&person), ["/homeAddress/houseNumber", "/lastName"]);
}

#[test]
fn a_neighbour_that_nobody_reads_is_not_taken_for_the_field() {
    #[derive(Deserialize, Validate)]
    #[serde(rename_all = "camelCase")]
    struct Person {
        #[garde(length(min = 1))]
        first_name: String,
    }
    let faults = faults_of::<Person>(&json!({ "first_name": "ok", "firstName": "" }));
    assert_eq!(faults, ["/firstName"]);
}

#[test]
fn a_struct_that_is_sent_as_an_array_has_numbers() {
    assert_eq!(faults_of::<Person>(&json!(["", "Lo", null, []])), ["/0"]);
}

macro_rules! spelled {
    ($($test:ident $style:literal $sent:expr,)*) => {$(
        #[test]
        fn $test() {
            #[derive(Deserialize, Validate)]
            #[serde(rename_all = $style)]
            struct Walk {
                #[garde(range(min = 20))]
                least_minutes: u32,
                #[garde(required)]
                most_minutes: Option<u32>,
                #[serde(default)]
                #[garde(dive)]
                in_park: Vec<Walk>,
            }
            let [least, most, park] = $sent;
            let walk = json!({ least: 1, park: [{ least: 2 }] });
            assert_eq!(
                faults_of::<Walk>(&walk),
                [format!("/{park}/0/{least}"), format!("/{park}/0/{most}"), format!("/{least}"), format!("/{most}")]
            );
        }
    )*};
}

spelled! {
    snake_case_is_found "snake_case" ["least_minutes", "most_minutes", "in_park"],
    camel_case_is_found "camelCase" ["leastMinutes", "mostMinutes", "inPark"],
    pascal_case_is_found "PascalCase" ["LeastMinutes", "MostMinutes", "InPark"],
    kebab_case_is_found "kebab-case" ["least-minutes", "most-minutes", "in-park"],
    upper_case_is_found "UPPERCASE" ["LEAST_MINUTES", "MOST_MINUTES", "IN_PARK"],
    screaming_snake_case_is_found "SCREAMING_SNAKE_CASE" ["LEAST_MINUTES", "MOST_MINUTES", "IN_PARK"],
    screaming_kebab_case_is_found "SCREAMING-KEBAB-CASE" ["LEAST-MINUTES", "MOST-MINUTES", "IN-PARK"],
}

#[derive(Deserialize, Validate)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
enum External {
    LongWalk {
        #[garde(range(min = 20))]
        in_minutes: u32,
    },
    Rest(#[garde(range(max = 10))] u32),
    Fetch(#[garde(skip)] String, #[garde(range(max = 10))] u32),
    Visit(#[garde(dive)] Address),
}

#[derive(Deserialize, Validate)]
#[serde(tag = "kind")]
enum Internal {
    Walk {
        #[garde(range(min = 20))]
        minutes: u32,
    },
}

#[derive(Deserialize, Validate)]
#[serde(tag = "kind", content = "of")]
enum Adjacent {
    Walk {
        #[garde(range(min = 20))]
        minutes: u32,
    },
}

#[derive(Deserialize, Validate)]
struct Day {
    #[garde(dive)]
    #[serde(default)]
    external: Vec<External>,
    #[garde(dive)]
    internal: Option<Internal>,
    #[garde(dive)]
    adjacent: Option<Adjacent>,
}

#[test]
fn variants_of_enums_are_named() {
    let day = json!({
        "external": [
            { "longWalk": { "inMinutes": 3 } }, { "rest": 30 }, { "fetch": ["ball", 30] }, { "visit": { "streetName": "", "houseNumber": 1 } },
        ],
        "internal": { "kind": "Walk", "minutes": 3 },
        "adjacent": { "kind": "Walk", "of": { "minutes": 3 } },
    });
    assert_eq!(
        faults_of::<Day>(&day),
        [
            "/adjacent/of/minutes",
            "/external/0/longWalk/inMinutes",
            "/external/1/rest",
            "/external/2/fetch/1",
            "/external/3/visit/streetName",
            "/internal/minutes",
        ]
    );
    assert_eq!(faults_of::<External>(&json!({ "rest": 30 })), ["/rest"]);
}

#[derive(Deserialize, Validate)]
#[garde(transparent)]
struct Name(#[garde(length(min = 2))] String);

#[derive(Deserialize, Validate)]
struct Wrapped(#[garde(dive)] Address);

#[derive(Deserialize, Validate)]
struct Odd {
    #[garde(dive)]
    name: Name,
    #[garde(dive)]
    wrapped: Wrapped,
    #[serde(flatten)]
    #[garde(dive)]
    address: Address,
    #[garde(dive)]
    pair: (Name, Name),
    #[garde(dive)]
    by_name: BTreeMap<String, Name>,
    #[garde(dive)]
    by_number: BTreeMap<usize, Name>,
    #[garde(length(min = 2))]
    r#type: String,
    #[serde(rename = "tags[]")]
    #[garde(inner(length(min = 2)))]
    tags: Vec<String>,
}

#[test]
fn newtypes_flattened_structs_tuples_maps_and_keywords_are_found() {
    let odd = json!({
        "name": "x",
        "wrapped": { "streetName": "", "houseNumber": 1 },
        "streetName": "", "houseNumber": null,
        "pair": ["xx", "x"],
        "by_name": { "a/b~c": "x", "d.e[0]": "x", "fine": "xx" },
        "by_number": { "7": "x", "8": "xx" },
        "type": "",
        "tags[]": ["xx", "x"],
    });
    let mut faults = faults_of::<Odd>(&odd);
    faults.sort();
    assert_eq!(
        faults,
        [
            "/by_name/a~1b~0c",
            "/by_name/d.e[0]",
            "/by_number/7",
            "/houseNumber",
            "/name",
            "/pair/1",
            "/streetName",
            "/tags[]/1",
            "/type",
            "/wrapped/streetName",
        ]
    );
}

#[test]
fn of_very_many_faults_the_first_are_told() {
    #[derive(Deserialize, Validate)]
    struct Pack {
        #[garde(dive)]
        dogs: Vec<Name>,
        #[garde(dive)]
        by_name: BTreeMap<String, Name>,
    }
    let by_name: BTreeMap<String, &str> = (0..2_000).map(|number| (format!("{number:04}"), "x")).collect();
    let faults = faults_of::<Pack>(&json!({ "dogs": vec!["xx"; 100_000], "by_name": by_name }));
    assert_eq!((faults.len(), &*faults[0], &*faults[999]), (1_000, "/by_name/0000", "/by_name/0999"));
}

#[test]
fn a_part_that_is_passed_over_may_be_as_deep_as_it_likes() {
    let client = TestClient::new(App::new().post("/", |_: Valid<Json<Person>>| "valid"));
    let deep = format!(r#"{{"firstName":"","lastName":"x","other":{}{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
    let problem: Value =
        client.post("/").header("content-type", "application/json").body(deep).send().assert_status(422).json();
    assert_eq!(places_of(&problem), ["body /firstName"]);
}

proptest! {
    #[test]
    fn a_pointer_leads_to_what_is_wrong_whatever_the_keys(keys in btree_set(any::<String>(), 1..6), wrong in any::<prop::sample::Index>()) {
        #[derive(Deserialize, Validate)]
        struct Pack {
            #[garde(dive)]
            dogs: BTreeMap<String, BTreeMap<String, Name>>,
        }
        let keys: Vec<String> = keys.into_iter().collect();
        let wrong = &keys[wrong.index(keys.len())];
        let inner: BTreeMap<&String, &str> = keys.iter().map(|key| (key, if key == wrong { "x" } else { "xx" })).collect();
        let document = json!({ "dogs": { wrong.as_str(): inner } });
        let faults = faults_of::<Pack>(&document);
        prop_assert_eq!(faults.len(), 1);
        prop_assert_eq!(document.pointer(&faults[0]), Some(&json!("x")), "{} in {}", faults[0], document);
    }
}
