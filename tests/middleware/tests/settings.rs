//! Settings of `Cors`, `SecureHeaders`, `CacheControl`, `Redirects`, `MethodOverride` and `Language` that cannot work keep an application from starting.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use std::time::Duration;

use whippet::{
    Service,
    middleware::{
        CacheControl, ContentSecurityPolicy, Cors, Language, Locale, MethodOverride, Middleware, Redirects,
        SecureHeaders,
    },
    prelude::*,
    testing::TestClient,
};

/// Expects that an application with it does not start, and that the message has all of these texts.
#[track_caller]
fn refused(middleware: impl Middleware, texts: &[&str]) {
    let told = Service::freeze(App::new().get("/", || "").with(middleware)).err().map(|error| error.to_string());
    let told = told.unwrap_or_else(|| panic!("it starts, and should be refused for {texts:?}"));
    for text in texts {
        assert!(told.contains(text), "{text:?} is not in {told:?}");
    }
}

#[track_caller]
fn taken(middleware: impl Middleware) {
    let told = Service::freeze(App::new().get("/", || "").with(middleware)).err().map(|error| error.to_string());
    assert_eq!(told, None);
}

const HALF: Duration = Duration::from_millis(1500);
const MINUTE: Duration = Duration::from_secs(60);

#[test]
fn origins_that_no_browser_sends_are_refused() {
    for (origin, texts) in [
        ("*", &["allow_any_origin"][..]),
        ("null", &["sandboxed", "allow_origin_if"]),
        ("example.com", &["example.com", "no scheme"]),
        ("", &["no scheme"]),
        ("1a://example.com", &["no scheme"]),
        ("https://example.com/", &["write \"https://example.com\""]),
        ("https://example.com/dogs?a", &["has a path", "write \"https://example.com\""]),
        ("https://example.com#a", &["has a path"]),
        ("https://user@example.com", &["a user"]),
        ("https://Example.com", &["write \"https://example.com\""]),
        ("HTTPS://example.com", &["write \"https://example.com\""]),
        ("https://exämple.com", &["Punycode"]),
        ("https://example.com:443", &["the port"]),
        ("http://example.com:80", &["the port"]),
        ("https://example.com:0444", &["zero"]),
        ("https://example.com:", &["colon"]),
        ("https://example.com:99999", &["none"]),
        ("https://", &["none"]),
        ("https://a b.example", &["none"]),
        ("https://1.2.3", &["none"]),
        ("https://a.*.example.com", &["https://*.example.com"]),
        ("https://*", &["https://*.example.com"]),
        ("https://*example.com", &["https://*.example.com"]),
        ("https://*.com", &["more than one domain"]),
        ("https://*.192.0.2.1", &["more than one domain"]),
        ("https://*.*.com", &["https://*.example.com"]),
    ] {
        refused(Cors::new().allow_origin(origin), &[&["Cors: ", &format!("{origin:?}")], texts].concat());
    }
    refused(Cors::new().allow_origins(["https://a.example", "https://b.example/"]), &["https://b.example/"]);
}

#[test]
fn contradictions_of_cors_are_refused() {
    let one = || Cors::new().allow_origin("https://example.com");
    refused(Cors::new(), &["Cors: it allows no origin", "allow_origin("]);
    refused(Cors::new().allow_origins([""; 0]), &["it allows no origin"]);
    refused(
        Cors::new().allow_any_origin().allow_credentials(),
        &["allow_credentials", "allow_any_origin", "allow_origin_if"],
    );
    refused(one().allow_any_origin(), &["allow_any_origin", "leave one out"]);
    refused(Cors::new().allow_any_origin().allow_origin_if(|_, _| true), &["leave one out"]);
    refused(Cors::new().allow_any_origin().allow_private_network(), &["allow_private_network", "allow_any_origin"]);
    refused(one().allow_credentials().allow_methods(["*"]), &["allow_methods([\"*\"])"]);
    refused(one().allow_credentials().allow_headers(["*"]), &["allow_headers([\"*\"])", "allow_any_header"]);
    refused(one().allow_credentials().expose_headers(["*"]), &["expose_headers([\"*\"])"]);
    refused(one().max_age(HALF), &["max_age", "1.5 s"]);
    taken(one().allow_credentials().allow_any_header().allow_private_network().max_age(MINUTE));
}

#[test]
fn names_that_cors_could_not_allow_are_refused() {
    let one = || Cors::new().allow_origin("https://example.com");
    for (method, text) in [
        ("", "no token"),
        ("PU T", "no token"),
        ("PÜT", "no token"),
        ("TRACE", "no browser sends"),
        ("connect", "no browser sends"),
        ("Track", "no browser sends"),
        ("patch", "\"PATCH\""),
        ("Delete", "\"DELETE\""),
    ] {
        refused(one().allow_methods([method]), &["Cors: ", method, text]);
    }
    for (name, text) in [
        ("", "no token"),
        ("x token", "no token"),
        ("x-töken", "no token"),
        ("Cookie", "allow_credentials"),
        ("Origin", "leave it out"),
        ("Sec-Fetch-Site", "leave it out"),
        ("Proxy-Authorization", "leave it out"),
        ("Access-Control-Allow-Origin", "header of CORS itself"),
    ] {
        refused(one().allow_headers([name]), &["Cors: ", text]);
    }
    refused(one().expose_headers(["Set-Cookie"]), &["set-cookie", "leave it out"]);
    refused(one().expose_headers(["a b"]), &["no token"]);
    taken(
        one()
            .allow_methods([Method::GET, Method::OPTIONS])
            .allow_headers([header::AUTHORIZATION])
            .expose_headers([header::ETAG]),
    );
    taken(one().allow_methods(["purge", "PURGE"]));
}

#[test]
fn secure_headers_that_browsers_do_not_know_are_refused() {
    let new = SecureHeaders::new;
    refused(
        new().cross_origin_embedder_policy("on"),
        &["SecureHeaders: ", "cross-origin-embedder-policy", "\"on\"", "require-corp"],
    );
    refused(new().cross_origin_opener_policy("cross-origin"), &["same-origin-allow-popups"]);
    refused(new().cross_origin_resource_policy("all"), &["same-site"]);
    refused(new().referrer_policy("no-referer"), &["\"no-referer\"", "no-referrer"]);
    refused(new().referrer_policy("no-referrer, nowhere"), &["\"nowhere\""]);
    refused(new().referrer_policy(""), &["\"\""]);
    refused(new().x_frame_options("ALLOW-FROM https://example.com"), &["SAMEORIGIN, DENY"]);
    refused(new().x_frame_options("DENY\r\nSet-Cookie: a=b"), &["x-frame-options"]);
    refused(new().x_dns_prefetch_control("yes"), &["off, on"]);
    refused(new().x_permitted_cross_domain_policies("some"), &["none-this-response"]);
    refused(new().without("x-frame-option"), &["without(\"x-frame-option\")"]);
    refused(new().without("x-frame-options").without("X-Frame-Options"), &["without(\"X-Frame-Options\")"]);
    refused(new().strict_transport_security(HALF), &["1.5 s"]);
    refused(new().strict_transport_security(MINUTE).strict_transport_preload(), &["less than a year"]);
    refused(new().strict_transport_preload().strict_transport_without_subdomains(), &["no subdomains"]);
    for (name, whom) in [
        ("", "()"),
        ("Camera", "()"),
        ("camera", "none"),
        ("camera", "(self"),
        ("camera", "(a;b)"),
        ("camera", "(é)"),
        ("camera", "((self))"),
    ] {
        refused(new().permissions_policy([(name, whom)]), &["Permissions-Policy", &format!("{name}={whom}")]);
    }
    refused(new().permissions_policy([]), &["permissions-policy"]);
}

#[test]
fn policies_that_browsers_would_not_take_as_meant_are_refused() {
    let with = |name: &str, values: &[&str]| {
        SecureHeaders::new().content_security_policy(ContentSecurityPolicy::new().directive(name, values))
    };
    for (name, values, text) in [
        ("scripts-src", &["'self'"][..], "\"scripts-src\" is no directive"),
        ("Script-Src", &["'self'"], "no directive"),
        ("script-src; x", &["'self'"], "no directive"),
        ("script-src", &["self"], "\"'self'\""),
        ("script-src", &["'self"], "\"'self'\""),
        ("script-src", &["unsafe-inline"], "\"'unsafe-inline'\""),
        ("script-src", &["sha256-abc="], "\"'sha256-abc='\""),
        ("script-src", &["'nonce-abc'"], "for one answer"),
        ("script-src", &["nonce-abc"], "for one answer"),
        ("script-src", &["'none'", "'self'"], "contradict"),
        ("script-src", &[], "'none'"),
        ("script-src", &[""], "each on its own"),
        ("script-src", &["'self' https:"], "each on its own"),
        ("script-src", &["https://a.example;"], "each on its own"),
        ("script-src", &["https://a.example,"], "each on its own"),
        ("script-src", &["a\r\nx: y"], "each on its own"),
        ("script-src", &["https://é.example"], "each on its own"),
        ("report-to", &[], "says nothing"),
        ("upgrade-insecure-requests", &["1"], "takes no value"),
    ] {
        refused(with(name, values), &["SecureHeaders: ", text]);
    }
    let without = ContentSecurityPolicy::empty().without("script-src");
    refused(SecureHeaders::new().content_security_policy(without), &["without(\"script-src\")"]);
    refused(SecureHeaders::new().content_security_policy(ContentSecurityPolicy::empty()), &["content-security-policy"]);
    taken(with("sandbox", &[]));
    taken(with("require-trusted-types-for", &["'script'"]));
    taken(with("trusted-types", &["default", "'allow-duplicates'"]));
}

#[test]
fn contradictions_of_cache_control_are_refused() {
    let new = CacheControl::new;
    refused(new(), &["CacheControl: nothing is said"]);
    refused(new().no_store().max_age(MINUTE), &["no-store and max-age contradict"]);
    refused(new().no_store().public(), &["no-store and public contradict"]);
    refused(new().no_store().no_cache(), &["no-store and no-cache contradict"]);
    refused(new().no_store().must_revalidate(), &["no-store and must-revalidate contradict"]);
    refused(new().public().private(), &["private and public contradict"]);
    refused(new().private().s_maxage(MINUTE), &["private and s-maxage contradict"]);
    refused(new().private().max_age(MINUTE).proxy_revalidate(), &["private and proxy-revalidate contradict"]);
    refused(new().no_cache().max_age(MINUTE), &["no-cache and max-age contradict"]);
    refused(new().immutable(), &["immutable", "max_age"]);
    refused(new().s_maxage(MINUTE).immutable(), &["immutable", "max_age"]);
    refused(new().stale_while_revalidate(MINUTE), &["stale-while-revalidate", "s_maxage"]);
    refused(new().public().stale_if_error(MINUTE), &["stale-if-error", "max_age"]);
    refused(
        new().max_age(MINUTE).must_revalidate().stale_while_revalidate(MINUTE),
        &["must-revalidate and stale-while-revalidate"],
    );
    refused(new().max_age(HALF), &["max-age counts whole seconds", "1.5 s"]);
    refused(new().public().cdn(new()), &["cdn: nothing is said"]);
    refused(
        new().public().vercel_cdn(new().no_store().max_age(MINUTE)),
        &["vercel_cdn: no-store and max-age contradict"],
    );
    refused(new().public().cdn(new().public().cdn(new().public())), &["cdn: only directives"]);
    refused(new().public().cdn(new().public().even_if_personal()), &["cdn: only directives"]);
    taken(new().private().no_store());
    taken(new().private().no_cache().no_transform());
}

#[test]
fn contradictions_of_redirects_are_refused() {
    let new = Redirects::new;
    refused(new(), &["Redirects: nothing is said"]);
    refused(new().except("example.com"), &["nothing is said"]);
    refused(new().www().without_www(), &["www and without_www contradict"]);
    refused(new().host("example.com").www(), &["host(\"example.com\")", "leave one out"]);
    refused(new().host("www.example.com").without_www(), &["leave one out"]);
    refused(new().host("example.com").except("example.com"), &["except"]);
    refused(new().host("a.example.com").except("*.example.com"), &["except"]);
    for host in [
        "",
        "Example.com",
        "https://example.com",
        "example.com/",
        "example.com.",
        "example.com:",
        "a b",
        "*.example.com",
        "é.example",
    ] {
        refused(new().host(host), &[&format!("host({host:?})")]);
        if host != "*.example.com" {
            refused(new().https().except(host), &[&format!("except({host:?})")]);
        }
    }
    refused(new().https().except("example.com:80"), &["without port"]);
    refused(new().https().except("*"), &["except(\"*\")"]);
    taken(new().https().host("example.com:8443").except("*.vercel.app"));
}

#[test]
fn overrides_that_pass_a_guard_by_are_refused() {
    let new = MethodOverride::new;
    for method in [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE, Method::POST, Method::CONNECT] {
        refused(new().methods([Method::PUT, method.clone()]), &["MethodOverride: ", &format!("cannot mean {method}")]);
    }
    refused(new().methods([]), &["methods names none"]);
    refused(new().header("x method"), &["header(\"x method\")"]);
    refused(new().header(""), &["header(\"\")"]);
    refused(new().query(""), &["query(\"\")"]);
    refused(new().query("a&b"), &["query(\"a&b\")"]);
    let nested = App::new().nest("/a", App::new().get("/", || "").with(new()));
    assert!(Service::freeze(nested).is_err());
}

#[test]
fn an_override_is_read_from_where_it_was_said_only() {
    let told = |cx: Context| cx.method().to_string();
    let app = |middleware: MethodOverride| TestClient::new(App::new().any("/", told).with(middleware));
    let header = "x-http-method-override";
    app(MethodOverride::new()).post("/?_method=PUT").send().assert_text("POST");
    let other = app(MethodOverride::new().header("X-Method").query("m"));
    other.post("/?_method=PUT").header(header, "PUT").send().assert_text("POST");
    other.post("/").header("x-method", "put").send().assert_text("PUT");
    other.post("/?m=put").send().assert_text("PUT");
    let purge = app(MethodOverride::new().methods([Method::from_bytes(b"PURGE").unwrap()]));
    purge.post("/").header(header, "purge").send().assert_text("PURGE");
    purge.post("/").header(header, "PUT").send().assert_status(400);
}

#[test]
fn languages_that_are_none_are_refused() {
    for tag in ["", "e", "de_CH", "de-", "-de", "de--CH", "*", "dé", "de-x", "123", "abcdefghi", "en, de"] {
        refused(Language::new(["en", tag]), &["Language: ", &format!("{tag:?}")]);
    }
    refused(Language::new([""; 0]), &["there is none"]);
    refused(Language::new(["en", "de", "EN"]), &["\"EN\"", "twice"]);
    refused(Language::new(["en"]).query(""), &["query(\"\")"]);
    refused(Language::new(["en"]).cookie("a=b"), &["cookie(\"a=b\")"]);
    taken(Language::new(["en", "de-CH-1996", "zh-Hant-TW", "en-x-dogs", "es-419"]).query("lang").cookie("lang"));
}

#[test]
fn what_is_chosen_is_about_one_request() {
    let page = async |locale: Locale| {
        whippet::time::sleep(Duration::from_millis(5)).await;
        locale.to_string()
    };
    let client = TestClient::new(App::new().get("/", page).with(Language::new(["en", "de"])));
    for (asked, tag) in [("de", "de"), ("en", "en"), ("fr", "en"), ("de", "de")] {
        client.get("/").header("accept-language", asked).send().assert_text(tag).assert_header("content-language", tag);
    }
}
