//! `POST /api/requests/{number}/orders/{order}/refuse-support`: refuses support: the unit goes on alone.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Refuses support: the unit goes on alone.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "请先由贵单位处置" }))]
pub(in crate::api) struct RefuseSupportBody {
    /// Why.
    #[schema(max_length = 20_000)]
    reason: String,
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Refuses support: the unit goes on alone.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/refuse-support", tag = "orders", operation_id = "refuse_support",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = RefuseSupportBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn refuse_support(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<RefuseSupportBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_order(&web, caller, (&number, &order), seen, move |_, order| Command::RefuseSupport {
        order,
        reason: body.reason.clone(),
    })
    .await
}
