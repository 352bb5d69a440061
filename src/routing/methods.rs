//! [`Methods`]: what one path answers, by method.
//!
//! 1. A route of the method itself answers; else GET answers HEAD; else the route for any method.
//! 2. `Allow` names what would be answered: HEAD beside GET, and OPTIONS always (RFC 9110, sections 9.3.7 and 10.2.1).

use http::Method;

/// What one path answers, by method.
#[derive(Debug)]
pub(super) struct Methods<T> {
    exact: Vec<(Method, T)>,
    any: Option<T>,
}

impl<T> Methods<T> {
    pub(super) fn new() -> Self {
        Self { exact: Vec::new(), any: None }
    }

    /// Adds a route; `None` is any method.
    ///
    /// # Errors
    /// The route that has the slot already.
    pub(super) fn add(&mut self, method: Option<Method>, route: T) -> Result<(), &T> {
        match method {
            None if self.any.is_some() => self.any.as_ref().map_or(Ok(()), Err),
            None => {
                self.any = Some(route);
                Ok(())
            }
            Some(method) => match self.exact.iter().position(|(taken, _)| *taken == method) {
                Some(index) => Err(&self.exact[index].1),
                None => {
                    self.exact.push((method, route));
                    Ok(())
                }
            },
        }
    }

    pub(super) fn pick(&self, method: &Method) -> Option<&T> {
        let exact = |wanted: &Method| self.exact.iter().find(|(method, _)| method == wanted).map(|(_, route)| route);
        let get_for_head = || if *method == Method::HEAD { exact(&Method::GET) } else { None };
        exact(method).or_else(get_for_head).or(self.any.as_ref())
    }

    /// The methods that are answered, each once, in the order of registration; OPTIONS comes last.
    pub(super) fn allowed(&self) -> Vec<&Method> {
        let mut allowed = Vec::with_capacity(self.exact.len() + 2);
        for (method, _) in &self.exact {
            allowed.push(method);
            if *method == Method::GET && !self.exact.iter().any(|(other, _)| *other == Method::HEAD) {
                allowed.push(&Method::HEAD);
            }
        }
        if !allowed.contains(&&Method::OPTIONS) {
            allowed.push(&Method::OPTIONS);
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn get_answers_head_unless_head_is_a_route() {
        let mut methods = Methods::new();
        methods.add(Some(Method::GET), "get").unwrap();
        assert_eq!(methods.pick(&Method::HEAD), Some(&"get"));
        assert_eq!(methods.allowed(), [Method::GET, Method::HEAD, Method::OPTIONS]);
        methods.add(Some(Method::HEAD), "head").unwrap();
        assert_eq!(methods.pick(&Method::HEAD), Some(&"head"));
        assert_eq!(methods.pick(&Method::POST), None);
        methods.add(None, "any").unwrap();
        assert_eq!(methods.pick(&Method::POST), Some(&"any"));
        assert_eq!(methods.add(None, "other"), Err(&"any"));
        assert_eq!(methods.add(Some(Method::GET), "other"), Err(&"get"));
    }
}
