//! Which route answers what: `cargo test -p routing`.

use whippet::{prelude::*, testing::TestClient};

#[test]
fn each_request_finds_its_route() {
    let client = TestClient::new(routing::app());
    for (method, path, answer) in [
        ("GET", "/about", "open from 9 to 5"),
        ("GET", "/covers/7.jpg", "the cover of book 7"),
        ("GET", "/news", "the news, page 1"),
        ("GET", "/news/2", "the news, page 2"),
        ("GET", "/files/maps/town.pdf", "the file maps/town.pdf"),
        ("GET", "/files/readme.txt", "read me first"),
        ("PURGE", "/files/readme.txt", "forgot the file readme.txt"),
        ("BREW", "/echo", "BREW"),
        ("GET", "/branches/north", "the branch north"),
        ("GET", "/branches/north/hours/friday", "north on friday: 9 to 5"),
        ("GET", "/books", "all books"),
        ("GET", "/books/new", "the books of this week"),
        ("GET", "/books/7", "book 7"),
        ("GET", "/books/7-dwarfs", "the book called 7-dwarfs"),
        ("GET", "/books/isbn-9780141439600", "the book of ISBN 9780141439600"),
        ("GET", "/books/isbn-97801", "the book called isbn-97801"),
        ("DELETE", "/books/new", "new is sold"),
        // A parameter is percent-decoded, once.
        ("DELETE", "/books/a%2Fb", "a/b is sold"),
    ] {
        let response = client.request(method, path).send();
        assert_eq!((response.status(), response.text()), (200, answer), "{method} {path}");
    }
}

#[test]
fn what_no_route_answers_goes_to_the_nearest_fallback() {
    let client = TestClient::new(routing::app());
    for (path, answer) in [
        ("/About", "/About is not in the catalogue"),
        ("/about/", "/about/ is not in the catalogue"),
        ("/files/", "/files/ is not in the catalogue"),
        ("/branches/north/cellar", "the branch north has no such page"),
    ] {
        assert_eq!(client.get(path).send().assert_status(404).text(), answer);
    }
}

#[test]
fn another_method_is_told_which_there_are() {
    let client = TestClient::new(routing::app());
    client.put("/books/7").send().assert_status(405).assert_header("allow", "GET, HEAD, DELETE, OPTIONS");
    client.options("/books").send().assert_status(204).assert_header("allow", "GET, HEAD, POST, OPTIONS");
}

#[test]
fn a_slash_at_the_end_is_redirected_among_the_books() {
    let client = TestClient::new(routing::app());
    client.get("/books/7/?page=2").send().assert_status(308).assert_header("location", "/books/7?page=2");
}

#[test]
fn names_become_paths() -> Result<()> {
    let client = TestClient::new(routing::app());
    let book = json!({ "id": 7, "title": "Emma" });
    client.post("/books").json(&book).send().assert_status(201).assert_header("location", "/books/7");
    client.get("/book.php").send().assert_status(308).assert_header("location", "/books");
    assert_eq!(routing::app().base_path("/library").url_for("book", &[("id", &7)])?, "/library/books/7");
    Ok(())
}

#[test]
fn a_page_lists_all_routes() {
    let client = TestClient::new(routing::app());
    let page = client.get("/routes").send().assert_status(200);
    let line = page.text().lines().find(|line| line.contains("/books/{id:[0-9]+} "));
    assert!(line.is_some_and(|line| line.starts_with("GET ") && line.contains("books.rs:")), "{}", page.text());
}
