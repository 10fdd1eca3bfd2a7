//! `POST /api/requests/{number}/orders/{order}/recall`: takes an order back that was dispatched by mistake.

use axum::extract::{Path, State};
use lianxin_domain::request::{Command, OrderRole, Target};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Takes an order back that was dispatched by mistake.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "派单有误", "unit": "nankai" }))]
pub(in crate::api) struct RecallBody {
    /// Why.
    #[schema(max_length = 2_000)]
    reason: String,
    /// Code of the unit that shall act instead; without it nobody does. The lead is not recalled without another in its place while others still work for it.
    unit: Option<String>,
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Takes an order back that was dispatched by mistake.
///
/// It is not counted against the unit.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/recall", tag = "orders", operation_id = "recall",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = RecallBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn recall(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<RecallBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_order(&web, caller, (&number, &order), seen, move |cx, order| Command::Recall {
        order,
        instead: body.unit.as_deref().map(|unit| Target { order: cx.id(), unit: unit.into(), role: OrderRole::Lead }),
        reason: body.reason.clone(),
    })
    .await
}
