//! [`Files`]: the files of a folder, held by the program itself; feature `files`.
//!
//! Made by [`files!`](macro@crate::files), answered by [`App::files`].
//!
//! 1. Bytes are never copied: each answer refers to the program's own.
//! 2. Each file has a strong entity tag, made of its content when the program was compiled. A client that has it already gets 304.
//! 3. There is one route for each file: what is not there is 404 like everywhere else, and no path can lead out of the folder.

use std::panic::Location;

use http::{HeaderValue, StatusCode, header};

use crate::{
    app::App,
    context::Context,
    extract::{Extracted, FromRequestParts},
    response::{IntoResponse, Response},
    routing::Pattern,
};

/// The files of a folder, sorted by name; made by [`files!`](macro@crate::files).
///
/// It is a constant: a copy costs nothing.
///
/// # Example: a folder that is answered
/// ```
/// use whippet::{Files, prelude::*};
///
/// static ASSETS: Files = whippet::files!("tests/fixtures/files");
///
/// let app: App = App::new().files("/assets", &ASSETS);
/// # let client = whippet::testing::TestClient::new(app);
/// client.get("/assets/style.css").send().assert_status(200).assert_header("content-type", "text/css; charset=utf-8");
/// client.get("/assets/missing.css").send().assert_status(404);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Files(&'static [File]);

/// A file that the program holds: a name, a media type, an entity tag and bytes.
///
/// # Example: one file as an answer
/// ```
/// use whippet::{Files, prelude::*};
///
/// static ASSETS: Files = whippet::files!("tests/fixtures/files");
///
/// let app = App::new().get("/", || ASSETS.get("index.html"));
/// # let client = whippet::testing::TestClient::new(app);
/// client.get("/").send().assert_status(200).assert_header("content-type", "text/html; charset=utf-8");
/// ```
#[derive(Debug)]
pub struct File {
    name: &'static str,
    media_type: &'static str,
    etag: &'static str,
    bytes: &'static [u8],
}

impl Files {
    /// The file of a name: the path from the folder on, with `/` between its parts.
    ///
    /// # Example: in a folder of the folder
    /// ```
    /// const ASSETS: whippet::Files = whippet::files!("tests/fixtures/files");
    ///
    /// assert_eq!(ASSETS.get("docs/index.html").unwrap().name(), "docs/index.html");
    /// assert!(ASSETS.get("docs").is_none());
    /// ```
    pub fn get(&self, name: &str) -> Option<&'static File> {
        let index = self.0.binary_search_by(|file| file.name.cmp(name)).ok()?;
        self.0.get(index)
    }

    /// All files, sorted by name.
    ///
    /// # Example: their names
    /// ```
    /// const ASSETS: whippet::Files = whippet::files!("tests/fixtures/files");
    ///
    /// assert!(ASSETS.iter().any(|file| file.name() == "style.css"));
    /// ```
    pub fn iter(&self) -> std::slice::Iter<'static, File> {
        self.0.iter()
    }

    /// The number of files.
    ///
    /// # Example: as many as there are
    /// ```
    /// const ASSETS: whippet::Files = whippet::files!("tests/fixtures/files");
    ///
    /// assert_eq!(ASSETS.len(), ASSETS.iter().count());
    /// ```
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no file.
    ///
    /// # Example: a folder with files
    /// ```
    /// const ASSETS: whippet::Files = whippet::files!("tests/fixtures/files");
    ///
    /// assert!(!ASSETS.is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl IntoIterator for Files {
    type Item = &'static File;
    type IntoIter = std::slice::Iter<'static, File>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl IntoIterator for &Files {
    type Item = &'static File;
    type IntoIter = std::slice::Iter<'static, File>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl File {
    /// The path from the folder on, with `/` between its parts.
    ///
    /// # Example: of the first
    /// ```
    /// const ASSETS: whippet::Files = whippet::files!("tests/fixtures/files");
    ///
    /// assert_eq!(ASSETS.get("style.css").unwrap().name(), "style.css");
    /// ```
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The media type, guessed from the name; text is said to be UTF-8.
    ///
    /// # Example: of a style sheet
    /// ```
    /// const ASSETS: whippet::Files = whippet::files!("tests/fixtures/files");
    ///
    /// assert_eq!(ASSETS.get("style.css").unwrap().media_type(), "text/css; charset=utf-8");
    /// ```
    pub fn media_type(&self) -> &'static str {
        self.media_type
    }

    /// The entity tag, with its quotation marks: another one for any other content.
    ///
    /// # Example: in its quotation marks
    /// ```
    /// const ASSETS: whippet::Files = whippet::files!("tests/fixtures/files");
    ///
    /// assert!(ASSETS.get("style.css").unwrap().etag().starts_with('"'));
    /// ```
    pub fn etag(&self) -> &'static str {
        self.etag
    }

    /// The content.
    ///
    /// # Example: of a style sheet
    /// ```
    /// const ASSETS: whippet::Files = whippet::files!("tests/fixtures/files");
    ///
    /// assert!(ASSETS.get("style.css").unwrap().bytes().starts_with(b"body"));
    /// ```
    pub fn bytes(&self) -> &'static [u8] {
        self.bytes
    }

    /// The answer to a request that may have the content already.
    fn answer(&self, known: &IfNoneMatch) -> Response {
        if !known.names(self.etag) {
            return self.into_response();
        }
        let mut response = Response::new(StatusCode::NOT_MODIFIED);
        response.headers_mut().append(header::ETAG, HeaderValue::from_static(self.etag));
        response
    }
}

/// 200 with the content, its media type and its entity tag.
impl IntoResponse for &File {
    fn into_response(self) -> Response {
        let mut response = Response::of(self.media_type, self.bytes);
        response.headers_mut().append(header::ETAG, HeaderValue::from_static(self.etag));
        response
    }
}

impl<S: 'static> App<S> {
    /// Answers GET requests below a prefix with the files of a folder; feature `files`.
    ///
    /// An `index.html` also answers at its folder, with the slash at the end. Each answer has the file's media type and entity tag; to an
    /// `If-None-Match` that names the tag it is 304, without the bytes.
    ///
    /// # Example: a page and what it needs
    /// ```
    /// use whippet::{Files, prelude::*};
    ///
    /// static ASSETS: Files = whippet::files!("tests/fixtures/files");
    ///
    /// let app: App = App::new().files("/", &ASSETS);
    /// # let client = whippet::testing::TestClient::new(app);
    /// let page = client.get("/").send().assert_status(200).assert_header("content-type", "text/html; charset=utf-8");
    /// let tag = page.header("etag").unwrap();
    /// assert!(client.get("/").header("if-none-match", tag).send().assert_status(304).bytes().is_empty());
    /// ```
    #[track_caller]
    pub fn files(mut self, prefix: &str, files: &Files) -> Self {
        let prefix = match prefix.trim_end_matches('/') {
            "" => None,
            prefix => match Pattern::prefix(prefix) {
                Ok(pattern) => Some(pattern),
                Err(fault) => return self.refuse_files(prefix, &fault, Location::caller()),
            },
        };
        let prefix = prefix.as_ref();
        for file in files {
            let answer = move |known: IfNoneMatch| file.answer(&known);
            let path = format!("/{}", file.name);
            if let Some(folder) = path.strip_suffix("index.html").filter(|folder| folder.ends_with('/')) {
                self = self.file(prefix, folder, answer, Location::caller());
            }
            self = self.file(prefix, &path, answer, Location::caller());
        }
        self
    }
}

/// The entity tags that the client has already; empty where it says nothing.
struct IfNoneMatch(String);

impl<S> FromRequestParts<S> for IfNoneMatch {
    const HEADERS: &'static [&'static str] = &["if-none-match"];

    fn from_request_parts(cx: &Context, _: &S) -> Extracted<Self> {
        Ok(Self(cx.header("if-none-match").map(|value| value.into_owned()).unwrap_or_default())).into()
    }
}

impl IfNoneMatch {
    /// Whether a tag is among them (RFC 9110, section 13.1.2): compared weakly, so that `W/"a"` is `"a"`; `*` is any.
    fn names(&self, etag: &str) -> bool {
        let mut rest = self.0.trim_matches([' ', '\t']);
        if rest == "*" {
            return true;
        }
        loop {
            rest = rest.trim_start_matches([' ', '\t', ',']);
            rest = rest.strip_prefix("W/").unwrap_or(rest);
            // A comma may stand within the quotation marks, which nothing can stand for.
            let Some(end) = rest.strip_prefix('"').and_then(|inner| inner.find('"')) else { return false };
            let (tag, after) = rest.split_at(end + 2);
            if tag == etag {
                return true;
            }
            rest = after;
        }
    }
}

/// Made by `files!` only.
#[doc(hidden)]
pub const fn files(files: &'static [File]) -> Files {
    Files(files)
}

/// Made by `files!` only.
#[doc(hidden)]
pub const fn file(name: &'static str, media_type: &'static str, etag: &'static str, bytes: &'static [u8]) -> File {
    File { name, media_type, etag, bytes }
}

#[cfg(test)]
mod tests {
    use super::IfNoneMatch;

    #[test]
    fn a_tag_is_found_in_a_list_whether_weak_or_not() {
        for (known, is_named) in [
            ("\"a\"", true),
            ("W/\"a\"", true),
            ("*", true),
            (" * ", true),
            ("\"b\", \"a\"", true),
            ("\"b\" , W/\"c\",,\"a\"", true),
            ("\"b,\", \"a\"", true),
            ("", false),
            ("a", false),
            ("\"a", false),
            ("\"A\"", false),
            ("\"b, \"a\"\"", false),
            ("\"*\"", false),
            ("w/\"a\"", false),
            ("\"ab\"", false),
            ("junk, \"a\"", false),
        ] {
            assert_eq!(IfNoneMatch(known.to_owned()).names("\"a\""), is_named, "{known}");
        }
    }
}
