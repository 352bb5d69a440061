static MISSING: whippet::Files = whippet::files!("no/such/folder");
static NO_FOLDER: whippet::Files = whippet::files!("Cargo.toml");
static NO_TEXT: whippet::Files = whippet::files!(public);
static NOTHING: whippet::Files = whippet::files!();
static ABSOLUTE: whippet::Files = whippet::files!("/etc");

fn main() {}
