//! Properties that hold for random patterns, routes, paths and values.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

mod model;

use model::{Answer, Route, Segment, answer};
use proptest::{collection::vec, prelude::*};
use whippet::{Service, prelude::*, testing::TestClient};

const METHODS: [&str; 8] = ["GET", "GET", "GET", "GET", "POST", "HEAD", "PURGE", "any"];

/// What routes are made of in a small world, in which they overlap all the time.
fn common_segment() -> impl Strategy<Value = Segment> {
    prop_oneof![
        4 => prop::sample::select(vec!["a", "b"]).prop_map(Segment::Literal),
        3 => Just(Segment::Plain),
        1 => Just(Segment::Affixed("a", "")),
        2 => Just(Segment::Constrained(2)),
    ]
}

/// What else there is.
fn rare_segment() -> impl Strategy<Value = Segment> {
    prop_oneof![
        4 => prop::sample::select(vec!["a", "b", "7", "v7", "x.json", "", "%2F"]).prop_map(Segment::Literal),
        2 => Just(Segment::Plain),
        2 => prop::sample::select(vec![("v", ""), ("", ".json"), ("v", ".json"), ("a", ""), ("", "7")])
            .prop_map(|(prefix, suffix)| Segment::Affixed(prefix, suffix)),
        2 => (0..model::CONSTRAINTS.len()).prop_map(Segment::Constrained),
    ]
}

fn segment() -> impl Strategy<Value = Segment> {
    prop_oneof![4 => common_segment(), 1 => rare_segment()]
}

fn last() -> impl Strategy<Value = Segment> {
    prop_oneof![5 => segment(), 1 => Just(Segment::Optional), 2 => Just(Segment::CatchAll)]
}

fn route() -> impl Strategy<Value = Route> {
    let segments = (vec(segment(), 0..3), last()).prop_map(|(mut segments, last)| {
        segments.push(last);
        segments
    });
    (segments, prop::sample::select(METHODS.to_vec())).prop_map(|(segments, method)| Route { segments, method })
}

fn path() -> impl Strategy<Value = String> {
    let rare =
        vec!["7", "77", "v7", "v", "v7.json", "x.json", ".json", "", "%2F", "%C3%A9", "%FF", "%zz", "a7", "zz", "A"];
    let common = vec!["a", "b", "ab"];
    vec(prop_oneof![6 => prop::sample::select(common), 1 => prop::sample::select(rare)], 1..5)
        .prop_map(|parts| format!("/{}", parts.join("/")))
}

/// The routes that can stand together: of those that answer the same, the first.
fn distinct(routes: Vec<Route>) -> Vec<Route> {
    let mut kept: Vec<Route> = Vec::new();
    for route in routes {
        if !kept.iter().any(|other| other.method == route.method && other.segments == route.segments) {
            kept.push(route);
        }
    }
    kept
}

fn app(routes: &[Route]) -> App {
    routes.iter().enumerate().fold(App::new(), |app, (index, route)| {
        let pattern = route.pattern(index);
        let names = route.names(index);
        let handler = move |cx: Context| {
            let values: Vec<String> = names.iter().filter_map(|name| Some(cx.param(name)?.into_owned())).collect();
            format!("{index} {values:?}")
        };
        if route.method == "any" { app.any(&pattern, handler) } else { app.on(route.method, &pattern, handler) }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_router_answers_as_a_list_that_is_searched_from_its_beginning(
        routes in prop_oneof![3 => vec(route(), 1..7), 1 => vec(route(), 7..48)],
        asked in vec((path(), prop::sample::select(METHODS[..7].to_vec())), 1..30),
        reversed in any::<bool>(),
    ) {
        let mut routes = distinct(routes);
        if reversed {
            routes.reverse();
        }
        let client = TestClient::new(app(&routes));
        for (path, method) in asked {
            let response = client.request(method, &path).send();
            let is_head = method == "HEAD";
            let context = format!("{method} {path} of {:?}", routes.iter().map(|route| route.pattern(0)).collect::<Vec<_>>());
            match answer(&routes, method, &path) {
                Answer::Route(index, values) => {
                    let text = format!("{index} {values:?}");
                    prop_assert_eq!(response.status(), 200, "{}", context);
                    if is_head {
                        prop_assert_eq!(response.header("content-length"), Some(&*text.len().to_string()), "{}", context);
                    } else {
                        prop_assert_eq!(response.text(), text, "{}", context);
                    }
                }
                Answer::Undecodable => prop_assert_eq!(response.status(), 400, "{}", context),
                Answer::NotAllowed(allowed) => {
                    prop_assert_eq!(response.status(), 405, "{}", context);
                    let mut seen: Vec<&str> = response.header("allow").unwrap_or_default().split(", ").collect();
                    seen.sort_unstable();
                    prop_assert_eq!(seen, allowed, "{}", context);
                }
                Answer::NotFound => prop_assert_eq!(response.status(), 404, "{}", context),
            }
        }
    }

    #[test]
    fn no_pattern_panics(patterns in vec(r"/?([a-z{}\[\]:*?+/.0-9-]|\{[a-z]\}|\PC){0,12}", 1..4)) {
        let app = patterns.iter().fold(App::new(), |app, pattern| app.get(pattern, || ""));
        let _ = Service::freeze(app.nest(&patterns[0], App::new().get("/", || "")));
    }

    #[test]
    fn no_path_panics(target in r"(/|%|%2|%2F|\.|é|a|\?|#|\\|\PC){0,24}", method in r"[A-Z]{1,8}|\PC{0,3}") {
        for slash in [TrailingSlash::Strict, TrailingSlash::Redirect, TrailingSlash::Ignore] {
            let app = App::new()
                .get("/", || "")
                .get("/a/{id:[0-9a]+}/{*rest}", |Path((id, rest)): Path<(String, String)>| id + &rest)
                .get("/{name}.json", |Path(name): Path<String>| name)
                .get("/{a}/{page?}", |cx: Context| format!("{:?}", cx.param("page")))
                .nest("/{a}/a", App::new().fallback(|Path(a): Path<String>| a))
                .trailing_slash(slash);
            let status = TestClient::new(app).request(&method, &format!("/{target}")).send().status();
            prop_assert!([200, 204, 308, 400, 404, 405].contains(&status), "{}", status);
        }
    }

    #[test]
    fn a_parameter_round_trips_through_its_url(value in r"(/|%|\.|é|a|\?|#|\\| |\PC){1,12}") {
        for (pattern, slashes) in [("/x/{v}", false), ("/v{v}.json", false), ("/{v?}", false), ("/x/{*v}", true)] {
            let app = App::new().get(pattern, |cx: Context| cx.param("v").unwrap_or_default().into_owned()).name("it");
            let is_step = |part: &str| part == "." || part == "..";
            let whole_segment = pattern != "/v{v}.json";
            let stepping = whole_segment && if slashes { value.split('/').any(is_step) } else { is_step(&value) };
            match app.url_for("it", &[("v", &value)]) {
                Ok(path) => {
                    prop_assert!(!stepping, "{} {:?} is {}", pattern, value, path);
                    prop_assert!(path.is_ascii() && !path.contains([' ', '?', '#', '\\']), "{}", path);
                    let response = TestClient::new(app).get(&path).send();
                    prop_assert_eq!(response.status(), 200, "{} {}", pattern, path);
                    prop_assert_eq!(response.text(), &value, "{} {}", pattern, path);
                }
                Err(error) => prop_assert!(stepping, "{} {:?}: {}", pattern, value, error),
            }
        }
    }
}
