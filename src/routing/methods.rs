//! [`Methods`]: what one path answers, by method.
//!
//! 1. A route of the method itself answers; else GET answers HEAD; else the route for any method.
//! 2. `Allow` names what would be answered, HEAD beside GET (RFC 9110, section 10.2.1).

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

    /// What answers a method, of the routes that count.
    #[inline(never)]
    pub(super) fn pick(&self, method: &Method, counts: fn(&T) -> bool) -> Option<&T> {
        let exact = |wanted: &Method| {
            let found = self.exact.iter().find(|(method, _)| method == wanted).map(|(_, route)| route);
            found.filter(|route| counts(route))
        };
        let get_for_head = || if *method == Method::HEAD { exact(&Method::GET) } else { None };
        exact(method).or_else(get_for_head).or(self.any.as_ref().filter(|route| counts(route)))
    }

    /// Some route, of those that count.
    pub(super) fn any_of(&self, counts: fn(&T) -> bool) -> Option<&T> {
        self.exact.iter().map(|(_, route)| route).chain(&self.any).find(|route| counts(route))
    }

    /// A method that both answer, if there is one: the routes that do.
    pub(super) fn shared<'a>(&'a self, other: &'a Self) -> Option<(&'a T, &'a T)> {
        let both = |method: &Method| self.pick(method, |_| true).zip(other.pick(method, |_| true));
        let one_of = |methods: &Self| methods.exact.iter().find_map(|(method, _)| both(method));
        one_of(self)
            .or_else(|| one_of(other))
            .or_else(|| both(&Method::HEAD))
            .or_else(|| self.any.as_ref().zip(other.any.as_ref()))
    }

    /// Adds the methods that routes which count answer, in the order of registration.
    pub(super) fn allow<'a>(&'a self, counts: fn(&T) -> bool, allowed: &mut Vec<&'a Method>) {
        for (method, _) in self.exact.iter().filter(|(_, route)| counts(route)) {
            allowed.push(method);
            if *method == Method::GET {
                allowed.push(&Method::HEAD);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn get_answers_head_unless_head_is_a_route() {
        let mut methods = Methods::new();
        methods.add(Some(Method::GET), "get").unwrap();
        assert_eq!(methods.pick(&Method::HEAD, |_| true), Some(&"get"));
        let mut allowed = Vec::new();
        methods.allow(|_| true, &mut allowed);
        assert_eq!(allowed, [&Method::GET, &Method::HEAD]);
        methods.add(Some(Method::HEAD), "head").unwrap();
        assert_eq!(methods.pick(&Method::HEAD, |_| true), Some(&"head"));
        assert_eq!(methods.pick(&Method::HEAD, |route| *route != "head"), Some(&"get"));
        assert_eq!(methods.pick(&Method::POST, |_| true), None);
        methods.add(None, "any").unwrap();
        assert_eq!(methods.pick(&Method::POST, |_| true), Some(&"any"));
        assert_eq!(methods.add(None, "other"), Err(&"any"));
        assert_eq!(methods.add(Some(Method::GET), "other"), Err(&"get"));
    }
}
