//! [`Client`] and [`Geo`]: who sends a request, as far as the platform knows.

use std::net::IpAddr;

use serde::Serialize;

/// Who sends a request: an address and a place, each only where the platform says it.
///
/// A Node server knows the address of its socket. A `fetch` has no socket: what the npm package's `fetch` says is what Vercel
/// puts into headers, whatever a client sent. Behind anything else a client can write these headers itself, so there do not trust it.
///
/// # Example: an address in a log, and a test of it
/// ```
/// use whippet::{prelude::*, testing::TestClient};
///
/// fn who(client: Client) -> String {
///     client.address.map_or("somebody".to_owned(), |address| address.to_string())
/// }
///
/// let test = TestClient::new(App::new().get("/", who));
/// let mut somebody = Client::default();
/// assert_eq!(test.get("/").client(&somebody).send().text(), "somebody");
/// somebody.address = "192.0.2.1".parse().ok();
/// assert_eq!(test.get("/").client(&somebody).send().text(), "192.0.2.1");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Client {
    /// The client's address.
    pub address: Option<IpAddr>,
    /// Where that address is thought to be.
    pub place: Option<Geo>,
}

/// Where an address is thought to be; each field as the platform writes it.
///
/// # Example: a greeting by country
/// ```
/// use whippet::{Geo, prelude::*};
///
/// fn greet(client: Client) -> &'static str {
///     let country = client.place.and_then(|place: Geo| place.country);
///     if country.as_deref() == Some("CH") { "grüezi" } else { "hello" }
/// }
/// # let test = whippet::testing::TestClient::new(App::new().get("/", greet));
/// # let mut swiss = Client::default();
/// # swiss.place.insert(Geo::default()).country = Some("CH".into());
/// # assert_eq!(test.get("/").client(&swiss).send().text(), "grüezi");
/// # assert_eq!(test.get("/").send().text(), "hello");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Geo {
    /// The city's name, such as `Zürich`.
    pub city: Option<String>,
    /// The country, two letters of ISO 3166-1.
    pub country: Option<String>,
    /// The part of the country after the dash of ISO 3166-2.
    pub region: Option<String>,
    /// Degrees north, such as `47.37`.
    pub latitude: Option<String>,
    /// Degrees east, such as `8.54`.
    pub longitude: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
}

impl Client {
    /// What [`Client::parse`] reads.
    pub(crate) fn pack(&self) -> String {
        let address = self.address.map(|address| address.to_string());
        let place = self.place.clone().unwrap_or_default();
        let fields =
            [address, place.city, place.country, place.region, place.latitude, place.longitude, place.postal_code];
        fields.into_iter().map(|field| field.unwrap_or_default() + "\0").collect()
    }

    /// Reads what a platform says: address, city, country, region, latitude, longitude, postal code, each ended by
    /// a NUL, empty where unknown. An address that is none is left out.
    pub(crate) fn parse(packed: &str) -> Self {
        let mut fields = packed.split('\0').map(|field| (!field.is_empty()).then(|| field.to_owned()));
        let mut next = || fields.next().flatten();
        // A socket of both families shows an address of the old one in the form of the new: `::ffff:192.0.2.1`.
        let address = next().and_then(|text| text.parse::<IpAddr>().ok()).map(|address| address.to_canonical());
        let place = Geo {
            city: next(),
            country: next(),
            region: next(),
            latitude: next(),
            longitude: next(),
            postal_code: next(),
        };
        Self { address, place: (place != Geo::default()).then_some(place) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_is_left_out() {
        assert_eq!(Client::parse(""), Client::default());
        assert_eq!(Client::parse("nonsense\0\0\0\0\0\0\0"), Client::default());
        assert_eq!(Client::parse("::ffff:192.0.2.1\0").address, "192.0.2.1".parse().ok());
        let client = Client::parse("2001:db8::7\0Zürich\0CH\0\0\0\x008001\0");
        assert_eq!(client.address, "2001:db8::7".parse().ok());
        assert_eq!(Client::parse(&client.pack()), client);
        let place = client.place.unwrap();
        assert_eq!(
            (place.city.as_deref(), place.region, place.postal_code.as_deref()),
            (Some("Zürich"), None, Some("8001"))
        );
    }
}
