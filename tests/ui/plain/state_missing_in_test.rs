use whippet::{prelude::*, testing::TestClient};

#[derive(Clone)]
struct Motto(&'static str);

fn motto(State(motto): State<Motto>) -> &'static str {
    motto.0
}

fn routes() -> App<Motto> {
    App::new().get("/", motto)
}

fn main() {
    let _ = TestClient::new(App::new().get("/", motto));
    let _ = TestClient::new(routes());
    let _ = TestClient::start(routes);
    let _ = TestClient::new(App::new);
}
