//! `POST /api/requests/{number}/orders/{order}/appeal`: appeals against how a closed order counts.

use axum::extract::{Path, State};
use lianxin_domain::FileId;
use lianxin_domain::request::{AppealClaim, Command};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::api::words;
use crate::state::Web;

/// Appeals against how a closed order counts.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "claim": "satisfaction", "reason": "市民不满意的是另一事项，见录音" }))]
pub(in crate::api) struct AppealBody {
    /// About what.
    #[schema(value_type = words::AppealClaim)]
    claim: AppealClaim,
    /// Why.
    #[schema(max_length = 20_000)]
    reason: String,
    /// Files uploaded before; at most 20.
    #[serde(default)]
    #[schema(max_items = 20)]
    files: Vec<Uuid>,
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Appeals against how a closed order counts.
///
/// To the first level within the time of the policy (`appeals` of `GET /api/city/policy`); what was refused may go on to the next level.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/appeal", tag = "orders", operation_id = "appeal",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = AppealBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn appeal(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<AppealBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_order(&web, caller, (&number, &order), seen, move |_, order| Command::Appeal {
        order,
        claim: body.claim,
        reason: body.reason.clone(),
        files: body.files.iter().copied().map(FileId).collect(),
    })
    .await
}
