//! `POST /api/orders`: an order is validated, and its items are added up.

use axum::{
    Json, Router,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::map_response,
    response::Response,
    routing::post,
};
use axum_valid::Valid;
use serde::{Deserialize, Serialize};
use tower_http::{
    cors::CorsLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
};
use validator::Validate;

const POLICY: &str = "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';\
    frame-ancestors 'self';img-src 'self' data:;object-src 'none';script-src 'self';script-src-attr 'none';\
    style-src 'self' https: 'unsafe-inline';upgrade-insecure-requests";

/// What helmet says. There is no plugin of tower-http for all of them; one layer for each would cost more.
const SECURE: [(HeaderName, HeaderValue); 12] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("origin-agent-cluster"), HeaderValue::from_static("?1")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_DNS_PREFETCH_CONTROL, HeaderValue::from_static("off")),
    (HeaderName::from_static("x-download-options"), HeaderValue::from_static("noopen")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN")),
    (HeaderName::from_static("x-permitted-cross-domain-policies"), HeaderValue::from_static("none")),
    (header::X_XSS_PROTECTION, HeaderValue::from_static("0")),
];

pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let cors = CorsLayer::new()
        .allow_origin([HeaderValue::from_static("https://shop.example")])
        .allow_methods([Method::POST])
        .allow_headers([header::CONTENT_TYPE]);
    // The last is the outermost.
    Router::new()
        .route("/", post(place))
        .layer(cors)
        .layer(map_response(secure))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
}

async fn secure(mut response: Response) -> Response {
    response.headers_mut().extend(SECURE);
    response
}

#[derive(Deserialize, Validate)]
struct Order {
    #[validate(length(min = 1, max = 100))]
    name: String,
    #[validate(email)]
    email: String,
    #[validate(length(min = 1, max = 50), nested)]
    items: Vec<Item>,
}

/// A fault of a list says what is in it: validator writes it down.
#[derive(Deserialize, Serialize, Validate)]
struct Item {
    #[validate(length(min = 1, max = 40))]
    sku: String,
    #[validate(range(min = 1, max = 1000))]
    quantity: u32,
    #[validate(range(max = 10_000_000))]
    price_cents: u32,
}

#[derive(Serialize)]
struct Receipt {
    name: String,
    email: String,
    items: usize,
    quantity: u32,
    total_cents: u64,
}

async fn place(Valid(Json(order)): Valid<Json<Order>>) -> (StatusCode, Json<Receipt>) {
    let items = &order.items;
    let receipt = Receipt {
        items: items.len(),
        quantity: items.iter().map(|item| item.quantity).sum(),
        total_cents: items.iter().map(|item| u64::from(item.quantity) * u64::from(item.price_cents)).sum(),
        name: order.name,
        email: order.email,
    };
    (StatusCode::CREATED, Json(receipt))
}
