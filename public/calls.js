/**
 * The calls of the page, as data. Read by `app.js`, which makes one card of each.
 *
 * 1. `fields` can be edited; `request` makes the request from what they hold, unchecked: checking is the server's part.
 * 2. `also` and `bad` are one click away and leave the fields alone; `expect` is the status they are there to show.
 * 3. `rust` is what the demo's own source says, broken into lines that fit, `…` for what is left out.
 * 4. `check` looks at an answer from the browser's side and says in a sentence what it found, or nothing.
 */

const get = (path) => ({ method: 'GET', path })
const post = (path, body, type = 'application/json') => ({ method: 'POST', path, type, body })
const put = (path, body) => ({ method: 'PUT', path, type: 'application/octet-stream', body })
const part = encodeURIComponent

/** The bytes of the blob: the file, where one is chosen, else the text. */
const blobOf = ({ file, text }) => (file?.size ? file : new Blob([text]))

/** Compares the server's SHA-256 with the browser's own; only a secure page (https or localhost) can. */
async function sameHash(answer, request) {
  if (answer.status !== 200 || answer.kind !== 'application/json' || !globalThis.crypto?.subtle) return null
  const digest = await crypto.subtle.digest('SHA-256', await request.body.arrayBuffer())
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return JSON.parse(answer.text).sha256 === hex
    ? 'The browser’s own SHA-256 is the same.'
    : `The browser’s own SHA-256 differs: ${hex}`
}

/** Which cookies a script can see; those marked HttpOnly stay out of its sight. */
function visibleCookies() {
  const names = document.cookie.split('; ').filter(Boolean).map((cookie) => cookie.split('=')[0])
  return names.length
    ? `This page can read ${names.join(' and ')} in document.cookie.`
    : 'This page can read no cookie: they are HttpOnly.'
}

export const calls = [
  {
    id: 'health',
    title: 'Health',
    route: ['GET', '/api/health'],
    about: 'A closure is a handler. This one answers without waiting, so no future is made for it.',
    rust: `.get("/api/health", || Json(json!({ "status": "ok" })))`,
    request: () => get('/api/health'),
    burst: 50,
    also: [
      { label: 'HEAD', expect: 200, request: { method: 'HEAD', path: '/api/health' } },
      { label: 'OPTIONS', expect: 204, request: { method: 'OPTIONS', path: '/api/health' } },
    ],
    bad: [{ label: 'DELETE', expect: 405, request: { method: 'DELETE', path: '/api/health' } }],
  },
  {
    id: 'user',
    title: 'A user by number',
    route: ['GET', '/api/users/{id}'],
    about: 'The number in the path is a u32. What does not fit never reaches the function.',
    rust: `.nest("/api/users", users::routes())
.get("/{id}", show)

async fn show(
    Path(id): Path<u32>,
    State(users): State<Users>,
) -> Result<Json<User>>`,
    fields: [{ name: 'id', label: 'User id', value: '7', inputMode: 'numeric' }],
    request: ({ id }) => get(`/api/users/${part(id)}`),
    bad: [
      { label: 'id = x', expect: 422, request: get('/api/users/x') },
      { label: 'id = 4294967296', expect: 422, request: get('/api/users/4294967296') },
      { label: 'id = 1001', expect: 404, request: get('/api/users/1001') },
    ],
  },
  {
    id: 'search',
    title: 'Search',
    route: ['GET', '/api/search'],
    about: 'A typed query. Leave the limit empty and it is left out; the function then takes 10.',
    rust: `.get("/api/search", users::search)

struct Search {
    q: String,
    limit: Option<u32>,
}

fn search(
    Query(search): Query<Search>,
    State(users): State<Users>,
) -> Json<Value>`,
    fields: [
      { name: 'q', label: 'Search for', value: 'ada' },
      { name: 'limit', label: 'Limit', value: '3', inputMode: 'numeric' },
    ],
    request: ({ q, limit }) => get(`/api/search?q=${part(q)}${limit === '' ? '' : `&limit=${part(limit)}`}`),
    bad: [{ label: 'limit = many', expect: 422, request: get('/api/search?q=ada&limit=many') }],
  },
  {
    id: 'create',
    title: 'A new user',
    route: ['POST', '/api/users'],
    about: 'JSON in; out come 201, a Location and JSON. The demo keeps nothing.',
    rust: `.nest("/api/users", users::routes())
.post("/", create)

fn create(
    Json(NewUser { name }): Json<NewUser>,
) -> Result<impl IntoResponse> {
    …
    Ok((
        StatusCode::CREATED,
        location,
        Json(User { id, name }),
    ))
}`,
    fields: [{ name: 'name', label: 'Name', value: 'Ada Lovelace' }],
    request: ({ name }) => post('/api/users', JSON.stringify({ name })),
    bad: [
      { label: 'no name', expect: 422, request: post('/api/users', '{}') },
      { label: 'name = 7', expect: 422, request: post('/api/users', '{"name":7}') },
    ],
  },
  {
    id: 'echo',
    title: 'Echo',
    route: ['POST', '/api/echo'],
    about: 'Any JSON, read into a value and written out again.',
    rust: `.post("/api/echo", echo)

fn echo(Json(body): Json<Value>) -> Json<Value> {
    Json(body)
}`,
    fields: [{
      name: 'body', label: 'JSON', kind: 'textarea',
      value: '{\n  "dog": "whippet",\n  "legs": 4,\n  "tags": ["small", "fast"]\n}',
    }],
    request: ({ body }) => post('/api/echo', body),
    bad: [
      { label: 'malformed', expect: 400, request: post('/api/echo', '{\n  "legs": 4,\n  "dog": whippet\n}') },
      { label: 'text/plain', expect: 415, request: post('/api/echo', 'a plain sentence', 'text/plain') },
    ],
  },
  {
    id: 'slow',
    title: 'A slow answer',
    route: ['GET', '/api/slow'],
    about: 'An async function that waits. The others go on answering meanwhile.',
    rust: `.get("/api/slow", slow)

async fn slow(
    Query(Wait { ms }): Query<Wait>,
) -> Result<Json<Value>> {
    …
    sleep(Duration::from_millis(ms)).await;
    Ok(Json(json!({ "waited_ms": ms })))
}`,
    fields: [{ name: 'ms', label: 'Milliseconds, at most 10,000', value: '800', inputMode: 'numeric' }],
    request: ({ ms }) => get(`/api/slow?ms=${part(ms)}`),
    cancel: true,
    bad: [{ label: 'ms = 10001', expect: 422, request: get('/api/slow?ms=10001') }],
  },
  {
    id: 'blob',
    title: 'A blob',
    route: ['PUT', '/api/blob'],
    about: 'Raw bytes in, their SHA-256 and length out. The browser hashes them too and compares.',
    rust: `.put("/api/blob", blob)

fn blob(bytes: Bytes) -> Json<Value> {
    let digest = Sha256::digest(&bytes);
    …
}`,
    fields: [
      { name: 'text', label: 'Text', value: 'The quick brown dog' },
      { name: 'file', label: 'or a file', kind: 'file' },
    ],
    request: (fields) => put('/api/blob', blobOf(fields)),
    check: sameHash,
    bad: [{
      label: '4,500,001 bytes', expect: 413,
      get request() { return put('/api/blob', new Blob([new Uint8Array(4_500_001)])) },
    }],
  },
  {
    id: 'whoami',
    title: 'Who am I',
    route: ['GET', '/api/whoami'],
    about: 'What the platform says of the caller: address, place, browser. At home there is no place.',
    rust: `.get("/api/whoami", whoami)

fn whoami(cx: Context) -> Json<Value> {
    let client = cx.client();
    …
}`,
    request: () => get('/api/whoami'),
    also: [{ label: 'headers', expect: 200, request: get('/api/headers') }],
  },
  {
    id: 'cookies',
    title: 'Cookies',
    route: ['GET', '/api/cookies'],
    about: 'Two Set-Cookie headers in one answer. A script never sees that header, only what it left behind.',
    rust: `.get("/api/cookies", cookies)

fn cookies() -> impl IntoResponse {
    …
    (set, Json(json!({ "set": ["theme", "visit"] })))
}`,
    request: () => get('/api/cookies'),
    check: (answer) => (answer.status === 200 ? visibleCookies() : null),
  },
  {
    id: 'other',
    title: 'Other answers',
    route: ['GET', '/api/hello/{name}'],
    about: 'Text, HTML, a redirect, and what a visitor sees of a failure: that there was one.',
    rust: `.get("/api/hello/{name}", hello)
.get("/api/old", || Redirect::permanent("/api/health"))
.get("/api/fail", fail)

fn hello(Path(name): Path<String>) -> String {
    format!("hello, {name}")
}`,
    fields: [{ name: 'name', label: 'Name', value: 'Ada' }],
    request: ({ name }) => get(`/api/hello/${part(name)}`),
    also: [
      { label: 'HTML', expect: 200, request: get('/api/page') },
      { label: 'text in, text out', expect: 200, request: post('/api/shout', 'small, fast, fetches', 'text/plain') },
      { label: 'redirect', expect: 308, request: get('/api/old') },
      { label: 'nothing', expect: 204, request: get('/api/nothing') },
    ],
    bad: [
      { label: 'a failure', expect: 500, request: get('/api/fail') },
      { label: 'no such path', expect: 404, request: get('/api/nowhere') },
    ],
  },
]
