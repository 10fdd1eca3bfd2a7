//! `/api/requests/{number}/orders/{order}` and `/api/inbox`: what units do, and what is done about them.

mod accept;
mod answer_sheet;
mod appeal;
mod approve;
mod ask_delay;
mod ask_return;
mod ask_support;
mod contact;
mod decide_appeal;
mod decide_delay;
mod decide_undue;
mod inbox;
mod lift_sheet;
mod milestone_done;
mod park;
mod pass_down;
mod pause;
mod phone;
mod progress;
mod recall;
mod redispatch;
mod refuse_return;
mod refuse_support;
mod report;
mod report_undue;
mod resume;
mod send_back;
mod supervise;
mod unpark;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::Web;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(inbox::inbox))
        .routes(routes!(accept::accept))
        .routes(routes!(ask_return::ask_return))
        .routes(routes!(redispatch::redispatch))
        .routes(routes!(refuse_return::refuse_return))
        .routes(routes!(recall::recall))
        .routes(routes!(contact::contact))
        .routes(routes!(pass_down::pass_down))
        .routes(routes!(ask_support::ask_support))
        .routes(routes!(refuse_support::refuse_support))
        .routes(routes!(ask_delay::ask_delay))
        .routes(routes!(decide_delay::decide_delay))
        .routes(routes!(pause::pause))
        .routes(routes!(resume::resume))
        .routes(routes!(progress::progress))
        .routes(routes!(report::report))
        .routes(routes!(report_undue::report_undue))
        .routes(routes!(decide_undue::decide_undue))
        .routes(routes!(approve::approve))
        .routes(routes!(send_back::send_back))
        .routes(routes!(phone::phone))
        .routes(routes!(park::park))
        .routes(routes!(milestone_done::milestone_done))
        .routes(routes!(unpark::unpark))
        .routes(routes!(supervise::supervise))
        .routes(routes!(answer_sheet::answer_sheet))
        .routes(routes!(lift_sheet::lift_sheet))
        .routes(routes!(appeal::appeal))
        .routes(routes!(decide_appeal::decide_appeal))
}
