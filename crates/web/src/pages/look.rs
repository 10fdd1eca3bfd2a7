//! `POST /look`: keeps how the reader wants the pages, for browsers without script.

use axum::extract::Form;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Router, response::AppendHeaders};
use serde::Deserialize;

use crate::caller;
use crate::ui::Look;

/// The route of this page.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/look", post(keep))
}

#[derive(Deserialize)]
struct Wish {
    look: String,
}

async fn keep(headers: HeaderMap, Form(wish): Form<Wish>) -> Response {
    let referer = headers.get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or("/");
    let cookie = Look::parse(&wish.look).set_cookie();
    let to = path_of(referer).to_owned();
    (StatusCode::SEE_OTHER, AppendHeaders([(header::SET_COOKIE, cookie), (header::LOCATION, to)])).into_response()
}

/// The path of an address: the answer never leads to another site.
fn path_of(address: &str) -> &str {
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => address,
    };
    if caller::is_path(path) { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt as _;

    use super::*;

    #[test]
    fn only_a_path_of_this_site_is_gone_back_to() {
        assert_eq!(path_of("http://127.0.0.1:8080/inbox?q=1"), "/inbox?q=1");
        assert_eq!(path_of("https://evil.example"), "/");
        assert_eq!(path_of("https://evil.example//evil.example/x"), "/");
        assert_eq!(path_of("javascript:alert(1)"), "/");
    }

    #[tokio::test]
    async fn a_wish_is_kept_in_the_cookie_and_leads_back() {
        let request = Request::post("/look")
            .header(header::REFERER, "http://127.0.0.1/design")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("look=en.dark"))
            .unwrap();
        let response = routes::<()>().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(response.headers()[header::LOCATION], "/design");
        assert_eq!(response.headers()[header::SET_COOKIE], "lx-look=en.dark; Path=/; Max-Age=31536000; SameSite=Lax");
    }
}
