//! Routing: the language of patterns, and which route answers a request.
//!
//! # Patterns
//!
//! A pattern begins with a slash, and goes segment by segment, from slash to slash:
//!
//! | segment | matches | does not match |
//! | --- | --- | --- |
//! | `users`, `a.b`, `café` | itself | `Users`, `users/` |
//! | `{id}` | one segment, whatever is in it: `7`, `a.b`, `a%2Fb` | nothing, `7/` |
//! | `v{n}.json`, `{name}.tar.gz` | the same with fixed text before it, behind it or both: `v1.json`, `v1.2.json` | `v.json`, `v1.JSON` |
//! | `{id:[0-9]+}` | what the constraint allows: `7`, `%37`, `0042` | `x`, `7x`, `-7` |
//! | `{page?}` | one segment or none; the last segment only. `/list/{page?}`: `/list`, `/list/2` | `/list/`, `/list/2/` |
//! | `{page?:[0-9]+}` | the same with a constraint | `/list/x` |
//! | `{*rest}` | all that follows, slashes too; the last segment only. `/files/{*rest}`: `/files/a`, `/files/a/b/` | `/files`, `/files/` |
//! | `{{x}}` | braces: `{x}`, as a path has them, `%7Bx%7D` | `x` |
//!
//! A segment has one parameter. Names are letters, digits and `_`, each once in a pattern. A value is never empty.
//!
//! A constraint is a class and how many of its characters there are, from the beginning of the value to its end. They are characters of the
//! decoded value, not bytes:
//!
//! | constraint | values |
//! | --- | --- |
//! | `[a-z]` | one character of the class |
//! | `[a-z0-9_-]+` | one or more |
//! | `[a-z]{2}`, `[a-z]{2,}`, `[a-z]{2,8}` | two, at least two, two to eight |
//! | `[^x]+` | characters that are not in the class: a slash, too, where it came as `%2F` |
//! | `\d{4}`, `[\d.]+` | `\d` is `[0-9]` |
//! | `\w+` | `\w` is `[0-9A-Za-z_]` |
//! | `[\]\\\-\^]` | `\` before a sign that means something else in a class |
//! | `(cats\|dogs)`, `[a-z]+\d` | any regular expression, with the feature `regex` |
//!
//! # Example: each kind of segment
//! ```
//! use whippet::{prelude::*, testing::TestClient};
//!
//! let app = App::new()
//!     .get("/dogs", || "all")
//!     .get("/dogs/{id:[0-9]+}", |Path(id): Path<u32>| format!("number {id}"))
//!     .get("/dogs/{name}", |Path(name): Path<String>| format!("name {name}"))
//!     .get("/dogs/{name}.jpg", |Path(name): Path<String>| format!("picture of {name}"))
//!     .get("/list/{page?:[0-9]+}", |Path(page): Path<Option<u32>>| format!("page {}", page.unwrap_or(1)))
//!     .get("/files/{*path}", |Path(path): Path<String>| format!("file {path}"));
//!
//! let client = TestClient::new(app);
//! for (path, answer) in [
//!     ("/dogs", "all"),
//!     ("/dogs/7", "number 7"),
//!     ("/dogs/lo%20la", "name lo la"),
//!     ("/dogs/lola.jpg", "picture of lola"),
//!     ("/list", "page 1"),
//!     ("/list/2", "page 2"),
//!     ("/files/a/b.txt", "file a/b.txt"),
//!     ("/files/x/../b.txt", "file b.txt"),
//! ] {
//!     assert_eq!(client.get(path).send().assert_status(200).text(), answer);
//! }
//! for path in ["/Dogs", "/dogs/", "/dogs/.jpg/", "/list/x", "/files/"] {
//!     client.get(path).send().assert_status(404);
//! }
//! ```
//!
//! # Which route answers
//!
//! 1. Every route whose pattern matches is a candidate. They are asked in an order that does not depend on the registration: segment by
//!    segment from left to right, a fixed text goes before a parameter with a constraint, before one with text around it, before a plain one,
//!    before an optional one, before a catch-all.
//! 2. Between two of a kind the longer fixed text goes first, then the longer text before the parameter, then the constraint of fewer
//!    characters, then that of fewer lengths. Regular expressions come after classes, the longer first.
//! 3. The first candidate that answers the method is the answer: `GET /users/me` beside `DELETE /users/{id}` leaves `DELETE /users/me` to
//!    the latter. A pattern answers HEAD with its route for GET, and what it has no route for with its route for any method: that one
//!    answers OPTIONS, TRACE and CONNECT, too.
//! 4. Candidates, but none for the method: 405 with an `Allow` of what all of them answer. OPTIONS is answered with the same `Allow`, 204,
//!    unless a route answers it.
//! 5. No candidate: 404, or what the closest prefix says with a fallback or an `on_error`.
//!
//! A look-up does not slow down with the number of routes, but for those that differ at one place in nothing but a prefix, a suffix or a
//! constraint: these are tried one after the other, and so are, for a 404, the prefixes that have a fallback or an `on_error`.
//!
//! # Encoding, and steps
//!
//! A path has one spelling, the same in each form in which an application is deployed; [`Context::path`](crate::Context::path) tells it.
//!
//! 1. As the URL standard says, a backslash is a slash, and a segment `.` or `..`, also written `%2e`, is a step, which is taken:
//!    `/a/../b` is `/b`, `/a/.` is `/a/`, and nothing is above the root.
//! 2. What needs no encoding (RFC 3986, section 2.3) counts as itself: `/us%65rs` is `/users`. What a path cannot hold is encoded: `/a|b`
//!    is `/a%7Cb`. Everything else stays: `/a%2Fb` is one segment, `//` is two slashes, and the case counts.
//! 3. Patterns are written decoded: `/café` answers `/caf%C3%A9`.
//! 4. Values are decoded once, after matching: `a%2Fb` is `a/b`, and `%252F` is `%2F`. What does not decode to UTF-8 is 400.
//!
//! A decoded value may hold anything. From `%2e%2e%2f` that of a parameter, a catch-all's, too, is `../`: check it before it becomes a
//! part of a file's name.
//!
//! # A slash at the end
//!
//! It counts: `/users` and `/users/` are two paths, unless [`TrailingSlash`] says otherwise, and then only where no route answers the path as it
//! was sent. A nested `/` is the prefix itself, without the slash.
//!
//! # What is refused
//!
//! An application does not start with what cannot work. The message has all of it at once, with the places in the source and what to
//! write instead:
//!
//! - what can never be told apart: a pattern (the names aside) and a method twice; two constraints that are equally narrow and overlap, all
//!   else being equal;
//! - what other routers write: segments `:id`, `[id]`, `[...rest]`, `<id>`, `<int:id>`, `(.*)`, those that begin or end with `*`, and a `?`
//!   behind the braces; a constraint of nothing but letters, digits and `_`, such as `{id:int}`;
//! - what no path holds: `?` and `#`, the segments `.` and `..`, and encodings such as `%C3%A9`, since patterns are written decoded;
//! - two parameters in a segment, a name twice, something behind `{page?}` or `{*rest}`, a value that could be empty (`[0-9]*`).
//!
//! Some of these could be meant as they stand: a path may hold a `*`, or an encoded `?`. A class says so, at the cost of a parameter: `{star:[*]}`
//! matches `*`, `what{mark:[?]}` matches `what%3F`, `a{slash:[/]}b` matches `a%2Fb`, and `{percent:[%]}41` matches `%2541`. All other
//! text stands for itself: `a:b`, `a*b`, `(a)`, `a|b`, `~a`, `e[f]`.

// `router` gathers routes, each with a `pattern` of `segment`s, some with a `constraint`; `foreign` knows what others write. Frozen, they are a
// `table`: the `trie` finds the routes that may answer a path, `shortcuts` (matchit) those of many that nothing competes with, `methods`
// knows what each of them answers. `prefixes` has what holds below a prefix, `urls` goes the way back: from a name and values to a path.

mod constraint;
mod foreign;
mod methods;
mod pattern;
mod prefixes;
mod route;
mod router;
mod segment;
mod shortcuts;
mod table;
mod trailing_slash;
mod trie;
mod urls;

#[cfg(feature = "files")]
pub(crate) use pattern::Pattern;
pub(crate) use pattern::Ranges;
pub use route::Route;
pub(crate) use router::{Router, said_already};
pub(crate) use table::{Claim, Found, Table};
pub use trailing_slash::TrailingSlash;
pub(crate) use urls::Urls;
