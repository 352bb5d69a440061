//! Comparing what was sent with a secret, in a time that does not tell how much of it is right.

use std::fmt;

use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

/// The most bytes of what is compared with a list of secrets: many of them times a long text would be work that anybody can ask for.
const MOST_BYTES: usize = 4096;

/// Whether what was sent is the secret. The time this takes depends on how long the sent text is, and neither on where the two differ nor on how long the
/// secret is. An empty secret is never the same as anything.
///
/// # Example: a secret in a path
/// ```
/// use whippet::{auth::constant_time_eq, prelude::*, testing::TestClient};
///
/// fn hook(Path(sent): Path<String>) -> StatusCode {
///     if constant_time_eq(&sent, "8Vq1Fz0kYpL3tJ7m") { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
/// }
///
/// let client = TestClient::new(App::new().post("/hooks/{secret}", hook));
/// client.post("/hooks/8Vq1Fz0kYpL3tJ7m").send().assert_status(204);
/// client.post("/hooks/8Vq1").send().assert_status(404);
/// assert!(!constant_time_eq("", ""));
/// ```
pub fn constant_time_eq(sent: impl AsRef<[u8]>, secret: impl AsRef<[u8]>) -> bool {
    is_same(sent.as_ref(), secret.as_ref()).into()
}

/// All that was sent is looked at, and as much of the secret, from its start again where it is shorter.
fn is_same(sent: &[u8], secret: &[u8]) -> Choice {
    let mut same = (sent.len() as u64).ct_eq(&(secret.len() as u64)) & !(secret.len() as u64).ct_eq(&0);
    for (sent, secret) in sent.iter().zip(secret.iter().cycle()) {
        same &= sent.ct_eq(secret);
    }
    same
}

/// What some secrets stand for. Each is a list of texts, all of which have to be sent: a name and a password, or a token alone.
pub(crate) struct Secrets<const N: usize, T>(Vec<([String; N], T)>);

impl<const N: usize, T> Secrets<N, T> {
    /// What was sent is compared with all of them, also after the one that fits: which one it is takes no time to tell. What is longer than any secret
    /// may be is none of them.
    pub(crate) fn find(&self, sent: [&str; N]) -> Option<&T> {
        if sent.iter().any(|text| text.len() > MOST_BYTES) {
            return None;
        }
        let mut found = u32::MAX;
        for (index, (secrets, _)) in (0_u32..).zip(&self.0) {
            let mut same = Choice::from(1);
            for (sent, secret) in sent.iter().zip(secrets) {
                same &= is_same(sent.as_bytes(), secret.as_bytes());
            }
            found.conditional_assign(&index, same);
        }
        self.0.get(found as usize).map(|(_, value)| value)
    }

    /// What is wrong with them, looked at when the application starts; `what` names one of them, `is_possible` says which can be sent. No secret is told.
    pub(crate) fn fault(&self, what: &str, is_possible: fn(&[String; N]) -> bool) -> Option<String> {
        let all = || self.0.iter().map(|(secrets, _)| secrets);
        let is_long = |secrets: &[String; N]| secrets.iter().any(|text| text.len() > MOST_BYTES);
        // The first text is what tells one from another.
        let is_twice = |at: usize, secrets: &[String; N]| all().take(at).any(|other| other.first() == secrets.first());
        let fault = |(at, secrets): (usize, &[String; N])| {
            let fault = if !is_possible(secrets) {
                "can never be sent"
            } else if is_long(secrets) {
                "has more than 4096 bytes"
            } else if is_twice(at, secrets) {
                "is there twice: whose is it?"
            } else {
                return None;
            };
            Some(format!("{what} {} of {} {fault}", at + 1, self.0.len()))
        };
        if self.0.is_empty() {
            return Some(format!("there is no {what}: nobody could ever log in"));
        }
        all().enumerate().find_map(fault)
    }
}

impl<const N: usize, T> FromIterator<([String; N], T)> for Secrets<N, T> {
    fn from_iter<I: IntoIterator<Item = ([String; N], T)>>(secrets: I) -> Self {
        Self(secrets.into_iter().collect())
    }
}

/// How many there are, and nothing of them.
impl<const N: usize, T> fmt::Debug for Secrets<N, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} secrets", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_of_several_is_found_and_all_of_its_texts_count() {
        let users = [(["lola", "t7"], 1), (["rex", "t8"], 2)];
        let users: Secrets<2, u8> = users.map(|(texts, value)| (texts.map(str::to_owned), value)).into_iter().collect();
        assert_eq!(users.find(["lola", "t7"]), Some(&1));
        assert_eq!(users.find(["rex", "t8"]), Some(&2));
        for sent in [["lola", "t8"], ["rex", "t7"], ["", ""], ["lola", ""], ["lola", "t7t7"], ["lolalola", "t7"]] {
            assert_eq!(users.find(sent), None, "{sent:?}");
        }
        assert_eq!(format!("{users:?}"), "2 secrets");
    }

    proptest! {
        #[test]
        fn it_is_the_same_where_all_bytes_are(sent in "[ab]{0,6}", secret in "[ab]{0,6}") {
            prop_assert_eq!(constant_time_eq(&sent, &secret), sent == secret && !sent.is_empty());
        }
    }
}
