//! `POST /api/requests/{number}/orders/{order}/park`: parks an order that cannot be done soon: with a plan, an owner and days.

use axum::extract::{Path, State};
use lianxin_domain::request::{Command, Milestone, Parking};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::api::words::At;
use crate::state::Web;

/// The plan of a parked order.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "plan": "纳入今年老旧管网改造", "name": "王建国 区住建委副主任", "told": "已告知改造计划，市民理解", "milestones": [{ "due": "2025-04-01T18:00:00+08:00", "what": "完成设计" }, { "due": "2025-06-01T18:00:00+08:00", "what": "完成施工" }] }))]
pub(in crate::api) struct ParkBody {
    /// What will be done.
    #[schema(max_length = 20_000)]
    plan: String,
    /// The leader who owns it, by name and office.
    #[schema(max_length = 200)]
    name: String,
    /// What the citizen was told; may be empty only if he is anonymous.
    #[serde(default)]
    #[schema(max_length = 20_000)]
    told: String,
    /// The steps, in the order of their days; at most 24. How far they may lie apart, and how far the last one may lie off, the policy says (`limits` of `GET /api/city/policy`).
    #[schema(min_items = 1, max_items = 24)]
    milestones: Vec<MilestoneBody>,
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// One step of the plan.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct MilestoneBody {
    /// By when.
    due: At,
    /// What.
    #[schema(max_length = 2_000)]
    what: String,
}

impl From<&MilestoneBody> for Milestone {
    fn from(body: &MilestoneBody) -> Milestone {
        Milestone { due: body.due.0, what: body.what.clone(), done: None }
    }
}

/// Parks an order that cannot be done soon: with a plan, an owner and days.
///
/// The handling period ends; the clock of the next milestone runs. The order is left out of the scores while it is parked.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/park", tag = "orders", operation_id = "park",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = ParkBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn park(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<ParkBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_order(&web, caller, (&number, &order), seen, move |_, order| Command::Park {
        order,
        plan: Box::new(Parking {
            plan: body.plan.clone(),
            owner: body.name.clone(),
            told: body.told.clone(),
            milestones: body.milestones.iter().map(Milestone::from).collect(),
        }),
    })
    .await
}
