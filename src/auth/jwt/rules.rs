//! [`Rules`]: what the claims of a token must say (RFC 7519, section 4.1).

use std::{
    borrow::Cow,
    time::{Duration, SystemTime},
};

use serde_json::{Map, Value};

use super::token::{Reason, Token, is_kind};
use crate::time::now;

/// How far clocks may differ, if nothing else is said.
const LEEWAY: Duration = Duration::from_mins(1);

/// What the claims of a token must say.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    pub(super) leeway: Duration,
    pub(super) audiences: Vec<Cow<'static, str>>,
    pub(super) is_any_audience: bool,
    pub(super) issuers: Vec<Cow<'static, str>>,
    pub(super) kind: Option<Cow<'static, str>>,
    pub(super) is_lasting: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            leeway: LEEWAY,
            audiences: Vec::new(),
            is_any_audience: false,
            issuers: Vec::new(),
            kind: None,
            is_lasting: false,
        }
    }
}

/// What a token is of which nothing else is wanted.
const USUAL: [&str; 2] = ["JWT", "at+jwt"];

const WRONG_KIND: Reason = "the token is of the wrong type";

impl Rules {
    /// # Errors
    /// What does not hold.
    pub(super) fn check(&self, token: &Token, claims: &Map<String, Value>) -> Result<(), Reason> {
        match &self.kind {
            Some(_) => self.check_kind(token)?,
            // One that is signed with the same key for something else names that.
            None if token.kind.as_deref().is_some_and(|sent| !USUAL.iter().any(|usual| is_kind(sent, usual))) => {
                return Err(WRONG_KIND);
            }
            None => {}
        }
        self.check_time(claims)?;
        self.check_audience(claims.get("aud"))?;
        match claims.get("iss") {
            None | Some(Value::String(_)) => {}
            Some(_) => return Err("the issuer of the token is no text"),
        }
        let is_ours = |issuer: &Value| self.issuers.iter().any(|own| issuer == &**own);
        if !self.issuers.is_empty() && !claims.get("iss").is_some_and(is_ours) {
            return Err("the token has the wrong issuer");
        }
        Ok(())
    }

    pub(super) fn check_kind(&self, token: &Token) -> Result<(), Reason> {
        match &self.kind {
            Some(kind) if !token.kind.as_deref().is_some_and(|sent| is_kind(sent, kind)) => Err(WRONG_KIND),
            _ => Ok(()),
        }
    }

    fn check_time(&self, claims: &Map<String, Value>) -> Result<(), Reason> {
        let since_1970 = now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let [now, leeway] = [since_1970, self.leeway].map(|time| i64::try_from(time.as_secs()).unwrap_or(i64::MAX));
        match seconds(claims, "exp").ok_or("the exp of the token is no number")? {
            None if !self.is_lasting => return Err("the token has no exp, and so does not expire"),
            Some(expires) if now >= expires.saturating_add(leeway) => return Err("the token has expired"),
            _ => {}
        }
        match seconds(claims, "nbf").ok_or("the nbf of the token is no number")? {
            Some(begins) if now < begins.saturating_sub(leeway) => return Err("the token is not valid yet"),
            _ => {}
        }
        seconds(claims, "iat").ok_or("the iat of the token is no number").map(drop)
    }

    /// Who is not meant does not take it (RFC 7519, section 4.1.3).
    fn check_audience(&self, audience: Option<&Value>) -> Result<(), Reason> {
        let named: &[Value] = match audience {
            None => &[],
            Some(one @ Value::String(_)) => std::slice::from_ref(one),
            Some(Value::Array(all)) if all.iter().all(Value::is_string) => all,
            Some(_) => return Err("the audience of the token is neither a text nor a list of texts"),
        };
        let is_ours = |named: &Value| self.audiences.iter().any(|own| named == &**own);
        let is_none_wanted = audience.is_none() && self.audiences.is_empty();
        if self.is_any_audience || is_none_wanted || named.iter().any(is_ours) {
            Ok(())
        } else {
            Err("the token has the wrong audience")
        }
    }

    /// What contradicts itself.
    pub(super) fn fault(&self) -> Option<&'static str> {
        if self.is_any_audience && !self.audiences.is_empty() {
            return Some("audience and any_audience contradict each other: say one of them");
        }
        let is_empty = |names: &[Cow<'static, str>]| names.iter().any(|name| name.is_empty());
        if is_empty(&self.audiences) || is_empty(&self.issuers) {
            return Some("an audience or issuer is empty, and no token has such a one: leave it out, or say which");
        }
        None
    }
}

/// The seconds of a NumericDate, rounded down: `Some(None)` where it is not there, `None` where it is no number.
fn seconds(claims: &Map<String, Value>, name: &str) -> Option<Option<i64>> {
    let Some(value) = claims.get(name) else { return Some(None) };
    let whole = value.as_i64().or_else(|| value.as_u64().map(|_| i64::MAX));
    #[allow(clippy::cast_possible_truncation, reason = "`as` takes what is too large as the largest")]
    let whole = whole.or_else(|| value.as_f64().map(|seconds| seconds.floor() as i64))?;
    Some(Some(whole))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: Value) -> Option<Option<i64>> {
        let Value::Object(claims) = json!({ "exp": value }) else { panic!("this is an object") };
        seconds(&claims, "exp")
    }

    #[test]
    fn a_time_is_any_number_and_nothing_else() {
        assert_eq!(seconds(&Map::new(), "exp"), Some(None));
        assert_eq!(read(json!(7)), Some(Some(7)));
        assert_eq!(read(json!(-7)), Some(Some(-7)));
        assert_eq!(read(json!(7.9)), Some(Some(7)));
        assert_eq!(read(json!(-7.1)), Some(Some(-8)));
        assert_eq!(read(json!(u64::MAX)), Some(Some(i64::MAX)));
        assert_eq!(read(json!(1e300)), Some(Some(i64::MAX)));
        for other in [json!("7"), json!(null), json!(true), json!([7]), json!({})] {
            assert_eq!(read(other), None);
        }
    }
}
