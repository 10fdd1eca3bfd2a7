//! `/api/requests`: hand in, list, look, decide.

mod add_support;
mod answer;
mod ask;
mod ask_invalid;
mod callback;
mod check_withdraw;
mod classify;
mod clocks;
mod consult;
mod declare_incident;
mod dispatch;
mod end_incident;
mod grade;
mod hand_over;
mod instruct;
mod invalidate;
mod journal;
pub(super) mod list;
mod merge;
mod refuse;
mod register;
mod reopen;
mod reply;
mod reveal;
mod rule;
mod share_progress;
mod show;
mod supplement;
mod triage;
mod unmerge;
mod urge;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::Web;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list::list, register::register))
        .routes(routes!(show::show))
        .routes(routes!(clocks::clocks))
        .routes(routes!(journal::journal))
        .routes(routes!(answer::answer))
        .routes(routes!(refuse::refuse))
        .routes(routes!(hand_over::hand_over))
        .routes(routes!(ask_invalid::ask_invalid))
        .routes(routes!(invalidate::invalidate))
        .routes(routes!(ask::ask))
        .routes(routes!(reply::reply))
        .routes(routes!(classify::classify))
        .routes(routes!(triage::triage))
        .routes(routes!(consult::consult))
        .routes(routes!(rule::rule))
        .routes(routes!(dispatch::dispatch))
        .routes(routes!(add_support::add_support))
        .routes(routes!(merge::merge))
        .routes(routes!(unmerge::unmerge))
        .routes(routes!(declare_incident::declare_incident))
        .routes(routes!(share_progress::share_progress))
        .routes(routes!(end_incident::end_incident))
        .routes(routes!(urge::urge))
        .routes(routes!(instruct::instruct))
        .routes(routes!(supplement::supplement))
        .routes(routes!(grade::grade))
        .routes(routes!(callback::callback))
        .routes(routes!(check_withdraw::check_withdraw))
        .routes(routes!(reopen::reopen))
        .routes(routes!(reveal::reveal))
}
