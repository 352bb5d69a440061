//! The network of the platform: the boundary's on wasm32, none elsewhere.

#[cfg(target_arch = "wasm32")]
pub(super) use crate::boundary::send;

/// There is no network but the one that a test gives by hand.
#[cfg(not(target_arch = "wasm32"))]
pub(super) async fn send(_: super::Fetch) -> Result<super::Fetched, String> {
    Err("there is no network here: in a test, `TestClient::network` says what answers".to_owned())
}
