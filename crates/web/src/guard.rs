//! What stands before every route: forged forms are refused, every answer carries its security headers, and
//! each request is counted and logged once.

use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::caller::{self, SESSION_COOKIE};
use crate::failure::Failure;
use crate::flash;
use crate::frame;
use crate::state::Web;

const CSP: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; \
    object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The number that ties a page, its log lines and an engineer's question together.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    /// The number of the request that this task answers.
    static NUMBER: String;
}

/// The number of the request that is being answered; empty outside of one.
pub fn number() -> String {
    NUMBER.try_with(Clone::clone).unwrap_or_default()
}

/// Refuses unsafe requests that a browser sends from another site, in the name of who has signed in here.
pub async fn same_site(State(web): State<Web>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let with_cookie = caller::cookie(request.headers(), SESSION_COOKIE).is_some();
    if safe || from_here(request.headers(), with_cookie) {
        return next.run(request).await;
    }
    if request.uri().path().starts_with("/api/") {
        return Failure::Forged.into_problem(caller::language(request.headers()));
    }
    frame::failure_page(&web, caller::look(request.headers()), None, &Failure::Forged)
}

/// A browser says where a form comes from in `Sec-Fetch-Site`, older ones in `Origin`. Programs say neither; they may act
/// with a token, or without any identity, but not with a cookie.
fn from_here(headers: &HeaderMap, with_cookie: bool) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text("origin"), text("host")) {
        (Some(site), _, _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        (None, Some(_), None) => false,
        (None, None, _) => !with_cookie,
    }
}

/// Security headers, a number, one line of log, one count.
pub async fn watch(State(web): State<Web>, request: Request, next: Next) -> Response {
    let started = web.moment();
    let id = web.app.entropy.secret::<6>();
    let method = known(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let said = caller::cookie(request.headers(), flash::COOKIE).is_some();
    let mut response = NUMBER.scope(id.clone(), next.run(request)).await;
    if said && method == "GET" && response.status().is_success() && is_page(&response) {
        flash::forget(response.headers_mut());
    }
    let took = Duration::from_micros(u64::try_from(web.moment().micros() - started.micros()).unwrap_or(0));
    let took_ms = took.as_secs_f64() * 1_000.0;
    let status = response.status().as_u16();
    web.metrics.count(method, &route, status, took_ms);
    tracing::info!(id, method, route, status, took_ms, "served");
    let headers = response.headers_mut();
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        put(headers, header::CONTENT_SECURITY_POLICY, CSP);
    }
    put(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(headers, header::X_FRAME_OPTIONS, "DENY");
    put(headers, header::REFERRER_POLICY, "same-origin");
    if !headers.contains_key(header::CACHE_CONTROL) {
        put(headers, header::CACHE_CONTROL, "no-store");
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    response
}

/// The method, of those that routes answer to. Anybody may invent others, and each would be counted for ever.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

/// Fragments and feeds do not show what is left to say.
fn is_page(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()))
            .collect()
    }

    #[test]
    fn a_form_of_another_site_is_told_from_ours() {
        assert!(from_here(&headers(&[("sec-fetch-site", "same-origin")]), true));
        assert!(!from_here(&headers(&[("sec-fetch-site", "cross-site")]), true));
        assert!(!from_here(&headers(&[("sec-fetch-site", "same-site")]), true));
        assert!(from_here(&headers(&[("origin", "http://127.0.0.1:8012"), ("host", "127.0.0.1:8012")]), true));
        assert!(!from_here(&headers(&[("origin", "http://evil.example"), ("host", "127.0.0.1:8012")]), true));
        assert!(!from_here(&headers(&[("origin", "null"), ("host", "127.0.0.1:8012")]), true));
        assert!(!from_here(&headers(&[("host", "127.0.0.1:8012")]), true), "a cookie without a word of where from");
        assert!(from_here(&headers(&[("host", "127.0.0.1:8012")]), false), "a program with a token");
    }
}
