//! The page of one request: the story on the left, the state on the right; and the one way in which forms act on it.

pub mod act;
mod callback;
pub mod command;
pub mod dealings;
mod form_page;
pub mod forms;
pub mod moves;
pub mod page;
pub mod phone;
mod report;
pub mod show;
pub mod story;
pub mod verbs;

use axum::Router;
use axum::routing::{get, post};

use crate::pages::tasks::pass_on;
use crate::state::Web;

/// The routes of a request and its orders and tasks.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/requests/{number}", get(show::show))
        .route("/requests/{number}/identity", post(show::identity))
        .route("/requests/{number}/{verb}", get(form_page::of_request).post(act::on_request))
        .route("/requests/{number}/orders/{order}/{verb}", get(form_page::of_order).post(act::on_order))
        .route("/tasks/{task}/{verb}", get(pass_on::show).post(act::on_task))
}
