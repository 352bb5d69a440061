//! Properties of forms that hold for random names and texts: nothing panics, and what was written is read again.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

use std::collections::{BTreeMap, HashMap};

use proptest::{collection::vec, prelude::*};
use whippet::{
    prelude::*,
    testing::{TestClient, TestResponse},
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Node {
    name: Option<String>,
    size: i64,
    weight: Option<f64>,
    is_leaf: bool,
    tags: Vec<String>,
    notes: BTreeMap<String, String>,
    children: Vec<Node>,
    twin: Option<Box<Node>>,
    pair: Option<(u8, char)>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "only its reading is tested")]
struct Guessed {
    #[serde(flatten)]
    rest: HashMap<String, Value>,
    tags: Option<Either>,
}

#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "only its reading is tested")]
enum Either {
    One(String),
    Many(Vec<Either>),
    Named(HashMap<String, Either>),
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "only shown")]
struct Wanted {
    x_text: Option<String>,
    x_list: Option<Vec<f32>>,
    x_pair: Option<(i8, char)>,
    x_map: Option<HashMap<String, String>>,
}

fn client() -> TestClient {
    TestClient::new(
        App::new()
            .post("/node", |Form(node): Form<Node>| format!("{node:?}"))
            .post("/guessed", |_: Form<Guessed>| "")
            .post("/either", |_: Form<HashMap<String, Either>>| "")
            .post("/value", |Form(value): Form<Value>| Json(value))
            .post("/pairs", |Form(pairs): Form<Vec<(String, String)>>| Json(pairs))
            .post("/list", |_: Form<Vec<Vec<Vec<u8>>>>| "")
            .post("/tuple", |_: Form<(u8, Option<String>, Node)>| "")
            .post("/one", |_: Form<Option<bool>>| "")
            .get("/headers", |Header(wanted): Header<Wanted>| format!("{wanted:?}")),
    )
}

const PATHS: [&str; 8] = ["/node", "/guessed", "/either", "/value", "/pairs", "/list", "/tuple", "/one"];

fn send(client: &TestClient, path: &str, body: impl Into<Bytes>) -> TestResponse {
    client.post(path).header("content-type", "application/x-www-form-urlencoded").body(body).send()
}

/// As the URL standard writes a form, but that everything is encoded which might need it.
fn written(pairs: &[(String, String)]) -> String {
    let encoded = |text: &str| -> String {
        let byte = |byte: u8| match byte {
            b' ' => "+".to_owned(),
            _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        };
        text.bytes().map(byte).collect()
    };
    pairs.iter().map(|(name, text)| format!("{}={}", encoded(name), encoded(text))).collect::<Vec<_>>().join("&")
}

/// The pairs that a node is written as.
fn pairs_of(node: &Node, prefix: &str, pairs: &mut Vec<(String, String)>) {
    let name = |field: &str| if prefix.is_empty() { field.to_owned() } else { format!("{prefix}[{field}]") };
    let mut add = |name: String, text: String| pairs.push((name, text));
    node.name.iter().for_each(|text| add(name("name"), text.clone()));
    add(name("size"), node.size.to_string());
    node.weight.iter().for_each(|weight| add(name("weight"), weight.to_string()));
    add(name("is_leaf"), node.is_leaf.to_string());
    node.tags.iter().for_each(|tag| add(name("tags") + "[]", tag.clone()));
    node.notes.iter().for_each(|(key, text)| add(name("notes") + "[" + key + "]", text.clone()));
    if let Some((number, character)) = node.pair {
        add(name("pair"), number.to_string());
        add(name("pair"), character.to_string());
    }
    for (index, child) in node.children.iter().enumerate() {
        pairs_of(child, &format!("{}[{}]", name("children"), index * 7), pairs);
    }
    if let Some(twin) = &node.twin {
        pairs_of(twin, &name("twin"), pairs);
    }
}

fn node() -> impl Strategy<Value = Node> {
    let leaf = (
        // An empty one is none, in a form.
        proptest::option::of("\\PC{1,6}"),
        any::<i64>(),
        proptest::option::of(proptest::num::f64::NORMAL | proptest::num::f64::ZERO),
        any::<bool>(),
        vec("\\PC{0,4}", 0..4),
        proptest::collection::btree_map("[^\\[\\]]{1,4}", ".{0,3}", 0..3),
        proptest::option::of((any::<u8>(), any::<char>())),
    );
    let leaf = leaf.prop_map(|(name, size, weight, is_leaf, tags, notes, pair)| Node {
        name,
        size,
        weight,
        is_leaf,
        tags,
        notes,
        pair,
        children: Vec::new(),
        twin: None,
    });
    leaf.prop_recursive(3, 24, 12, |inner| {
        (inner.clone(), vec(inner.clone(), 0..12), proptest::option::of(inner))
            .prop_map(|(node, children, twin)| Node { children, twin: twin.map(Box::new), ..node })
    })
}

/// Names that say nothing sensible.
fn hostile_name() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "[",
        "]",
        "[]",
        "[0]",
        "[1]",
        "[01]",
        "[99999999999999999999]",
        "[a]",
        "[[",
        "]]",
        "a",
        "tags",
        "children",
        "[children]",
        "twin",
        "[twin]",
        "[tags]",
        "notes",
        "name",
        "pair",
        "\0",
        "é",
        "/",
        "~",
        "",
    ]);
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_written_is_read_again(node in node(), shift in any::<prop::sample::Index>()) {
        let client = client();
        let mut pairs = Vec::new();
        pairs_of(&node, "", &mut pairs);
        // What belongs together need not stand together, as long as what is in an order stays in it.
        let (lists, mut rest): (Vec<_>, Vec<_>) =
            pairs.into_iter().partition(|(name, _)| name.ends_with("[]") || name.ends_with("pair") || name.ends_with("pair]"));
        let by = shift.index(rest.len());
        rest.rotate_left(by);
        rest.extend(lists);
        let answer = send(&client, "/node", written(&rest));
        prop_assert_eq!(answer.status(), 200, "{}", answer.text());
        prop_assert_eq!(answer.text(), format!("{node:?}"));
    }

    #[test]
    fn all_pairs_are_given_as_they_are(pairs in vec((".{0,6}", ".{0,6}"), 0..8)) {
        let answer = send(&client(), "/pairs", written(&pairs));
        prop_assert_eq!(answer.json::<Vec<(String, String)>>(), pairs);
    }

    #[test]
    fn nothing_panics(body in vec(any::<u8>(), 0..64), path in prop::sample::select(PATHS.to_vec())) {
        let answer = send(&client(), path, body);
        prop_assert!([200, 400, 422].contains(&answer.status()), "{}", answer.text());
    }

    #[test]
    fn no_name_panics(names in vec((hostile_name(), ".{0,2}"), 0..12), path in prop::sample::select(PATHS.to_vec())) {
        let answer = send(&client(), path, written(&names));
        prop_assert!([200, 422].contains(&answer.status()), "{}", answer.text());
    }

    #[test]
    fn no_header_panics(value in "[ -~\\t\u{80}-\u{ff}]{0,12}", name in prop::sample::select(vec!["x-text", "x-list", "x-pair", "x-map"])) {
        let answer = client().get("/headers").header(name, value.trim()).send();
        prop_assert!([200, 422].contains(&answer.status()), "{}", answer.text());
    }
}
