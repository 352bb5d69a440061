//! A store that takes a while to answer, and stands for one that is asked through the network.

use std::time::Duration;

use whippet::{prelude::*, time::sleep};

/// How long it takes.
const LATENCY: Duration = Duration::from_millis(20);

/// All breeds that it knows.
///
/// # Errors
/// 500 where there is no such store.
pub(crate) async fn breeds(store: &str) -> Result<Vec<String>> {
    sleep(LATENCY).await;
    match store {
        "breeds" => Ok(["borzoi", "saluki", "whippet"].map(str::to_owned).to_vec()),
        other => Err(Error::internal(format!("the store {other} does not answer"))),
    }
}
