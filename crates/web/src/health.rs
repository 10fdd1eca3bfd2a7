//! `GET /healthz` (the process answers) and `GET /readyz` (it can read and write).

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;

use crate::state::Web;

/// The process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// Store and feed work; 503 otherwise, so that a balancer goes elsewhere.
pub async fn ready(State(web): State<Web>) -> impl IntoResponse {
    let reads = web.read(lianxin_app::Tx::journal_last).await;
    if web.app.store.healthy() && reads.is_ok() {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
    }
}
