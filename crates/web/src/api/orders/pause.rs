//! `POST /api/requests/{number}/orders/{order}/pause`: stops the handling period while the unit waits for the citizen.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Stops the handling period while the unit waits for the citizen.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "等待市民提供购房合同" }))]
pub(in crate::api) struct PauseBody {
    /// What is waited for.
    #[schema(max_length = 20_000)]
    reason: String,
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Stops the handling period while the unit waits for the citizen.
///
/// It runs on when the citizen tells more, when the unit says so, or when the longest pause of the policy is over.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/pause", tag = "orders", operation_id = "pause",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = PauseBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn pause(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<PauseBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_order(&web, caller, (&number, &order), seen, move |_, order| Command::Pause {
        order,
        reason: body.reason.clone(),
    })
    .await
}
