//! `/api/tasks`: what waits in a pool, taking it, and handing it on.

mod claim;
pub(super) mod list;
mod pass_on;
mod release;
mod told;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::Web;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list::tasks))
        .routes(routes!(claim::claim))
        .routes(routes!(release::release))
        .routes(routes!(pass_on::pass_on))
        .routes(routes!(told::told))
}
