//! The JSON API: one file for each verb.

use axum::Router;

use crate::state::Web;

/// Every route under `/api`.
pub fn routes() -> Router<Web> {
    Router::new()
}
