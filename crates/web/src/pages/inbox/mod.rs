//! The inbox of a unit (工单): what it owes, by what is owed and by who must act soonest.

pub(crate) mod detail;
mod list;

use axum::Router;
use axum::routing::get;

use crate::state::Web;

/// The routes of the inbox.
pub fn routes() -> Router<Web> {
    Router::new().route("/inbox", get(list::show)).route("/inbox/{order}", get(detail::show))
}
