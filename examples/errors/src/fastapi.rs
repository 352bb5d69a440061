//! Errors as FastAPI answers them, for clients that were written for it: `{"detail": [{"loc": …, "msg": …, "type": …}]}`.

use whippet::{ErrorKind, prelude::*};

/// The answer to an error. Its status and its headers, `Allow` for example, stay as they are.
pub(crate) fn answer(error: Error, _: Context) -> Result<Json<Value>> {
    // What is an error again goes to the application around this one; where nobody takes it, it is a problem document.
    if error.kind() == ErrorKind::Server {
        return Err(error);
    }
    let detail = if error.faults().is_empty() {
        json!(if error.detail().is_empty() { error.title() } else { error.detail() })
    } else {
        error.faults().iter().map(fault).collect()
    };
    Ok(Json(json!({ "detail": detail })))
}

fn fault(fault: &Fault) -> Value {
    let mut place = vec![json!(fault.place().as_str())];
    // A JSON Pointer (RFC 6901): `/items/0` is the first of the items.
    for step in fault.path().split('/').skip(1) {
        place.push(match step.parse::<usize>() {
            Ok(index) => json!(index),
            Err(_) => json!(step.replace("~1", "/").replace("~0", "~")),
        });
    }
    json!({ "loc": place, "msg": fault.message(), "type": "value_error" })
}
