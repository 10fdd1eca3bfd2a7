//! The console's built files: what they are called, and how they are served.
//!
//! Names carry a hash of the content, so a browser may keep a file for ever; `manifest.json` says which hash is current.
//! Release builds carry the files inside the binary, debug builds read them from `console/dist`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::routing::get;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../console/dist"]
struct Dist;

/// One year: as long as caches keep anything.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The routes of the console's files: `/assets/<hashed name>`.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{name}", get(serve))
}

/// The address of a built file by its plain name, such as `app.css`.
///
/// A name the build does not know stays as it is: the page then shows without that file, and the log of the browser says which.
pub fn url(name: &str) -> String {
    match manifest().get(name) {
        Some(hashed) => format!("/assets/{hashed}"),
        None => format!("/assets/{name}"),
    }
}

#[cfg(not(debug_assertions))]
fn manifest() -> &'static BTreeMap<String, String> {
    static MANIFEST: std::sync::LazyLock<BTreeMap<String, String>> = std::sync::LazyLock::new(read_manifest);
    &MANIFEST
}

/// Read again each time, so that a rebuilt console shows without a restart.
#[cfg(debug_assertions)]
fn manifest() -> BTreeMap<String, String> {
    read_manifest()
}

fn read_manifest() -> BTreeMap<String, String> {
    Dist::get("manifest.json").and_then(|file| serde_json::from_slice(&file.data).ok()).unwrap_or_default()
}

async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response<Body> {
    let Some(kind) = content_type(&name) else { return plain(StatusCode::NOT_FOUND) };
    let etag = format!("\"{name}\"");
    if headers.get(header::IF_NONE_MATCH).is_some_and(|seen| seen.as_bytes() == etag.as_bytes()) {
        return answer(StatusCode::NOT_MODIFIED, kind, &etag, None, Body::empty());
    }
    let packed = if accepts_gzip(&headers) { Dist::get(&format!("{name}.gz")) } else { None };
    match packed {
        Some(file) => answer(StatusCode::OK, kind, &etag, Some("gzip"), body(file.data)),
        None => match Dist::get(&name) {
            Some(file) => answer(StatusCode::OK, kind, &etag, None, body(file.data)),
            None => plain(StatusCode::NOT_FOUND),
        },
    }
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("gzip"))
}

/// Only what a page asks for is served: neither the manifest nor the packed twins have an address.
fn content_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "js" => Some("text/javascript; charset=utf-8"),
        "css" => Some("text/css; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        _ => None,
    }
}

fn body(data: Cow<'static, [u8]>) -> Body {
    match data {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    }
}

fn plain(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

fn answer(
    status: StatusCode,
    kind: &'static str,
    etag: &str,
    encoding: Option<&'static str>,
    body: Body,
) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static(FOR_EVER));
    headers.insert(header::VARY, header::HeaderValue::from_static("accept-encoding"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    if let Ok(etag) = header::HeaderValue::from_str(etag) {
        headers.insert(header::ETAG, etag);
    }
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, header::HeaderValue::from_static(encoding));
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use tower::ServiceExt as _;

    use super::*;

    async fn get_with(path: &str, name: header::HeaderName, value: &str) -> Response<Body> {
        let request = Request::get(path).header(name, value).body(Body::empty()).unwrap();
        routes::<()>().oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn a_style_sheet_is_served_packed_and_kept_for_ever() {
        let path = url("app.css");
        let response = get_with(&path, header::ACCEPT_ENCODING, "gzip, br").await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(response.headers()[header::CACHE_CONTROL], FOR_EVER);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
    }

    #[tokio::test]
    async fn a_browser_that_has_the_file_gets_no_second_copy() {
        let path = url("app.js");
        let etag = format!("\"{}\"", path.trim_start_matches("/assets/"));
        assert_eq!(get_with(&path, header::IF_NONE_MATCH, &etag).await.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(get_with(&path, header::IF_NONE_MATCH, "\"old\"").await.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn the_manifest_and_unknown_names_have_no_address() {
        for path in ["/assets/manifest.json", "/assets/app.js", "/assets/..%2Fpackage.json"] {
            assert_eq!(get_with(path, header::ACCEPT, "*/*").await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
