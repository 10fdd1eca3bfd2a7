//! `POST /api/requests/{number}/orders/{order}/lift-sheet`: lifts a supervision sheet: the demand is met, or has fallen away.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Lifts a supervision sheet: the demand is met, or has fallen away.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "已整改到位" }))]
pub(in crate::api) struct LiftSheetBody {
    /// Why.
    #[schema(max_length = 20_000)]
    reason: String,
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Lifts a supervision sheet: the demand is met, or has fallen away.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/lift-sheet", tag = "orders", operation_id = "lift_sheet",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = LiftSheetBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn lift_sheet(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<LiftSheetBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_order(&web, caller, (&number, &order), seen, move |_, order| Command::LiftSheet {
        order,
        reason: body.reason.clone(),
    })
    .await
}
