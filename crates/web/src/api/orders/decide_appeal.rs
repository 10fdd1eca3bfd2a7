//! `POST /api/requests/{number}/orders/{order}/decide-appeal`: decides an appeal.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Decides an appeal.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "granted": false, "reason": "录音显示不满意的是本事项" }))]
pub(in crate::api) struct DecideAppealBody {
    /// It is right: the order is not counted.
    granted: bool,
    /// Why.
    #[schema(max_length = 20_000)]
    reason: String,
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Decides an appeal.
///
/// By the role of the level; at a district, by the unit above the one that appeals.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/decide-appeal", tag = "orders", operation_id = "decide_appeal",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = DecideAppealBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn decide_appeal(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<DecideAppealBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_order(&web, caller, (&number, &order), seen, move |_, order| Command::DecideAppeal {
        order,
        granted: body.granted,
        reason: body.reason.clone(),
    })
    .await
}
