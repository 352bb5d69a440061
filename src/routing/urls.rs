//! [`Urls`]: the paths of named routes, written from values.

use std::{fmt::Display, rc::Rc};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    route::Route,
    segment::{Parameter, Segment},
};
use crate::error::{Error, Result};

/// Everything but what is unreserved (RFC 3986, section 2.3), so that a value stays one segment and comes back as it was.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// The same for what may have many segments.
const VALUES: &AsciiSet = &VALUE.remove(b'/');

/// The named routes, sorted by name.
#[derive(Debug, Default)]
pub(crate) struct Urls(Vec<Rc<Route>>);

impl Urls {
    /// Of the routes, those that have a name.
    ///
    /// # Errors
    /// A sentence for each name that two patterns have.
    pub(crate) fn of(routes: Vec<Rc<Route>>) -> (Self, Vec<String>) {
        let mut named: Vec<Rc<Route>> = Vec::new();
        let mut faults = Vec::new();
        for route in routes.into_iter().filter(|route| route.name.is_some()) {
            match named.binary_search_by(|other| other.name.cmp(&route.name)) {
                Err(at) => named.insert(at, route),
                // One path may have a route for each method, under one name.
                Ok(at) if named[at].pattern() == route.pattern() => {}
                Ok(at) => {
                    let (name, other) = (route.name().unwrap_or_default(), &named[at]);
                    faults.push(format!("{route} is named {name:?}, and so is {other}: give each its own name"));
                }
            }
        }
        (Self(named), faults)
    }

    /// The path of a named route.
    ///
    /// # Errors
    /// 500 where there is no such route, or the values are not those that it takes.
    pub(crate) fn path(&self, name: &str, values: &[(&str, &dyn Display)]) -> Result<String> {
        let Ok(at) = self.0.binary_search_by(|route| route.name().cmp(&Some(name))) else {
            let known: Vec<&str> = self.0.iter().filter_map(|route| route.name()).collect();
            return Err(Error::internal(format!("no route is named {name:?}; named are: {}", known.join(", "))));
        };
        let route = &self.0[at];
        let fault = |what: String| Error::internal(format!("a path of {name:?}, {}: {what}", route.pattern()));
        if let Some((unknown, _)) = values.iter().find(|(name, _)| !route.names().any(|known| known == *name)) {
            return Err(fault(format!("it has no parameter {unknown:?}")));
        }
        let is_again = |(at, (name, _)): &(usize, &(&str, _))| values[..*at].iter().any(|(other, _)| other == name);
        if let Some((_, (twice, _))) = values.iter().enumerate().find(is_again) {
            return Err(fault(format!("the parameter {twice:?} is given twice")));
        }
        let mut path = String::new();
        for segment in route.pattern.segments() {
            let mut value = String::new();
            if let Some(name) = segment.name() {
                match values.iter().find(|(given, _)| *given == name) {
                    Some((_, given)) => value = given.to_string(),
                    None if segment.is_optional() => {}
                    None => return Err(fault(format!("the parameter {name:?} is missing"))),
                }
                match (value.is_empty(), segment.is_optional()) {
                    (true, true) => continue,
                    (true, false) => return Err(fault(format!("the parameter {name:?} cannot be empty"))),
                    _ => {}
                }
            }
            path.push('/');
            write(&mut path, segment, &value).map_err(fault)?;
        }
        if path.is_empty() {
            path.push('/');
        }
        if path.starts_with("//") {
            return Err(fault(format!("{path:?} would name another server")));
        }
        Ok(path)
    }
}

/// Writes a segment with a value; the value of a literal does not count.
fn write(path: &mut String, segment: &Segment, value: &str) -> std::result::Result<(), String> {
    let start = path.len();
    match segment {
        Segment::Literal(text) => {
            path.push_str(text);
            return Ok(());
        }
        Segment::CatchAll { .. } => path.extend(utf8_percent_encode(value, VALUES)),
        Segment::Parameter(Parameter { prefix, suffix, constraint, .. }) => {
            if constraint.as_ref().is_some_and(|constraint| !constraint.fits_decoded(value)) {
                return Err(format!("the value {value:?} does not fit the constraint"));
            }
            path.push_str(prefix);
            path.extend(utf8_percent_encode(value, VALUE));
            path.push_str(suffix);
        }
    }
    // Whoever parses a URL takes those for steps, encoded or not.
    if path[start..].split('/').any(|part| part == "." || part == "..") {
        return Err(format!("{value:?} would be a step to another folder"));
    }
    Ok(())
}
