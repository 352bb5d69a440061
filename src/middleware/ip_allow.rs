//! [`IpAllow`]: who may come in, by address.
//!
//! 1. What is denied is refused: 403. Of the others, those that are allowed pass; where nothing is allowed by name, all do.
//! 2. An address is one, or a net in CIDR notation (RFC 4632): `192.0.2.7`, `10.0.0.0/8`, `2001:db8::/32`. One of the old family in the form of the new
//!    (`::ffff:192.0.2.7`) is that of the old, in a list as in a request.
//! 3. An address that nobody knows is refused, unless [`IpAllow::allow_unknown`] says otherwise.
//!
//! The address is that of [`Client`](crate::Client): on Vercel what the platform puts into its header, whatever a client sent; on a Node server that of the socket, so
//! behind a proxy that of the proxy. Behind anything else do not trust it: see there. An address is who owns a line, and no more:
//! do not take it for a login.
//!
//! # Example: the office, without its guests
//! ```
//! use whippet::{Client, middleware::IpAllow, prelude::*};
//!
//! let office = IpAllow::new().allow("192.0.2.0/24").allow("2001:db8:7::/48").deny("192.0.2.128/25");
//! let test = whippet::testing::TestClient::new(App::new().get("/", || "come in").with(office));
//! let mut sender = Client::default();
//! sender.address = "192.0.2.7".parse().ok();
//! test.get("/").client(&sender).send().assert_text("come in");
//! sender.address = "192.0.2.200".parse().ok();
//! test.get("/").client(&sender).send().assert_status(403);
//! ```

use std::net::IpAddr;

use http::StatusCode;
use ipnet::{IpNet, Ipv4Net};

use super::Middleware;
use crate::{context::Context, error::Error, extract::Needs, response::Response};

/// Lets addresses pass, or refuses them. Feature `access`.
///
/// # Errors
/// 403, which does not say why. What is no address or net, nets that allow what is denied altogether, and no net at all keep the application from starting.
///
/// # Example: all but one
/// ```
/// use whippet::{Client, middleware::IpAllow, prelude::*, testing::TestClient};
///
/// let test = TestClient::new(App::new().get("/", || "come in").with(IpAllow::new().deny("192.0.2.7")));
/// let mut sender = Client::default();
/// sender.address = "192.0.2.7".parse().ok();
/// test.get("/").client(&sender).send().assert_status(403);
/// sender.address = "192.0.2.8".parse().ok();
/// test.get("/").client(&sender).send().assert_text("come in");
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct IpAllow {
    allowed: Vec<IpNet>,
    denied: Vec<IpNet>,
    is_unknown_allowed: bool,
    faults: Vec<String>,
}

impl IpAllow {
    /// Allows and denies nobody yet.
    ///
    /// ```
    /// use whippet::{Service, middleware::IpAllow, prelude::*};
    /// let refusal = Service::freeze(App::new().with(IpAllow::new())).err().unwrap().to_string();
    /// assert!(refusal.contains("allows and denies nobody"), "{refusal}");
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Allows an address or a net: what is in none that is allowed is refused.
    ///
    /// ```
    /// use whippet::{Service, middleware::IpAllow, prelude::*};
    /// assert!(Service::freeze(App::new().with(IpAllow::new().allow("10.0.0.0/8"))).is_ok());
    /// let refusal = Service::freeze(App::new().with(IpAllow::new().allow("10.0.0.7/8"))).err().unwrap().to_string();
    /// assert!(refusal.contains("10.0.0.0/8, or 10.0.0.7"), "{refusal}");
    /// ```
    pub fn allow(mut self, net: &str) -> Self {
        match read(net) {
            Ok(net) => self.allowed.push(net),
            Err(fault) => self.faults.push(fault),
        }
        self
    }

    /// Denies an address or a net, also within one that is allowed.
    ///
    /// ```
    /// use whippet::{Client, middleware::IpAllow, prelude::*, testing::TestClient};
    /// let lists = IpAllow::new().allow("10.0.0.0/8").deny("10.0.0.7");
    /// let mut sender = Client::default();
    /// sender.address = "10.0.0.7".parse().ok();
    /// TestClient::new(App::new().with(lists)).get("/").client(&sender).send().assert_status(403);
    /// ```
    pub fn deny(mut self, net: &str) -> Self {
        match read(net) {
            Ok(net) => self.denied.push(net),
            Err(fault) => self.faults.push(fault),
        }
        self
    }

    /// Lets requests pass whose address nobody knows: on a machine of one's own, where the platform tells none.
    ///
    /// ```
    /// use whippet::{middleware::IpAllow, prelude::*, testing::TestClient};
    /// let lists = IpAllow::new().allow("10.0.0.0/8").allow_unknown();
    /// TestClient::new(App::new().get("/", || "come in").with(lists)).get("/").send().assert_text("come in");
    /// ```
    pub fn allow_unknown(mut self) -> Self {
        self.is_unknown_allowed = true;
        self
    }

    fn passes(&self, address: Option<IpAddr>) -> bool {
        let Some(address) = address.map(|address| address.to_canonical()) else { return self.is_unknown_allowed };
        let is_in = |nets: &[IpNet]| nets.iter().any(|net| net.contains(&address));
        !is_in(&self.denied) && (self.allowed.is_empty() || is_in(&self.allowed))
    }
}

/// A net, or an address as a net of one; of the old family where it is written in the form of the new.
fn read(text: &str) -> Result<IpNet, String> {
    let no_net = || format!("{text:?} is no address and no net, such as 192.0.2.7 or 10.0.0.0/8");
    let net = match text.parse::<IpAddr>() {
        Ok(address) => IpNet::from(address),
        Err(_) => text.parse::<IpNet>().map_err(|_| no_net())?,
    };
    if net.network() != net.addr() {
        return Err(format!("{text:?} names an address and a net at once: write {}, or {}", net.trunc(), net.addr()));
    }
    let IpNet::V6(new) = net else { return Ok(net) };
    let old = new.addr().to_ipv4_mapped().zip(new.prefix_len().checked_sub(96));
    Ok(old.and_then(|(address, bits)| Ipv4Net::new(address, bits).ok()).map_or(net, IpNet::V4))
}

impl Middleware for IpAllow {
    fn needs(&self, needs: &mut Needs) {
        for fault in &self.faults {
            needs.fault(format!("IpAllow: {fault}"));
        }
        if self.allowed.is_empty() && self.denied.is_empty() && self.faults.is_empty() {
            needs.fault(
                "IpAllow: it allows and denies nobody: say who may come in with allow, or who may not with deny",
            );
        }
        for allowed in &self.allowed {
            if let Some(denied) = self.denied.iter().find(|denied| denied.contains(allowed)) {
                needs.fault(format!(
                    "IpAllow: {allowed} is allowed, and all of it denied by {denied}: what is denied is refused, so leave out one of them"
                ));
            }
        }
    }

    fn before(&self, cx: &Context) -> Result<(), Response> {
        if self.passes(cx.client().address) {
            return Ok(());
        }
        Err(Error::new(StatusCode::FORBIDDEN, "this address may not come in").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_net_is_read_or_refused() {
        for (text, net) in [
            ("192.0.2.7", "192.0.2.7/32"),
            ("10.0.0.0/8", "10.0.0.0/8"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("2001:DB8::/32", "2001:db8::/32"),
            ("::1", "::1/128"),
            ("::ffff:192.0.2.7", "192.0.2.7/32"),
            ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
            ("::ffff:0:0/96", "0.0.0.0/0"),
        ] {
            assert_eq!(read(text).map(|net| net.to_string()), Ok(net.to_owned()), "{text}");
        }
        for text in
            ["", "10", "10.0.0.0/33", "10.0.0.0/", "/8", "10.0.0.0/-1", "10.0.0.0/8 ", "::/129", "010.0.0.1", "x", "*"]
        {
            assert!(read(text).unwrap_err().contains("no address and no net"), "{text}");
        }
        assert!(read("2001:db8::7/32").unwrap_err().contains("2001:db8::/32, or 2001:db8::7"));
    }

    #[test]
    fn an_address_in_the_form_of_the_new_family_is_that_of_the_old() {
        let lists = IpAllow::new().allow("::ffff:10.0.0.0/104").deny("10.0.0.7");
        let passes = |text: &str| lists.passes(text.parse().ok());
        assert!(passes("10.1.2.3") && passes("::ffff:10.1.2.3"));
        assert!(!passes("10.0.0.7") && !passes("::ffff:10.0.0.7") && !passes("::10.1.2.3") && !passes("none"));
    }
}
