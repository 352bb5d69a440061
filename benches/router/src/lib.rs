//! An application of as many random routes as it is asked for: what the router is measured with.
//!
//! Its bindings: `ROUTES`, how many (0 by default); `SEED`, which ones (1 by default); `BARE`, whether to draw them and leave them out, which is
//! what the time to register them is the difference to.
//!
//! Beside them it answers `GET /~requests/{count}/{seed}` with random requests that its routes answer, a line each: method and path.

mod random;
mod routes;

use std::hint::black_box;

use routes::Routes;
use whippet::prelude::*;

/// The application.
///
/// # Errors
/// 500 where a binding is not a number or not a truth value.
#[whippet::app]
pub fn app(bindings: Bindings) -> Result<App> {
    let count = bindings.find("ROUTES")?.unwrap_or(0);
    let seed = bindings.find("SEED")?.unwrap_or(1);
    let is_bare = bindings.find("BARE")?.unwrap_or(false);
    let routes = Routes::draw(count, seed);
    let mut app = App::new();
    for route in routes.iter() {
        let pattern = black_box(route.pattern());
        if is_bare {
            continue;
        }
        app = match route.method {
            "GET" => app.get(&pattern, answer),
            "POST" => app.post(&pattern, answer),
            "PUT" => app.put(&pattern, answer),
            "PATCH" => app.patch(&pattern, answer),
            _ => app.delete(&pattern, answer),
        };
    }
    Ok(app
        .get("/~requests/{count}/{seed}", move |Path((count, seed)): Path<(usize, u64)>| routes.requests(count, seed)))
}

/// What every route answers: as little as there is, so that finding the route is what is measured.
fn answer() -> &'static str {
    "ok"
}

#[cfg(test)]
mod tests {
    use super::*;
    use whippet::testing::TestClient;

    fn client(count: usize, seed: u64) -> TestClient {
        TestClient::with_bindings(app, [("ROUTES", json!(count)), ("SEED", json!(seed))])
    }

    #[test]
    fn every_request_is_answered_by_a_route() {
        for (count, seed) in [(1, 1), (10, 2), (1000, 3)] {
            let client = client(count, seed);
            let requests = client.get("/~requests/500/1").send().assert_status(200);
            assert_eq!(requests.text().lines().count(), 500);
            for (method, path) in requests.text().lines().filter_map(|line| line.split_once(' ')) {
                assert_eq!(client.request(method, path).send().status(), 200, "{method} {path}");
            }
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_routes() {
        let patterns = |seed| Routes::draw(100, seed).iter().map(routes::Route::pattern).collect::<Vec<_>>();
        assert_eq!(patterns(1), patterns(1));
        assert_ne!(patterns(1), patterns(2));
    }

    #[test]
    fn three_of_ten_segments_are_parameters() {
        let routes = Routes::draw(10_000, 1);
        let patterns: String = routes.iter().map(routes::Route::pattern).collect();
        let share = patterns.matches('{').count() as f64 / patterns.matches('/').count() as f64;
        assert!((0.25..0.35).contains(&share), "{share}");
    }
}
