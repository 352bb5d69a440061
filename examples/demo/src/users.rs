//! Users: a path parameter, a query, a JSON body, and state that all requests share.

use whippet::prelude::*;

/// The highest number that a user can have.
const LAST: u32 = 1000;
/// The longest name, in characters.
const LONGEST_NAME: usize = 100;
/// How many results a search gives where it does not say.
const DEFAULT_LIMIT: u32 = 10;

const FIRST_NAMES: [&str; 8] = ["Ada", "Blaise", "Carl", "Dorothy", "Emmy", "Frances", "Grace", "Hedy"];

/// The routes below `/api/users`.
pub(crate) fn routes() -> App<Users> {
    App::new().post("/", create).get("/{id}", show)
}

/// The users there are. They are made up from their numbers: an instance keeps nothing that another would miss.
#[derive(Clone, Copy)]
pub(crate) struct Users(());

#[derive(Serialize)]
struct User {
    id: u32,
    name: String,
}

impl Users {
    pub(crate) fn new() -> Self {
        Self(())
    }

    fn find(self, id: u32) -> Option<User> {
        let first = FIRST_NAMES[id as usize % FIRST_NAMES.len()];
        (id <= LAST).then(|| User { id, name: format!("{first} {id}") })
    }

    fn all(self) -> impl Iterator<Item = User> {
        (0..=LAST).filter_map(move |id| self.find(id))
    }
}

/// `GET /api/users/{id}`
async fn show(Path(id): Path<u32>, State(users): State<Users>) -> Result<Json<User>> {
    users.find(id).map(Json).ok_or_else(|| Error::not_found(format!("there is no user {id}")))
}

#[derive(Deserialize)]
struct NewUser {
    name: String,
}

/// `POST /api/users`: says what it would have made, and keeps nothing.
fn create(Json(NewUser { name }): Json<NewUser>) -> Result<impl IntoResponse> {
    let length = name.chars().count();
    if !(1..=LONGEST_NAME).contains(&length) {
        let fault = Fault::new(Place::Body, "/name", format!("must have 1 to {LONGEST_NAME} characters, not {length}"));
        return Err(Error::unprocessable("the user cannot be made").with_fault(fault));
    }
    let id = LAST;
    let location = [(header::LOCATION, format!("/api/users/{id}"))];
    Ok((StatusCode::CREATED, location, Json(User { id, name })))
}

#[derive(Deserialize)]
pub(crate) struct Search {
    q: String,
    limit: Option<u32>,
}

/// `GET /api/search?q=&limit=`
pub(crate) fn search(Query(search): Query<Search>, State(users): State<Users>) -> Json<Value> {
    let Search { q, limit } = search;
    let limit = limit.unwrap_or(DEFAULT_LIMIT);
    let wanted = q.to_lowercase();
    let found = users.all().filter(|user| user.name.to_lowercase().contains(&wanted));
    let results: Vec<User> = found.take(limit as usize).collect();
    Json(json!({ "q": q, "limit": limit, "results": results }))
}
