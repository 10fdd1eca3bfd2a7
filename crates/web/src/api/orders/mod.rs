//! `/api/requests/{number}/orders/{order}` and `/api/inbox`: what units do.

mod accept;
mod approve;
mod contact;
mod inbox;
mod pass_down;
mod phone;
mod progress;
mod report;
mod send_back;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::Web;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(inbox::inbox))
        .routes(routes!(accept::accept))
        .routes(routes!(contact::contact))
        .routes(routes!(pass_down::pass_down))
        .routes(routes!(progress::progress))
        .routes(routes!(report::report))
        .routes(routes!(approve::approve))
        .routes(routes!(send_back::send_back))
        .routes(routes!(phone::phone))
}
