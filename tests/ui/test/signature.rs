#[whippet::test]
fn waits_for_nothing() {}

#[whippet::test(fast)]
#[test]
async unsafe extern "C" fn takes<T>(client: T) {}

#[whippet::test]
struct NoFunction;

#[whippet::test]
async fn sound() {}

fn main() {}
