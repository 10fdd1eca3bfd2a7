//! Every route, on one page.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};

use crate::form::FORM_BYTES_MAX;
use crate::state::Web;
use crate::{api, assets, guard, health, live, metrics, pace, pages};

/// The whole server.
pub fn router(web: Web) -> Router {
    let pages = Router::new()
        .route("/", get(pages::home::show))
        .route("/sign-in", get(pages::sign_in::show).post(pages::sign_in::sign_in))
        .route("/sign-out", post(pages::sign_in::sign_out))
        .merge(pages::routes());
    let plumbing = Router::new()
        .route("/live", get(live::open))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::show));
    // A feed that is compressed is a feed that arrives late.
    let compression = CompressionLayer::new().compress_when(DefaultPredicate::new().and(NotForContentType::SSE));
    Router::new()
        .merge(pages)
        .merge(plumbing)
        .merge(api::routes())
        .merge(assets::routes())
        .fallback(pages::home::not_found)
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(web.clone(), guard::same_site))
        .layer(from_fn_with_state(web.clone(), pace::keep))
        .layer(compression)
        .layer(from_fn_with_state(web.clone(), guard::watch))
        .with_state(web)
}
