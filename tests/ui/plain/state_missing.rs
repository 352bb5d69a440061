use whippet::prelude::*;

#[derive(Clone)]
struct Motto(&'static str);

fn motto(State(motto): State<Motto>) -> &'static str {
    motto.0
}

fn main() {
    let app: App = App::new().get("/", motto);
    let _ = whippet::testing::TestClient::new(app);
}
