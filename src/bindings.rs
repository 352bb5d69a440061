//! [`Bindings`]: what the platform gives an application beside its requests: environment variables, and on some
//! platforms objects such as stores and queues.

mod native;

use std::{collections::BTreeMap, rc::Rc};

use serde::de::DeserializeOwned;
use serde_json::Value;

use self::native::NativeBindings;
use crate::error::{Error, Result};

/// The platform's environment: variables everywhere, other values where the platform has them.
///
/// On Vercel and Node these are the process's environment variables.
///
/// # Example: a variable, and one with a default
/// ```
/// use whippet::prelude::*;
///
/// fn app(bindings: Bindings) -> Result<App> {
///     let greeting: String = bindings.get("GREETING")?;
///     let limit = bindings.find::<u32>("LIMIT")?.unwrap_or(10);
///     Ok(App::new().get("/", move || format!("{greeting} {limit}")))
/// }
/// # let client = whippet::testing::TestClient::with_bindings(app, [("GREETING", json!("hello"))]);
/// # assert_eq!(client.get("/").send().text(), "hello 10");
/// ```
#[derive(Clone)]
pub struct Bindings(Source);

#[derive(Clone)]
enum Source {
    /// Given by hand. Behind a trait, so that an application to which none are carries nothing of it.
    Given(Rc<dyn Given>),
    /// The platform's own.
    Native(NativeBindings),
}

/// Values given by hand.
trait Given {
    fn value(&self, name: &str) -> Option<Value>;
}

impl Given for BTreeMap<String, Value> {
    fn value(&self, name: &str) -> Option<Value> {
        self.get(name).cloned()
    }
}

impl Bindings {
    /// The binding of a name.
    ///
    /// # Errors
    /// 500 where there is none, or where it does not fit the type; the log names the binding. At start-up this
    /// keeps the application from starting.
    ///
    /// # Example: a variable that must be there
    /// ```
    /// use whippet::prelude::*;
    ///
    /// let bindings = Bindings::from_iter([("PORT", json!("8080"))]);
    /// assert_eq!(bindings.get::<u16>("PORT")?, 8080);
    /// let missing = bindings.get::<String>("TOKEN").unwrap_err();
    /// assert!(missing.to_string().contains("the binding TOKEN is not set"));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn get<T: DeserializeOwned>(&self, name: &str) -> Result<T> {
        self.find(name)?.ok_or_else(|| Error::internal(format!("the binding {name} is not set")))
    }

    /// The binding of a name, `None` where it is not set.
    ///
    /// A number or a truth value is also read from its text, since environment variables are always text.
    ///
    /// # Errors
    /// 500 where it does not fit the type; the log names the binding.
    ///
    /// # Example: a default for what is missing, but not for what is wrong
    /// ```
    /// use whippet::prelude::*;
    ///
    /// let bindings = Bindings::from_iter([("DEBUG", "true"), ("LIMIT", "many")].map(|(name, value)| (name, json!(value))));
    /// assert!(bindings.find("DEBUG")?.unwrap_or(false));
    /// assert_eq!(bindings.find("RETRIES")?.unwrap_or(3), 3);
    /// assert!(bindings.find::<u32>("LIMIT").is_err());
    /// # Ok::<(), Error>(())
    /// ```
    pub fn find<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let read = match &self.0 {
            Source::Native(bindings) => bindings.read(name),
            Source::Given(values) => values.value(name).map(|value| serde_json::from_value(value).map_err(drop)),
        };
        match read {
            None => return Ok(None),
            Some(Ok(value)) => return Ok(Some(value)),
            Some(Err(())) => {}
        }
        let value = self.text(name).and_then(|text| serde_json::from_str(&text).ok());
        // Not with serde's reason: it quotes the value, which may be a secret.
        let wanted = std::any::type_name::<T>();
        value.map(Some).ok_or_else(|| Error::internal(format!("the binding {name} does not fit {wanted}")))
    }

    fn text(&self, name: &str) -> Option<String> {
        match &self.0 {
            Source::Native(bindings) => bindings.read(name)?.ok(),
            Source::Given(values) => values.value(name)?.as_str().map(str::to_owned),
        }
    }
}

impl From<NativeBindings> for Bindings {
    fn from(bindings: NativeBindings) -> Self {
        Self(Source::Native(bindings))
    }
}

/// None at all.
impl Default for Bindings {
    fn default() -> Self {
        Self(Source::Given(Rc::new(BTreeMap::new())))
    }
}

/// Values given by hand: for tests, and for targets that have no platform.
impl<K: Into<String>> FromIterator<(K, Value)> for Bindings {
    fn from_iter<I: IntoIterator<Item = (K, Value)>>(values: I) -> Self {
        let values: BTreeMap<String, Value> = values.into_iter().map(|(name, value)| (name.into(), value)).collect();
        Self(Source::Given(Rc::new(values)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn bindings() -> Bindings {
        Bindings::from_iter([("N", json!("7")), ("S", json!("text")), ("B", json!("true"))])
    }

    #[test]
    fn text_is_read_as_what_is_asked_for() {
        assert_eq!(bindings().get::<u32>("N").unwrap(), 7);
        assert_eq!(bindings().get::<String>("N").unwrap(), "7");
        assert!(bindings().get::<bool>("B").unwrap());
    }

    #[test]
    fn a_missing_or_misfitting_binding_is_named() {
        assert_eq!(bindings().find::<String>("X").unwrap(), None);
        assert!(bindings().get::<String>("X").unwrap_err().to_string().contains("the binding X is not set"));
        assert!(bindings().get::<u32>("S").unwrap_err().to_string().contains("the binding S does not fit"));
    }
}
