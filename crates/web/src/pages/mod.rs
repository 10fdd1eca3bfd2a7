//! The pages: pure functions from a view to markup, and the handlers that fetch the view.

pub mod account;
pub mod board;
pub mod callback;
pub mod clock;
pub mod design;
pub mod desk;
pub mod figures;
pub mod file;
pub mod hand_over;
pub mod home;
pub mod inbox;
pub mod look;
pub mod messages;
pub mod parts;
pub mod pool;
pub mod public;
pub mod request;
pub mod requests;
pub mod review;
pub mod rules;
pub mod sign_in;
pub mod task_pool;
pub mod tasks;
pub mod why;

use axum::Router;

use crate::state::Web;

/// The routes of the pages that have their own list.
pub fn routes() -> Router<Web> {
    Router::new()
        .merge(account::routes())
        .merge(design::routes())
        .merge(look::routes())
        .merge(messages::routes())
        .merge(request::routes())
        .merge(callback::routes())
        .merge(review::routes())
        .merge(rules::routes())
        .merge(inbox::routes())
        .merge(desk::routes())
        .merge(requests::routes())
        .merge(file::routes())
        .merge(public::routes())
        .merge(pool::routes())
        .merge(tasks::routes())
        .merge(hand_over::routes())
        .merge(why::routes())
        .merge(board::routes())
        .merge(figures::routes())
}
