//! `/api/tasks`: what waits in a pool, and taking it.

mod claim;
pub(super) mod list;
mod release;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::Web;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list::tasks)).routes(routes!(claim::claim)).routes(routes!(release::release))
}
