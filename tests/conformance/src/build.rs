//! [`build`]: from a description to an application.
//!
//! 1. A route answers with its method, its full pattern and its parameters; a fallback and an error handler with their labels.
//! 2. `"reversed": true` does everything in the opposite order: what answers must not depend on it.

use std::collections::BTreeMap;

use whippet::{TrailingSlash, prelude::*};

use crate::spec::{Spec, wrong};

/// Where a described application answers what `url_for` gives, if its description has `"links": true`.
pub(crate) const LINKS: &str = "/.links";

/// What is nested or merged stands below a prefix, and is put together in one order.
#[derive(Clone)]
struct Scope {
    prefix: String,
    reversed: bool,
}

/// Builds the application that a description describes.
///
/// # Errors
/// 500 where it describes none. What the framework refuses is refused when the application is frozen.
pub fn build(app: &Value) -> Result<App> {
    build_in(app, &Scope { prefix: String::new(), reversed: app["reversed"] == true })
}

fn build_in(app: &Value, scope: &Scope) -> Result<App> {
    let members = app.as_object().ok_or_else(|| wrong("an application is an object", app))?;
    let known = ["routes", "nest", "merge", "fallback", "on_error", "trailing_slash", "base_path", "links", "reversed"];
    if let Some(unknown) = members.keys().find(|member| !known.contains(&member.as_str())) {
        return Err(wrong("an application has known members", unknown));
    }
    let base = app["base_path"].as_str().unwrap_or_default();
    let scope = &Scope { prefix: format!("{}{base}", scope.prefix), ..*scope };
    let items = |of: &'static str| -> Vec<(&str, &Value)> {
        let list = app[of].as_array().into_iter().flatten();
        list.map(|item| (of, item)).collect()
    };
    let whole = |of: &'static str| app.get(of).map(|value| (of, value));
    let mut steps = [items("routes"), items("nest"), items("merge")].concat();
    steps.extend(["fallback", "on_error", "trailing_slash", "base_path", "links"].into_iter().filter_map(whole));
    if scope.reversed {
        steps.reverse();
    }
    steps.into_iter().try_fold(App::new(), |built, (what, value)| add(built, what, value, scope))
}

fn add(app: App, what: &str, value: &Value, scope: &Scope) -> Result<App> {
    Ok(match what {
        "routes" => return add_route(app, value, scope),
        "nest" => {
            let prefix = text(&value["prefix"])?;
            let scope = Scope { prefix: format!("{}{prefix}", scope.prefix), ..*scope };
            app.nest(prefix, build_in(&value["app"], &scope)?)
        }
        "merge" => app.merge(build_in(value, scope)?),
        "fallback" => {
            let spec = Spec::parse(text(value)?)?;
            app.fallback(move |Path(params): Path<BTreeMap<String, String>>| {
                spec.answer(Some(StatusCode::NOT_FOUND), json!({ "fallback": spec.text, "params": params }))
            })
        }
        "on_error" => {
            let spec = Spec::parse(text(value)?)?;
            app.on_error(move |error: Error, cx: Context| {
                let document = json!({ "on_error": spec.text, "status": error.status().as_u16(), "path": cx.path() });
                spec.answer(None, document)
            })
        }
        "trailing_slash" => app.trailing_slash(match text(value)? {
            "redirect" => TrailingSlash::Redirect,
            "ignore" => TrailingSlash::Ignore,
            "strict" => TrailingSlash::Strict,
            other => return Err(wrong("trailing_slash is redirect, ignore or strict", other)),
        }),
        "base_path" => app.base_path(text(value)?),
        _ => app.post(LINKS, link),
    })
}

/// `"GET /users/{id} as user"`, or `{ "method": …, "path": … }` where a method or a path would not be read as one.
fn add_route(app: App, value: &Value, Scope { prefix, .. }: &Scope) -> Result<App> {
    let mut spec = Spec::parse(value.as_str().unwrap_or_default())?;
    let (method, path) = match value.as_object() {
        None => spec.method_and_path()?,
        Some(route) => (text(&route["method"])?, text(&route["path"])?),
    };
    let (method, path) = (method.to_owned(), path.to_owned());
    let name = spec.name.take();
    // What is nested as `/` is the prefix itself.
    let rest = if path == "/" && !prefix.is_empty() { "" } else { &path };
    spec.text = format!("{method} {prefix}{rest}");
    let handler = move |Path(params): Path<BTreeMap<String, String>>| {
        let mut response = spec.answer(None, json!({ "route": spec.text, "params": params }));
        // An answer to HEAD has nothing else that tells; a header's value is ASCII.
        if let Some(route) = Some(&spec.text).filter(|text| text.is_ascii()).and_then(|text| text.parse().ok()) {
            response.headers_mut().set(HeaderName::from_static("x-route"), route);
        }
        response
    };
    let app = match method.as_str() {
        "any" => app.any(&path, handler),
        "GET" => app.get(&path, handler),
        "POST" => app.post(&path, handler),
        "PUT" => app.put(&path, handler),
        "PATCH" => app.patch(&path, handler),
        "DELETE" => app.delete(&path, handler),
        "HEAD" => app.head(&path, handler),
        "OPTIONS" => app.options(&path, handler),
        other => app.on(other, &path, handler),
    };
    Ok(match name {
        Some(name) => app.name(&name),
        None => app,
    })
}

/// What is asked of `url_for`.
#[derive(Deserialize)]
struct Link {
    name: String,
    params: BTreeMap<String, Value>,
}

fn link(cx: Context, Json(link): Json<Link>) -> Result<Json<Value>> {
    let shown = shown(&link.params);
    let params: Vec<(&str, &dyn std::fmt::Display)> =
        shown.iter().map(|(name, value)| (*name, value as &dyn std::fmt::Display)).collect();
    Ok(Json(json!({ "path": cx.url_for(&link.name, &params)? })))
}

/// The values as `Display` shows them, a text without its quotation marks.
fn shown(params: &BTreeMap<String, Value>) -> Vec<(&str, String)> {
    let show = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    params.iter().map(|(name, value)| (name.as_str(), show(value))).collect()
}

fn text(value: &Value) -> Result<&str> {
    value.as_str().ok_or_else(|| wrong("a text is wanted", value))
}
