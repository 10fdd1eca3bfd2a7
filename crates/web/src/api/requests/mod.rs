//! `/api/requests`: hand in, list, look, decide.

mod answer;
mod ask;
mod callback;
mod classify;
mod dispatch;
mod grade;
mod journal;
pub(super) mod list;
mod refuse;
mod register;
mod reply;
mod reveal;
mod show;
mod supplement;
mod triage;
mod urge;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::Web;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list::list, register::register))
        .routes(routes!(show::show))
        .routes(routes!(journal::journal))
        .routes(routes!(answer::answer))
        .routes(routes!(refuse::refuse))
        .routes(routes!(ask::ask))
        .routes(routes!(reply::reply))
        .routes(routes!(classify::classify))
        .routes(routes!(triage::triage))
        .routes(routes!(dispatch::dispatch))
        .routes(routes!(urge::urge))
        .routes(routes!(supplement::supplement))
        .routes(routes!(grade::grade))
        .routes(routes!(callback::callback))
        .routes(routes!(reveal::reveal))
}
