//! Orders and reports as JSON.

use lianxin_app::Context;
use lianxin_app::view::RequestView;
use lianxin_domain::request as r;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::dealings::{self, OrderDealingsJson, UndueJson};
use crate::api::moves;
use crate::api::words::{self, At};

/// What one unit owes.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct OrderJson {
    id: Uuid,
    /// Goes up with everything that happens to this order; what `If-Match` of a move on it says.
    version: i64,
    /// Code of the unit.
    unit: String,
    /// The unit's short name.
    unit_name: String,
    #[schema(value_type = words::OrderRole)]
    role: r::OrderRole,
    #[schema(value_type = words::OrderStage)]
    state: r::OrderStage,
    /// The order that it was passed down from.
    parent: Option<Uuid>,
    /// What the dispatcher said.
    opinion: String,
    dispatched: At,
    accepted: Option<At>,
    contacted: Option<At>,
    reported: Option<At>,
    /// A person at the unit answered the phone (emergencies).
    phoned: Option<At>,
    /// A promise was broken once.
    overdue: bool,
    /// Returns, extensions, pauses, appeals.
    #[serde(flatten)]
    dealings: OrderDealingsJson,
    /// The last report.
    report: Option<ReportJson>,
    /// Why it came back.
    points: Vec<String>,
    /// What the caller may do to this order now.
    #[schema(value_type = Vec<words::Move>)]
    moves: Vec<r::CommandKind>,
}

/// A report as it stands.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct ReportJson {
    is_true: bool,
    contacted: bool,
    #[schema(value_type = words::Solved)]
    solved: r::Solved,
    why_not: Option<String>,
    internal: String,
    public_reply: String,
    files: Vec<Uuid>,
    /// Held to be beyond duty, or unreasonable; null: it is not.
    undue: Option<UndueJson>,
}

pub(super) fn order(order: &r::Order, view: &RequestView, cx: &Context) -> OrderJson {
    let possible = view.order_moves.iter().find(|(id, _)| *id == order.id);
    OrderJson {
        id: order.id.0,
        version: order.version,
        unit: order.unit.to_string(),
        unit_name: cx
            .city
            .units
            .get(&order.unit)
            .map_or_else(|| order.unit.to_string(), |unit| unit.label(cx.lang).to_owned()),
        role: order.role,
        state: order.state.stage(),
        parent: order.parent.map(|id| id.0),
        opinion: order.opinion.clone(),
        dispatched: At(order.dispatched),
        accepted: order.accepted.map(At),
        contacted: order.contacted.map(At),
        reported: order.reported.map(At),
        phoned: order.phoned.map(At),
        overdue: order.overdue,
        dealings: dealings::of_order(order, &view.request, cx),
        report: order.state.report().map(report),
        points: match &order.state {
            r::OrderState::SentBack { points } | r::OrderState::Rework { points } => points.clone(),
            r::OrderState::Dispatched
            | r::OrderState::Accepted { .. }
            | r::OrderState::Handling
            | r::OrderState::ReturnAsked { .. }
            | r::OrderState::DelayAsked { .. }
            | r::OrderState::Reported { .. }
            | r::OrderState::Approved { .. }
            | r::OrderState::Parked { .. }
            | r::OrderState::Closed { .. }
            | r::OrderState::Replaced
            | r::OrderState::Recalled => Vec::new(),
        },
        moves: possible
            .iter()
            .flat_map(|(_, moves)| moves.iter().copied())
            .filter(|kind| moves::is_routed(*kind))
            .collect(),
    }
}

fn report(report: &r::Report) -> ReportJson {
    ReportJson {
        is_true: report.is_true,
        contacted: report.contacted,
        solved: report.solved,
        why_not: report.why_not.clone(),
        internal: report.internal.clone(),
        public_reply: report.public_reply.clone(),
        files: report.files.iter().map(|id| id.0).collect(),
        undue: report.undue.as_ref().map(UndueJson::from),
    }
}
