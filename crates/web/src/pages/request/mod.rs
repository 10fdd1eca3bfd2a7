//! The page of one request: the story on the left, the state on the right; and the one way in which forms act on it.

pub mod act;
mod callback;
pub mod forms;
pub mod page;
mod report;
pub mod show;
pub mod story;

use axum::Router;
use axum::routing::{get, post};

use crate::state::Web;

/// The routes of a request and its orders and tasks.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/requests/{number}", get(show::show))
        .route("/requests/{number}/identity", post(show::identity))
        .route("/requests/{number}/{verb}", post(act::on_request))
        .route("/requests/{number}/orders/{order}/{verb}", post(act::on_order))
        .route("/tasks/{task}/{verb}", post(act::on_task))
}
