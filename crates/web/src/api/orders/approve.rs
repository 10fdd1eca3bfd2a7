//! `POST /api/requests/{number}/orders/{order}/approve`: approves a report.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Approves a report.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct ApproveBody {
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Approves a report.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/approve", tag = "orders", operation_id = "approve",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = ApproveBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn approve(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<ApproveBody>,
) -> Answer {
    moves::on_order(&web, caller, (&number, &order), (seen.or(body.version), Need::Version), move |_, order| {
        Command::Approve { order }
    })
    .await
}
