//! `POST /api/requests/{number}/orders/{order}/send-back`: sends a report back.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Sends a report back.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "points": ["未说明何时恢复供热"] }))]
pub(in crate::api) struct SendBackBody {
    /// What is missing.
    points: Vec<String>,
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Sends a report back.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/send-back", tag = "orders", operation_id = "send_back",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = SendBackBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn send_back(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<SendBackBody>,
) -> Answer {
    moves::on_order(&web, caller, (&number, &order), (seen.or(body.version), Need::Version), move |_, order| {
        Command::SendBack { order, points: body.points.clone() }
    })
    .await
}
