//! What somebody sends who has not signed in and does not mean well.

mod site;

use axum::http::StatusCode;
use lianxin_domain::access::Role;
use site::Site;

const MULTIPART: (&str, &str) = ("content-type", "multipart/form-data; boundary=x");
const PHOTO: &[u8] = b"--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\n\r\n\x89PNG\r\n\x1a\n0123456789\r\n--x--\r\n";

#[tokio::test]
async fn nobody_fills_the_disk_without_having_signed_in() {
    let site = Site::new().await;
    let visitor = site.visitor();
    for (method, path, refused) in [
        ("POST", "/sign-in", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("POST", "/public", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("PUT", "/desk/draft", StatusCode::UNAUTHORIZED),
        ("POST", "/desk", StatusCode::SEE_OTHER),
        ("POST", "/public/request/supplement", StatusCode::SEE_OTHER),
        ("POST", "/api/files", StatusCode::UNAUTHORIZED),
    ] {
        assert_eq!(visitor.raw(method, path, &[MULTIPART], PHOTO).await, refused, "{path}");
        assert!(!site.world.app().files.directory().exists(), "{path} kept a file");
    }
}

#[tokio::test]
async fn a_form_that_is_too_long_is_refused() {
    let visitor = Site::new().await;
    let visitor = visitor.visitor();
    let long = format!("login={}", "x".repeat(1024 * 1024));
    let form = ("content-type", "application/x-www-form-urlencoded");
    assert_eq!(visitor.raw("POST", "/sign-in", &[form], long).await, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn methods_that_somebody_invents_are_counted_as_one() {
    let site = Site::new().await;
    let visitor = site.visitor();
    for method in ["BREW", "WHEN", "get"] {
        assert_eq!(visitor.raw(method, "/sign-in", &[], "").await, StatusCode::METHOD_NOT_ALLOWED);
    }
    let told = visitor.get("/metrics").await.body;
    assert!(told.contains("lianxin_http_ms_count{method=\"other\",route=\"/sign-in\",status=\"405\"} 3"), "{told}");
    assert!(!told.contains("BREW"), "{told}");
}

/// Otherwise a tab that is left open hears on, whatever has become of its reader's account.
#[tokio::test]
async fn a_feed_ends_after_a_while_so_that_who_hears_it_is_asked_for_again() {
    let site = Site::new().await;
    let mut browser = site.browser("zuoxi1", Role::Agent, "center");
    let begun = tokio::time::Instant::now();
    let heard = browser.get("/live").await;
    assert!(heard.status.is_success() && heard.body.contains("event: hello"), "{}", heard.body);
    assert!(begun.elapsed() >= site::FEED_LASTS, "{:?}", begun.elapsed());
    browser.forget();
    assert_eq!(browser.get("/live").await.location, "/sign-in?next=/live");
}
