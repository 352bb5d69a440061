//! [`Case`]: a request and the answer expected.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::time::{Duration, SystemTime};

use serde_json::Value;
use whippet::{
    Client, Geo,
    testing::{TestClient, TestRequest, TestResponse},
};

use crate::check::Check;

/// A request and the answer expected, as tables have them.
#[derive(Clone, Debug)]
pub struct Case {
    /// The behaviour that it shows.
    pub name: String,
    /// What is asked.
    pub request: Value,
    /// What is expected.
    pub response: Value,
    /// What a runtime must provide to be asked.
    pub needs: Vec<String>,
}

impl Case {
    /// Reads a case of a table.
    ///
    /// # Panics
    /// Where it is none.
    pub fn read(case: &Value) -> Self {
        let needs = case.get("needs").and_then(Value::as_array).into_iter().flatten();
        Self {
            name: case["name"].as_str().unwrap().to_owned(),
            request: case["request"].clone(),
            response: case["response"].clone(),
            needs: needs.map(|need| need.as_str().unwrap().to_owned()).collect(),
        }
    }

    /// Sends the request, and says what of the answer is not as expected.
    ///
    /// # Panics
    /// Where the case is written wrong.
    pub fn run(&self, client: &TestClient) -> Vec<String> {
        let mut check = Check::new(&self.name);
        check.response(&self.send(client), &self.response);
        check.faults()
    }

    fn send(&self, client: &TestClient) -> TestResponse {
        let request = &self.request;
        let mut sent: TestRequest<'_> =
            client.request(request["method"].as_str().unwrap(), request["target"].as_str().unwrap());
        for (name, value) in request.get("headers").and_then(Value::as_object).into_iter().flatten() {
            let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            sent = values.iter().fold(sent, |sent, value| sent.header(name, value.as_str().unwrap()));
        }
        if let Some(told) = request.get("client") {
            sent = sent.client(&client_of(told));
        }
        if let Some(at) = request.get("at") {
            sent = sent.at(SystemTime::UNIX_EPOCH + Duration::from_secs_f64(at.as_f64().unwrap()));
        }
        match request.get("body") {
            None => sent.send(),
            Some(body) => match body.get("broken") {
                None => sent.body(bytes(body)).send(),
                Some(begin) => sent.body(bytes(begin)).broken_off().send(),
            },
        }
    }
}

/// Who sends it, as the platform tells it: an address that is none is not known.
fn client_of(told: &Value) -> Client {
    let text = |name: &str| told.get(name).map(|text| text.as_str().unwrap().to_owned());
    let mut place = Geo::default();
    place.city = text("city");
    place.country = text("country");
    place.region = text("region");
    place.latitude = text("latitude");
    place.longitude = text("longitude");
    place.postal_code = text("postalCode");
    let mut client = Client::default();
    client.address = text("address").and_then(|address| address.parse().ok());
    client.place = (place != Geo::default()).then_some(place);
    client
}

fn bytes(body: &Value) -> Vec<u8> {
    if let Some(all) = body.get("all").and_then(Value::as_array) {
        all.iter().flat_map(bytes).collect()
    } else if let Some(json) = body.get("json") {
        json.to_string().into_bytes()
    } else if let Some(text) = body.get("text") {
        text.as_str().unwrap().into()
    } else if let Some(base64) = body.get("base64") {
        decode(base64.as_str().unwrap())
    } else {
        let times = usize::try_from(body["repeat"][1].as_u64().unwrap()).unwrap();
        body["repeat"][0].as_str().unwrap().repeat(times).into_bytes()
    }
}

/// Base 64 (RFC 4648, section 4), for the few bytes of a table.
fn decode(text: &str) -> Vec<u8> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits: Vec<usize> = text.chars().filter_map(|letter| LETTERS.find(letter)).collect();
    let bytes = digits.chunks(4).flat_map(|digits| {
        let number = digits.iter().fold(0, |number, digit| number << 6 | digit) << (6 * (4 - digits.len()));
        [number >> 16, number >> 8, number].into_iter().take(digits.len() - 1).map(|byte| (byte & 255) as u8)
    });
    bytes.collect()
}
