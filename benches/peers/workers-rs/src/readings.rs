//! `POST /api/readings`: what sensors have measured is added up.

use axum::Json;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub struct Reading {
    #[expect(dead_code, reason = "a reading that does not say whose it is is refused")]
    sensor: String,
    value: f64,
}

#[derive(Serialize)]
pub struct Summary {
    count: usize,
    sum: f64,
    min: f64,
    max: f64,
}

pub async fn summarise(Json(readings): Json<Vec<Reading>>) -> Json<Summary> {
    let values = || readings.iter().map(|reading| reading.value);
    let (min, max) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    Json(Summary { count: readings.len(), sum: values().sum(), min, max })
}
