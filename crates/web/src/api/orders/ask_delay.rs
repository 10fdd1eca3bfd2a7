//! `POST /api/requests/{number}/orders/{order}/ask-delay`: asks for more time.

use axum::extract::{Path, State};
use lianxin_domain::request::{Command, DelayAsk};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// How much more time, why, and what the citizen knows of it.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "days": 5, "reason": "需开挖更换主管", "plan": "3 月 6 日开挖，3 月 8 日恢复", "told": "已电话告知，市民同意" }))]
pub(in crate::api) struct AskDelayBody {
    /// Working days more, at least 1; at most what the policy says for the topic (`delays` of `GET /api/city/policy`).
    #[schema(minimum = 1)]
    days: u16,
    /// Why.
    #[schema(max_length = 20_000)]
    reason: String,
    /// What will be done until when.
    #[schema(max_length = 20_000)]
    plan: String,
    /// What the citizen was told, and what he said; may be empty only if he is anonymous.
    #[serde(default)]
    #[schema(max_length = 20_000)]
    told: String,
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Asks for more time.
///
/// Only while the period still runs. The period keeps running until it is decided.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/ask-delay", tag = "orders", operation_id = "ask_delay",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = AskDelayBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn ask_delay(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<AskDelayBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_order(&web, caller, (&number, &order), seen, move |_, order| Command::AskDelay {
        order,
        ask: Box::new(DelayAsk {
            working_days: body.days,
            reason: body.reason.clone(),
            plan: body.plan.clone(),
            told: body.told.clone(),
        }),
    })
    .await
}
