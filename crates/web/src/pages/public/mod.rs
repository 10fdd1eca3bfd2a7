//! The citizen's pages: number and code open one request, without account and without script.
//!
//! What is *not* here: the account for colleagues, names of staff, other people. `story` decides what of the journal a citizen reads.

mod act;
mod forms;
mod look_up;
mod opened;
mod page;
mod show;
mod standing;
mod story;

use axum::Router;
use axum::routing::{get, post};

use crate::state::Web;

/// The routes of the public pages.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/public", get(look_up::form).post(look_up::open))
        .route("/public/leave", post(look_up::leave))
        .route("/public/request", get(show::page))
        .route("/public/request/{verb}", post(act::act))
        .route("/public/files/{id}", get(show::file))
}
