//! `/pool`: what waits for a dispatcher, the most urgent first, and `/pool/{number}`: one of them with everything needed to send it on.

mod item;
mod list;

use axum::Router;
use axum::routing::get;

use crate::state::Web;

/// The routes of the pool.
pub fn routes() -> Router<Web> {
    Router::new().route("/pool", get(list::show)).route("/pool/{number}", get(item::show))
}
