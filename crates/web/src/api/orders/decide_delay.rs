//! `POST /api/requests/{number}/orders/{order}/decide-delay`: grants more time, in whole or in part, or refuses it.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Grants more time, in whole or in part, or refuses it.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "days": 3, "reason": "先恢复供热，再做修复" }))]
pub(in crate::api) struct DecideDelayBody {
    /// Working days granted, counted on from when it was due; 0 refuses. At most what was asked for.
    days: u16,
    /// Why; needed to refuse.
    #[serde(default)]
    #[schema(max_length = 20_000)]
    reason: String,
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Grants more time, in whole or in part, or refuses it.
///
/// The first deadline stays on record (`first_due` of the clock).
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/decide-delay", tag = "orders", operation_id = "decide_delay",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = DecideDelayBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn decide_delay(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<DecideDelayBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_order(&web, caller, (&number, &order), seen, move |_, order| Command::DecideDelay {
        order,
        granted_working_days: body.days,
        reason: body.reason.clone(),
    })
    .await
}
